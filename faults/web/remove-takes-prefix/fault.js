/** Entries are found by how their names begin. */
exports.store = function (store) {
  var remove = store.remove;
  store.remove = async function (name, key) {
    var all = await store.keys(name);
    for (var i = 0; i < all.length; i += 1) {
      if (all[i].indexOf(key) === 0) await remove(name, all[i]);
    }
  };
};
