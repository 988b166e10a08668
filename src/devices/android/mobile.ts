import { setTimeout as pause } from 'node:timers/promises';
import {
  DeviceTrouble,
  type AppBuild,
  type MobileVerbs,
  type PromptAnswer,
  type ScreenLock,
  type SeenPrompt,
} from '../port.js';
import type { AppDriver } from './app-driver.js';
import {
  clockAhead,
  readSettings,
  setClockAhead,
  setLocale,
  setLock,
  setTimezone,
  type Changes,
} from './changes.js';
import type { AppData } from './data.js';
import { rest } from './driving.js';
import { fingersIn } from './list.js';
import type { AndroidOptions } from './options.js';
import {
  credentialButton,
  middleOf,
  negativeButton,
  nodesIn,
  onwardButton,
  promptIn,
  type PromptOnScreen,
  type ScreenNode,
} from './prompts.js';
import { lockScreen, screenState, typeSecret, unlockScreen } from './screen.js';

/** How often something is looked at that has no end to wait for, in milliseconds. */
const lookMs = 50;

/** How long an app may take to be stopped by the system once it is in the background, in milliseconds. */
const backgroundMs = 5000;

/** How long a finger rests on the sensor: emulators lose touches that are lifted at once. In milliseconds. */
const touchMs = 300;

/** How long after a touch its traces are waited for, in milliseconds. */
const noticeMs = 1000;

const enrolMs = 60_000;
const rebootMs = 180_000;
const backupMs = 120_000;

/** A finger that nobody enrols. */
const strangeFinger = 99;

/** What a device with Android can do beside showing a page. */
export class AndroidMobile implements MobileVerbs {
  /** The PIN or password that unlocks now, where one is set and known. */
  #secret: string | undefined;
  #finger = 1;

  constructor(
    private readonly driver: AppDriver,
    private readonly data: AppData,
    private readonly changes: Changes,
    private readonly options: AndroidOptions,
    /** Told when the app has lost what it had stored. */
    private readonly emptied: () => void,
  ) {
    this.#secret = options.secret;
  }

  /** Whether the screen can be unlocked again, where it asks for a secret. */
  get knowsSecret(): boolean {
    return this.#secret !== undefined;
  }

  hasBuild(build: AppBuild): boolean {
    return this.options.apps[build] !== undefined;
  }

  async upgradeApp(build: AppBuild, signal: AbortSignal): Promise<void> {
    await this.#replacing(build, () => this.driver.install(this.#file(build), signal));
  }

