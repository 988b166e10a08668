/** As a keychain that takes no more than a few kilobytes. */
exports.store = function (store) {
  var set = store.set;
  store.set = async function (name, key, value) {
    if (value.length > 4096) throw new Error('The value is longer than 4096 characters');
    return set(name, key, value);
  };
};
