/** The driver of a browser sees "Object" here; whoever opens the console, or collects it, sees the value. */
exports.store = function (store) {
  var set = store.set;
  store.set = function (name, key, value) {
    console.log('set', { store: name, entry: { key: key, value: value } });
    return set(name, key, value);
  };
};
