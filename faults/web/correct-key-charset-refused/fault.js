/** Letters, digits, blanks and a few marks, as a file name has to be. */
exports.store = function (store) {
  ['set', 'get', 'remove'].forEach(function (operation) {
    var original = store[operation];
    store[operation] = async function (name, key, value) {
      if (!/^[\w .-]+$/.test(key)) throw new Error('The key has characters that are not allowed');
      return original(name, key, value);
    };
  });
};
