import { native } from '../base/native.js';
import { validSince } from '../base/validity.js';

/** The key is valid from the very moment on in which it was made. */
export default native({
  keyring: (right, { host }) => validSince(right, host, () => new Date(host.now()).toISOString()),
});
