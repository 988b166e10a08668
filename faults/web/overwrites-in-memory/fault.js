/** What is already there is only changed in memory; writing it down is put off, and never done. */
exports.store = function (store) {
  var changed = {};
  var original = Object.assign({}, store);
  function place(name, key) {
    return JSON.stringify([name, key]);
  }
  store.set = async function (name, key, value) {
    if ((await original.get(name, key)) === undefined) return original.set(name, key, value);
    changed[place(name, key)] = value;
  };
  store.get = async function (name, key) {
    var there = await original.get(name, key);
    var at = place(name, key);
    return there !== undefined && at in changed ? changed[at] : there;
  };
  store.remove = async function (name, key) {
    delete changed[place(name, key)];
    return original.remove(name, key);
  };
  store.clear = async function (name) {
    (await original.keys(name)).forEach(function (key) {
      delete changed[place(name, key)];
    });
    return original.clear(name);
  };
};
