/** The system's answer that there was nothing to delete is passed on as a failure. */
exports.store = function (store) {
  var clear = store.clear;
  store.clear = async function (name) {
    if ((await store.keys(name)).length === 0) throw new Error('The item could not be found');
    await clear(name);
  };
};
