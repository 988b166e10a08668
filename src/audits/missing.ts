import type { CallRecord } from '../observations/types.js';
import { endOf, isAbsent } from './look.js';

/**
 * Whether a read says that there is nothing: as absent, or just as the plugin reads a key that was never set. What it
 * makes of such a key is the matter of get-missing-key.
 */
export function readsAsMissing(read: CallRecord | undefined, neverSet: CallRecord | undefined): boolean {
  if (isAbsent(read)) return true;
  const [value, missing] = [endOf(read)?.value, endOf(neverSet)?.value];
  return value !== undefined && missing !== undefined && JSON.stringify(value) === JSON.stringify(missing);
}