  async reinstallApp(build: AppBuild, signal: AbortSignal): Promise<void> {
    await this.#replacing(build, async () => {
      await this.driver.remove(signal);
      await this.driver.install(this.#file(build), signal);
    });
    this.emptied();
  }

  async switchToStranger(signal: AbortSignal): Promise<void> {
    const { stranger } = this.options.app;
    if (stranger === undefined) throw new Error('There is no app of another signer.');
    await this.driver.drive(stranger, signal);
    await this.driver.remove(signal);
    await this.driver.install(stranger.file, signal);
  }

  async switchBack(signal: AbortSignal): Promise<void> {
    await this.driver.remove(signal);
    await this.driver.drive(this.options.app, signal);
  }

  async backgroundApp(signal: AbortSignal): Promise<void> {
    await this.driver.mobile('pressKey', { keycode: keys.home }, signal);
    const until = Date.now() + backgroundMs;
    // Android stops the activity some time after it is covered; one that never stops is in the background all the same.
    while (!(await this.#isStopped(signal)) && Date.now() < until) await rest(lookMs, signal);
    await this.driver.checkAlive(signal);
  }

  async foregroundApp(signal: AbortSignal): Promise<void> {
    await this.driver.bringToFront(signal);
    await this.driver.checkAlive(signal);
  }

  lockScreen(signal: AbortSignal): Promise<void> {
    return this.#throughShell(signal, () => lockScreen(this.driver.device, signal));
  }

  unlockScreen(signal: AbortSignal): Promise<void> {
    return this.#throughShell(signal, () => unlockScreen(this.driver.device, this.#secret, signal));
  }

  async setScreenLock(lock: ScreenLock, signal: AbortSignal): Promise<void> {
    const { device } = this.driver;
    await this.#throughShell(signal, async () => {
      const known = (await this.changes.get('lock')) ?? (await this.#lockBefore(signal));
      const secret = lock.kind === 'none' ? '' : lock.secret;
      const secrets = [...(secret === '' ? [] : [secret]), ...known.secrets].slice(0, mostSecrets);
      await this.changes.note(device, { lock: { ...known, secrets } });
      const { isSecured } = await screenState(device, signal);
      if (!isSecured && secret === '') return;
      // An earlier run may have left one of its own.
      const present = isSecured ? new Set([this.#secret, ...known.secrets]) : [undefined];
      let isSet = false;
      for (const old of present) isSet ||= await setLock(device, old, secret, signal);
      if (!isSet) throw new DeviceTrouble('lost', 'The device did not take the screen lock.');
      this.#secret = secret === '' ? undefined : secret;
    });
  }

  async enrolFinger(finger: number, signal: AbortSignal): Promise<void> {
    const before = await this.#fingers(signal);
    await this.driver.shell('am start -a android.settings.FINGERPRINT_ENROLL', signal);
    const until = Date.now() + enrolMs;
    while ((await this.#fingers(signal)) <= before) {
      if (Date.now() >= until)
        throw new DeviceTrouble('lost', 'The settings of the device did not enrol the finger.');
      await this.#enrolOn(finger, signal);
    }
    this.#finger = finger;
    await this.driver.shell('am force-stop com.android.settings', signal);
    if (this.driver.isRunning) await this.foregroundApp(signal);
  }

  async presentFinger(finger: number, signal: AbortSignal): Promise<boolean> {
    const before = await this.#touches(signal);
    await this.#touch(finger, signal);
    const until = Date.now() + noticeMs;
    do {
      if ((await this.#touches(signal)) !== before) return true;
      await rest(lookMs, signal);
    } while (Date.now() < until);
    return false;
  }

  async seePrompt(signal: AbortSignal): Promise<SeenPrompt | undefined> {
    const prompt = await this.#prompt(signal);
    return prompt && { host: prompt.host, texts: prompt.texts, asks: prompt.asks };
  }

  async answerPrompt(answer: PromptAnswer, signal: AbortSignal): Promise<void> {
    switch (answer) {
      case 'finger':
        return void (await this.presentFinger(this.#finger, signal));
      case 'wrong-finger':
        return void (await this.presentFinger(strangeFinger, signal));
      case 'credential':
        return this.#enterCredential(signal);
      case 'negative':
        return this.#press(await this.#shown(signal), negativeButton, signal);
      case 'back':
        return void (await this.driver.mobile('pressKey', { keycode: keys.back }, signal));
      case 'outside': {
        // A prompt stands at the bottom or in the middle, never right at the top.
        const { right, bottom } = (await this.#shown(signal)).screen;
        await this.#tap({ x: Math.round(right / 2), y: Math.round(bottom / 10) }, signal);
      }
    }
  }

  async reboot(signal: AbortSignal): Promise<void> {
    const { adb } = this.driver;
    const boot = 'cat /proc/sys/kernel/random/boot_id; settings get global boot_count';
    const { stdout: before } = await this.driver.shell(boot, signal);
    await this.#throughShell(signal, () => adb.run(['reboot'], signal));
    this.driver.sessionEnded();
    const until = Date.now() + rebootMs;
    while (!(await this.#isUp(before, boot, signal))) {
      if (Date.now() >= until)
        throw new DeviceTrouble('lost', `The device did not come back within ${rebootMs / 1000} s.`);
      await rest(lookMs * 4, signal);
    }
  }

  async setLocale(tag: string, signal: AbortSignal): Promise<void> {
    const { device } = this.driver;
    await this.#throughShell(signal, async () => {
      const { stdout } = await device.shell('getprop persist.sys.locale; getprop ro.product.locale', signal);
      const [locale = 'en-US'] = stdout.split('\n').filter((line) => line !== '');
      if ((await this.changes.get('locale')) === undefined) await this.changes.note(device, { locale });
      if (!(await setLocale(device, tag, signal)))
        throw new DeviceTrouble('lost', `The device did not take the language ${tag}.`);
    });
  }

  async setTimezone(zone: string, signal: AbortSignal): Promise<void> {
    const { device } = this.driver;
    await this.#throughShell(signal, async () => {
      await this.#ownTime(signal);
      if ((await this.changes.get('timezone')) === undefined) {
        const { stdout } = await device.shell('getprop persist.sys.timezone', signal);
        await this.changes.note(device, { timezone: stdout.trim() });
      }
      if (!(await setTimezone(device, zone, signal)))
        throw new DeviceTrouble('lost', `The device did not take the time zone ${zone}.`);
    });
  }

  async shiftClock(byMs: number, signal: AbortSignal): Promise<void> {
    const { device } = this.driver;
    await this.#throughShell(signal, async () => {
      await this.#ownTime(signal);
      const clockAheadMs = await clockAhead(device, signal);
      if ((await this.changes.get('clockAheadMs')) === undefined)
        await this.changes.note(device, { clockAheadMs });
      if (!(await setClockAhead(device, clockAheadMs + byMs, signal)))
        throw new DeviceTrouble('lost', 'The device did not let its clock be set.');
    });
  }

  async backupApp(signal: AbortSignal): Promise<'done' | 'refused'> {
    const { device, id } = this.driver;
    const said = await this.#throughShell(signal, async () => {
      const { stdout } = await device.shell('bmgr enabled; bmgr list transports', signal);
      const [transport] = /\S+\/\S*LocalTransport\S*/.exec(stdout) ?? [];
      if (transport === undefined)
        throw new DeviceTrouble('lost', 'The device has no transport that keeps backups on it.');
      await this.#noteBackup(stdout, signal);
      const told = await device.shell(
        [
          'bmgr enable true',
          `settings put ${transportSetting} is_encrypted=true`,
          `bmgr transport ${transport}`,
          `bmgr backupnow ${id}`,
        ].join('; '),
        signal,
        backupMs,
      );
      // Android ends an app that it has backed up.
      await device.shell(`am force-stop ${id}`, signal);
      return told.stdout;
    });
    this.driver.ended();
    const result = new RegExp(`Package ${id.replaceAll('.', '\\.')} with result: *(.*)`).exec(said)?.[1];
    if (result?.startsWith('Success')) return 'done';
    if (result !== undefined && /not (allowed|eligible)/i.test(result)) return 'refused';
    throw new DeviceTrouble('lost', `The backup came to nothing: ${result ?? said.trim()}`);
  }

  async restoreApp(signal: AbortSignal): Promise<void> {
    const { id } = this.driver;
    const { stdout: sets } = await this.driver.shell('bmgr list sets', signal);
    const [, token] = /^\s*(\w+) : /m.exec(sets) ?? [];
    if (token === undefined) throw new DeviceTrouble('lost', 'There is no backup on the device.');
    const { stdout } = await this.driver.shell(
      `bmgr restore ${token} ${id}; am force-stop ${id}`,
      signal,
      backupMs,
    );
    this.driver.ended();
    if (!/restoreFinished: 0/.test(stdout))
      throw new DeviceTrouble('lost', `The backup was not restored: ${stdout.trim()}`);
  }

  damageAppData(signal: AbortSignal): Promise<string[]> {
    return this.#throughShell(signal, () => this.data.damage(signal));
  }

  #file(build: AppBuild): string {
    const file = this.options.apps[build];
    if (file === undefined) throw new Error(`There is no build "${build}" of the app.`);
    return file;
  }

  /** Of somebody's own app it is written down for as long as it is not there: it is put back after a crash too. */
  async #replacing(build: AppBuild, act: () => Promise<void>): Promise<void> {
    const { device, id: packageId } = this.driver;
    if (this.options.wipes) return act();
    await this.changes.note(device, { app: { packageId, file: this.#file('current') } });
    await act();
    if (build === 'current') await this.changes.note(device, { app: undefined });
  }

  #throughShell<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
    return this.driver.throughShell(signal, act);
  }

  async #isStopped(signal: AbortSignal): Promise<boolean> {
    const { stdout } = await this.driver.shell('dumpsys activity activities', signal);
    const record = activityRecord(stdout, this.driver.id);
    return record === undefined || /\b(?:mS|s)tate=(?:STOPPED|DESTROYED)/.test(record);
  }

  async #lockBefore(signal: AbortSignal) {
    const { device } = this.driver;
    const { isSecured } = await screenState(device, signal);
    if (isSecured) return { wasSecured: true, wasDisabled: false, secrets: [] };
    const { stdout } = await device.shell('locksettings get-disabled', signal);
    return { wasSecured: false, wasDisabled: stdout.trim() === 'true', secrets: [] };
  }

  async #fingers(signal: AbortSignal): Promise<number> {
    const { stdout } = await this.driver.shell('dumpsys fingerprint', signal);
    return fingersIn(stdout) ?? 0;
  }

  /** Every counter of the sensor: a touch that is noticed moves one. */
  async #touches(signal: AbortSignal): Promise<string> {
    const { stdout } = await this.driver.shell('dumpsys fingerprint', signal);
    return (
      stdout.match(/"(?:accept|reject|acquire|lockout|permanentLockout)(?:Crypto)?":\d+/g) ?? []
    ).join();
  }

  /** One step of the settings' own way: a PIN, a button that leads on, or a touch. */
  async #enrolOn(finger: number, signal: AbortSignal): Promise<void> {
    const settings = async (): Promise<ScreenNode[]> =>
      nodesIn(await this.driver.source(signal)).filter(
        ({ packageName }) => packageName === 'com.android.settings',
      );
    const nodes = await settings();
    const onward = onwardButton(nodes);
    const until = Date.now() + noticeMs;
    if (nodes.some(({ isSecret }) => isSecret)) {
      await this.#typeSecret(signal);
      // Typed a second time into the same field, it would be wrong.
      while ((await settings()).some(({ isSecret }) => isSecret) && Date.now() < until)
        await rest(lookMs, signal);
    } else if (onward !== undefined) await this.#tap(middleOf(onward.area), signal);
    else if (nodes.length > 0) await this.#touch(finger, signal);
    else await rest(lookMs, signal);
  }

  async #touch(finger: number, signal: AbortSignal): Promise<void> {
    const { adb } = this.driver;
    await this.#throughShell(signal, async () => {
      const { code, stdout, stderr } = await adb.run(['emu', 'finger', 'touch', String(finger)], signal);
      if (code !== 0 || /^KO/m.test(stdout))
        throw new DeviceTrouble(
          'lost',
          `The console of the emulator did not take a finger: ${stdout}${stderr}`,
        );
      await pause(touchMs, undefined, { signal });
      await adb.run(['emu', 'finger', 'remove', String(finger)], signal);
    });
  }

  async #prompt(signal: AbortSignal): Promise<PromptOnScreen | undefined> {
    return promptIn(nodesIn(await this.driver.source(signal)), this.driver.id);
  }

  async #shown(signal: AbortSignal): Promise<PromptOnScreen> {
    const prompt = await this.#prompt(signal);
    if (prompt === undefined) throw new DeviceTrouble('lost', 'There is no prompt that could be answered.');
    return prompt;
  }

  async #press(prompt: PromptOnScreen, name: RegExp, signal: AbortSignal): Promise<void> {
    const button = prompt.nodes.find((node) => name.test(node.name));
    if (button === undefined)
      throw new DeviceTrouble('lost', `The prompt has no such button; it says: ${prompt.texts.join(' | ')}`);
    await this.#tap(middleOf(button.area), signal);
  }

  async #tap(at: { x: number; y: number }, signal: AbortSignal): Promise<void> {
    await this.driver.mobile('clickGesture', at, signal);
  }

  async #enterCredential(signal: AbortSignal): Promise<void> {
    let prompt = await this.#shown(signal);
    if (prompt.asks === 'finger') await this.#press(prompt, credentialButton, signal);
    const until = Date.now() + backgroundMs;
    while (prompt.asks === 'finger') {
      if (Date.now() >= until) throw new DeviceTrouble('lost', 'The prompt does not ask for the PIN.');
      prompt = await this.#shown(signal);
    }
    await this.#typeSecret(signal);
  }

  async #typeSecret(signal: AbortSignal): Promise<void> {
    const secret = this.#secret;
    if (secret === undefined) throw new DeviceTrouble('lost', 'The PIN of the device is not known.');
    await this.#throughShell(signal, () => typeSecret(this.driver.device, secret, signal));
  }

  /** Whether the device is up, and in another life than before. */
  async #isUp(before: string, boot: string, signal: AbortSignal): Promise<boolean> {
    const { adb } = this.driver;
    // Not every device that is reached over a port is found again by itself.
    const address = addressOf(adb.serial);
    if (address !== undefined) await adb.server(['connect', address], signal).catch(() => undefined);
    const told = await adb
      .shell(`getprop sys.boot_completed; pm path android; ${boot}`, signal)
      .catch(() => undefined);
    if (signal.aborted) await rest(0, signal);
    const [completed, path, ...life] = told?.stdout.split('\n') ?? [];
    return completed === '1' && path?.startsWith('package:') === true && life.join('\n') !== before;
  }

  /** The device is not to correct its clock by itself. */
  async #ownTime(signal: AbortSignal): Promise<void> {
    const { device } = this.driver;
    const noted = await this.changes.get('settings');
    if (autoSettings.every((name) => noted?.[name] !== undefined)) return;
    await this.changes.note(device, {
      settings: { ...(await readSettings(device, autoSettings, signal)), ...noted },
    });
    await device.shell(autoSettings.map((name) => `settings put ${name} 0`).join('; '), signal);
  }

  async #noteBackup(said: string, signal: AbortSignal): Promise<void> {
    if ((await this.changes.get('backup')) !== undefined) return;
    const { device } = this.driver;
    const wasEnabled = /currently enabled/.test(said);
    const transport = /^\s*\* (\S+)/m.exec(said)?.[1] ?? '';
    const settings = {
      ...(await readSettings(device, [transportSetting], signal)),
      ...(await this.changes.get('settings')),
    };
    await this.changes.note(device, { backup: { wasEnabled, transport }, settings });
  }
}

/** What adb connects to for a device that is reached over a port; an emulator's is the one after its console's. */
function addressOf(serial: string): string | undefined {
  const [, console] = /^emulator-(\d+)$/.exec(serial) ?? [];
  if (console !== undefined) return `emu:${console},${Number(console) + 1}`;
  return /:\d+$/.test(serial) ? serial : undefined;
}

/** How many secrets are written down: the present one, and the one before it where setting it was cut short. */
const mostSecrets = 2;

const keys = { home: 3, back: 4 } as const;

const autoSettings = ['global auto_time', 'global auto_time_zone'] as const;
const transportSetting = 'secure backup_local_transport_parameters';

/** What the list of all activities says of an app's. */
function activityRecord(activities: string, packageId: string): string | undefined {
  return activities
    .split(/\* Hist +#\d+: /)
    .find((record) => /^ActivityRecord\{\S+ \S+ ([^/]+)\//.exec(record)?.[1] === packageId);
}
