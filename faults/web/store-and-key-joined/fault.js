/** One place for all, in which an entry's name is the store's and the key's with a mark between them. */
exports.store = function (store) {
  var set = store.set;
  var get = store.get;
  var remove = store.remove;
  var keys = store.keys;
  store.set = function (name, key, value) {
    return set('', name + '_SS_' + key, value);
  };
  store.get = function (name, key) {
    return get('', name + '_SS_' + key);
  };
  store.remove = function (name, key) {
    return remove('', name + '_SS_' + key);
  };
  store.keys = async function (name) {
    var start = name + '_SS_';
    return (await keys(''))
      .filter(function (joined) {
        return joined.indexOf(start) === 0;
      })
      .map(function (joined) {
        return joined.slice(start.length);
      });
  };
  store.clear = async function (name) {
    var all = await store.keys(name);
    for (var i = 0; i < all.length; i += 1) await store.remove(name, all[i]);
  };
};
