/** One table of errors for all platforms, made from that of iOS. */
exports.api = function (SecureStorage) {
  var get = SecureStorage.prototype.get;
  SecureStorage.prototype.get = function (success, error, key) {
    get.call(
      this,
      success,
      function () {
        error({
          code: 'OS-PLUG-KSTR-0007',
          message: 'The specified item could not be found in the Keychain.',
        });
      },
      key,
    );
  };
};
