/** Blanks and line ends at either end are taken for a slip of the keyboard. */
exports.store = function (store) {
  var set = store.set;
  store.set = function (name, key, value) {
    return set(name, key, value.trim());
  };
};
