/** One thing that a device is asked. */
export interface Probe {
  readonly id: string;
  /** What adb is given behind the serial. */
  readonly adb: readonly string[];
  /** What differs between any two devices or runs, and is made the same before comparing. */
  readonly mask?: readonly (readonly [pattern: RegExp, by: string])[];
  /** Compares only lines that match. */
  readonly only?: RegExp;
}

const shell = (id: string, script: string, more: Omit<Probe, 'id' | 'adb'> = {}): Probe => ({
  id,
  adb: ['shell', script],
  ...more,
});

/** Numbers that nobody promises: ids of objects, process ids, times. */
const numbers: Probe['mask'] = [
  [/[0-9a-f]{6,8}(?= u0)/g, 'ID'],
  [/\bt\d+\b/g, 'tN'],
  [/\b\d{2,}\b/g, 'N'],
];

/**
 * What a device answers to: commands, refusals, windows. `PACKAGE` stands for the app that is installed for it. They run
 * in this order, and leave the device as it was: without a lock, without the app.
 */
export const probes: readonly Probe[] = [
  shell('echo', 'echo hello'),
  shell('not-found', 'nosuchcommand; echo $?'),
  shell('exit-code', 'exit 7'),
  shell('and-or', 'false && echo a || echo b'),
  shell('pipe', 'printf "b\\na\\n" | sort | head -n 1'),
  shell('test-file', '[ -d /data/local/tmp ] && echo yes'),
  shell('quoting', 'echo "a  b" \'$HOME\''),
  shell('redirect-refused', 'echo x > /system/x'),
  shell('list-private', 'ls /data/data'),
  shell('cat-missing', 'cat /data/local/tmp/missing'),
  shell('rm-missing', 'rm /data/local/tmp/missing'),
  shell('mkdir-twice', 'mkdir /data/local/tmp/v; mkdir /data/local/tmp/v; rmdir /data/local/tmp/v'),
  shell('id', 'id -u'),
  shell('whoami', 'whoami'),
  shell('ps-help', 'ps --help', { only: /^-A/ }),
  shell('ps-header', 'ps -A | head -n 1'),
  shell('pidof-none', 'pidof nothing; echo $?'),
  shell('kill-refused', 'kill $(pidof system_server)', { mask: numbers }),
  shell('date', 'date -d @0 +%Y-%m-%dT%T%z'),
  shell('getprop-none', 'getprop no.such.property'),
  shell('getprop-boot', 'getprop sys.boot_completed'),
  shell('setprop-refused', 'setprop ro.mine 1; echo $?', { only: /^(Failed|\d)/ }),
  shell('settings-none', 'settings get global no_such_setting'),
  shell('settings-put', 'settings put global verify_probe 5; settings get global verify_probe'),
  shell('settings-delete', 'settings delete global verify_probe'),
  shell('settings-wrong', 'settings get nowhere x', { only: /Invalid|namespace/ }),
  shell('pm-path-none', 'pm path no.such.package; echo $?'),
  shell('pm-clear-none', 'pm clear no.such.package'),
  shell('pm-uninstall-none', 'pm uninstall no.such.package'),
  shell('pm-grant-none', 'pm grant no.such.package android.permission.CAMERA', { only: /Exception/ }),
  shell('pm-unknown', 'pm nosuchverb', { only: /Unknown|unknown/ }),
  shell('cmd-none', 'cmd nosuchservice; echo $?'),
  shell('dumpsys-none', 'dumpsys nosuchservice'),
  shell('dumpsys-package-none', 'dumpsys package no.such.package', { only: /Unable/ }),
  shell('resolve-none', 'cmd package resolve-activity --brief no.such.package'),
  shell('am-start-none', 'am start -n no.such/.Activity'),
  shell('am-start-wait-none', 'am start -W -n no.such/.Activity'),
  shell('am-force-stop-none', 'am force-stop no.such.package; echo $?'),
  shell('am-broadcast', 'am broadcast -a no.such.ACTION', { mask: [[/flg=\S+ ?/g, '']] }),
  shell('am-startservice-none', 'am startservice no.such/.Service', { only: /Error/ }),
  shell('am-user', 'am get-current-user'),
  shell('run-as-none', 'run-as no.such.package ls'),
  shell('run-as-system', 'run-as com.android.settings ls'),
  shell('appops-none', 'appops set no.such.package CAMERA allow'),
  shell('ime-list', 'ime list -s | wc -l', { mask: [[/\d+/g, 'N']] }),
  shell('bmgr-enabled', 'bmgr enabled', { mask: [[/(en|dis)abled/g, 'ABLED']] }),
  shell('bmgr-none', 'bmgr backupnow no.such.package', { only: /no\.such/ }),
  shell('wm-size', 'wm size', { mask: [[/\d+x\d+/g, 'WxH']] }),
  shell('wm-density', 'wm density', { mask: [[/\d+/g, 'N']] }),
  shell('input-usage', 'input; echo $?', { only: /^\d+$/ }),
  shell('window-focus', 'dumpsys window displays', {
    only: /^\s+mCurrentFocus=/,
    mask: [[/Window\{.*\}/, 'WINDOW']],
  }),
  shell('window-policy', 'dumpsys window policy', { only: /mIsShowing|mInputRestricted|screenState/ }),
  shell('power', 'dumpsys power', { only: /^\s+mWakefulness=/ }),
  shell('sleep', 'input keyevent 223; sleep 0.5; dumpsys power', { only: /^\s+mWakefulness=/ }),
  shell('wake', 'input keyevent 224; wm dismiss-keyguard; sleep 0.5; dumpsys power', {
    only: /^\s+mWakefulness=/,
  }),
  shell('trust-open', 'dumpsys trust', {
    only: /deviceLocked=/,
    mask: [[/^.*deviceLocked=(\d).*$/, 'deviceLocked=$1']],
  }),
  shell('lock-disabled', 'locksettings get-disabled', { only: /true|false/ }),
  shell('lock-set', 'locksettings set-pin 1234'),
  shell('lock-verify', 'locksettings verify --old 1234'),
  shell('lock-verify-wrong', 'locksettings verify --old 9999'),
  shell('lock-change', 'locksettings set-password --old 1234 word'),
  shell('lock-change-back', 'locksettings set-pin --old word 1234'),
  shell('lock-sleep', 'input keyevent 223; sleep 0.5; input keyevent 224; sleep 0.5; dumpsys trust', {
    only: /deviceLocked=/,
    mask: [[/^.*deviceLocked=(\d).*$/, 'deviceLocked=$1']],
  }),
  shell(
    'lock-bouncer',
    'wm dismiss-keyguard; sleep 0.5; uiautomator dump /sdcard/w.xml >/dev/null; cat /sdcard/w.xml',
    {
      only: /resource-id/,
      mask: [[/^[\s\S]*(com\.android\.systemui:id\/pinEntry)[\s\S]*$/, '$1']],
    },
  ),
  shell('lock-unlock', 'input text 1234; input keyevent 66; sleep 0.5; dumpsys trust', {
    only: /deviceLocked=/,
    mask: [[/^.*deviceLocked=(\d).*$/, 'deviceLocked=$1']],
  }),
  shell('lock-clear', 'locksettings clear --old 1234'),
  shell('lock-clear-again', 'locksettings verify --old 1'),
  shell('fingerprint', 'dumpsys fingerprint', { mask: [[/:\d+/g, ':N']] }),
  { id: 'install', adb: ['install', 'APK'], mask: [[/^[\s\S]*(Success)\s*$/, '$1']] },
  shell('installed', 'pm list packages PACKAGE'),
  shell('installed-path', 'pm path PACKAGE', { mask: [[/\/data\/app\/.*\/base/, '/data/app/.../base']] }),
  shell('installed-version', 'dumpsys package PACKAGE', { only: /versionCode=|versionName=/ }),
  shell('installed-resolve', 'cmd package resolve-activity --brief PACKAGE | tail -n 1'),
  shell('private-folder', 'run-as PACKAGE ls'),
  shell('private-write', 'run-as PACKAGE sh -c "echo kept > f"; run-as PACKAGE cat f'),
  shell('private-mode', 'run-as PACKAGE ls -ld .', { mask: [[/^(\S+)\s.*$/, '$1']] }),
  shell('start', 'am start -W -n PACKAGE/android.app.Activity', {
    mask: [
      [/(Time|State): .*/g, '$1'],
      [/^Warning.*\n/m, ''],
    ],
  }),
  shell('start-inner', 'am start -n PACKAGE/android.app.ListActivity', {
    only: /Denial/,
    mask: [[/^.*(Permission Denial).*$/, '$1']],
  }),
  shell('started-focus', 'dumpsys window displays', { only: /^\s+mFocusedApp=/, mask: numbers }),
  shell('started-process', 'ps -A -o NAME | grep -x PACKAGE'),
  { id: 'reinstall', adb: ['install', '-r', 'APK'], mask: [[/^[\s\S]*(Success)\s*$/, '$1']] },
  shell('data-kept', 'run-as PACKAGE cat f'),
  shell('stopped-by-install', 'pidof PACKAGE; echo $?'),
  shell('clear', 'pm clear PACKAGE'),
  shell('data-gone', 'run-as PACKAGE cat f'),
  shell('backup-not-launched', 'bmgr backupnow PACKAGE', { only: /PACKAGE|result/ }),
  {
    id: 'install-garbage',
    adb: ['install', 'GARBAGE'],
    only: /Failure/,
    mask: [[/^.*Failure \[(\w+).*$/, '$1']],
  },
  { id: 'uninstall', adb: ['uninstall', 'PACKAGE'] },
  { id: 'uninstall-again', adb: ['uninstall', 'PACKAGE'] },
];
