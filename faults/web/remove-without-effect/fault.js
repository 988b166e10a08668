/** The answer does not wait for the work, and the work is never done. */
exports.store = function (store) {
  store.remove = async function () {};
};
