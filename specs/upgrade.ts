import { scenario } from '../src/harness/index.js';
import { freshValue, keptValues } from './vectors/kept.js';

scenario(
  'upgrade',
  {
    operations: ['set', 'get'],
    abilities: ['load-page', 'end-app', 'upgrade-app', 'install-app'],
    disturbs: 'reinstalls',
    beginsWithOlderBuild: true,
  },
  async (actor) => {
    const { page, endApp, hasBuild, reinstallApp, upgradeApp, startApp } = actor;
    const kept = keptValues(actor);
    // Where somebody gives the build that their users have, it is upgraded to the one under audit; else that one is.
    const isFromPrevious = hasBuild('previous');
    if (isFromPrevious) {
      await reinstallApp('previous');
      await startApp();
    }
    await page(...kept.before);
    await endApp();
    await upgradeApp(isFromPrevious ? 'current' : 'next');
    await startApp();
    await page(...kept.get('after the upgrade'), ...freshValue(actor, 'after the upgrade', 4).steps);
  },
);
