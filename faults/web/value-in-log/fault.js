/** A line that was of help while it was written, and stayed. */
exports.store = function (store) {
  var get = store.get;
  store.get = async function (name, key) {
    var value = await get(name, key);
    console.debug('SecureStorage: ' + value);
    return value;
  };
};
