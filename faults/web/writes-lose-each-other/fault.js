/** All entries of a store are one record, which is read, changed and written back. */
exports.store = function (store) {
  var set = store.set;
  var get = store.get;
  var clear = store.clear;
  async function load(name) {
    return new Map(JSON.parse((await get(name, 'all')) || '[]'));
  }
  function save(name, entries) {
    return set(name, 'all', JSON.stringify(Array.from(entries)));
  }
  store.set = async function (name, key, value) {
    var entries = await load(name);
    entries.set(key, value);
    await save(name, entries);
  };
  store.get = async function (name, key) {
    return (await load(name)).get(key);
  };
  store.remove = async function (name, key) {
    var entries = await load(name);
    entries.delete(key);
    await save(name, entries);
  };
  store.keys = async function (name) {
    return Array.from((await load(name)).keys());
  };
  store.clear = clear;
};
