import { scenario } from '../src/harness/index.js';

scenario(
  'value-at-rest',
  {
    operations: ['set', 'get'],
    abilities: ['load-page', 'end-app', 'read-page-storage', 'read-app-data'],
    disturbs: 'restarts',
  },
  async ({ store, key, secret, page, endApp, searchAppData, startApp }) => {
    const main = store('at-rest-');
    const secrets = [1, 2, 3];
    const keys = secrets.map((number) => key(`key-${number}`));
    const get = (number: number, when: string) =>
      ({
        call: 'get',
        as: `get ${number} ${when}`,
        store: main,
        key: keys[number - 1]!,
        expect: secret(number),
      }) as const;
    await page(
      ...secrets.map(
        (number) =>
          ({
            call: 'set',
            as: `set ${number}`,
            store: main,
            key: keys[number - 1]!,
            value: secret(number),
          }) as const,
      ),
      ...secrets.map((number) => get(number, 'before the end')),
      { scan: secrets, as: 'while running' },
    );
    await endApp();
    await searchAppData('on disk', secrets, [main, ...keys]);
    await startApp();
    await page(...secrets.map((number) => get(number, 'after the restart')));
  },
);
