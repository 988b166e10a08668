/** A worker at the other end of a slow channel. */
exports.store = function (store) {
  Object.keys(store).forEach(function (operation) {
    var original = store[operation];
    store[operation] = async function (name, key, value) {
      await new Promise(function (resolve) {
        setTimeout(resolve, 25);
      });
      return original(name, key, value);
    };
  });
};
