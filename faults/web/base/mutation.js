/**
 * One generated defect: an operator, in one operation of the correct store, under one condition. `store` is the promise
 * store of store.js, before the API is made of it. `more` has conditions and operators of where it runs.
 */
module.exports = function mutate(store, operator, operation, condition, more) {
  var pure = Object.assign({}, store);
  var page = { calls: 0, pending: 0, cleared: false, removed: false, stores: [], before: {}, shadow: {} };

  /** What was last answered to a call, when the next one comes. */
  var previous;

  function place(call) {
    return call.store + '\n' + call.key;
  }

  /** The value that a call is about: what is written, or what is there. */
  function subject(call) {
    return operation === 'set' ? Promise.resolve(call.value) : pure.get(call.store, call.key);
  }

  function ofText(test) {
    return async function (call) {
      var value = await subject(call);
      return typeof value === 'string' && test(value);
    };
  }

  function ofKey(pattern) {
    return function (call) {
      return pattern.test(call.key);
    };
  }

  var conditions = {
    always: function () {
      return true;
    },
    second: function () {
      return page.calls === 2;
    },
    fifth: function () {
      return page.calls === 5;
    },
    pending: function () {
      return page.pending > 1;
    },
    crowded: function () {
      return page.pending > 20;
    },
    'second-store': function (call) {
      return page.stores.indexOf(call.store) > 0;
    },
    'after-clear': function () {
      return page.cleared;
    },
    'after-remove': function () {
      return page.removed;
    },
    existing: async function (call) {
      return (await pure.get(call.store, call.key)) !== undefined;
    },
    missing: async function (call) {
      return (await pure.get(call.store, call.key)) === undefined;
    },
    'empty-store': async function (call) {
      return (await pure.keys(call.store)).length === 0;
    },
    restarted: async function (call) {
      return page.before[place(call)] === undefined && (await pure.get(call.store, call.key)) !== undefined;
    },
    empty: ofText(function (value) {
      return value === '';
    }),
    long: ofText(function (value) {
      return value.length > 5000;
    }),
    huge: ofText(function (value) {
      return value.length > 500000;
    }),
    'non-ascii': ofText(function (value) {
      return /[^\u0000-\u007f]/.test(value);
    }),
    astral: ofText(function (value) {
      return /[\ud800-\udbff][\udc00-\udfff]/.test(value);
    }),
    control: ofText(function (value) {
      return /[\u0000-\u001f]/.test(value);
    }),
    blank: ofText(function (value) {
      return value !== value.trim();
    }),
    lookalike: ofText(function (value) {
      return /^(\d+|true|false|null|undefined|[{["].*)$/.test(value);
    }),
    'key-upper': ofKey(/[A-Z]/),
    'key-dotted': ofKey(/[./:]/),
    'key-blank': ofKey(/\s/),
    'key-non-ascii': ofKey(/[^\u0000-\u007f]/),
    'key-long': ofKey(/^.{200}/s),
  };

  /** What becomes of an answer to get. */
  function answering(change) {
    return async function (call, original) {
      var value = await original(call);
      return typeof value === 'string' ? change(value) : value;
    };
  }

  /** What becomes of a value on its way into the store. */
  function writing(change) {
    return function (call, original) {
      return original(Object.assign({}, call, { value: change(call.value, call) }));
    };
  }

  function value(change) {
    return operation === 'set' ? writing(change) : answering(change);
  }

  /** What becomes of the names in a call. */
  function named(change) {
    return function (call, original) {
      return original(Object.assign({}, call, change(call)));
    };
  }

  /** What becomes of any answer. */
  function told(change) {
    return async function (call, original) {
      return change(await original(call), call);
    };
  }

  function never() {
    return new Promise(function () {});
  }

  var operators = {
    drop: async function () {
      return operation === 'keys' ? [] : undefined;
    },
    never: never,
    late: async function (call, original) {
      await new Promise(function (resolve) {
        setTimeout(resolve, 6000);
      });
      return original(call);
    },
    refuse: async function () {
      throw new Error('It did not work');
    },
    'refuse-after': async function (call, original) {
      await original(call);
      throw new Error('It did not work');
    },
    swallow: async function (call, original) {
      try {
        return await original(call);
      } catch {
        return undefined;
      }
    },
    reload: function () {
      location.reload();
      return never();
    },
    loop: function () {
      for (;;);
    },
    stray: function (call, original) {
      setTimeout(function () {
        throw new Error('Nobody waits for this');
      }, 0);
      return original(call);
    },
    truncate: value(function (whole) {
      return whole.slice(0, Math.min(4096, Math.floor(whole.length / 2)));
    }),
    'drop-last': value(function (whole) {
      return whole.slice(0, -1);
    }),
    trim: value(function (whole) {
      return whole.trim();
    }),
    normalise: value(function (whole) {
      return whole.normalize('NFC');
    }),
    latin: value(function (whole) {
      return whole.replace(/[^\u0000-\u00ff]/g, '?');
    }),
    bytes: value(function (whole) {
      return unescape(encodeURIComponent(whole.replace(/[\ud800-\udfff]/g, '')));
    }),
    'until-nul': value(function (whole) {
      return whole.split('\u0000')[0];
    }),
    lines: value(function (whole) {
      return whole.replace(/\r\n/g, '\n');
    }),
    parse: value(function (whole) {
      try {
        var parsed = JSON.parse(whole);
        return operation === 'set' ? String(parsed) : parsed;
      } catch {
        return whole;
      }
    }),
    lower: value(function (whole) {
      return whole.toLowerCase();
    }),
    'well-formed': value(function (whole) {
      return whole.toWellFormed();
    }),
    'percent-decode': value(function (whole) {
      try {
        return decodeURIComponent(whole);
      } catch {
        return whole;
      }
    }),
    append: async function (call, original) {
      var old = await pure.get(call.store, call.key);
      return original(Object.assign({}, call, { value: (old || '') + call.value }));
    },
    boxed: value(function (whole) {
      return { value: whole };
    }),
    nothing: answering(function () {
      return undefined;
    }),
    null: answering(function () {
      return null;
    }),
    'empty-answer': told(function (value) {
      return value === undefined ? '' : value;
    }),
    'default-text': told(function (value) {
      return value === undefined ? 'undefined' : value;
    }),
    neighbour: async function (call) {
      var others = await pure.keys(call.store);
      return others.length === 0 ? undefined : pure.get(call.store, others[0]);
    },
    stale: async function (call, original) {
      var old = page.shadow[place(call)];
      return old === undefined ? original(call) : old;
    },
    remembered: async function (call, original) {
      var known = page.before[place(call)];
      var value = await original(call);
      return typeof known === 'string' ? known : value;
    },
    swapped: async function (call, original) {
      var answer = await original(call);
      var other = previous;
      previous = answer;
      return other === undefined ? answer : other;
    },
    'fold-key': named(function (call) {
      return { key: call.key.toLowerCase() };
    }),
    'trim-key': named(function (call) {
      return { key: call.key.trim() };
    }),
    'cut-key': named(function (call) {
      return { key: call.key.slice(0, 128) };
    }),
    'plain-key': named(function (call) {
      return { key: call.key.replace(/[^\w]/g, '_') };
    }),
    'normal-key': named(function (call) {
      return { key: call.key.normalize('NFC') };
    }),
    'wrong-key': named(function (call) {
      return { key: call.key + '2' };
    }),
    'first-store': named(function () {
      return { store: page.stores[0] };
    }),
    'fold-store': named(function (call) {
      return { store: call.store.toLowerCase() };
    }),
    'trim-store': named(function (call) {
      return { store: call.store.trim() };
    }),
    'cut-store': named(function (call) {
      return { store: call.store.slice(0, 6) };
    }),
    'plain-store': named(function (call) {
      return { store: call.store.replace(/[^\w]/g, '_') };
    }),
    memory: async function (call) {
      page.memory = page.memory || {};
      page.memory[place(call)] = call.value;
    },
    hidden: async function (call) {
      page.hidden = page.hidden || {};
      if (operation === 'remove') page.hidden[place(call)] = true;
      else
        (await pure.keys(call.store)).forEach(function (key) {
          page.hidden[call.store + '\n' + key] = true;
        });
    },
    'take-all': async function () {
      await Promise.all(page.stores.map(pure.clear));
    },
    'take-store': function (call) {
      return pure.clear(call.store);
    },
    'take-prefix': async function (call) {
      var all = await pure.keys(call.store);
      await Promise.all(
        all
          .filter(function (key) {
            return key.indexOf(call.key) === 0;
          })
          .map(function (key) {
            return pure.remove(call.store, key);
          }),
      );
    },
    'leave-one': async function (call) {
      var all = await pure.keys(call.store);
      await Promise.all(
        all.slice(1).map(function (key) {
          return pure.remove(call.store, key);
        }),
      );
    },
    'blank-out': async function (call) {
      await pure.set(call.store, call.key, '');
    },
    'list-skip': told(function (all) {
      return all.slice(1);
    }),
    'list-twice': told(function (all) {
      return all.concat(all.slice(0, 1));
    }),
    'list-text': told(function (all) {
      return all.join(',');
    }),
    'list-split': told(function (all) {
      return all.join(',').split(',');
    }),
    'list-lower': told(function (all) {
      return all.map(function (key) {
        return key.toLowerCase();
      });
    }),
    'list-trim': told(function (all) {
      return all.map(function (key) {
        return key.trim();
      });
    }),
    'list-all-stores': async function () {
      return [].concat.apply([], await Promise.all(page.stores.map(pure.keys)));
    },
    'list-encoded': told(function (all) {
      return all.map(encodeURIComponent);
    }),
    'list-boxed': told(function (all) {
      return { keys: all };
    }),
    'list-stale': async function (call, original) {
      page.lists = page.lists || {};
      var fresh = await original(call);
      page.lists[call.store] = page.lists[call.store] || fresh;
      return page.lists[call.store];
    },
    'list-ghost': told(function (all, call) {
      return all.concat(page.gone && page.gone[call.store] ? page.gone[call.store] : []);
    }),
    'leak-console': async function (call, original) {
      console.log('secret', call.value !== undefined ? call.value : await subject(call));
      return original(call);
    },
    'leak-local': async function (call, original) {
      var leaked = await subject(call);
      if (leaked !== undefined && leaked.length < 1000) localStorage.setItem('last', leaked);
      return original(call);
    },
    'leak-session': async function (call, original) {
      var leaked = await subject(call);
      if (leaked !== undefined && leaked.length < 1000) sessionStorage.setItem('last', leaked);
      return original(call);
    },
    'leak-cookie': async function (call, original) {
      var leaked = await subject(call);
      if (leaked !== undefined && leaked.length < 1000)
        document.cookie = 'last=' + encodeURIComponent(leaked) + '; max-age=86400; path=/';
      return original(call);
    },
    'leak-hex': async function (call, original) {
      var leaked = await subject(call);
      if (leaked !== undefined && leaked.length < 1000)
        localStorage.setItem(
          'last',
          Array.from(leaked, function (one) {
            return (one.charCodeAt(0) + 256).toString(16).slice(1);
          }).join(''),
        );
      return original(call);
    },
    'leak-title': async function (call, original) {
      document.title = String(await subject(call)).slice(0, 500);
      return original(call);
    },
    'leak-address': async function (call, original) {
      history.replaceState(String(await subject(call)).slice(0, 500), '');
      return original(call);
    },
    'leak-error': async function (call) {
      var leaked = await subject(call);
      throw new Error('Could not handle ' + String(leaked).slice(0, 500));
    },
    'leak-warning': async function (call, original) {
      try {
        return await original(call);
      } catch {
        throw new Error(error.message + ': ' + (await subject(call)));
      }
    },
  };

  function watch(name) {
    var inner = store[name];
    store[name] = async function (storeName, key, written) {
      if (page.stores.indexOf(storeName) < 0) page.stores.push(storeName);
      page.pending += 1;
      if (name === operation) page.calls += 1;
      var at = storeName + '\n' + key;
      try {
        var answer = await inner(storeName, key, written);
        if (name === 'set') {
          page.shadow[at] = page.before[at];
          page.before[at] = written;
          if (page.memory && operator !== 'memory') delete page.memory[at];
          if (page.hidden) delete page.hidden[at];
        }
        if (name === 'get') {
          if (page.memory && at in page.memory) return page.memory[at];
          if (page.hidden && page.hidden[at]) return undefined;
        }
        if (name === 'remove') {
          page.removed = true;
          page.gone = page.gone || {};
          page.gone[storeName] = (page.gone[storeName] || []).concat(key);
          if (page.memory) delete page.memory[at];
        }
        if (name === 'clear') {
          page.cleared = true;
          if (page.memory) page.memory = {};
        }
        if (name === 'keys' && page.hidden)
          return answer.filter(function (each) {
            return !page.hidden[storeName + '\n' + each];
          });
        return answer;
      } finally {
        page.pending -= 1;
      }
    };
  }

  var fires = Object.assign(conditions, more && more.conditions)[condition];
  var change = Object.assign(operators, more && more.operators)[operator];
  if (!fires || !change) throw new Error('There is no ' + operator + ' or no ' + condition);
  store[operation] = async function (name, key, written) {
    var call = { store: name, key: key, value: written };
    var original = function (changed) {
      return pure[operation](changed.store, changed.key, changed.value);
    };
    var fired = fires(call);
    if (typeof fired === 'object') fired = await fired;
    return fired ? change(call, original) : original(call);
  };
  ['set', 'get', 'remove', 'keys', 'clear'].forEach(watch);
};
