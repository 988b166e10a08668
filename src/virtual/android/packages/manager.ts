import { cpSync, existsSync, mkdirSync, renameSync, rmSync, copyFileSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import type { Files } from '../files.js';
import { randomHex, type Store } from '../store.js';
import { readApk, ParseFailure } from './apk.js';
import type { Component, PackageRecord } from './record.js';

export interface InstallOptions {
  readonly replace: boolean;
  readonly downgrade: boolean;
  readonly test: boolean;
  readonly grant: boolean;
}

/** Why Android refused: its name of the failure and its words. */
export class Refusal extends Error {
  constructor(
    readonly reason: string,
    detail = '',
  ) {
    super(detail === '' ? reason : `${reason}: ${detail}`);
  }
}

/** Packages that every device has. */
const systemPackages: readonly (readonly [name: string, uid: number, activity?: string])[] = [
  ['android', 1000],
  ['com.android.systemui', 10_050],
  ['com.android.launcher3', 10_051, 'com.android.launcher3.uioverrides.QuickstepLauncher'],
  ['com.android.settings', 1000, 'com.android.settings.Settings'],
  ['com.android.phone', 1001],
  ['com.android.shell', 2000],
  ['com.android.localtransport', 1000],
  ['com.android.inputmethod.latin', 10_052],
  ['com.android.webview', 10_053],
  ['com.android.permissioncontroller', 10_054],
  ['com.android.providers.settings', 1000],
  ['com.android.providers.media.module', 10_055],
];

/** Permissions that are granted only on request; others are granted at install. */
const dangerous =
  /\.(READ|WRITE)_(CONTACTS|CALENDAR|CALL_LOG|EXTERNAL_STORAGE|MEDIA_\w+)$|\.(CAMERA|RECORD_AUDIO|ACCESS_(FINE|COARSE|BACKGROUND)_LOCATION|READ_(PHONE_STATE|SMS|MEDIA_\w+)|SEND_SMS|RECEIVE_SMS|CALL_PHONE|BODY_SENSORS|POST_NOTIFICATIONS|GET_ACCOUNTS|BLUETOOTH_(CONNECT|SCAN|ADVERTISE))$/;

export const localTransport = 'com.android.localtransport/.LocalTransport';

/** The installed packages, their code and their data. */
export class Packages {
  #installing = 0;

  constructor(
    private readonly device: {
      readonly store: Store;
      readonly files: Files;
      readonly apiLevel: number;
      readonly now: () => number;
      readonly webviewVersion: () => string;
      /** Ends the processes of a package. */
      readonly stop: (name: string, reason: string) => Promise<void> | void;
      /** Told when a package was installed, replaced or removed. */
      readonly log: (message: string) => void;
    },
  ) {
    device.files.ownerOf = (name) => this.get(name)?.uid ?? store.state.packages[name]?.uid;
    const { store } = device;
    for (const [name, uid, activity] of systemPackages) {
      if (store.state.packages[name] !== undefined) continue;
      store.state.packages[name] = systemRecord(name, uid, activity, device.apiLevel, device.now());
    }
    store.save();
  }

  get(name: string): PackageRecord | undefined {
    const record = Object.hasOwn(this.device.store.state.packages, name)
      ? this.device.store.state.packages[name]
      : undefined;
    return record?.dataOnly === true ? undefined : record;
  }

  /** Also those of which only the data was kept. */
  all({ uninstalled = false } = {}): readonly PackageRecord[] {
    return Object.values(this.device.store.state.packages)
      .filter((record) => uninstalled || !record.dataOnly)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  change(name: string, how: (record: PackageRecord) => void): void {
    const record = this.get(name);
    if (record !== undefined) this.device.store.change(() => how(record));
  }

  dataDir(name: string): string {
    return this.device.files.hostPath(`/data/data/${name}`);
  }

  keystoreDir(name: string): string {
    const folder = this.device.files.hostPath(`/data/misc/keystore/user_0/${this.get(name)?.uid ?? 0}`);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** The APK on the host. */
  apkFile(record: PackageRecord): string {
    return this.device.files.hostPath(`${record.codePath}/base.apk`);
  }

  /** The activity that the launcher starts. */
  launcher(name: string): Component | undefined {
    return this.get(name)?.activities.find(
      (activity) =>
        activity.enabled &&
        activity.filters.some(
          ({ actions, categories }) =>
            actions.includes('android.intent.action.MAIN') &&
            categories.includes('android.intent.category.LAUNCHER'),
        ),
    );
  }

  /** Installs an APK that lies on the host; the file is taken. Throws a Refusal. */
  async install(file: string, options: InstallOptions): Promise<PackageRecord> {
    const { store, files, apiLevel, now } = this.device;
    const shown = `/data/app/vmdl${1_000_000 + ++this.#installing}.tmp/base.apk`;
    const { manifest, signers } = await readApk(file, shown).catch((error: unknown) => {
      throw error instanceof ParseFailure ? new Refusal(error.reason, error.message) : error;
    });
    const { name } = manifest;
    const kept = store.state.packages[name];
    const old = this.get(name);
    if (manifest.minSdk > apiLevel) {
      throw new Refusal(
        'INSTALL_FAILED_OLDER_SDK',
        `Failed parse during installPackageLI: ${shown} (at Binary XML file line #7): ` +
          `Requires newer sdk version #${manifest.minSdk} (current version is #${apiLevel})`,
      );
    }
    if (apiLevel >= 34 && manifest.targetSdk < 23) {
      throw new Refusal(
        'INSTALL_FAILED_DEPRECATED_SDK_VERSION',
        `App package must target at least SDK version 23, but found ${manifest.targetSdk}`,
      );
    }
    if (manifest.testOnly && !options.test) {
      throw new Refusal('INSTALL_FAILED_TEST_ONLY', 'installPackageLI');
    }
    if (old?.system === true) {
      throw new Refusal(
        'INSTALL_FAILED_UPDATE_INCOMPATIBLE',
        `Package ${name} signatures do not match previously installed version; ignoring!`,
      );
    }
    if (old !== undefined && !options.replace) {
      throw new Refusal(
        'INSTALL_FAILED_ALREADY_EXISTS',
        `Attempt to re-install ${name} without first uninstalling.`,
      );
    }
    if (kept !== undefined && kept.signers.join() !== signers.join()) {
      // The words changed in Android 12; of a weak grade, from memory of AOSP.
      const words =
        apiLevel >= 31
          ? `Existing package ${name} signatures do not match newer version; ignoring!`
          : `Package ${name} signatures do not match previously installed version; ignoring!`;
      throw new Refusal('INSTALL_FAILED_UPDATE_INCOMPATIBLE', words);
    }
    if (
      old !== undefined &&
      manifest.versionCode < old.versionCode &&
      !(options.downgrade && old.debuggable)
    ) {
      throw new Refusal(
        'INSTALL_FAILED_VERSION_DOWNGRADE',
        apiLevel >= 29
          ? `Downgrade detected: Update version code ${manifest.versionCode} is older than current ${old.versionCode}`
          : '',
      );
    }
    await this.device.stop(name, 'installPackageLI');
    const unique = (): string => `${randomHex(22)}==`;
    const codePath =
      apiLevel >= 30 ? `/data/app/~~${unique()}/${name}-${unique()}` : `/data/app/${name}-${unique()}`;
    const folder = files.hostPath(codePath);
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    moveFile(file, path.join(folder, 'base.apk'));
    const time = now();
    const requested = manifest.permissions;
    const record: PackageRecord = {
      ...manifest,
      uid: kept?.uid ?? store.state.nextUid,
      system: false,
      signers: [...signers],
      codePath,
      firstInstallTime: old?.firstInstallTime ?? time,
      lastUpdateTime: time,
      dataOnly: false,
      granted: requested.filter(
        (permission) =>
          options.grant || !dangerous.test(permission) || (kept?.granted.includes(permission) ?? false),
      ),
      stopped: old?.stopped ?? true,
      notLaunched: old?.notLaunched ?? true,
    };
    store.change((state) => {
      if (kept === undefined) state.nextUid++;
      state.packages[name] = record;
    });
    if (old !== undefined) this.#removeCode(old);
    this.#makeData(name);
    if (kept === undefined) this.#restoreAtInstall(record);
    this.device.log(`Package ${name} codePath changed to ${codePath}; replaced=${old !== undefined}`);
    return record;
  }

  /** Uninstalls a package; with its data kept, its uid stays its own. Gives Android's failure, or undefined. */
  async uninstall(name: string, { keepData = false } = {}): Promise<string | undefined> {
    const record = this.device.store.state.packages[name];
    if (record === undefined || (record.dataOnly && keepData)) return 'DELETE_FAILED_INTERNAL_ERROR';
    if (record.system) return 'DELETE_FAILED_INTERNAL_ERROR';
    await this.device.stop(name, 'uninstall pkg');
    if (!record.dataOnly) this.#removeCode(record);
    if (keepData) {
      // Whether the keys survive is not known for sure; the uid stays, so they are taken to stay.
      this.device.store.change((state) => {
        state.packages[name] = { ...record, dataOnly: true };
      });
      return undefined;
    }
    rmSync(this.keystoreDirOf(record), { recursive: true, force: true });
    rmSync(this.dataDir(name), { recursive: true, force: true });
    rmSync(this.device.files.hostPath(`/sdcard/Android/data/${name}`), { recursive: true, force: true });
    this.device.store.change((state) => {
      delete state.packages[name];
      delete state.appops[name];
    });
    return undefined;
  }

  /** `pm clear`: data, keys and granted permissions go. */
  async clear(name: string): Promise<boolean> {
    const record = this.get(name);
    if (record === undefined) return false;
    await this.device.stop(name, 'clear data');
    rmSync(this.keystoreDirOf(record), { recursive: true, force: true });
    rmSync(this.dataDir(name), { recursive: true, force: true });
    if (!record.system) this.#makeData(name);
    this.change(name, (changed) => {
      changed.granted = changed.granted.filter((permission) => !dangerous.test(permission));
      changed.stopped = true;
    });
    this.device.store.change((state) => delete state.appops[name]);
    return true;
  }

  /** Puts a package's data into the set of the local transport. Android's word for what became of it. */
  async backUp(name: string): Promise<string> {
    const record = this.get(name);
    if (record === undefined) return 'Package not found';
    if (!record.allowBackup || record.system) return 'Backup is not allowed';
    // A package that was never started since its install has nothing that the system would ask it for.
    if (record.notLaunched) return 'Backup is not allowed';
    await this.device.stop(name, 'full backup');
    const target = this.#backupDir(name);
    rmSync(target, { recursive: true, force: true });
    mkdirSync(path.dirname(target), { recursive: true });
    cpSync(this.dataDir(name), target, {
      recursive: true,
      filter: (source) => !isLeftOut(this.dataDir(name), source),
    });
    this.device.store.change((state) => {
      state.backup.packages[name] = this.device.now();
    });
    return 'Success';
  }

  /** Takes a package's data out of the set. False when there is none. */
  async restore(name: string): Promise<boolean> {
    if (this.get(name) === undefined || !existsSync(this.#backupDir(name))) return false;
    await this.device.stop(name, 'restore');
    cpSync(this.#backupDir(name), this.dataDir(name), { recursive: true });
    return true;
  }

  wipeBackups(): void {
    rmSync(this.#backupDir(''), { recursive: true, force: true });
    this.device.store.change((state) => {
      state.backup.packages = {};
    });
  }

  keystoreDirOf(record: PackageRecord): string {
    return this.device.files.hostPath(`/data/misc/keystore/user_0/${record.uid}`);
  }

  #restoreAtInstall(record: PackageRecord): void {
    const { store } = this.device;
    if (!record.allowBackup || !store.state.backup.enabled) return;
    if (store.state.backup.transport !== localTransport || !existsSync(this.#backupDir(record.name))) return;
    cpSync(this.#backupDir(record.name), this.dataDir(record.name), { recursive: true });
  }

  #backupDir(name: string): string {
    return path.join(this.device.store.folder, 'backup', name);
  }

  #makeData(name: string): void {
    const folder = this.dataDir(name);
    for (const sub of ['', 'cache', 'code_cache']) {
      mkdirSync(path.join(folder, sub), { recursive: true, mode: sub === '' ? 0o700 : 0o771 });
    }
  }

  #removeCode(record: PackageRecord): void {
    const folder = record.codePath.startsWith('/data/app/~~')
      ? path.posix.dirname(record.codePath)
      : record.codePath;
    rmSync(this.device.files.hostPath(folder), { recursive: true, force: true });
  }
}

/** Backups leave out caches, and what a web view needs no copy of. */
function isLeftOut(folder: string, source: string): boolean {
  const [first, ...rest] = path.relative(folder, source).split(path.sep);
  if (first === 'cache' || first === 'code_cache' || first === 'no_backup') return true;
  return first === 'app_webview' && rest.some((name) => /Cache|Singleton/.test(name));
}

function moveFile(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    copyFileSync(from, to);
    unlinkSync(from);
  }
}

function systemRecord(
  name: string,
  uid: number,
  activity: string | undefined,
  apiLevel: number,
  now: number,
): PackageRecord {
  return {
    name,
    versionCode: apiLevel,
    versionName: String(apiLevel - 20),
    minSdk: apiLevel,
    targetSdk: apiLevel,
    debuggable: false,
    testOnly: false,
    allowBackup: false,
    label: name,
    application: '',
    activities:
      activity === undefined
        ? []
        : [
            {
              name: activity,
              exported: true,
              enabled: true,
              filters: [
                {
                  actions: ['android.intent.action.MAIN'],
                  categories: [
                    name.includes('launcher')
                      ? 'android.intent.category.HOME'
                      : 'android.intent.category.LAUNCHER',
                  ],
                },
              ],
            },
          ],
    services: [],
    receivers: [],
    permissions: [],
    instrumentation: [],
    uid,
    system: true,
    signers: ['platform'],
    codePath: `/system/app/${name}`,
    firstInstallTime: now,
    lastUpdateTime: now,
    dataOnly: false,
    granted: [],
    stopped: false,
    notLaunched: false,
  };
}
