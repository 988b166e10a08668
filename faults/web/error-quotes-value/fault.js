/** An error that wants to help tells all that it was given. */
exports.api = function (SecureStorage) {
  var set = SecureStorage.prototype.set;
  SecureStorage.prototype.set = function (success, error, key, value) {
    set.call(
      this,
      success,
      function (thrown) {
        error(new Error(thrown.message + ': set(' + key + ', ' + value + ')'));
      },
      key,
      value,
    );
  };
};
