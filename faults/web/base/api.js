/** The calls of cordova-plugin-secure-storage, made of a store whose operations give promises. */
module.exports = function api(store) {
  function checkText(what, value) {
    if (typeof value !== 'string') throw new Error(what + ' is not a text');
  }

  function SecureStorage(success, error, service) {
    this.service = service;
    setTimeout(function () {
      if (typeof service === 'string') success();
      else error(new Error('The store is not a text'));
    }, 0);
  }

  /** Runs an operation, and hands its outcome to just one of the callbacks, outside of the promise. */
  function answer(operation, success, error) {
    operation().then(
      function (value) {
        setTimeout(function () {
          success(value);
        }, 0);
      },
      function (thrown) {
        setTimeout(function () {
          error(thrown);
        }, 0);
      },
    );
  }

  SecureStorage.prototype = {
    set: function (success, error, key, value) {
      var service = this.service;
      answer(
        async function () {
          checkText('The key', key);
          checkText('The value', value);
          await store.set(service, key, value);
          return key;
        },
        success,
        error,
      );
    },
    get: function (success, error, key) {
      var service = this.service;
      answer(
        async function () {
          checkText('The key', key);
          var value = await store.get(service, key);
          if (value === undefined) throw new Error('There is no such key');
          return value;
        },
        success,
        error,
      );
    },
    remove: function (success, error, key) {
      var service = this.service;
      answer(
        async function () {
          checkText('The key', key);
          await store.remove(service, key);
          return key;
        },
        success,
        error,
      );
    },
    keys: function (success, error) {
      var service = this.service;
      answer(
        function () {
          return store.keys(service);
        },
        success,
        error,
      );
    },
    clear: function (success, error) {
      var service = this.service;
      answer(
        function () {
          return store.clear(service);
        },
        success,
        error,
      );
    },
  };
  return SecureStorage;
};
