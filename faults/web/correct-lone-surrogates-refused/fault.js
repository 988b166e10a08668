/** A plugin whose other side speaks UTF-8 only. */
exports.store = function (store) {
  ['set', 'get', 'remove'].forEach(function (operation) {
    var original = store[operation];
    store[operation] = async function (name, key, value) {
      [name, key, value].forEach(function (text) {
        if (text !== undefined && !text.isWellFormed()) throw new Error('The text is not well-formed');
      });
      return original(name, key, value);
    };
  });
};
