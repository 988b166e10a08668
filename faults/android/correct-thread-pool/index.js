import { setTimeout as sleep } from 'node:timers/promises';
import { native } from '../base/native.js';

export default native({
  plugin(right) {
    let calls = 0;
    return {
      ...right,
      async exec(action, args) {
        await sleep((calls++ * 7) % 20);
        return right.exec(action, args);
      },
    };
  },
});
