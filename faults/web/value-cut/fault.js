/** A column that is too narrow: what does not fit is dropped without a word. */
exports.store = function (store) {
  var set = store.set;
  store.set = function (name, key, value) {
    return set(name, key, value.slice(0, 32));
  };
};
