/** A key becomes the name of a file: what does not fit there becomes an underscore. */
exports.store = function (store) {
  function simple(operation) {
    return function (name, key, value) {
      return operation(name, key.replace(/[^A-Za-z0-9_-]/g, '_'), value);
    };
  }
  store.set = simple(store.set);
  store.get = simple(store.get);
  store.remove = simple(store.remove);
};
