import { scenario } from '../src/harness/index.js';
import { keptValues } from './vectors/kept.js';

scenario(
  'locked',
  {
    operations: ['set', 'get'],
    abilities: ['load-page', 'lock-screen', 'set-screen-lock'],
    disturbs: 'device',
  },
  async (actor) => {
    const { page, secureScreen, lockScreen, unlockScreen } = actor;
    const kept = keptValues(actor);
    await secureScreen();
    await page(...kept.before);
    await lockScreen();
    await page(...kept.get('while locked'));
    await unlockScreen();
    await page(...kept.get('after the unlock'));
  },
);
