/** A place that does not tell case apart. */
exports.store = function (store) {
  function fold(operation) {
    return function (name, key, value) {
      return operation(name, key.toLowerCase(), value);
    };
  }
  store.set = fold(store.set);
  store.get = fold(store.get);
  store.remove = fold(store.remove);
};
