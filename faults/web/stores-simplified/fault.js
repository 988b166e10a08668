/** The name of a store becomes the name of a file. */
exports.store = function (store) {
  Object.keys(store).forEach(function (operation) {
    var original = store[operation];
    store[operation] = function (name, key, value) {
      return original(name.replace(/[/\\:*?"<>|%]/g, '_'), key, value);
    };
  });
};
