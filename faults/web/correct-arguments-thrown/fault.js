/** What is wrong with a call is told to whoever makes it, before anything begins. */
exports.api = function (SecureStorage) {
  ['set', 'get', 'remove'].forEach(function (operation) {
    var original = SecureStorage.prototype[operation];
    SecureStorage.prototype[operation] = function (success, error, key, value) {
      if (typeof key !== 'string') throw new TypeError('The key is not a text');
      if (operation === 'set' && typeof value !== 'string') throw new TypeError('The value is not a text');
      original.call(this, success, error, key, value);
    };
  });
};
