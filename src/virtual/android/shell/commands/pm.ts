import { createWriteStream, mkdirSync, rmSync, statSync, copyFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ByteReader } from '../../byte-reader.js';
import { fileMessage } from '../../files.js';
import { Refusal } from '../../packages/manager.js';
import { randomHex } from '../../store.js';
import { options } from '../options.js';
import type { Invocation, Program } from '../shell.js';

const withValue = [
  '-i',
  '--user',
  '-S',
  '--abi',
  '--originating-uri',
  '--referrer',
  '--install-location',
  '--install-reason',
  '-p',
  '--pkg',
];

/** Sessions of install-create that were neither committed nor abandoned. */
const sessions = new WeakMap<object, Map<string, { file?: string; args: readonly string[] }>>();

/** `pm`, also as `cmd package`. */
export const packageManager: Program = async (invocation) => {
  const [verb = '', ...args] = invocation.args;
  const { device, print, complain } = invocation;
  switch (verb) {
    case 'install':
    case 'install-create':
    case 'install-write':
    case 'install-commit':
    case 'install-abandon':
      return install(invocation, verb, args);
    case 'uninstall':
      return uninstall(invocation, args);
    case 'clear': {
      const [name = ''] = options(args, withValue).rest;
      const ok = await device.packages.clear(name);
      print(ok ? 'Success' : 'Failed');
      return ok ? 0 : 1;
    }
    case 'list':
      return list(invocation, args);
    case 'path':
    case 'dump': {
      const [name = ''] = options(args, withValue).rest;
      if (verb === 'dump') return invocation.run(['dumpsys', 'package', name]);
      const record = device.packages.get(name);
      if (record === undefined) return 1;
      print(`package:${record.codePath}/base.apk`);
      return 0;
    }
    case 'resolve-activity':
      return resolveActivity(invocation, args);
    case 'query-activities': {
      for (const record of device.packages.all()) {
        const launcher = device.packages.launcher(record.name);
        if (launcher !== undefined) print(`${record.name}/${launcher.name}`);
      }
      return 0;
    }
    case 'grant':
    case 'revoke':
      return grant(invocation, verb, args);
    case 'enable':
    case 'disable':
    case 'disable-user':
    case 'default-state': {
      const [name = ''] = options(args, withValue).rest;
      print(
        `Package ${name} new state: ${verb === 'enable' ? 'enabled' : verb === 'disable-user' ? 'disabled-user' : verb}`,
      );
      return 0;
    }
    case 'has-feature': {
      const has = features(device.profile.sensor !== 'none', device.apiLevel).includes(args[0] ?? '');
      print(String(has));
      return has ? 0 : 1;
    }
    case 'get-max-users':
      print('Maximum supported users: 4');
      return 0;
    case 'trim-caches':
    case 'set-installer':
    case 'compile':
    case 'bg-dexopt-job':
    case 'reset-permissions':
      if (verb === 'compile') print('Success');
      return 0;
    case 'suspend':
    case 'unsuspend':
    case 'hide':
    case 'unhide':
      print(`Package ${args.at(-1)} new ${verb.replace(/^un/, '')}ed state: ${!verb.startsWith('un')}`);
      return 0;
    default:
      complain(verb === '' ? 'Package manager (package) commands:' : `Unknown command: ${verb}`);
      return verb === '' ? 0 : 255;
  }
};

async function install(invocation: Invocation, verb: string, args: readonly string[]): Promise<number> {
  const { device, print, stdout } = invocation;
  const given = options(args, withValue);
  const mine = sessions.get(device) ?? new Map<string, { file?: string; args: readonly string[] }>();
  sessions.set(device, mine);
  // What is written to standard output, for adb's streamed install has nothing else.
  const fail = (message: string): number => {
    stdout.write(`Failure [${message}]\n`);
    return 1;
  };
  if (verb === 'install-create') {
    const id = String(Math.floor(Math.random() * 2_000_000_000));
    mine.set(id, { args });
    print(`Success: created install session [${id}]`);
    return 0;
  }
  if (verb !== 'install') {
    const [id = '', , from] = given.rest;
    const session = mine.get(id);
    if (session === undefined) return fail(`-2: Session ${id} not found`);
    if (verb === 'install-abandon') {
      mine.delete(id);
      if (session.file !== undefined) rmSync(session.file, { force: true });
      print('Success');
      return 0;
    }
    if (verb === 'install-write') {
      try {
        session.file = await take(invocation, from, given.value('-S'));
      } catch (error) {
        return fail(String((error as Error).message));
      }
      print(`Success: streamed ${statSync(session.file).size} bytes`);
      return 0;
    }
    mine.delete(id);
    return session.file === undefined
      ? fail('INSTALL_FAILED_INVALID_APK')
      : finish(session.file, session.args);
  }
  let file: string;
  try {
    file = await take(invocation, given.rest[0], given.value('-S'));
  } catch (error) {
    return fail(String((error as Error).message));
  }
  return finish(file, args);

  async function finish(apk: string, flags: readonly string[]): Promise<number> {
    const wanted = options(flags, withValue);
    try {
      await device.packages.install(apk, {
        // Replacing is the default of `pm install` from Android 10 on, of a weak grade.
        replace: (wanted.has('-r') || device.apiLevel >= 29) && !wanted.has('-R'),
        downgrade: wanted.has('-d', '--allow-downgrade'),
        test: wanted.has('-t'),
        grant: wanted.has('-g', '--grant-all-requested-permissions'),
      });
      print('Success');
      return 0;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return fail(error.message);
    } finally {
      rmSync(apk, { force: true });
    }
  }
}

