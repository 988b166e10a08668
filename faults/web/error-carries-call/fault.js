/** Whoever catches the error is to see the whole call; its text holds none of it. */
exports.api = function (SecureStorage) {
  var set = SecureStorage.prototype.set;
  SecureStorage.prototype.set = function (success, error, key, value) {
    set.call(
      this,
      success,
      function (thrown) {
        error(Object.assign(thrown, { call: { operation: 'set', key: key, value: value } }));
      },
      key,
      value,
    );
  };
};
