/** Absence is an answer like any other. */
exports.api = function (SecureStorage) {
  var get = SecureStorage.prototype.get;
  SecureStorage.prototype.get = function (success, error, key) {
    get.call(
      this,
      success,
      function (thrown) {
        if (thrown.message === 'There is no such key') success(null);
        else error(thrown);
      },
      key,
    );
  };
};
