import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { Parser } from 'tar';
import { profileWith } from '../../src/virtual/android/profile.js';
import { startDevice, type RunningDevice } from '../../src/virtual/android/start.js';
import { adbServer, type AdbServer, type Ran } from './adb.js';
import { apk } from './apk.js';

const name = 'org.example.virtual';

describe('plain adb against a virtual device', function () {
  this.timeout(60_000);
  let server: AdbServer;
  let running: RunningDevice;
  let folder: string;
  const adb = (...args: string[]): Promise<Ran> => server.adb('-s', running.serial, ...args);
  const shell = (script: string): Promise<Ran> => adb('shell', script);

  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'vtest-'));
    server = await adbServer();
    running = await startDevice({ profile: profileWith('phone', { apiLevel: 33 }) });
    await server.adb('connect', running.address);
  });
  after(async () => {
    await running.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is listed as a device', async () => {
    expect((await server.adb('devices')).stdout).to.contain(`${running.serial}\tdevice\n`);
    expect((await adb('get-state')).stdout).to.equal('device\n');
    expect((await adb('features')).stdout.split('\n')).to.include.members(['shell_v2', 'cmd']);
    expect((await server.adb('devices', '-l')).stdout).to.contain('model:Pixel_8');
  });

  /** What is typed, what comes on standard output, and the exit code where it is not 0. */
  const commands: readonly (readonly [script: string, out: string | RegExp, code?: number])[] = [
    ['echo hello', 'hello\n'],
    ['echo "two  blanks" \'$HOME\'', 'two  blanks $HOME\n'],
    ['echo $USER; echo "$USER"', 'shell\nshell\n'],
    ['true && echo yes || echo no', 'yes\n'],
    ['false && echo yes || echo no', 'no\n'],
    ['exit 7', '', 7],
    ['false', '', 1],
    ['nosuchcommand', '', 127],
    ['nosuchcommand 2>/dev/null; echo $?', '127\n'],
    ['printf "a\\nb\\nc\\n" | wc -l', '3\n'],
    ['printf "b\\na\\n" | sort | head -1', 'a\n'],
    ['echo one two | cut -d" " -f2', 'two\n'],
    ['echo abc | tr a-c A-C', 'ABC\n'],
    ['echo abc | sed s/b/X/', 'aXc\n'],
    ['echo aGk= | base64 -d', 'hi'],
    ['[ -d /sdcard ] && echo folder', 'folder\n'],
    ['[ -e /nothing ] || echo missing', 'missing\n'],
    ['test 3 -gt 2 && echo more', 'more\n'],
    ['if [ 1 = 1 ]; then echo same; else echo other; fi', 'same\n'],
    ['for i in 1 2 3; do echo $i; done', '1\n2\n3\n'],
    ['echo $(echo inner)', 'inner\n'],
    ['cd /sdcard && pwd', '/storage/emulated/0\n'],
    ['(cd /data; pwd); pwd', '/data\n/\n'],
    ['id -u', '2000\n'],
    ['whoami', 'shell\n'],
    ['uname', 'Linux\n'],
    ['getprop ro.build.version.sdk', '33\n'],
    ['getprop ro.build.version.release', '13\n'],
    ['getprop ro.product.model', 'Pixel 8\n'],
    ['getprop no.such.property', '\n'],
    ['getprop no.such.property fallback', 'fallback\n'],
    ['setprop debug.mine 1; getprop debug.mine', '1\n'],
    ['setprop ro.mine 1', '', 1],
    ['getprop | grep -c "^\\["', /^\d{2,}\n$/],
    ['settings put global mine 5; settings get global mine', '5\n'],
    ['settings delete global mine; settings get global mine', 'Deleted 1 rows\nnull\n'],
    ['settings get nowhere x', '', 255],
    ['settings list system | grep rotation', /user_rotation=0\n/],
    ['pm list packages', /package:android\n/],
    ['pm path no.such.package', '', 1],
    ['pm clear no.such.package', 'Failed\n', 1],
    ['cmd package list packages -s', /package:com\.android\.settings\n/],
    ['cmd nosuchservice', '', 20],
    ['cmd alarm set-time 0', '', 255],
    [
      'cmd package resolve-activity --brief com.android.settings',
      /\ncom\.android\.settings\/com\.android\.settings\.Settings\n/,
    ],
    ['am start -n no.such/.Activity', /^Starting: Intent \{ cmp=no\.such\/\.Activity \}\n/, 1],
    ['am force-stop no.such.package', ''],
    ['am get-current-user', '0\n'],
    ['dumpsys nosuchservice', ''],
    ['dumpsys power | grep mWakefulness=', '  mWakefulness=Awake\n'],
    ['dumpsys battery | grep level', '  level: 100\n'],
    ['dumpsys package no.such.package', 'Unable to find package: no.such.package\n'],
    ['dumpsys window displays | grep mCurrentFocus', /mCurrentFocus=Window\{[0-9a-f]+ u0 /],
    ['wm size', 'Physical size: 1080x2400\n'],
    ['wm density', 'Physical density: 420\n'],
    ['input keyevent 26; dumpsys power | grep mWakefulness=', '  mWakefulness=Asleep\n'],
    [
      'input keyevent KEYCODE_WAKEUP; wm dismiss-keyguard; dumpsys power | grep mWakefulness=',
      '  mWakefulness=Awake\n',
    ],
    ['input', '', 255],
    ['date +%Y', `${new Date().getUTCFullYear()}\n`],
    ['date -d @0 +%F', '1970-01-01\n'],
    ['ps -A | head -1', /^USER +PID +PPID +VSZ +RSS WCHAN +ADDR S NAME\n$/],
    ['ps -A -o NAME | grep -x adbd', 'adbd\n'],
    ['pidof system_server', /^\d+\n$/],
    ['pidof nothing', '', 1],
    ['kill 999999', '', 1],
    ['kill $(pidof system_server)', '', 1],
    ['cat /proc/net/unix | head -1', /^Num +RefCount/],
    ['cat /proc/version', /^Linux version/],
    ['ls /data/data', '', 1],
    ['cat /data/system/packages.xml', '', 1],
    ['echo text > /data/local/tmp/f && cat /data/local/tmp/f', 'text\n'],
    ['echo more >> /data/local/tmp/f; wc -l < /data/local/tmp/f', '2\n'],
    [
      'cp /data/local/tmp/f /data/local/tmp/g && mv /data/local/tmp/g /data/local/tmp/h && ls /data/local/tmp',
      'f\nh\n',
    ],
    ['chmod 600 /data/local/tmp/f; stat -c %a /data/local/tmp/f', '600\n'],
    [
      'ls -l /data/local/tmp/f',
      /^-rw------- 1 shell shell 10 \d{4}-\d\d-\d\d \d\d:\d\d \/data\/local\/tmp\/f\n$/,
    ],
    ['md5sum /data/local/tmp/h', /^[0-9a-f]{32} {2}\/data\/local\/tmp\/h\n$/],
    ['echo /data/local/tmp/*', '/data/local/tmp/f /data/local/tmp/h\n'],
    ['find /data/local/tmp -name "h"', '/data/local/tmp/h\n'],
    ['rm /data/local/tmp/f /data/local/tmp/h && ls /data/local/tmp', ''],
    ['rm /data/local/tmp/f', '', 1],
    ['rm -f /data/local/tmp/f', ''],
    ['mkdir /data/local/tmp/a/b', '', 1],
    ['mkdir -p /data/local/tmp/a/b && rmdir /data/local/tmp/a/b && ls /data/local/tmp/a', ''],
    ['touch /system/x', '', 1],
    ['touch /data/data/x', '', 1],
    ['run-as no.such.package ls', '', 1],
    ['locksettings get-disabled', 'false\n'],
    [
      'locksettings set-pin 1234; locksettings verify --old 1234',
      "Pin set to '1234'\nLock credential verified successfully\n",
    ],
    ['locksettings verify --old 9999', "Old password '9999' didn't match\n"],
    ['locksettings set-pin --old 1234 5678', "Pin set to '5678'\n"],
    ['locksettings clear --old 5678', 'Lock credential cleared\n'],
    ['locksettings verify --old 1', 'Old password provided but user has no password\n'],
    ['dumpsys trust | grep -o deviceLocked=.', 'deviceLocked=0\n'],
    ['dumpsys fingerprint | head -1', 'Dumping for sensorId: 0, provider: FingerprintProvider\n'],
    ['appops set no.such.package CAMERA allow', '', 255],
    ['bmgr enabled', 'Backup Manager currently enabled\n'],
    ['bmgr list transports', /\* com\.android\.localtransport\/\.LocalTransport\n/],
    ['ime list -s', 'com.android.inputmethod.latin/.LatinIME\n'],
    ['svc wifi disable; settings get global wifi_on', '0\n'],
    ['log -t mine hello; logcat -d -s mine', /I mine {4}: hello\n/],
    ['logcat -c; logcat -d', '--------- beginning of main\n'],
    ['which ls', '/system/bin/ls\n'],
    ['su', '', 127],
    ['sleep 0; echo slept', 'slept\n'],
    ['echo a; echo b >&2', 'a\n'],
    ['ls "/data/local', '', 1],
  ];
  for (const [script, out, code = 0] of commands) {
    it(`shell ${script}`, async () => {
      const ran = await shell(script);
      if (typeof out === 'string') expect(ran.stdout).to.equal(out);
      else expect(ran.stdout).to.match(out);
      expect(ran.code).to.equal(code);
    });
  }

  it('keeps standard error apart, and says what is wrong as Android does', async () => {
    expect((await shell('nosuchcommand')).stderr).to.equal('/system/bin/sh: nosuchcommand: not found\n');
    expect((await shell('ls /data/data')).stderr).to.equal('ls: /data/data: Permission denied\n');
    expect((await shell('cat /nothing')).stderr).to.equal('cat: /nothing: No such file or directory\n');
    expect((await shell('dumpsys nosuchservice')).stderr).to.equal("Can't find service: nosuchservice\n");
    expect(running.device.unknown).to.include('nosuchcommand');
  });

  it('takes standard input', async () => {
    const child = server.start('-s', running.serial, 'shell', 'cat | wc -c');
    let out = '';
    child.stdout!.on('data', (chunk) => (out += String(chunk)));
    child.stdin!.end('x'.repeat(300_000));
    await new Promise((resolve) => child.on('close', resolve));
    expect(out).to.equal('300000\n');
  });

  it('pushes and pulls files and folders, byte for byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7) % 256));
    mkdirSync(path.join(folder, 'tree', 'deep'), { recursive: true });
    writeFileSync(path.join(folder, 'tree', 'one'), bytes);
    writeFileSync(path.join(folder, 'tree', 'deep', 'two'), '');
    expect((await adb('push', path.join(folder, 'tree'), '/sdcard/tree')).code).to.equal(0);
    expect((await shell('find /sdcard/tree -type f | sort')).stdout).to.equal(
      '/sdcard/tree/deep/two\n/sdcard/tree/one\n',
    );
    const told = (await shell("cd /sdcard/tree; date '+%F %T.%N'; find . -type f -exec stat -c '%y %n' {} +"))
      .stdout;
    const [now, ...lines] = told.trimEnd().split('\n');
    expect(lines.map((line) => line.slice(30)).sort()).to.deep.equal(['./deep/two', './one']);
    for (const line of lines) {
      const age = Date.parse(now!.slice(0, 23)) - Date.parse(line.slice(0, 23));
      expect(age).to.be.within(0, 20_000);
    }
    const archive = Buffer.from((await shell('cd /sdcard/tree; tar -cf - .')).stdout, 'latin1');
    const entries = new Map<string, Buffer>();
    const parser = new Parser({
      onReadEntry: (entry) =>
        entry.type === 'File'
          ? void entry.concat().then((body) => entries.set(entry.path, body))
          : entry.resume(),
    });
    parser.end(archive);
    await new Promise((resolve) => setImmediate(resolve));
    expect([...entries.keys()].sort()).to.deep.equal(['./deep/two', './one']);
    expect(entries.get('./one')!.equals(bytes)).to.equal(true);
    expect((await adb('pull', '/sdcard/tree/one', path.join(folder, 'back'))).code).to.equal(0);
    expect(readFileSync(path.join(folder, 'back')).equals(bytes)).to.equal(true);
    expect((await adb('pull', '/sdcard/tree', path.join(folder, 'tree2'))).code).to.equal(0);
    expect(readFileSync(path.join(folder, 'tree2', 'one')).equals(bytes)).to.equal(true);
    const out = await adb('exec-out', 'cat /sdcard/tree/one');
    expect(Buffer.from(out.stdout, 'latin1').equals(bytes)).to.equal(true);
  });

  it('refuses to push where the shell may not write', async () => {
    writeFileSync(path.join(folder, 'f'), 'x');
    const { code, stderr, stdout } = await adb('push', path.join(folder, 'f'), '/data/data/f');
    expect(code).to.equal(1);
    expect(stderr + stdout).to.contain('Permission denied');
    expect((await adb('pull', '/nothing', path.join(folder, 'n'))).code).to.equal(1);
  });

  it('forwards and reverses ports', async () => {
    expect((await adb('forward', 'tcp:0', 'tcp:6790')).stdout).to.match(/^\d+\n$/);
    expect((await adb('forward', '--list')).stdout).to.contain('tcp:6790');
    expect((await adb('forward', '--remove-all')).code).to.equal(0);
    expect((await adb('reverse', 'tcp:7000', 'tcp:7001')).code).to.equal(0);
    expect((await adb('reverse', '--list')).stdout).to.contain('tcp:7000 tcp:7001');
    expect((await adb('reverse', '--remove', 'tcp:7000')).code).to.equal(0);
    expect((await adb('reverse', '--list')).stdout.trim()).to.equal('');
    expect((await adb('reverse', '--remove', 'tcp:7000')).code).to.equal(1);
  });

  describe('installing', () => {
    const installed = async (): Promise<string> =>
      /versionCode=(\d+)/.exec((await shell(`dumpsys package ${name}`)).stdout)?.[1] ?? 'none';
    afterEach(() => adb('uninstall', name));

    it('installs, upgrades and uninstalls', async () => {
      expect((await adb('install', apk())).stdout).to.match(/Success\n$/);
      expect(await installed()).to.equal('1');
      await shell(`run-as ${name} sh -c "echo kept > files.txt"`);
      expect((await adb('install', '-r', apk({ versionCode: 2 }))).code).to.equal(0);
      expect(await installed()).to.equal('2');
      expect((await shell(`run-as ${name} cat files.txt`)).stdout).to.equal('kept\n');
      expect((await shell(`pm path ${name}`)).stdout).to.match(/^package:\/data\/app\/.*\/base\.apk\n$/);
      expect((await adb('uninstall', name)).stdout).to.equal('Success\n');
      expect(await installed()).to.equal('none');
      await adb('install', apk());
      expect((await shell(`run-as ${name} ls`)).stdout).to.equal('cache\ncode_cache\n');
    });

    it('keeps the data when asked to, and clears it when asked to', async () => {
      await adb('install', apk());
      await shell(`run-as ${name} touch mine`);
      expect((await shell(`cmd package uninstall -k ${name}`)).stdout).to.equal('Success\n');
      expect((await adb('install', apk({ signer: 'other' }))).stderr).to.contain(
        'INSTALL_FAILED_UPDATE_INCOMPATIBLE',
      );
      await adb('install', apk());
      expect((await shell(`run-as ${name} ls mine`)).stdout).to.equal('mine\n');
      expect((await shell(`pm clear ${name}`)).stdout).to.equal('Success\n');
      expect((await shell(`run-as ${name} ls mine`)).code).to.equal(1);
    });

    it('refuses what Android refuses', async () => {
      const refused = async (file: string, ...flags: string[]): Promise<string> => {
        const { code, stdout, stderr } = await adb('install', ...flags, file);
        expect(code).to.equal(1);
        return /Failure \[([A-Z_]+)/.exec(stdout + stderr)?.[1] ?? stdout + stderr;
      };
      await adb('install', apk({ versionCode: 2, debuggable: false }));
      expect(await refused(apk({ signer: 'other' }))).to.equal('INSTALL_FAILED_UPDATE_INCOMPATIBLE');
      expect(await refused(apk({ debuggable: false }))).to.equal('INSTALL_FAILED_VERSION_DOWNGRADE');
      expect(await refused(apk({ debuggable: false }), '-d')).to.equal('INSTALL_FAILED_VERSION_DOWNGRADE');
      expect(await refused(apk({ name: 'org.example.future', minSdk: 36 }))).to.equal(
        'INSTALL_FAILED_OLDER_SDK',
      );
      const broken = path.join(folder, 'broken.apk');
      writeFileSync(broken, 'this is not an archive');
      expect(await refused(broken)).to.equal('INSTALL_PARSE_FAILED_NOT_APK');
      const changed = path.join(folder, 'changed.apk');
      const bytes = readFileSync(apk({ name: 'org.example.changed' }));
      bytes[60] = bytes[60]! ^ 0xff;
      writeFileSync(changed, bytes);
      expect(await refused(changed)).to.match(/^INSTALL_PARSE_FAILED_/);
      expect((await shell(`run-as ${name} ls`)).stderr).to.equal(`run-as: package not debuggable: ${name}\n`);
    });

    it('starts what is exported and refuses what is not', async () => {
      await adb('install', apk());
      await shell('input keyevent 224; wm dismiss-keyguard');
      const started = await shell(`am start -W -n ${name}/.MainActivity`);
      expect(started.stdout).to.contain('Status: ok').and.to.contain('Complete');
      expect((await shell('dumpsys window displays')).stdout)
        .to.contain(`mFocusedApp=ActivityRecord{`)
        .and.to.contain(` u0 ${name}/.MainActivity t`);
      expect((await shell(`pidof ${name}`)).stdout).to.match(/^\d+\n$/);
      expect((await shell(`am start -n ${name}/.Inner`)).stderr).to.contain('Permission Denial');
      await shell(`am force-stop ${name}`);
      expect((await shell(`pidof ${name}`)).code).to.equal(1);
    });
  });

  it('backs up and restores with the local transport, without the keys of the keystore', async () => {
    const saved = 'org.example.saved';
    await adb('install', apk({ name: saved }));
    expect((await shell(`bmgr backupnow ${saved}`)).stdout).to.contain(
      `Package ${saved} with result: Backup is not allowed`,
    );
    await shell(`am start -n ${saved}/.MainActivity`);
    await shell(`run-as ${saved} sh -c "mkdir -p shared_prefs; echo saved > shared_prefs/p.xml"`);
    writeFileSync(path.join(running.device.packages.keystoreDir(saved), 'key'), 'k');
    expect((await shell(`bmgr backupnow ${saved}`)).stdout).to.contain(
      `Package ${saved} with result: Success`,
    );
    await shell(`pm clear ${saved}`);
    expect((await shell(`run-as ${saved} cat shared_prefs/p.xml`)).code).to.equal(1);
    expect((await shell(`bmgr restore 1 ${saved}`)).stdout).to.contain('restoreFinished: 0');
    expect((await shell(`run-as ${saved} cat shared_prefs/p.xml`)).stdout).to.equal('saved\n');
    expect(() => readFileSync(path.join(running.device.packages.keystoreDir(saved), 'key'))).to.throw(
      'ENOENT',
    );
    await adb('uninstall', saved);
  });

  it('reboots: connections break, and apps are locked away until the first unlock', async () => {
    await adb('install', apk());
    await shell('locksettings set-pin 1234');
    await adb('reboot');
    await server.adb('disconnect', running.serial);
    await server.adb('connect', running.address);
    expect((await shell('getprop sys.boot_completed')).stdout).to.equal('1\n');
    expect((await shell('dumpsys trust')).stdout).to.contain('deviceLocked=1');
    expect((await shell(`am start -n ${name}/.MainActivity`)).stderr).to.contain('does not exist');
    expect((await shell(`run-as ${name} ls`)).code).to.equal(1);
    await shell('wm dismiss-keyguard; input text 9999; input keyevent 66');
    expect((await shell('dumpsys trust')).stdout).to.contain('deviceLocked=1');
    await shell('input text 1234; input keyevent 66');
    expect((await shell('dumpsys trust')).stdout).to.contain('deviceLocked=0');
    expect((await shell(`run-as ${name} ls`)).code).to.equal(0);
    await shell('locksettings clear --old 1234');
    await adb('uninstall', name);
  });
});
