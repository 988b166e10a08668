import { scenario } from '../src/harness/index.js';
import { keptValues } from './vectors/kept.js';

/** The same plugin in an app of somebody else: it asks for what the app under audit has stored. */
scenario(
  'stranger',
  {
    operations: ['set', 'get'],
    abilities: ['load-page', 'end-app', 'install-other-app'],
    disturbs: 'reinstalls',
  },
  async (actor) => {
    const { page, endApp, switchToStranger, switchBack, startApp } = actor;
    const kept = keptValues(actor);
    await page(...kept.before);
    await endApp();
    await switchToStranger();
    await startApp();
    await page(...kept.get('as a stranger'), ...kept.getNeverSet('as a stranger'));
    await switchBack();
    await startApp();
    await page(...kept.get('again'));
  },
);
