import { scenario } from '../src/harness/index.js';
import { keptValues } from './vectors/kept.js';

scenario(
  'reboot',
  {
    operations: ['set', 'get'],
    abilities: ['load-page', 'end-app', 'reboot', 'lock-screen'],
    disturbs: 'device',
  },
  async (actor) => {
    const { page, endApp, reboot, unlockScreen, startApp } = actor;
    const kept = keptValues(actor);
    await page(...kept.before);
    await endApp();
    await reboot();
    await unlockScreen();
    await startApp();
    await page(...kept.get('after the reboot'));
  },
);
