/** A second write makes a second entry, and reading finds the first one. */
exports.store = function (store) {
  var set = store.set;
  store.set = async function (name, key, value) {
    if ((await store.get(name, key)) === undefined) await set(name, key, value);
  };
};
