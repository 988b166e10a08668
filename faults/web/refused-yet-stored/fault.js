/** The value is stored before its type is looked at. */
exports.api = function (SecureStorage) {
  var set = SecureStorage.prototype.set;
  SecureStorage.prototype.set = function (success, error, key, value) {
    if (typeof value === 'string' || typeof key !== 'string')
      return set.call(this, success, error, key, value);
    var refuse = function () {
      error(new Error('The value is not a text'));
    };
    set.call(this, refuse, error, key, String(value));
  };
};
