import { native } from '../base/native.js';

/** UTF-8 has no place for half a character. */
export default native({
  vault: (right) => ({
    ...right,
    set: (store, key, value) => right.set(store, key, Buffer.from(value, 'utf8').toString('utf8')),
  }),
});
