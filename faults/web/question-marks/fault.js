/** Text goes through an encoding of 7 bits, which has a question mark for all that it does not know. */
exports.store = function (store) {
  var set = store.set;
  store.set = function (name, key, value) {
    return set(name, key, value.replace(/[^\x00-\x7f]/g, '?'));
  };
};
