import { native } from '../base/native.js';

/** The field that clear looks into is filled when the next store is opened. */
export default native({
  actions(right) {
    const opened = [];
    return {
      ...right,
      init(store) {
        opened.push(store);
        return right.init(store);
      },
      clear: (store) => right.clear(opened[opened.lastIndexOf(store) - 1] ?? store),
    };
  },
});
