/** A value is kept in two records, which are written one after the other, in turns from either end. */
exports.store = function (store) {
  var set = store.set;
  var get = store.get;
  var remove = store.remove;
  var keys = store.keys;
  var writes = 0;
  store.set = async function (name, key, value) {
    var middle = value.length >> 1;
    var parts = [
      ['head ' + key, value.slice(0, middle)],
      ['tail ' + key, value.slice(middle)],
    ];
    writes += 1;
    if (writes % 2 === 0) parts.reverse();
    await set(name, parts[0][0], parts[0][1]);
    await set(name, parts[1][0], parts[1][1]);
  };
  store.get = async function (name, key) {
    var head = await get(name, 'head ' + key);
    return head === undefined ? undefined : head + (await get(name, 'tail ' + key));
  };
  store.remove = async function (name, key) {
    await remove(name, 'head ' + key);
    await remove(name, 'tail ' + key);
  };
  store.keys = async function (name) {
    return (await keys(name))
      .filter(function (part) {
        return part.indexOf('head ') === 0;
      })
      .map(function (part) {
        return part.slice('head '.length);
      });
  };
};
