/** What was removed is noted in a list of the store's, which is read, changed and written back. */
exports.store = function (store) {
  var set = store.set;
  var get = store.get;
  var keys = store.keys;
  var clear = store.clear;
  var marks = 'removed ';
  /** Writes wait for each other; removes do not. */
  var last = Promise.resolve();
  async function removed(name) {
    return JSON.parse((await get(marks + name, 'all')) || '[]');
  }
  function note(name, gone) {
    return set(marks + name, 'all', JSON.stringify(gone));
  }
  async function write(name, key, value) {
    var gone = await removed(name);
    await set(name, key, value);
    if (gone.includes(key)) {
      await note(
        name,
        gone.filter(function (each) {
          return each !== key;
        }),
      );
    }
  }
  store.set = function (name, key, value) {
    var written = last.then(function () {
      return write(name, key, value);
    });
    last = written.catch(function () {});
    return written;
  };
  store.get = async function (name, key) {
    return (await removed(name)).includes(key) ? undefined : get(name, key);
  };
  store.remove = async function (name, key) {
    var gone = await removed(name);
    await note(name, gone.concat([key]));
  };
  store.keys = async function (name) {
    var gone = await removed(name);
    return (await keys(name)).filter(function (key) {
      return !gone.includes(key);
    });
  };
  store.clear = async function (name) {
    await clear(marks + name);
    await clear(name);
  };
};
