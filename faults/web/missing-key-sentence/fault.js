/** An explanation for people where a program expects a value. */
exports.store = function (store) {
  var get = store.get;
  store.get = async function (name, key) {
    var value = await get(name, key);
    return value === undefined ? 'Data has been reset' : value;
  };
};
