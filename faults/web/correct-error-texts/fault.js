/** As many a callback of the older Cordova plugins. */
exports.api = function (SecureStorage) {
  ['set', 'get', 'remove', 'keys', 'clear'].forEach(function (operation) {
    var original = SecureStorage.prototype[operation];
    SecureStorage.prototype[operation] = function (success, error, key, value) {
      original.call(
        this,
        success,
        function (thrown) {
          error(thrown.message);
        },
        key,
        value,
      );
    };
  });
};
