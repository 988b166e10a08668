/** Values are normalised, as names of files are. */
exports.store = function (store) {
  var set = store.set;
  store.set = function (name, key, value) {
    return set(name, key, value.normalize('NFC'));
  };
};
