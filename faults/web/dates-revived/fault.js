/** A text that looks like a date is given back as a date. */
exports.store = function (store) {
  var get = store.get;
  store.get = async function (name, key) {
    var value = await get(name, key);
    return /^"?\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z"?$/.test(value)
      ? new Date(value.replace(/"/g, ''))
      : value;
  };
};
