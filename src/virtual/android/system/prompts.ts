import type { Fingers } from './fingers.js';
import type { Lock } from './lock.js';
import {
  biometricView,
  confirmView,
  credentialView,
  wrongCredentialText,
  type PromptText,
} from './prompt-views.js';
import type { Field, Rect } from './ui.js';
import { layers, type Window, type Windows } from './windows.js';

export interface AuthenticationRequest extends PromptText {
  readonly allow: readonly ('strong' | 'weak' | 'credential')[];
}

export type AuthenticationResult =
  | { readonly result: 'succeeded'; readonly by: 'biometric' | 'credential' }
  | { readonly result: 'error'; readonly code: number; readonly message: string };

/** Errors of BiometricPrompt that the device itself gives, by their number, in AOSP's English words. */
const errors: Readonly<Record<number, string>> = {
  3: 'Fingerprint operation timed out.',
  5: 'Fingerprint operation canceled.',
  7: 'Too many attempts. Try again later.',
  9: 'Too many attempts. Fingerprint sensor disabled.',
  10: 'Fingerprint operation canceled by user.',
  11: 'No fingerprints enrolled.',
  12: 'This device does not have a fingerprint sensor.',
  14: 'No pin, pattern, or password set',
};

/** The sensor gives up after half a minute. */
const sensorTimeoutMs = 30_000;

/** What prompts need of the app that asks. */
export interface Asker {
  readonly packageName: string;
  readonly pid: number;
  readonly inForeground: () => boolean;
  /** Mode of the app op USE_BIOMETRIC. */
  readonly biometricOp: () => string;
}

interface Open {
  readonly asker: Asker;
  finish(result: AuthenticationResult): void;
}

/** BiometricPrompt, and the screen of Settings that confirms a credential. */
export class Prompts {
  readonly #open = new Set<Open>();
  readonly #confirming = new Set<{ readonly pid: number; readonly cancel: () => void }>();

  constructor(
    private readonly device: {
      readonly apiLevel: number;
      readonly windows: Windows;
      readonly lock: Lock;
      readonly fingers: Fingers;
      readonly screen: () => Rect;
      readonly log: (message: string) => void;
    },
  ) {}

  /** Shows a prompt; resolves when the person is done with it, or never where Android never calls back. */
  async authenticate(asker: Asker, request: AuthenticationRequest): Promise<AuthenticationResult> {
    const { apiLevel, lock, fingers } = this.device;
    if (apiLevel >= 29 && asker.biometricOp() === 'ignore') {
      // Up to API 30 AuthService only logs this; nothing is ever called back.
      this.device.log('Denied by app ops: USE_BIOMETRIC');
      return apiLevel >= 31 ? failed(5) : new Promise(() => undefined);
    }
    if (!asker.inForeground()) return failed(5);
    const credential = request.allow.includes('credential');
    const strongEnough = fingers.sensor === 'strong' || request.allow.includes('weak');
    const biometric =
      (request.allow.includes('strong') || request.allow.includes('weak')) &&
      fingers.sensor !== 'none' &&
      strongEnough;
    const enrolled = biometric && fingers.enrolled.length > 0;
    if (enrolled && fingers.lockout === 'none') return this.#askForFinger(asker, request);
    if (credential && lock.secure) return this.#askForCredential(asker, request);
    if (enrolled) return failed(fingers.lockout === 'permanent' ? 9 : 7);
    if (biometric) return failed(11);
    return failed(credential ? 14 : 12);
  }

  /** Shows Settings' confirm screen; gives whether the credential was entered. False at once without a secure lock. */
  confirmCredential(asker: Asker, title = '', description = ''): Promise<boolean> {
    const { lock, windows, screen, apiLevel } = this.device;
    if (!lock.secure) return Promise.resolve(false);
    return new Promise((resolve) => {
      const field: Field = { value: '' };
      let error = '';
      const done = (ok: boolean): void => {
        remove();
        this.#confirming.delete(entry);
        resolve(ok);
      };
      const enter = (): void => {
        const answer = this.#tryCredential(field);
        if (answer === undefined) done(true);
        else error = answer;
      };
      const cancel = (): void => done(false);
      const entry = { pid: asker.pid, cancel };
      this.#confirming.add(entry);
      const kind = { pin: 'PIN', pattern: 'pattern', password: 'password', none: '', swipe: '' }[lock.kind];
      const activity = `com.android.settings/com.android.settings.password.ConfirmLock${lock.kind === 'pattern' ? 'Pattern' : 'Password'}`;
      const remove = windows.add({
        title: activity,
        activity,
        packageName: 'com.android.settings',
        layer: layers.dialog,
        // All subclasses of ConfirmDeviceCredentialBaseActivity are secured.
        secure: true,
        type: 'BASE_APPLICATION',
        tree: () =>
          confirmView(
            apiLevel,
            {
              title: title || `Confirm your ${kind}`,
              description: description || `Enter your device ${kind} to continue`,
            },
            { kind: lock.kind, field, error },
            { enter, cancel },
            screen(),
          ),
        back: cancel,
      });
    });
  }

