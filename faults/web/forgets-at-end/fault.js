/** The place of the values is made up at each start, and kept for as long as the app runs. */
exports.store = function (store) {
  var start = sessionStorage.getItem('start') || String(Math.random()).slice(2);
  sessionStorage.setItem('start', start);
  Object.keys(store).forEach(function (operation) {
    var original = store[operation];
    store[operation] = function (name, key, value) {
      return original(start + '\n' + name, key, value);
    };
  });
};
