import { scenario } from '../src/harness/index.js';
import { freshValue, keptValues } from './vectors/kept.js';

scenario(
  'background',
  { operations: ['set', 'get'], abilities: ['load-page', 'background-app'], disturbs: 'nothing' },
  async (actor) => {
    const { page, pageInBackground } = actor;
    const kept = keptValues(actor);
    const fresh = freshValue(actor, 'in the background', 4);
    await page(...kept.before);
    await pageInBackground(...kept.get('in the background'), ...fresh.steps);
    await page(...kept.get('after the return'), ...fresh.get('after the return'));
  },
);
