/** Truth taken for presence, where a key is removed. */
exports.store = function (store) {
  var remove = store.remove;
  store.remove = async function (name, key) {
    if ((await store.get(name, key)) === '') throw new Error('There is no such key');
    return remove(name, key);
  };
};
