import { scenario } from '../src/harness/index.js';

/** The same app without the plugin: what asks for it first has to be told that it is not there. */
scenario(
  'left-out',
  {
    operations: ['available', 'set', 'get'],
    abilities: ['load-page', 'upgrade-app', 'install-app'],
    disturbs: 'reinstalls',
  },
  async ({ store, secret, page, upgradeApp, startApp }) => {
    const at = { store: store('main'), key: { text: 'a-key' } };
    await upgradeApp('without-plugin');
    await startApp();
    await page(
      { call: 'available', as: 'available without the plugin' },
      { call: 'set', as: 'set without the plugin', ...at, value: secret(1) },
      { call: 'get', as: 'get without the plugin', ...at },
    );
  },
);
