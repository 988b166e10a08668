/** A queue, as a plugin with a single thread has. */
exports.store = function (store) {
  var last = Promise.resolve();
  Object.keys(store).forEach(function (operation) {
    var original = store[operation];
    store[operation] = function (name, key, value) {
      var mine = last.then(function () {
        return original(name, key, value);
      });
      last = mine.catch(function () {});
      return mine;
    };
  });
};
