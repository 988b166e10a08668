/** A buffer of a fixed size. */
exports.store = function (store) {
  var set = store.set;
  store.set = function (name, key, value) {
    return set(name, key, value.slice(0, 2048));
  };
};
