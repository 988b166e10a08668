import { scenario } from '../src/harness/index.js';
import { keptSecrets, keptValues, setAgain } from './vectors/kept.js';

/**
 * The app is backed up, removed with the keys that the system keeps for it, and restored. What is on disk before it
 * starts is what the backup held, and nothing else.
 */
scenario(
  'backup',
  {
    operations: ['set', 'get'],
    abilities: ['load-page', 'end-app', 'backup-app', 'install-app', 'read-app-data', 'read-logs'],
    disturbs: 'reinstalls',
  },
  async (actor) => {
    const { page, endApp, backupApp, reinstallApp, restoreApp, searchAppData, startApp, searchLogs } = actor;
    const kept = keptValues(actor);
    await page(...kept.before);
    await endApp();
    if ((await backupApp()) === 'refused') return;
    await reinstallApp();
    await restoreApp();
    await searchAppData('restored', keptSecrets);
    await startApp();
    await page(...kept.get('after the restore'));
    // A store that could not be opened is opened anew by the next start.
    await endApp();
    await startApp();
    await page(...setAgain(actor, kept));
    await searchLogs('after the restore', [...keptSecrets, 11, 12]);
  },
);
