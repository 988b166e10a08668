import { randomHex, type Store } from '../store.js';

/** What became of a touch, for whoever listens to the sensor. */
export type Touch = 'match' | 'no-match';

export interface SensorListener {
  /** Whether it holds a CryptoObject, which is counted apart. */
  readonly crypto: boolean;
  touched(touch: Touch, finger: number): void;
  lockedOut(permanent: boolean): void;
}

/** AOSP's LockoutFrameworkImpl: five misses lock for 30 s, twenty until the PIN is entered. */
const missesToTimedLockout = 5;
const missesToPermanentLockout = 20;
const lockoutMs = 30_000;

/** The fingerprint sensor and the enrolled fingers. */
export class Fingers {
  /** Since boot, as `dumpsys fingerprint` counts. */
  readonly counters = {
    accept: 0,
    reject: 0,
    acquire: 0,
    lockout: 0,
    permanentLockout: 0,
    acceptCrypto: 0,
    rejectCrypto: 0,
    acquireCrypto: 0,
    lockoutCrypto: 0,
    permanentLockoutCrypto: 0,
  };
  #listeners: SensorListener[] = [];
  #enrolling: ((finger: number) => void) | undefined;
  #misses = 0;
  #lockedUntil = 0;
  #permanent = false;

  constructor(
    private readonly store: Store,
    readonly sensor: 'none' | 'weak' | 'strong',
    private readonly now: () => number,
  ) {}

  get enrolled(): readonly number[] {
    return this.store.state.fingers.ids;
  }

  get enrolmentId(): string {
    return this.store.state.fingers.enrolmentId;
  }

  get lockout(): 'none' | 'timed' | 'permanent' {
    if (this.#permanent) return 'permanent';
    return this.now() < this.#lockedUntil ? 'timed' : 'none';
  }

  /** The last one who listens hears the sensor. Gives what ends it. */
  listen(listener: SensorListener): () => void {
    this.#listeners.push(listener);
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  /** An enrolment has the sensor for itself. Gives what ends it. */
  listenToEnrol(touched: (finger: number) => void): () => void {
    this.#enrolling = touched;
    return () => {
      if (this.#enrolling === touched) this.#enrolling = undefined;
    };
  }

  /** A finger on the sensor. Gives whether anybody was listening. */
  touch(finger: number): boolean {
    if (this.sensor !== 'none' && this.#enrolling !== undefined) {
      this.#enrolling(finger);
      return true;
    }
    const listener = this.#listeners.at(-1);
    if (this.sensor === 'none' || listener === undefined) return false;
    const { counters } = this;
    const crypto = listener.crypto;
    counters.acquire += crypto ? 0 : 1;
    counters.acquireCrypto += crypto ? 1 : 0;
    if (this.lockout !== 'none') {
      listener.lockedOut(this.lockout === 'permanent');
      return true;
    }
    if (this.enrolled.includes(finger)) {
      counters[crypto ? 'acceptCrypto' : 'accept']++;
      this.#misses = 0;
      listener.touched('match', finger);
      return true;
    }
    counters[crypto ? 'rejectCrypto' : 'reject']++;
    this.#misses++;
    const permanent = this.#misses >= missesToPermanentLockout;
    if (permanent || this.#misses % missesToTimedLockout === 0) {
      this.#permanent = permanent;
      this.#lockedUntil = this.now() + lockoutMs;
      const name = permanent ? 'permanentLockout' : 'lockout';
      counters[crypto ? (`${name}Crypto` as const) : name]++;
      listener.lockedOut(permanent);
    } else listener.touched('no-match', finger);
    return true;
  }

  /** The PIN ends every lock-out. */
  resetLockout(): void {
    this.#misses = 0;
    this.#permanent = false;
    this.#lockedUntil = 0;
  }

  enrol(finger: number): void {
    this.store.change(({ fingers }) => {
      if (!fingers.ids.includes(finger)) fingers.ids.push(finger);
      fingers.enrolmentId = randomHex(16);
    });
  }

  removeAll(): void {
    if (this.enrolled.length === 0) return;
    this.store.change(({ fingers }) => {
      fingers.ids = [];
      fingers.enrolmentId = randomHex(16);
    });
  }

  clearCounters(): void {
    for (const name of Object.keys(this.counters) as (keyof typeof this.counters)[]) this.counters[name] = 0;
  }

  reboot(): void {
    this.#listeners = [];
    this.#enrolling = undefined;
    this.resetLockout();
    this.clearCounters();
  }
}
