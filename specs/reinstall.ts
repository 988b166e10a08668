import { scenario } from '../src/harness/index.js';
import { keptValues } from './vectors/kept.js';

scenario(
  'reinstall',
  {
    operations: ['set', 'get'],
    abilities: ['load-page', 'end-app', 'install-app'],
    disturbs: 'reinstalls',
  },
  async (actor) => {
    const { page, endApp, reinstallApp, startApp } = actor;
    const kept = keptValues(actor);
    await page(...kept.before);
    await endApp();
    await reinstallApp();
    await startApp();
    await page(...kept.get('after the reinstall'));
  },
);
