import { native } from '../base/native.js';

/** The store of the last init stands in one field, and clear looks there. */
export default native({
  actions(right) {
    let last;
    return {
      ...right,
      init(store) {
        last = store;
        return right.init(store);
      },
      clear: () => right.clear(last),
    };
  },
});
