import { setTimeout as sleep } from 'node:timers/promises';
import { native } from '../base/native.js';

export default native({
  plugin(right) {
    const started = sleep(800);
    return {
      ...right,
      async exec(action, args) {
        await started;
        await sleep(20);
        return right.exec(action, args);
      },
    };
  },
});
