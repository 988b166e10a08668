/** The name of a store goes to a service that does not tell case apart. */
exports.store = function (store) {
  Object.keys(store).forEach(function (operation) {
    var original = store[operation];
    store[operation] = function (name, key, value) {
      return original(name.toLowerCase(), key, value);
    };
  });
};
