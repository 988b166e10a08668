/** It tells what it does, never with what. */
exports.store = function (store) {
  Object.keys(store).forEach(function (operation) {
    var original = store[operation];
    store[operation] = function (name, key, value) {
      console.log('vault: ' + operation + ' begins');
      console.debug('vault', { operation: operation, length: value === undefined ? 0 : value.length });
      return original(name, key, value);
    };
  });
};
