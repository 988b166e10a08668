/** One field for what is being read, looked at only when the reading begins in earnest. */
exports.store = function (store) {
  var get = store.get;
  var wanted;
  store.get = async function (name, key) {
    wanted = { name: name, key: key };
    await new Promise(function (resolve) {
      setTimeout(resolve, 1);
    });
    return get(wanted.name, wanted.key);
  };
};
