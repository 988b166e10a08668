import { randomHex, type Store } from '../store.js';
import { isSecure, type LockKind } from '../profile.js';

/** After five wrong entries each further one has to wait. */
const freeAttempts = 5;
const throttleMs = 30_000;

/** Screen, keyguard and the lock of the screen. */
export class Lock {
  screenOn = true;
  keyguard = false;
  /** The keyguard asks for the PIN. */
  bouncer = false;
  /** Whether the user has been unlocked since boot: before, the data of apps cannot be read. */
  userUnlocked = false;
  /** Biometrics are refused until the PIN was entered: after a boot, or when asked for. */
  strongAuthRequired = true;
  lastUnlockAt = 0;
  #wrong = 0;
  #throttledUntil = 0;
  /** Told whenever any of it changes. */
  changed: (what: 'screen-off' | 'screen-on' | 'unlocked' | 'credential' | 'keyguard') => void = () =>
    undefined;

  constructor(
    private readonly store: Store,
    private readonly now: () => number,
    private readonly onRemoved: () => void,
  ) {}

  /** The device's clock. */
  time(): number {
    return this.now();
  }

  get kind(): LockKind {
    return this.store.state.lock.kind;
  }

  get secure(): boolean {
    return isSecure(this.kind);
  }

  /** Whether the device is locked in the sense of KeyguardManager.isDeviceLocked. */
  get locked(): boolean {
    return this.secure && this.keyguard;
  }

  get generation(): number {
    return this.store.state.lock.generation;
  }

  get secureUserId(): string {
    return this.store.state.lock.secureUserId;
  }

  boot(): void {
    this.screenOn = true;
    this.keyguard = this.kind !== 'none';
    this.bouncer = false;
    this.userUnlocked = !this.secure;
    this.strongAuthRequired = true;
    this.lastUnlockAt = 0;
  }

  sleep(): void {
    if (!this.screenOn) return;
    this.screenOn = false;
    this.bouncer = false;
    this.keyguard ||= this.kind !== 'none';
    this.changed('screen-off');
  }

  wake(): void {
    if (this.screenOn) return;
    this.screenOn = true;
    this.changed('screen-on');
  }

  /** A swipe up, or `wm dismiss-keyguard`: takes an insecure keyguard away, has a secure one ask. */
  dismiss(): void {
    if (!this.screenOn || !this.keyguard) return;
    if (this.secure) {
      this.bouncer = true;
      this.changed('keyguard');
    } else this.unlock('none');
  }

  unlock(by: 'none' | 'biometric' | 'credential'): void {
    this.keyguard = false;
    this.bouncer = false;
    if (by === 'credential') {
      this.userUnlocked = true;
      this.strongAuthRequired = false;
    }
    if (by !== 'none') this.lastUnlockAt = this.now();
    this.changed('unlocked');
  }

  /** Whether a PIN, password or pattern is the right one. */
  check(secret: string): 'right' | 'wrong' | 'throttled' {
    if (this.now() < this.#throttledUntil) return 'throttled';
    if (this.secure && secret === this.store.state.lock.secret) {
      this.#wrong = 0;
      return 'right';
    }
    this.#wrong++;
    if (this.#wrong >= freeAttempts && this.#wrong % freeAttempts === 0)
      this.#throttledUntil = this.now() + throttleMs;
    return 'wrong';
  }

  /** How many seconds until another entry is looked at. */
  get throttledSeconds(): number {
    return Math.max(0, Math.ceil((this.#throttledUntil - this.now()) / 1000));
  }

  set(kind: LockKind, secret: string): void {
    const hadOne = this.secure;
    this.store.change((state) => {
      state.lock.kind = kind;
      state.lock.secret = secret;
      state.lock.generation++;
      // Only removing a lock ends the secure user id; another PIN keeps it.
      if (!isSecure(kind)) state.lock.secureUserId = randomHex(16);
    });
    if (hadOne && !isSecure(kind)) this.onRemoved();
    if (isSecure(kind)) {
      this.userUnlocked = true;
      this.strongAuthRequired = false;
      if (!hadOne) this.lastUnlockAt = this.now();
    } else {
      this.keyguard &&= kind !== 'none';
      this.bouncer = false;
    }
    this.changed('credential');
  }
}
