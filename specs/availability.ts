import { scenario } from '../src/harness/index.js';

scenario(
  'availability',
  { operations: ['available'], abilities: ['load-page'], disturbs: 'nothing' },
  ({ page }) => page({ call: 'available', as: 'available' }),
);
