import { native } from '../base/native.js';

/** Work that is asked for while nobody looks is put off, and what was put off is forgotten. */
export default native({
  plugin(right) {
    let seen = true;
    return {
      ...right,
      exec: (action, args) => (seen ? right.exec(action, args) : new Promise(() => undefined)),
      onPause() {
        seen = false;
      },
      onResume() {
        seen = true;
      },
    };
  },
});
