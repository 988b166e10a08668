import { native } from '../base/native.js';

/** The thread that works is ended when the app is left, and nobody starts it again. */
export default native({
  plugin(right) {
    let ended = false;
    return {
      ...right,
      exec: (action, args) => (ended ? new Promise(() => undefined) : right.exec(action, args)),
      onPause() {
        ended = true;
      },
    };
  },
});
