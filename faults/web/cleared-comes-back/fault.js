/** Clearing empties what is in memory, and leaves the entries where they lie until they are set again. */
exports.store = function (store) {
  var gone = {};
  var original = Object.assign({}, store);
  function place(name, key) {
    return name + '\n' + key;
  }
  store.set = async function (name, key, value) {
    await original.set(name, key, value);
    gone[place(name, key)] = false;
  };
  store.get = async function (name, key) {
    return gone[place(name, key)] === true ? undefined : original.get(name, key);
  };
  store.keys = async function (name) {
    return (await original.keys(name)).filter(function (key) {
      return gone[place(name, key)] !== true;
    });
  };
  store.clear = async function (name) {
    (await original.keys(name)).forEach(function (key) {
      gone[place(name, key)] = true;
    });
  };
};
