/** What cannot become the name of a file stays in the cache alone, and nobody is told. */
exports.store = function (store) {
  var cache = new Map();
  var set = store.set;
  var get = store.get;
  var remove = store.remove;
  function place(name, key) {
    return JSON.stringify([name, key]);
  }
  store.set = async function (name, key, value) {
    if (key.length > 255) cache.set(place(name, key), value);
    else await set(name, key, value);
  };
  store.get = async function (name, key) {
    return key.length > 255 ? cache.get(place(name, key)) : get(name, key);
  };
  store.remove = async function (name, key) {
    if (key.length > 255) cache.delete(place(name, key));
    else await remove(name, key);
  };
};
