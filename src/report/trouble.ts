import type { ReasonCode } from '../terms.js';

/** Undecided for a reason that lies with the run, not with the device or the plugin. */
export const troubleCodes: readonly ReasonCode[] = ['harness', 'unstable', 'not-reached'];
