/** A hash table promises no order. */
exports.store = function (store) {
  var keys = store.keys;
  store.keys = async function (name) {
    var all = await keys(name);
    for (var i = all.length - 1; i > 0; i -= 1) {
      var other = Math.floor(Math.random() * (i + 1));
      var moved = all[i];
      all[i] = all[other];
      all[other] = moved;
    }
    return all;
  };
};
