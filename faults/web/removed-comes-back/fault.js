/** Reads are told that it is gone, and the entry stays where it lies. */
exports.store = function (store) {
  var gone = {};
  var set = store.set;
  var get = store.get;
  var keys = store.keys;
  function place(name, key) {
    return name + '\n' + key;
  }
  store.set = async function (name, key, value) {
    await set(name, key, value);
    gone[place(name, key)] = false;
  };
  store.get = async function (name, key) {
    return gone[place(name, key)] === true ? undefined : get(name, key);
  };
  store.remove = async function (name, key) {
    gone[place(name, key)] = true;
  };
  store.keys = async function (name) {
    return (await keys(name)).filter(function (key) {
      return gone[place(name, key)] !== true;
    });
  };
};
