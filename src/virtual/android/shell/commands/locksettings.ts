import type { LockKind } from '../../profile.js';
import type { Program } from '../shell.js';
import { options } from '../options.js';

/** `locksettings` (also `cmd lock_settings`), in the words of LockSettingsShellCommand. */
export const locksettings: Program = ({ device, args, print, complain }) => {
  const [verb = ''] = args;
  const { lock } = device;
  const given = options(args.slice(1), ['--old', '--user']);
  const old = given.value('--old');
  if (verb === '' || verb === 'help') {
    print(...help);
    return verb === '' ? 255 : 0;
  }
  if (!verbs.includes(verb)) {
    complain(`Unknown command: ${verb}`, ...help);
    return 255;
  }
  if (verb === 'require-strong-auth') {
    lock.strongAuthRequired = true;
    device.keyguard.refresh();
    return 0;
  }
  if (verb === 'verify' && old === undefined && lock.secure && device.apiLevel >= 30) {
    // Seen on API 35: without --old it throws.
    complain(
      '',
      `Exception occurred while executing 'verify':`,
      "java.lang.IllegalArgumentException: Credential can't be null or empty",
    );
    return 255;
  }
  // Up to API 29 every verb asks for the old credential first; later only those that need it.
  if (device.apiLevel <= 29 || (verb !== 'get-disabled' && verb !== 'set-disabled')) {
    const refusal = checkOld(device.lock, old);
    if (refusal !== undefined) {
      print(refusal);
      return 0;
    }
  }
  switch (verb) {
    case 'set-pin':
    case 'set-password':
    case 'set-pattern':
      return set(verb.slice(4) as 'pin' | 'password' | 'pattern', given.rest[0] ?? '');
    case 'clear':
      // What is left without a credential is a swipe.
      lock.set('swipe', '');
      print('Lock credential cleared');
      return 0;
    case 'verify':
      if (lock.secure) device.fingers.resetLockout();
      print('Lock credential verified successfully');
      return 0;
    case 'get-disabled':
      print(String(lock.kind === 'none'));
      return 0;
    case 'set-disabled':
      if (!lock.secure) lock.set(given.rest[0] === 'true' ? 'none' : 'swipe', '');
      print(`Lock screen disabled set to ${given.rest[0]}`);
      return 0;
    default:
      return 0;
  }

  function set(kind: LockKind & ('pin' | 'password' | 'pattern'), secret: string): number {
    const isFit = { pin: /^\d{4,}$/, password: /^.{4,}$/, pattern: /^[1-9]{4,9}$/ }[kind].test(secret);
    if (!isFit) {
      complain(
        '',
        `Exception occurred while executing '${verb}':`,
        'java.lang.IllegalArgumentException: newCredential is not valid',
      );
      return 255;
    }
    lock.set(kind, secret);
    const name = { pin: 'Pin', password: 'Password', pattern: 'Pattern' }[kind];
    print(`${name} set to '${secret}'`);
    return 0;
  }
};

const verbs = [
  ...['set-pin', 'set-password', 'set-pattern', 'clear', 'verify', 'get-disabled', 'set-disabled'],
  ...['require-strong-auth', 'sp', 'set-resume-on-reboot-provider-package', 'remove-cache'],
];

const help = [
  'lockSettings service commands:',
  '',
  'NOTE: when a secure lock screen is set, most commands require the --old option.',
  '',
  '  get-disabled [--user USER_ID]',
  '  set-disabled [--user USER_ID] <true|false>',
  '  set-pattern [--old <CREDENTIAL>] [--user USER_ID] <PATTERN>',
  '  set-pin [--old <CREDENTIAL>] [--user USER_ID] <PIN>',
  '  set-password [--old <CREDENTIAL>] [--user USER_ID] <PASSWORD>',
  '  clear [--old <CREDENTIAL>] [--user USER_ID]',
  '  verify [--old <CREDENTIAL>] [--user USER_ID]',
];

function checkOld(
  lock: { secure: boolean; check(secret: string): string },
  old: string | undefined,
): string | undefined {
  if (!lock.secure) return old === undefined ? undefined : 'Old password provided but user has no password';
  if (old === undefined) return "Old password '' didn't match";
  const checked = lock.check(old);
  if (checked === 'throttled') return 'Request throttled';
  return checked === 'right' ? undefined : `Old password '${old}' didn't match`;
}
