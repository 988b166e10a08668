import { scenario, type Actor } from '../src/harness/index.js';
import { freshValue, keptValues } from './vectors/kept.js';

/** As after a battery that was empty for long. */
const yearMs = 366 * 24 * 3_600_000;

/** Each with what is done; both zones are the outermost that there are. */
const settings: readonly (readonly [name: string, set: (actor: Actor) => Promise<void>])[] = [
  ['at UTC−12', ({ setTimezone }) => setTimezone('Etc/GMT+12')],
  ['at UTC+14', ({ setTimezone }) => setTimezone('Pacific/Kiritimati')],
  ['with the clock set back', ({ shiftClock }) => shiftClock(-yearMs)],
];

scenario(
  'clock',
  {
    operations: ['set', 'get'],
    abilities: ['load-page', 'end-app', 'set-clock'],
    disturbs: 'device',
  },
  async (actor) => {
    const { page, endApp, startApp } = actor;
    const kept = keptValues(actor);
    const fresh = settings.map(([name], index) => freshValue(actor, name, 4 + index));
    await page(...kept.before);
    for (const [index, [name, set]] of settings.entries()) {
      await set(actor);
      await endApp();
      await startApp();
      const earlier = fresh.slice(0, index).flatMap(({ get }) => get(`read ${name}`));
      await page(...kept.get(name), ...earlier, ...fresh[index]!.steps);
    }
  },
);
