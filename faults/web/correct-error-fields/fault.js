/** Made for a bridge that carries objects only. */
exports.api = function (SecureStorage) {
  ['set', 'get', 'remove', 'keys', 'clear'].forEach(function (operation) {
    var original = SecureStorage.prototype[operation];
    SecureStorage.prototype[operation] = function (success, error, key, value) {
      original.call(
        this,
        success,
        function (thrown) {
          error({
            code: 'E' + thrown.message.length,
            message: thrown.message,
            domain: 'vault',
            operation: operation,
            at: new Date(0),
            cause: null,
            details: { retry: false, platform: ['web'] },
          });
        },
        key,
        value,
      );
    };
  });
};
