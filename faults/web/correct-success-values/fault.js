/** Nobody promised what set, remove and clear succeed with. */
exports.api = function (SecureStorage) {
  var values = { set: { stored: true, attempts: 1 }, remove: 'OK', clear: 0 };
  Object.keys(values).forEach(function (operation) {
    var original = SecureStorage.prototype[operation];
    SecureStorage.prototype[operation] = function (success, error, key, value) {
      original.call(
        this,
        function () {
          success(values[operation]);
        },
        error,
        key,
        value,
      );
    };
  });
};
