/**
 * One generated defect in how the callbacks of the API are called: an operator, in one operation (`open` is the
 * constructor), under one condition.
 */
module.exports = function mutate(SecureStorage, operator, operation, condition) {
  var calls = 0;
  var open = 0;
  var last;

  var conditions = {
    always: function () {
      return true;
    },
    second: function () {
      return calls === 2;
    },
    pending: function () {
      return open > 1;
    },
    failing: function () {
      return true;
    },
  };

  /** Each gets the pair of callbacks and gives the pair that the operation is called with. */
  var operators = {
    twice: function (success, error) {
      return [both(success, success), both(error, error)];
    },
    'both-ways': function (success, error) {
      return [
        both(success, function () {
          error(new Error('And yet'));
        }),
        both(error, function () {
          success(undefined);
        }),
      ];
    },
    'later-again': function (success, error) {
      return [
        both(success, function (value) {
          setTimeout(success, 30, value);
        }),
        error,
      ];
    },
    never: function (success) {
      return condition === 'failing' ? [success, function () {}] : [function () {}, function () {}];
    },
    'as-success': function (success) {
      return [success, success];
    },
    'as-success-empty': function (success) {
      return [
        success,
        function () {
          success();
        },
      ];
    },
    'as-error': function (success, error) {
      return [error, error];
    },
    'error-empty': function (success, error) {
      return [
        success,
        function () {
          error();
        },
      ];
    },
    'error-text': function (success, error) {
      return [
        success,
        function (thrown) {
          error(String(thrown));
        },
      ];
    },
    'last-caller': function (success, error) {
      last = [success, error];
      return [
        function (value) {
          last[0](value);
        },
        function (thrown) {
          last[1](thrown);
        },
      ];
    },
    'one-field': function (success, error) {
      last = { success: success, error: error };
      return [
        function (value) {
          if (last) last.success(value);
          last = undefined;
        },
        function (thrown) {
          if (last) last.error(thrown);
          last = undefined;
        },
      ];
    },
    'success-boxed': function (success, error) {
      return [
        function (value) {
          success({ value: value });
        },
        error,
      ];
    },
    'success-nothing': function (success, error) {
      return [
        function () {
          success();
        },
        error,
      ];
    },
    'success-proxy': function (success, error) {
      return [
        function (value) {
          success(
            new Proxy(Object(value), {
              get: function () {
                throw new Error('Hands off');
              },
            }),
          );
        },
        error,
      ];
    },
    throw: function () {
      throw new Error('It did not work');
    },
    'throw-after': function (success, error) {
      setTimeout(function () {
        throw new Error('It did not work');
      }, 0);
      return [success, error];
    },
  };

  function both(first, second) {
    return function (value) {
      first(value);
      second(value);
    };
  }

  if (!conditions[condition] || !operators[operator])
    throw new Error('There is no ' + operator + ' or no ' + condition);

  function wrapped(success, error) {
    calls += 1;
    open += 1;
    var settled = false;
    var counting = function (callback) {
      return function (value) {
        if (!settled) open -= 1;
        settled = true;
        callback(value);
      };
    };
    var changed = conditions[condition]() ? operators[operator](success, error) : [success, error];
    return [counting(changed[0]), counting(changed[1])];
  }

  if (operation === 'open') {
    var Opened = function (success, error, service) {
      var pair = wrapped(success, error);
      SecureStorage.call(this, pair[0], pair[1], service);
    };
    Opened.prototype = SecureStorage.prototype;
    return Opened;
  }
  var original = SecureStorage.prototype[operation];
  SecureStorage.prototype[operation] = function (success, error, key, value) {
    var pair = wrapped(success, error);
    original.call(this, pair[0], pair[1], key, value);
  };
  return SecureStorage;
};
