import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NativeHost } from '../../../src/virtual/native-api.js';

type Request = Parameters<NativeHost['authenticate']>[0];
type Answer = Awaited<ReturnType<NativeHost['authenticate']>>;

/** A device that tests hold in the hand: its state is set, its prompts are answered, its log is read. */
export class TestDevice {
  readonly folder = mkdtempSync(join(tmpdir(), 'native-half-'));
  readonly log: string[] = [];
  readonly crashes: string[] = [];
  /** What was shown, in order. */
  readonly prompts: (Request | { readonly confirm: readonly (string | undefined)[] })[] = [];
  /** How the person answers a prompt. */
  answer: (request: Request) => Answer | Promise<Answer> = () => ({ result: 'succeeded', by: 'biometric' });
  confirms: () => boolean | Promise<boolean> = () => true;

  time = Date.UTC(2030, 0, 1, 12);
  kind: ReturnType<NativeHost['lockState']>['kind'] = 'pin';
  locked = false;
  lastUnlockAt = this.time;
  secureUserId = 'user-1';
  lockGeneration = 1;
  sensor: 'none' | 'weak' | 'strong' = 'strong';
  enrolled = 1;
  enrolmentId = 'fingers-1';
  versionCode = 1;
  bootCount = 1;
  locale = 'en-US';
  timezone = 'UTC';

  /** The app's process as it starts now. */
  host(apiLevel = 34, preferences: Readonly<Record<string, string>> = {}): NativeHost {
    mkdirSync(this.dataDir, { recursive: true });
    return {
      apiLevel,
      packageName: 'org.example.app',
      versionCode: this.versionCode,
      bootCount: this.bootCount,
      dataDir: this.dataDir,
      keystoreDir: this.keystoreDir,
      sharedDir: this.sharedDir,
      preferences,
      now: () => this.time,
      locale: () => this.locale,
      timezone: () => this.timezone,
      lockState: () => ({
        kind: this.kind,
        locked: this.locked,
        lastUnlockAt: this.lastUnlockAt,
        lockGeneration: this.lockGeneration,
        secureUserId: this.secureUserId,
      }),
      biometrics: () => ({ sensor: this.sensor, enrolled: this.enrolled, enrolmentId: this.enrolmentId }),
      authenticate: async (request) => {
        this.prompts.push(request);
        return this.answer(request);
      },
      confirmCredential: async (...confirm) => {
        this.prompts.push({ confirm });
        return this.confirms();
      },
      log: (priority, tag, message) => void this.log.push(`${priority}/${tag}: ${message}`),
      crash: (stack) => void this.crashes.push(stack),
    };
  }

  get dataDir(): string {
    return join(this.folder, 'data');
  }

  get keystoreDir(): string {
    return join(this.folder, 'keystore');
  }

  get sharedDir(): string {
    return join(this.folder, 'shared');
  }

  prefs(name: string): string {
    return join(this.dataDir, 'shared_prefs', `${name}.xml`);
  }

  pass(seconds: number): void {
    this.time += seconds * 1000;
  }

  removeLock(): void {
    Object.assign(this, { kind: 'none', secureUserId: `user-${++this.lockGeneration}` });
    Object.assign(this, { enrolled: 0, enrolmentId: `fingers-${this.lockGeneration}` });
  }

  setLock(kind: 'pin' | 'pattern' | 'password'): void {
    this.kind = kind;
    this.lockGeneration++;
    this.lastUnlockAt = this.time;
  }

  enrol(): void {
    this.enrolled++;
    this.enrolmentId = `fingers-${this.enrolled}-${this.lockGeneration}`;
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What a call throws. */
export function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** What a promise is rejected with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  const settled = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in settled) return settled.error;
  throw new Error(`it was resolved with ${JSON.stringify(settled.value)}`);
}
