/** A string of C, which ends at its first NUL. */
exports.store = function (store) {
  var set = store.set;
  store.set = function (name, key, value) {
    return set(name, key, value.split('\0')[0]);
  };
};
