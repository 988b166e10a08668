import { PluginFailure } from '../cordova/plugin.js';

/** What an error callback of 2.3.0 gets. */
export interface CodedError {
  readonly code: string;
  readonly message: string;
}

/** Why a call of 2.3.0 fails on Android. */
export type Reason = 'missing' | 'not-authenticated' | 'not-secure' | 'keystore';

/**
 * Codes and messages of the reference (KeyStore Plugin reference, Error Codes). It prints the first with five
 * digits; only older builds send it so: `{ ...codes, missing: … }` makes one of those.
 */
export const codes: Readonly<Record<Reason, CodedError>> = {
  missing: { code: 'OS-PLUG-KSTR-0012', message: 'Key does not exist.' },
  'not-authenticated': { code: 'OS-PLUG-KSTR-0013', message: 'Failed to authenticate user.' },
  'not-secure': { code: 'OS-PLUG-KSTR-0014', message: 'Device is not secure.' },
  keystore: { code: 'OS-PLUG-KSTR-0015', message: 'There was an error accessing the KeyStore.' },
};

/** A call that fails for a reason that the documents know. */
export class ReasonedFailure extends Error {
  constructor(readonly reason: Reason) {
    super(reason);
  }

  /** What the page gets. */
  coded(table: Readonly<Record<Reason, CodedError>>): PluginFailure {
    return new PluginFailure(table[this.reason]);
  }
}
