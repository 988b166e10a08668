import { setTimeout as sleep } from 'node:timers/promises';
import { native } from '../base/native.js';

/** How long a change waits for others to be written with it, in milliseconds. */
const patience = 50;

export default native({
  files(right, parts) {
    const waiting = new Map();
    const flush = () => {
      for (const [store, content] of waiting) right.write(store, content);
      waiting.clear();
    };
    parts.flush = flush;
    return {
      ...right,
      read: (store) => waiting.get(store) ?? right.read(store),
      write(store, content) {
        if (waiting.size === 0) void sleep(patience).then(flush);
        waiting.set(store, content);
      },
      delete(store) {
        waiting.delete(store);
        right.delete(store);
      },
    };
  },
  plugin: (right, { flush }) => ({ ...right, onPause: flush }),
});
