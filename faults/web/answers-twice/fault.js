/** An error is reported, and the work goes on to its success. */
exports.api = function (SecureStorage) {
  var set = SecureStorage.prototype.set;
  SecureStorage.prototype.set = function (success, error, key, value) {
    set.call(
      this,
      function (told) {
        success(told);
        error(new Error('Migration failed'));
      },
      error,
      key,
      value,
    );
  };
};
