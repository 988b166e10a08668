/** Truth taken for presence. */
exports.store = function (store) {
  var get = store.get;
  store.get = async function (name, key) {
    return (await get(name, key)) || undefined;
  };
};
