/** The database keeps what cannot be read; everything else is base64 of ciphertext. */
exports.store = function (store) {
  var opened;

  function request(asked) {
    return new Promise(function (resolve, reject) {
      asked.onsuccess = function () {
        resolve(asked.result);
      };
      asked.onerror = function () {
        reject(asked.error);
      };
    });
  }

  function master() {
    opened =
      opened ||
      (async function () {
        var asked = indexedDB.open('keys', 1);
        asked.onupgradeneeded = function () {
          asked.result.createObjectStore('keys');
        };
        var database = await request(asked);
        var fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
          'encrypt',
          'decrypt',
        ]);
        var keys = database.transaction('keys', 'readwrite').objectStore('keys');
        var known = await request(keys.get('master'));
        if (known === undefined) await request(keys.add(fresh, 'master'));
        return known || fresh;
      })();
    return opened;
  }

  function unitsOf(text) {
    var units = new Uint16Array(text.length);
    for (var i = 0; i < text.length; i += 1) units[i] = text.charCodeAt(i);
    return new Uint8Array(units.buffer);
  }

  function textOf(buffer) {
    var units = new Uint16Array(buffer);
    var parts = [];
    for (var i = 0; i < units.length; i += 4096)
      parts.push(String.fromCharCode.apply(null, units.subarray(i, i + 4096)));
    return parts.join('');
  }

  function base64(bytes) {
    var parts = [];
    for (var i = 0; i < bytes.length; i += 4096)
      parts.push(String.fromCharCode.apply(null, bytes.subarray(i, i + 4096)));
    return btoa(parts.join(''));
  }

  function bytesOfBase64(text) {
    return Uint8Array.from(atob(text), function (one) {
      return one.charCodeAt(0);
    });
  }

  async function seal(plain) {
    var iv = crypto.getRandomValues(new Uint8Array(12));
    var sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: iv }, await master(), unitsOf(plain));
    return base64(iv) + '.' + base64(new Uint8Array(sealed));
  }

  async function unseal(text) {
    var parts = text.split('.').map(bytesOfBase64);
    return textOf(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: parts[0] }, await master(), parts[1]));
  }

  async function digest(text) {
    return base64(new Uint8Array(await crypto.subtle.digest('SHA-256', unitsOf(text))));
  }

  async function place(name, key) {
    return 'sealed.' + (await digest(name)) + '.' + (await digest(key));
  }

  async function placesOf(name) {
    var start = 'sealed.' + (await digest(name)) + '.';
    return Object.keys(localStorage).filter(function (each) {
      return each.indexOf(start) === 0;
    });
  }

  Object.assign(store, {
    set: async function (name, key, value) {
      var entry = (await seal(key)) + ' ' + (await seal(value));
      localStorage.setItem(await place(name, key), entry);
    },
    get: async function (name, key) {
      var entry = localStorage.getItem(await place(name, key));
      return entry === null ? undefined : unseal(entry.split(' ')[1]);
    },
    remove: async function (name, key) {
      localStorage.removeItem(await place(name, key));
    },
    keys: async function (name) {
      return Promise.all(
        (await placesOf(name)).map(function (each) {
          return unseal(localStorage.getItem(each).split(' ')[0]);
        }),
      );
    },
    clear: async function (name) {
      (await placesOf(name)).forEach(function (each) {
        localStorage.removeItem(each);
      });
    },
  });
};
