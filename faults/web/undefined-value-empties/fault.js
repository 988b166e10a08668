/** A value that is missing makes a query without a name, which matches everything that the store holds. */
exports.api = function (SecureStorage) {
  var set = SecureStorage.prototype.set;
  SecureStorage.prototype.set = function (success, error, key, value) {
    if (value !== undefined) return set.call(this, success, error, key, value);
    this.clear(success, error);
  };
};
