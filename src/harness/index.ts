/** What specs are made of. */
export { scenario } from './scenario.js';
