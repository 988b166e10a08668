import { shortComponent } from '../../../apps/activities.js';
import type { PackageRecord } from '../../../packages/record.js';
import type { Program } from '../../shell.js';
import { formatDate } from '../system.js';

/** `dumpsys package [NAME]`. */
export const packages: Program = ({ device, args, print }) => {
  const [name] = args.filter((arg) => !arg.startsWith('-'));
  if (name === undefined) {
    print('Packages:');
    for (const record of device.packages.all()) describe(record);
    return 0;
  }
  const record = device.packages.get(name);
  if (record === undefined) {
    print(`Unable to find package: ${name}`);
    return 0;
  }
  const launcher = device.packages.launcher(name);
  if (launcher !== undefined) {
    print(
      'Activity Resolver Table:',
      '  Non-Data Actions:',
      '      android.intent.action.MAIN:',
      `        ${hash(name)} ${shortComponent(name, launcher.name)} filter ${hash(launcher.name)}`,
      '          Action: "android.intent.action.MAIN"',
      '          Category: "android.intent.category.LAUNCHER"',
      '',
    );
  }
  print(`Key Set Manager:`, `  [${name}]`, `      Signing KeySets: ${record.uid}`, '', 'Packages:');
  describe(record);
  return 0;

  function describe(one: PackageRecord): void {
    const time = (ms: number): string => formatDate(ms, '%F %T', device.store.state.timezone);
    const flags = [
      one.system ? 'SYSTEM' : '',
      one.debuggable ? 'DEBUGGABLE' : '',
      'HAS_CODE',
      one.testOnly ? 'TEST_ONLY' : '',
      one.allowBackup ? 'ALLOW_BACKUP' : '',
    ].filter((flag) => flag !== '');
    print(
      `  Package [${one.name}] (${hash(one.name)}):`,
      `    userId=${one.uid}`,
      ...(device.apiLevel >= 34 ? [`    appId=${one.uid}`] : []),
      `    pkg=Package{${hash(one.codePath)} ${one.name}}`,
      `    codePath=${one.codePath}`,
      `    versionCode=${one.versionCode} minSdk=${one.minSdk} targetSdk=${one.targetSdk}`,
      `    versionName=${one.versionName}`,
      `    signatures=PackageSignatures{${hash(one.signers.join())} version:2, signatures:[${one.signers.map((signer) => signer.slice(0, 8)).join(', ')}], past signatures:[]}`,
      `    flags=[ ${flags.join(' ')} ]`,
      `    dataDir=/data/user/0/${one.name}`,
      `    firstInstallTime=${time(one.firstInstallTime)}`,
      `    lastUpdateTime=${time(one.lastUpdateTime)}`,
      '    requested permissions:',
      ...one.permissions.map((permission) => `      ${permission}`),
      `    install permissions:`,
      `    User 0: ceDataInode=${one.uid} installed=true hidden=false suspended=false stopped=${one.stopped} notLaunched=${one.notLaunched} enabled=0 instant=false`,
      '      runtime permissions:',
      ...one.permissions.map(
        (permission) => `        ${permission}: granted=${one.granted.includes(permission)}, flags=[ ]`,
      ),
    );
  }
};

/** Seven hexadecimal digits, as of an object's identity. */
function hash(text: string): string {
  let value = 7;
  for (const char of text) value = (value * 31 + char.charCodeAt(0)) >>> 0;
  return value.toString(16).padStart(8, '0').slice(-7);
}
