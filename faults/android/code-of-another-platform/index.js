import { codes } from '../base/failures.js';
import { native } from '../base/native.js';

export default native({
  failures: () => ({
    ...codes,
    missing: () => ({
      code: 'OS-PLUG-KSTR-0007',
      message: 'The specified item could not be found in the Keychain.',
    }),
  }),
});
