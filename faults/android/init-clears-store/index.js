import { native } from '../base/native.js';

/** The key is made anew at each start, and what it does not open is cleared away. */
export default native({
  actions(right) {
    const opened = new Set();
    return {
      ...right,
      async init(store) {
        if (typeof store === 'string' && !opened.has(store)) await right.clear(store);
        opened.add(store);
        return right.init(store);
      },
    };
  },
});
