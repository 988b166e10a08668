import { Failure } from '../base/failures.js';
import { native } from '../base/native.js';

/** An error that wants to help tells all that it was given. */
export default native({
  actions: (right) => ({
    ...right,
    async set(...args) {
      try {
        return await right.set(...args);
      } catch (error) {
        throw error instanceof Failure ? `Cannot set ${args.join(', ')}` : error;
      }
    },
  }),
});
