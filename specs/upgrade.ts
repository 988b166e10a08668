import { scenario } from '../src/harness/index.js';
import { freshValue, keptValues } from './vectors/kept.js';

scenario(
  'upgrade',
  {
    operations: ['set', 'get'],
    abilities: ['load-page', 'end-app', 'upgrade-app', 'install-app'],
    disturbs: 'reinstalls',
  },
  async (actor) => {
    const { page, endApp, upgradeApp, startApp } = actor;
    const kept = keptValues(actor);
    await page(...kept.before);
    await endApp();
    await upgradeApp('next');
    await startApp();
    await page(...kept.get('after the upgrade'), ...freshValue(actor, 'after the upgrade', 4).steps);
  },
);
