/** A key is made, a database is opened: both only when they are needed. */
exports.store = function (store) {
  var begun;
  Object.keys(store).forEach(function (operation) {
    var original = store[operation];
    store[operation] = async function (name, key, value) {
      begun =
        begun ||
        new Promise(function (resolve) {
          setTimeout(resolve, 450);
        });
      await begun;
      return original(name, key, value);
    };
  });
};
