import { scenario } from '../src/harness/index.js';

scenario(
  'store-isolation',
  { operations: ['set', 'get'], abilities: ['load-page'], disturbs: 'nothing' },
  async ({ store, secret, page, has }) => {
    const left = store('left');
    const right = store('right');
    const shared = { text: 'shared' };
    await page(
      { call: 'set', as: 'set left', store: left, key: shared, value: secret(1) },
      { call: 'set', as: 'set right', store: right, key: shared, value: secret(2) },
      { call: 'get', as: 'get left', store: left, key: shared, expect: secret(1) },
      { call: 'get', as: 'get right', store: right, key: shared, expect: secret(2) },
      { call: 'set', as: 'set only left', store: left, key: { text: 'only-left' }, value: secret(3) },
      { call: 'get', as: 'get only left from right', store: right, key: { text: 'only-left' } },
      ...(has('keys') ? [{ call: 'keys', as: 'keys of right', store: right } as const] : []),
      ...(has('remove')
        ? ([
            {
              call: 'set',
              as: 'set left before remove',
              store: left,
              key: { text: 'removed' },
              value: secret(4),
            },
            { call: 'remove', as: 'remove from right', store: right, key: { text: 'removed' } },
            {
              call: 'get',
              as: 'get left after remove',
              store: left,
              key: { text: 'removed' },
              expect: secret(4),
            },
          ] as const)
        : []),
      ...(has('clear')
        ? ([
            {
              call: 'set',
              as: 'set left before clear',
              store: left,
              key: { text: 'cleared' },
              value: secret(5),
            },
            { call: 'clear', as: 'clear right', store: right },
            {
              call: 'get',
              as: 'get left after clear',
              store: left,
              key: { text: 'cleared' },
              expect: secret(5),
            },
            {
              call: 'set',
              as: 'set left before clear of nothing',
              store: left,
              key: { text: 'cleared-2' },
              value: secret(6),
            },
            { call: 'clear', as: 'clear unused', store: store('unused') },
            {
              call: 'get',
              as: 'get left after clear of nothing',
              store: left,
              key: { text: 'cleared-2' },
              expect: secret(6),
            },
          ] as const)
        : []),
    );
  },
);