  /** Ends what a process has asked for. */
  processDied(pid: number): void {
    for (const open of [...this.#open]) if (open.asker.pid === pid) open.finish(failed(5));
    for (const entry of [...this.#confirming]) if (entry.pid === pid) entry.cancel();
  }

  /** The screen went off or the person went home. API 28 and older leave it to the app, which cancels. */
  interrupted(): void {
    const code = this.device.apiLevel <= 28 ? 5 : 10;
    for (const open of [...this.#open]) open.finish(failed(code));
    for (const entry of [...this.#confirming]) entry.cancel();
  }

  #askForFinger(asker: Asker, request: AuthenticationRequest): Promise<AuthenticationResult> {
    const { apiLevel, windows, lock, fingers, screen } = this.device;
    const credential = request.allow.includes('credential') && lock.secure;
    return new Promise((resolve) => {
      let message = apiLevel >= 29 ? 'Touch the fingerprint sensor' : 'Touch sensor';
      const end = (): void => {
        clearTimeout(timer);
        stop();
        remove();
        this.#open.delete(open);
      };
      const open: Open = {
        asker,
        finish: (result) => {
          end();
          resolve(result);
        },
      };
      this.#open.add(open);
      const useCredential = (): void => {
        end();
        resolve(this.#askForCredential(asker, request));
      };
      const remove = windows.add({
        ...promptWindow(apiLevel, asker.packageName),
        tree: () =>
          biometricView(
            apiLevel,
            asker.packageName,
            request,
            { text: message, kind: lock.kind },
            {
              negative: credential ? undefined : () => open.finish(failed(13, request.negativeText)),
              useCredential: credential ? useCredential : undefined,
            },
            screen(),
          ),
        back: () => open.finish(failed(10)),
        // The dialog of API 27 and older is not cancelled by a touch outside of it.
        ...(apiLevel <= 27 ? {} : { outside: () => open.finish(failed(10)) }),
      });
      // androidx gives a dummy CryptoObject below API 30 for strong biometrics; natives here say nothing of theirs.
      const stop = fingers.listen({
        crypto: false,
        touched: (touch) => {
          if (touch === 'match') {
            lock.lastUnlockAt = Math.max(lock.lastUnlockAt, this.#now());
            return open.finish({ result: 'succeeded', by: 'biometric' });
          }
          message = apiLevel >= 29 ? 'Not recognized' : 'Fingerprint not recognized. Try again.';
        },
        lockedOut: (permanent) => {
          if (credential && apiLevel >= 30) useCredential();
          else open.finish(failed(permanent ? 9 : 7));
        },
      });
      const timer = setTimeout(() => open.finish(failed(3)), sensorTimeoutMs);
      timer.unref();
    });
  }

  #askForCredential(asker: Asker, request: AuthenticationRequest): Promise<AuthenticationResult> {
    const { apiLevel, windows, lock, screen } = this.device;
    if (apiLevel <= 29) {
      return this.confirmCredential(asker, request.title, request.description).then((ok) =>
        ok ? { result: 'succeeded', by: 'credential' } : failed(10),
      );
    }
    return new Promise((resolve) => {
      const field: Field = { value: '' };
      let error = '';
      const open: Open = {
        asker,
        finish: (result) => {
          remove();
          this.#open.delete(open);
          resolve(result);
        },
      };
      this.#open.add(open);
      const enter = (): void => {
        const answer = this.#tryCredential(field);
        if (answer === undefined) open.finish({ result: 'succeeded', by: 'credential' });
        else error = answer;
      };
      const remove = windows.add({
        ...promptWindow(apiLevel, asker.packageName),
        tree: () => credentialView(request, { kind: lock.kind, field, error }, enter, screen()),
        back: () => open.finish(failed(10)),
      });
    });
  }

  /** Gives what is wrong with it, or undefined. */
  #tryCredential(field: Field): string | undefined {
    const { lock, fingers } = this.device;
    const secret = field.value;
    field.value = '';
    const checked = lock.check(secret);
    if (checked === 'throttled')
      return `Too many incorrect attempts. Try again in ${lock.throttledSeconds} seconds.`;
    if (checked === 'wrong') return wrongCredentialText(lock.kind);
    fingers.resetLockout();
    lock.lastUnlockAt = this.#now();
    return undefined;
  }

  #now(): number {
    return this.device.lock.time();
  }
}

function failed(code: number, message?: string): AuthenticationResult {
  return { result: 'error', code, message: message ?? errors[code] ?? '' };
}

/** Title, host and flags by API level. Which type later levels use is AOSP's TYPE_STATUS_BAR_SUB_PANEL up to R. */
function promptWindow(
  apiLevel: number,
  appPackage: string,
): Pick<Window, 'title' | 'packageName' | 'layer' | 'secure' | 'showWhenLocked' | 'type'> {
  if (apiLevel <= 27) {
    return { title: appPackage, packageName: appPackage, layer: layers.dialog, type: 'APPLICATION' };
  }
  const packageName = 'com.android.systemui';
  if (apiLevel <= 29) {
    const title = apiLevel === 28 ? 'FingerprintDialogView' : 'BiometricDialogView';
    return { title, packageName, layer: layers.prompt, showWhenLocked: true, type: 'STATUS_BAR_PANEL' };
  }
  return {
    title: 'BiometricPrompt',
    packageName,
    layer: layers.prompt,
    secure: true,
    showWhenLocked: true,
    type: apiLevel === 30 ? 'STATUS_BAR_SUB_PANEL' : 'KEYGUARD_DIALOG',
  };
}
