import { scenario } from '../src/harness/index.js';

scenario(
  'remove',
  {
    operations: ['set', 'get', 'remove'],
    abilities: ['load-page', 'end-app'],
    disturbs: 'restarts',
  },
  async ({ store, secret, page, endApp, startApp }) => {
    const main = store('main');
    const untouched = store('untouched');
    const removed = { text: 'token' };
    const longer = { text: 'token-2' };
    const shorter = { text: 'tok' };
    const kept = { text: 'kept' };
    const never = { text: 'never-set' };
    const empty = { text: 'empty' };
    await page(
      { call: 'set', as: 'set removed', store: main, key: removed, value: secret(1) },
      { call: 'set', as: 'set longer', store: main, key: longer, value: secret(2) },
      { call: 'set', as: 'set shorter', store: main, key: shorter, value: secret(3) },
      { call: 'set', as: 'set kept', store: untouched, key: kept, value: secret(4) },
      { call: 'get', as: 'get never set', store: main, key: never },
      { call: 'get', as: 'get removed', store: main, key: removed, expect: secret(1) },
      { call: 'get', as: 'get longer', store: main, key: longer, expect: secret(2) },
      { call: 'get', as: 'get shorter', store: main, key: shorter, expect: secret(3) },
      { call: 'remove', as: 'remove', store: main, key: removed },
      { call: 'get', as: 'get removed after remove', store: main, key: removed },
      { call: 'get', as: 'get longer after remove', store: main, key: longer, expect: secret(2) },
      { call: 'get', as: 'get shorter after remove', store: main, key: shorter, expect: secret(3) },
      { call: 'set', as: 'set empty', store: main, key: empty, value: { text: '' } },
      { call: 'get', as: 'get empty', store: main, key: empty, expect: { text: '' } },
      { call: 'remove', as: 'remove empty', store: main, key: empty },
      { call: 'get', as: 'get empty after remove', store: main, key: empty, expect: { text: '' } },
      { call: 'remove', as: 'remove never set', store: main, key: never },
      { call: 'remove', as: 'remove from unused store', store: store('unused'), key: never },
      { call: 'get', as: 'get longer after second remove', store: main, key: longer, expect: secret(2) },
      { call: 'get', as: 'get shorter after second remove', store: main, key: shorter, expect: secret(3) },
    );
    await endApp();
    await startApp();
    await page(
      { call: 'get', as: 'get removed after restart', store: main, key: removed },
      { call: 'get', as: 'get longer after restart', store: main, key: longer, expect: secret(2) },
      { call: 'get', as: 'get shorter after restart', store: main, key: shorter, expect: secret(3) },
      { call: 'get', as: 'get kept after restart', store: untouched, key: kept, expect: secret(4) },
    );
  },
);
