/**
 * Values lie in localStorage, in ciphertext of a cipher that needs no waiting; the key lies beside them, so that this is
 * no example of safety, only of promptness.
 */
exports.api = function () {
  function bytes(count) {
    return Array.from(crypto.getRandomValues(new Uint16Array(count)));
  }

  /** A keystream from the page's key and a nonce: xorshift with four words of state. */
  function sealed(text, nonce) {
    var key = JSON.parse(localStorage.getItem('key'));
    if (key === null) {
      key = bytes(8);
      localStorage.setItem('key', JSON.stringify(key));
    }
    var state = new Uint32Array(4);
    for (var i = 0; i < 8; i += 1)
      state[i % 4] = Math.imul(state[i % 4] ^ (key[i] + 1), 2654435761) ^ nonce[i % 4];
    var parts = [];
    for (var at = -32; at < text.length; at += 1) {
      var mixed = state[3] ^ (state[3] << 11);
      state[3] = state[2];
      state[2] = state[1];
      state[1] = state[0];
      state[0] = state[0] ^ (state[0] >>> 19) ^ mixed ^ (mixed >>> 8);
      if (at >= 0) parts.push(String.fromCharCode(text.charCodeAt(at) ^ (state[0] & 0xffff)));
    }
    return parts.join('');
  }

  function place(service, key) {
    return 'entry ' + encodeURIComponent(JSON.stringify([service, key]));
  }

  function write(service, key, value) {
    var nonce = bytes(4);
    localStorage.setItem(place(service, key), JSON.stringify(nonce) + ' ' + sealed(value, nonce));
  }

  function read(service, key) {
    var entry = localStorage.getItem(place(service, key));
    if (entry === null) return undefined;
    var cut = entry.indexOf(' ');
    return sealed(entry.slice(cut + 1), JSON.parse(entry.slice(0, cut)));
  }

  function keysOf(service) {
    var all = [];
    for (var i = 0; i < localStorage.length; i += 1) {
      var name = localStorage.key(i);
      if (name.indexOf('entry ') !== 0) continue;
      var pair = JSON.parse(decodeURIComponent(name.slice(6)));
      if (pair[0] === service) all.push(pair[1]);
    }
    return all;
  }

  function checked(text) {
    if (typeof text !== 'string') throw new Error('That is not a text');
    return text;
  }

  /** What a call gives, to one of its callbacks; what a callback throws is its own matter. */
  function answer(success, error, work) {
    var value;
    try {
      value = work();
    } catch (thrown) {
      error(thrown);
      return;
    }
    success(value);
  }

  function SecureStorage(success, error, service) {
    this.service = service;
    answer(success, error, function () {
      checked(service);
    });
  }

  SecureStorage.prototype = {
    set: function (success, error, key, value) {
      var service = this.service;
      answer(success, error, function () {
        write(service, checked(key), checked(value));
        return key;
      });
    },
    get: function (success, error, key) {
      var service = this.service;
      answer(success, error, function () {
        var value = read(service, checked(key));
        if (value === undefined) throw new Error('There is no such key');
        return value;
      });
    },
    remove: function (success, error, key) {
      var service = this.service;
      answer(success, error, function () {
        localStorage.removeItem(place(service, checked(key)));
        return key;
      });
    },
    keys: function (success, error) {
      var service = this.service;
      answer(success, error, function () {
        return keysOf(service);
      });
    },
    clear: function (success, error) {
      var service = this.service;
      answer(success, error, function () {
        keysOf(service).forEach(function (key) {
          localStorage.removeItem(place(service, key));
        });
      });
    },
  };
  return SecureStorage;
};