/** Puts the APK, from a file of the device or from the stream, into the staging folder of the host. */
async function take(
  { device, stdin, user, cwd, signal }: Invocation,
  from: string | undefined,
  size: string | undefined,
): Promise<string> {
  const staging = path.join(device.store.folder, 'staging');
  mkdirSync(staging, { recursive: true });
  const file = path.join(staging, `${randomHex(12)}.apk`);
  if (from !== undefined && from !== '-') {
    try {
      copyFileSync(device.files.readable(device.files.normal(from, cwd), user), file);
    } catch (error) {
      throw new Error(`INSTALL_FAILED_INVALID_URI: failed to open ${from}: ${fileMessage(error)}`);
    }
    return file;
  }
  const length = Number(size ?? Number.NaN);
  if (!Number.isSafeInteger(length) || length < 0)
    throw new Error('-22: Error: must either specify a package size or an APK file');
  const reader = new ByteReader(stdin);
  let left = length;
  try {
    await pipeline(async function* () {
      while (left > 0) {
        const part = await reader.atMost(left);
        if (part === undefined || signal.aborted)
          throw new Error('INSTALL_FAILED_MEDIA_UNAVAILABLE: the client has gone');
        left -= part.length;
        yield part;
      }
    }, createWriteStream(file));
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
  return file;
}

async function uninstall({ device, stdout, print }: Invocation, args: readonly string[]): Promise<number> {
  const given = options(args, withValue);
  const failure = await device.packages.uninstall(given.rest[0] ?? '', { keepData: given.has('-k') });
  if (failure === undefined) {
    print('Success');
    return 0;
  }
  stdout.write(`Failure [${failure}]\n`);
  return 1;
}

function list({ device, print, complain }: Invocation, [what = '', ...args]: readonly string[]): number {
  const given = options(
    args.map((arg) => (arg === '-3' ? '--third-party' : arg)),
    [...withValue, '--uid'],
  );
  switch (what) {
    case 'package':
    case 'packages': {
      const [filter = ''] = given.rest;
      for (const record of device.packages.all({ uninstalled: given.has('-u') })) {
        if (!record.name.includes(filter)) continue;
        if (
          (given.has('--third-party') && record.system) ||
          (given.has('-s') && !record.system) ||
          given.has('-d')
        )
          continue;
        print(
          `package:${given.has('-f') ? `${record.codePath}/base.apk=` : ''}${record.name}` +
            (given.has('--show-versioncode') ? ` versionCode:${record.versionCode}` : '') +
            (given.has('-U') ? ` uid:${record.uid}` : '') +
            (given.has('-i') ? '  installer=null' : ''),
        );
      }
      return 0;
    }
    case 'instrumentation':
      for (const record of device.packages.all()) {
        for (const { name, target } of record.instrumentation) {
          if (given.rest[0] === undefined || given.rest[0] === target)
            print(`instrumentation:${record.name}/${name} (target=${target})`);
        }
      }
      return 0;
    case 'features':
      for (const feature of features(device.profile.sensor !== 'none', device.apiLevel))
        print(`feature:${feature}`);
      return 0;
    case 'users':
      print('Users:', '\tUserInfo{0:Owner:4c13} running');
      return 0;
    case 'libraries':
      print('library:android.test.base');
      return 0;
    case 'permissions':
    case 'permission-groups':
      return 0;
    default:
      complain(`Error: unknown list type '${what}'`);
      return 255;
  }
}

function features(hasSensor: boolean, apiLevel: number): string[] {
  return [
    'android.hardware.camera',
    ...(hasSensor ? ['android.hardware.fingerprint'] : []),
    ...(apiLevel >= 31 ? ['android.hardware.hardware_keystore'] : []),
    'android.hardware.touchscreen',
    'android.hardware.wifi',
    'android.software.backup',
    'android.software.secure_lock_screen',
    'android.software.webview',
  ];
}

function resolveActivity({ device, print }: Invocation, args: readonly string[]): number {
  const given = options(args, ['-c', '-a', '-d', '-t', '--user', '-n', '-p']);
  const name = given.rest[0] ?? given.value('-p') ?? '';
  const launcher = device.packages.launcher(name);
  if (launcher === undefined) {
    print('No activity found');
    return 0;
  }
  if (given.has('--brief'))
    print(
      'priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=true',
      `${name}/${launcher.name}`,
    );
  else
    print(
      '  priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=true',
      '  ActivityInfo:',
      `    name=${launcher.name}`,
      `    packageName=${name}`,
    );
  return 0;
}

function grant({ device, complain }: Invocation, verb: 'grant' | 'revoke', args: readonly string[]): number {
  const [name = '', permission = ''] = options(args, withValue).rest;
  const record = device.packages.get(name);
  const failed = (words: string): number => {
    complain('', `Exception occurred while executing '${verb}':`, words);
    return 255;
  };
  if (record === undefined) return failed(`java.lang.IllegalArgumentException: Unknown package: ${name}`);
  if (!record.permissions.includes(permission)) {
    return failed(`java.lang.SecurityException: Package ${name} has not requested permission ${permission}`);
  }
  device.packages.change(name, (changed) => {
    changed.granted = changed.granted.filter((one) => one !== permission);
    if (verb === 'grant') changed.granted.push(permission);
  });
  return 0;
}
