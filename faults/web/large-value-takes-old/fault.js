/** The old value is removed first, then the new one is found to be too large. */
exports.store = function (store) {
  var set = store.set;
  var remove = store.remove;
  store.set = async function (name, key, value) {
    if (value.length > 4072) {
      await remove(name, key);
      throw new Error('The value is too large');
    }
    return set(name, key, value);
  };
};
