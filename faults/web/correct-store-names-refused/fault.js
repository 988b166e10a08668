/** The empty name and odd ones are refused when the store is opened. */
exports.api = function (SecureStorage) {
  function Strict(success, error, service) {
    if (typeof service === 'string' && /^[\w-]{1,64}$/.test(service)) {
      SecureStorage.call(this, success, error, service);
    } else {
      setTimeout(function () {
        error(new Error('The store has no plain name'));
      }, 0);
    }
  }
  Strict.prototype = SecureStorage.prototype;
  return Strict;
};
