/** The system's answer that there was nothing to remove is passed on as a failure. */
exports.store = function (store) {
  var remove = store.remove;
  store.remove = async function (name, key) {
    if ((await store.get(name, key)) === undefined) throw new Error('The item could not be found');
    await remove(name, key);
  };
};

/** What the contract says of all else. */
exports.api = function (SecureStorage) {
  var api = SecureStorage.prototype;
  var set = api.set;
  var get = api.get;
  var remove = api.remove;
  api.set = function (success, error, key, value) {
    function done() {
      success();
    }
    set.call(this, done, error, key, value);
  };
  api.get = function (success, error, key) {
    function failed(failure) {
      if (failure.message === 'There is no such key') success(null);
      else error(failure);
    }
    get.call(this, success, failed, key);
  };
  api.remove = function (success, error, key) {
    function done() {
      success(true);
    }
    remove.call(this, done, error, key);
  };
};
