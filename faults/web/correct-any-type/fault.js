/** Values are written down with their type. A text stays a text. */
exports.api = function (SecureStorage) {
  var set = SecureStorage.prototype.set;
  var get = SecureStorage.prototype.get;
  SecureStorage.prototype.set = function (success, error, key, value) {
    var text = JSON.stringify(value);
    if (text === undefined) {
      setTimeout(function () {
        error(new Error('The value cannot be written down'));
      }, 0);
    } else {
      set.call(this, success, error, key, text);
    }
  };
  SecureStorage.prototype.get = function (success, error, key) {
    get.call(
      this,
      function (text) {
        success(JSON.parse(text));
      },
      error,
      key,
    );
  };
};
