/** Failures are plain texts. */
exports.api = function (SecureStorage) {
  ['set', 'get', 'remove', 'keys', 'clear'].forEach(function (name) {
    var operation = SecureStorage.prototype[name];
    SecureStorage.prototype[name] = function (success, error) {
      var rest = Array.prototype.slice.call(arguments, 2);
      function plain(failure) {
        error(failure.message);
      }
      operation.apply(this, [success, plain].concat(rest));
    };
  });
};
