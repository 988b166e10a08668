/** A column of 255 characters for the key. */
exports.store = function (store) {
  function cut(operation) {
    return function (name, key, value) {
      return operation(name, key.slice(0, 255), value);
    };
  }
  store.set = cut(store.set);
  store.get = cut(store.get);
  store.remove = cut(store.remove);
};
