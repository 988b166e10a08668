/** The key is put together with a text, whatever it is. */
exports.api = function (SecureStorage) {
  ['set', 'get', 'remove'].forEach(function (operation) {
    var original = SecureStorage.prototype[operation];
    SecureStorage.prototype[operation] = function (success, error, key, value) {
      return original.call(this, success, error, '' + key, value);
    };
  });
};
