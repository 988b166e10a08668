/** A loop that waits for a flag which only the loop's own thread could set. */
exports.store = function (store) {
  var get = store.get;
  var read = {};
  store.get = function (name, key) {
    var place = name + '\n' + key;
    var waiting = read[place] === true;
    while (waiting);
    read[place] = true;
    return get(name, key);
  };
};
