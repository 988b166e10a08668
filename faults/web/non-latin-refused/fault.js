/** Base64 of the browser, which refuses what does not fit into a byte. */
exports.store = function (store) {
  var set = store.set;
  var get = store.get;
  store.set = async function (name, key, value) {
    return set(name, key, btoa(value));
  };
  store.get = async function (name, key) {
    var value = await get(name, key);
    return value === undefined ? undefined : atob(value);
  };
};
