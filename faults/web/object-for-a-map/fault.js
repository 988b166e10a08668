/** An index of the keys in an ordinary object: its own names look like keys that were never set, or cannot be set. */
exports.store = function (store) {
  var index = {};
  var set = store.set;
  var get = store.get;
  store.set = async function (name, key, value) {
    index[key] = true;
    if (Object.keys(index).indexOf(key) >= 0) await set(name, key, value);
  };
  store.get = get;
};
