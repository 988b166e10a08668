/** As a column of 255 characters. */
exports.store = function (store) {
  ['set', 'get', 'remove'].forEach(function (operation) {
    var original = store[operation];
    store[operation] = async function (name, key, value) {
      if (key.length > 255) throw new Error('The key is longer than 255 characters');
      return original(name, key, value);
    };
  });
};
