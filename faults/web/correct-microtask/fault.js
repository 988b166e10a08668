/** Promises underneath, and callbacks called from them directly. */
var store;

exports.store = function (given) {
  store = given;
};

exports.api = function () {
  function SecureStorage(success, error, service) {
    this.service = service;
    Promise.resolve().then(function () {
      if (typeof service === 'string') success();
      else error(new Error('The store is not a text'));
    });
  }

  function checked(text) {
    if (typeof text !== 'string') throw new TypeError('That is not a text');
    return text;
  }

  function answer(success, error, work) {
    work().then(success, error);
  }

  SecureStorage.prototype = {
    set: function (success, error, key, value) {
      var service = this.service;
      answer(success, error, async function () {
        await store.set(service, checked(key), checked(value));
        return key;
      });
    },
    get: function (success, error, key) {
      var service = this.service;
      answer(success, error, async function () {
        var value = await store.get(service, checked(key));
        if (value === undefined) throw new Error('There is no such key');
        return value;
      });
    },
    remove: function (success, error, key) {
      var service = this.service;
      answer(success, error, async function () {
        await store.remove(service, checked(key));
        return key;
      });
    },
    keys: function (success, error) {
      var service = this.service;
      answer(success, error, async function () {
        return store.keys(service);
      });
    },
    clear: function (success, error) {
      var service = this.service;
      answer(success, error, async function () {
        return store.clear(service);
      });
    },
  };
  return SecureStorage;
};
