import type { NativeHost } from '../../native-api.js';
import { createTurns } from '../cordova/turns.js';
import { isDeviceSecure } from '../keystore/rules.js';
import type { Keystore } from '../keystore/types.js';
import { ReasonedFailure } from './codes.js';

/**
 * Has the user authenticate as the device's lock screen lets him. One prompt at a time, in the order of asking.
 * Resolves when he did.
 * @throws ReasonedFailure `not-secure` without a secure lock, `not-authenticated` however else the prompt ends
 */
export type Gate = () => Promise<void>;

/**
 * The prompt of 2.3.0: from API 30 BiometricPrompt with the device's credential; below, the biometric prompt with a
 * button to cancel where a finger is enrolled, otherwise the system's confirm-credential screen with its own texts.
 * Its texts are preferences of the app. It guards by being passed: no key hangs on it (no CryptoObject: inferred, not seen).
 */
export function createGate(host: NativeHost, keystore: Keystore): Gate {
  const inTurn = createTurns();
  const text = (preference: string, otherwise: string) => host.preferences[preference] || otherwise;

  const ask = async (): Promise<boolean> => {
    const withBiometrics = host.biometrics().sensor !== 'none' && host.biometrics().enrolled > 0;
    if (host.apiLevel < 30 && !withBiometrics) {
      const confirmed = await host.confirmCredential();
      if (confirmed) keystore.authenticated('credential');
      return confirmed;
    }
    const outcome = await host.authenticate({
      title: text('authprompttitle', 'Authentication required'),
      subtitle: text('authpromptsubtitle', 'Please authenticate to continue'),
      // "Depends on the lock screen settings", say the documents: whatever the lock screen takes.
      ...(host.apiLevel >= 30
        ? { allow: ['strong', 'weak', 'credential'] as const }
        : { allow: ['strong', 'weak'] as const, negativeText: text('authpromptcancelbutton', 'Cancel') }),
    });
    if (outcome.result === 'succeeded') keystore.authenticated(outcome.by);
    else host.log('W', 'SecureStorage', `Authentication error ${outcome.code}: ${outcome.message}`);
    return outcome.result === 'succeeded';
  };

  return () =>
    inTurn(async () => {
      if (!isDeviceSecure(host)) throw new ReasonedFailure('not-secure');
      if (!(await ask())) throw new ReasonedFailure('not-authenticated');
    });
}
