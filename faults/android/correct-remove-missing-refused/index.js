import { Failure } from '../base/failures.js';
import { native } from '../base/native.js';

export default native({
  vault: (right) => ({
    ...right,
    async remove(store, key) {
      if ((await right.get(store, key)) === undefined) throw new Failure('missing', key);
      await right.remove(store, key);
    },
  }),
});
