import { createHash } from 'node:crypto';
import type { NativeHost } from '../../native-api.js';
import type { Device } from '../device.js';
import type { PackageRecord } from '../packages/record.js';
import type { Process } from '../processes.js';
import type { Asker } from '../system/prompts.js';

/** What a native half gets of the device, for one process of an app. */
export function nativeHost(
  device: Device,
  record: PackageRecord,
  process: Process,
  preferences: Readonly<Record<string, string>>,
): NativeHost {
  const { name } = record;
  const asker: Asker = {
    packageName: name,
    pid: process.pid,
    inForeground: () => device.activities.isForeground(name),
    biometricOp: () => device.store.state.appops[name]?.['USE_BIOMETRIC'] ?? 'default',
  };
  const alive = <T>(promise: Promise<T>): Promise<T> =>
    // A process that is gone hears nothing.
    promise.then((value) =>
      device.processes.get(process.pid) === process ? value : new Promise<T>(() => undefined),
    );
  return {
    apiLevel: device.apiLevel,
    packageName: name,
    versionCode: record.versionCode,
    bootCount: device.store.state.bootCount,
    dataDir: device.packages.dataDir(name),
    keystoreDir: device.packages.keystoreDir(name),
    sharedDir: device.files.hostPath('/storage/emulated/0'),
    preferences,
    now: () => device.now(),
    locale: () => device.store.state.locale,
    timezone: () => device.store.state.timezone,
    lockState() {
      const { kind, locked, lastUnlockAt, generation, secureUserId } = device.lock;
      return { kind, locked, lastUnlockAt, lockGeneration: generation, secureUserId };
    },
    biometrics() {
      const { sensor, enrolled, enrolmentId } = device.fingers;
      return { sensor, enrolled: enrolled.length, enrolmentId };
    },
    authenticate: (request) => alive(device.prompts.authenticate(asker, request)),
    confirmCredential: (title, description) =>
      alive(device.prompts.confirmCredential(asker, title, description)),
    log: (priority, tag, message) => device.log.write(priority, tag, message, { pid: process.pid }),
    crash: (stack) => device.webviews.crash(process.pid, stack),
  };
}

/** A number for the bridge of a process that no page can guess and no other process has. */
export function bridgeSecret(process: Process): number {
  const digest = createHash('sha256').update(`${process.pid} ${process.startedAt} ${Math.random()}`).digest();
  return digest.readUInt32BE(0);
}
