/**
 * The calls of cordova-plugin-secure-storage, with nothing done in the page: what the native half answers is what an app
 * gets, a text as an Error.
 */
function call(success, error, action, args) {
  cordova.exec(
    success,
    function (given) {
      error(typeof given === 'string' ? new Error(given) : given);
    },
    'SecureStorage',
    action,
    args,
  );
}

function SecureStorage(success, error, store) {
  this.store = store;
  call(success, error, 'init', [store]);
}

SecureStorage.prototype = {
  set: function (success, error, key, value) {
    call(success, error, 'set', [this.store, key, value]);
  },
  get: function (success, error, key) {
    call(success, error, 'get', [this.store, key]);
  },
  remove: function (success, error, key) {
    call(success, error, 'remove', [this.store, key]);
  },
  keys: function (success, error) {
    call(success, error, 'keys', [this.store]);
  },
  clear: function (success, error) {
    call(success, error, 'clear', [this.store]);
  },
};

module.exports = SecureStorage;
