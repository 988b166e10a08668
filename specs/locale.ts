import { scenario } from '../src/harness/index.js';
import { freshValue, keptValues } from './vectors/kept.js';

/** Digits of their own, digits and a calendar of their own, and an i of its own. */
const locales = ['ar-EG', 'fa-IR', 'tr-TR'] as const;

scenario(
  'locale',
  {
    operations: ['set', 'get'],
    abilities: ['load-page', 'end-app', 'set-locale'],
    disturbs: 'device',
  },
  async (actor) => {
    const { page, endApp, setLocale, startApp } = actor;
    const kept = keptValues(actor);
    const fresh = locales.map((tag, index) => freshValue(actor, `in ${tag}`, 4 + index));
    await page(...kept.before);
    for (const [index, tag] of locales.entries()) {
      await setLocale(tag);
      await endApp();
      await startApp();
      const earlier = fresh.slice(0, index).flatMap(({ get }) => get(`read in ${tag}`));
      await page(
        ...kept.get(`in ${tag}`),
        ...earlier,
        ...fresh[index]!.steps,
        ...kept.getNeverSet(`in ${tag}`),
      );
    }
  },
);
