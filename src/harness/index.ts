/** What specs are made of. */
export { scenario } from './scenario.js';
export type { Actor } from './recorder.js';
