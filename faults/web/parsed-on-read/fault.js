/** Whatever can be read as JSON is taken for JSON. */
exports.store = function (store) {
  var get = store.get;
  store.get = async function (name, key) {
    var value = await get(name, key);
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  };
};
