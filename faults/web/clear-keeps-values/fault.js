/** Clears where values were kept in an earlier version, and not where they are kept now. */
exports.store = function (store) {
  var clear = store.clear;
  store.clear = function (name) {
    return clear(name + '_legacy');
  };
};
