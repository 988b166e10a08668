import { native } from '../base/native.js';

/** What the parser throws is caught by nobody. */
export default native({
  files: (right, { host }) => ({
    ...right,
    read(store) {
      try {
        return right.read(store);
      } catch (error) {
        host.crash('InvalidProtocolBufferException: Protocol message contained an invalid tag (zero).');
        throw error;
      }
    },
  }),
});
