import type { NativeHost } from '../../native-api.js';
import { JavaError } from '../java/errors.js';
import type { Authenticator, KeyRecord, KeySpec, UserAuthentication } from './types.js';

/** Whether a screen lock that can be told is set (KeyguardManager.isDeviceSecure). */
export function isDeviceSecure(host: NativeHost): boolean {
  return !['none', 'swipe'].includes(host.lockState().kind);
}

/** Who may vouch for a key's use: below API 30 the kind of validity decides. */
export function authenticatorsOf(rules: UserAuthentication, apiLevel: number): readonly Authenticator[] {
  if (rules.by && apiLevel >= 30) return rules.by;
  return rules.valid === 'each-use' ? ['biometric'] : ['biometric', 'credential'];
}

/** Whether no PIN will do, so that the key hangs on the enrolled biometrics. */
function isBiometricOnly(rules: UserAuthentication, apiLevel: number): boolean {
  return !authenticatorsOf(rules, apiLevel).includes('credential');
}

/** Java wraps what is wrong with a spec that was fine by itself. */
const refuse = (why: string) => {
  const cause = new JavaError('IllegalStateException', why);
  return new JavaError('InvalidAlgorithmParameterException', cause.toString(), cause);
};

/**
 * Whether the device can make such a key now, and what the key will be tied to.
 * @throws JavaError as Keystore.generate
 */
export function bind(
  host: NativeHost,
  spec: KeySpec,
  hardware: { readonly strongBox: boolean },
): KeyRecord['boundTo'] {
  const { apiLevel } = host;
  if (spec.strongBox && apiLevel >= 28 && !hardware.strongBox)
    throw new JavaError('StrongBoxUnavailableException', 'Failed to generate key');
  if (spec.encryptionRequired && apiLevel <= 30 && !isDeviceSecure(host))
    throw new JavaError(
      'IllegalStateException',
      'Encryption at rest using secure lock screen credential requested for key pair, but the user has not yet entered the credential',
    );
  const rules = spec.userAuthentication;
  const { secureUserId } = host.lockState();
  if (!rules) return spec.encryptionRequired ? { secureUserId } : undefined;
  if (!isDeviceSecure(host))
    throw refuse('Secure lock screen must be enabled to create keys requiring user authentication');
  if (!isBiometricOnly(rules, apiLevel)) return { secureUserId };
  const { sensor, enrolled, enrolmentId } = host.biometrics();
  // Keys take biometrics of class 3 only.
  if (sensor !== 'strong' || enrolled === 0)
    throw refuse(
      `At least one ${apiLevel >= 30 ? 'biometric' : 'fingerprint'} must be enrolled to create keys requiring user authentication for every use`,
    );
  // API 23 has no way to opt out. Emulators of API 24 and 25 were reported to keep such keys: not modelled.
  const kept = rules.invalidatedByEnrolment === false && apiLevel >= 24;
  return kept ? { secureUserId } : { secureUserId, enrolmentId };
}

/**
 * What has become of a key since: `gone` as the system deleted it, `dead` as it can never be used again.
 *
 * The removal of the lock kills keys tied to the user (AOSP). From API 31 keystore2 deletes them
 * (onUserLskfRemoved); which release began is not confirmed. A key with encryption at rest
 * was deleted up to API 30 (issue #96 of the Cordova plugin; that it still was on 23 to 30 is not confirmed).
 */
export function fateOf(host: NativeHost, key: KeyRecord): 'alive' | 'gone' | 'dead' {
  const { boundTo, spec } = key;
  if (!boundTo) return 'alive';
  const lockRemoved = !isDeviceSecure(host) || host.lockState().secureUserId !== boundTo.secureUserId;
  if (!spec.userAuthentication) return lockRemoved && host.apiLevel <= 30 ? 'gone' : 'alive';
  if (lockRemoved) return host.apiLevel >= 31 ? 'gone' : 'dead';
  const enrolmentChanged =
    boundTo.enrolmentId !== undefined && host.biometrics().enrolmentId !== boundTo.enrolmentId;
  return enrolmentChanged ? 'dead' : 'alive';
}

/** When the user last vouched for himself inside the app, in ms; absent if not since the process began. */
export type Vouched = { readonly [by in Authenticator]?: number };

/**
 * Whether an operation may begin: `free`, or `authorize` if the user has to vouch for this very one.
 * @throws JavaError UserNotAuthenticatedException, InvalidKeyException
 */
export function admit(host: NativeHost, key: KeyRecord, vouched: Vouched): 'free' | 'authorize' {
  const { spec } = key;
  const { locked, lastUnlockAt } = host.lockState();
  // Which exception a locked device gives is taken from how the framework maps unknown codes: not confirmed.
  if (spec.unlockedDeviceRequired && host.apiLevel >= 28 && locked)
    throw new JavaError(
      'InvalidKeyException',
      'Keystore operation failed',
      new JavaError('KeyStoreException', 'Device locked'),
    );
  const rules = spec.userAuthentication;
  if (!rules) return 'free';
  if (rules.valid === 'each-use') return 'authorize';
  const allowed = authenticatorsOf(rules, host.apiLevel);
  // The device does not say how it was last unlocked: that counts as the credential.
  const times = [
    allowed.includes('credential') ? Math.max(lastUnlockAt, vouched.credential ?? 0) : 0,
    allowed.includes('biometric') ? (vouched.biometric ?? 0) : 0,
  ];
  const last = Math.max(...times);
  if (last > 0 && host.now() - last <= rules.valid.seconds * 1000) return 'free';
  throw new JavaError('UserNotAuthenticatedException', 'User not authenticated');
}

/** What Cipher.doFinal throws where the user should have vouched for the operation and did not. */
export function unauthorized(apiLevel: number): JavaError {
  // keystore2 writes its own code behind the message: its exact words are not confirmed.
  const detail = apiLevel >= 31 ? ' (internal Keystore code: -26)' : '';
  return new JavaError(
    'IllegalBlockSizeException',
    null,
    new JavaError('KeyStoreException', `Key user not authenticated${detail}`),
  );
}
