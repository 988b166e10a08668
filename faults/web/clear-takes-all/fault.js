/** Every store lies in one place, and clear empties the place. */
exports.store = function (store) {
  var names = [];
  var set = store.set;
  var clear = store.clear;
  store.set = function (name, key, value) {
    if (names.indexOf(name) < 0) names.push(name);
    return set(name, key, value);
  };
  store.clear = async function () {
    for (var i = 0; i < names.length; i += 1) await clear(names[i]);
  };
};
