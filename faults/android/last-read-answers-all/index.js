import { native } from '../base/native.js';

/** What is asked for stands in one field until a thread comes to it. */
export default native({
  actions(right) {
    let asked;
    return {
      ...right,
      async get(store, key) {
        asked = [store, key];
        await new Promise((resolve) => setTimeout(resolve, 5));
        return right.get(...asked);
      },
    };
  },
});
