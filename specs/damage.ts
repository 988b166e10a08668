import { scenario } from '../src/harness/index.js';
import { keptSecrets, keptValues, setAgain } from './vectors/kept.js';

scenario(
  'damage',
  {
    operations: ['set', 'get'],
    abilities: ['load-page', 'end-app', 'write-app-data', 'read-logs'],
    disturbs: 'restarts',
  },
  async (actor) => {
    const { page, endApp, damageAppData, startApp, searchLogs, has } = actor;
    const kept = keptValues(actor);
    const keys = (when: string) =>
      has('keys') ? [{ call: 'keys', as: `keys ${when}`, store: kept.place.store } as const] : [];
    await page(...kept.before, ...keys('before'));
    await endApp();
    await damageAppData();
    await startApp();
    await page(...kept.get('after the damage'), ...keys('after the damage'));
    // A store that could not be opened is opened anew by the next start.
    await endApp();
    await startApp();
    await page(...setAgain(actor, kept));
    await searchLogs('after the damage', [...keptSecrets, 11, 12]);
  },
);
