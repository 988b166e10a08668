import { native } from '../base/native.js';
import { validSince } from '../base/validity.js';

/** The time from which on the key is valid is kept as the clock on the wall shows it. */
export default native({
  keyring: (right, { host }) =>
    validSince(right, host, () =>
      new Date(host.now()).toLocaleString('sv-SE', { timeZone: host.timezone() }),
    ),
});
