/** A bad call is answered by failing everything that is pending. */
exports.api = function (SecureStorage) {
  var pending = [];
  ['set', 'get'].forEach(function (name) {
    var operation = SecureStorage.prototype[name];
    SecureStorage.prototype[name] = function (success, error, key, value) {
      var call = {
        end: function (told, outcome) {
          if (call.ended) return;
          call.ended = true;
          pending.splice(pending.indexOf(call), 1);
          told(outcome);
        },
        fail: function (failure) {
          call.end(error, failure);
        },
      };
      pending.push(call);
      if (typeof key !== 'string' || (name === 'set' && typeof value !== 'string')) {
        setTimeout(function () {
          pending.slice().forEach(function (each) {
            each.fail(new Error('Some of the arguments are not valid'));
          });
        }, 0);
        return;
      }
      operation.call(
        this,
        function (value) {
          call.end(success, value);
        },
        call.fail,
        key,
        value,
      );
    };
  });
};
