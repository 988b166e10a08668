/** Success is told without saying of what. */
exports.api = function (SecureStorage) {
  ['set', 'remove'].forEach(function (name) {
    var operation = SecureStorage.prototype[name];
    SecureStorage.prototype[name] = function (success) {
      var rest = Array.prototype.slice.call(arguments, 1);
      function without() {
        success('');
      }
      operation.apply(this, [without].concat(rest));
    };
  });
};
