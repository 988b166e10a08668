/**
 * A correct secret store for a page: values are sealed with a key that cannot be read, names are kept as digests beside
 * sealed copies. Faults wrap it. Every operation gives a promise.
 */
module.exports = function correctStore() {
  var databaseName = 'vault';
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

  function open() {
    if (opened === undefined) {
      opened = (async function () {
        var asked = indexedDB.open(databaseName, 1);
        asked.onupgradeneeded = function () {
          asked.result.createObjectStore('keys');
          asked.result.createObjectStore('entries');
        };
        var database = await request(asked);
        var fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
          'encrypt',
          'decrypt',
        ]);
        // add() keeps the key that is there when two pages come first at once.
        var transaction = database.transaction('keys', 'readwrite');
        var keys = transaction.objectStore('keys');
        var known = await request(keys.get('master'));
        if (known === undefined) {
          await request(keys.add(fresh, 'master'));
          known = fresh;
        }
        return { database: database, master: known };
      })();
    }
    return opened;
  }

  function units(string) {
    var bytes = new Uint8Array(string.length * 2);
    for (var i = 0; i < string.length; i += 1) {
      bytes[2 * i] = string.charCodeAt(i) & 255;
      bytes[2 * i + 1] = string.charCodeAt(i) >> 8;
    }
    return bytes;
  }

  function string(bytes) {
    var parts = [];
    for (var i = 0; i < bytes.length; i += 2) parts.push(String.fromCharCode(bytes[i] | (bytes[i + 1] << 8)));
    return parts.join('');
  }

  async function seal(master, plain) {
    var iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv: iv, sealed: await crypto.subtle.encrypt({ name: 'AES-GCM', iv: iv }, master, units(plain)) };
  }

  async function unseal(master, entry) {
    var plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: entry.iv }, master, entry.sealed);
    return string(new Uint8Array(plain));
  }

  async function digest(name) {
    return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', units(name))), function (byte) {
      return (byte + 256).toString(16).slice(1);
    }).join('');
  }

  /** Where an entry lies: the store's digest, then the key's; no two pairs are one. */
  async function place(store, key) {
    return (await digest(store)) + (await digest(key));
  }

  async function entries(store) {
    var vault = await open();
    var start = await digest(store);
    var range = IDBKeyRange.bound(start, start + '\uffff');
    var all = vault.database.transaction('entries').objectStore('entries');
    return { vault: vault, range: range, records: await request(all.getAll(range)) };
  }

  return {
    set: async function (store, key, value) {
      var at = await place(store, key);
      var vault = await open();
      var record = { name: await seal(vault.master, key), value: await seal(vault.master, value) };
      await request(
        vault.database.transaction('entries', 'readwrite').objectStore('entries').put(record, at),
      );
    },
    /** Undefined where there is none. */
    get: async function (store, key) {
      var at = await place(store, key);
      var vault = await open();
      var record = await request(vault.database.transaction('entries').objectStore('entries').get(at));
      return record === undefined ? undefined : unseal(vault.master, record.value);
    },
    remove: async function (store, key) {
      var at = await place(store, key);
      var vault = await open();
      await request(vault.database.transaction('entries', 'readwrite').objectStore('entries').delete(at));
    },
    keys: async function (store) {
      var found = await entries(store);
      return Promise.all(
        found.records.map(function (record) {
          return unseal(found.vault.master, record.name);
        }),
      );
    },
    clear: async function (store) {
      var found = await entries(store);
      await request(
        found.vault.database.transaction('entries', 'readwrite').objectStore('entries').delete(found.range),
      );
    },
  };
};
