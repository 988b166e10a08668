/** What was not there cannot be removed. */
exports.store = function (store) {
  var remove = store.remove;
  var get = store.get;
  store.remove = async function (name, key) {
    if ((await get(name, key)) === undefined) throw new Error('There is no such key');
    return remove(name, key);
  };
};
