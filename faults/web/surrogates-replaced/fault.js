/** UTF-8 of the browser: what cannot be encoded is replaced. */
exports.store = function (store) {
  var set = store.set;
  store.set = function (name, key, value) {
    return set(
      name,
      key,
      new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(value)),
    );
  };
};
