import { setTimeout as pause } from 'node:timers/promises';
import { Parser, type ReadEntry } from 'tar';
import type { DataSearch } from '../../observations/types.js';
import type { Searcher } from '../../protocol/canary.js';
import { isPageStorage } from '../browser/storage.js';
import { DeviceTrouble } from '../port.js';
import { FoundData } from '../search.js';
import { quoted } from './adb.js';
import type { DeviceShell } from './shell.js';

/** How long a copy of all that an app has stored may take, in milliseconds. */
const copyMs = 60_000;

/** How often an app's files are looked at, in milliseconds. */
const lookMs = 25;

/** What the web view keeps for itself, in the folder of the app's own preferences. */
const ofWebView = /^(shared_prefs\/WebViewChromiumPrefs\.xml|files\/profileInstalled)$/;

/** Where an app keeps preferences, databases and files of its own. */
const ofTheApp = /^(shared_prefs|databases|files|no_backup)\//;

/** A file of an app, by its path in the folder of the app's data. */
interface AppFile {
  readonly place: string;
  readonly content: Uint8Array;
}

/** The folder of a debuggable app's data, as `run-as` shows it. */
export class AppData {
  constructor(
    private readonly device: DeviceShell,
    private readonly packageId: string,
  ) {}

  /** Searches every file for canaries, and every name. Nothing of it comes onto this machine's disk. */
  async search(as: string, sought: Searcher, signal: AbortSignal): Promise<DataSearch> {
    const { files, names, unreadable } = await this.#copy(signal);
    const found = new FoundData(sought);
    for (const { place, content } of files) found.file(place, content);
    for (const place of names) found.name(place);
    for (const place of unreadable) found.unreadable(place);
    return found.told(as, 'the data folder of the app');
  }

  /**
   * Whether the app has written something of what it stores since `since`, in milliseconds since 1970 by this machine's
   * clock; waited for at most `limitMs`.
   */
  async writtenSince(since: number, limitMs: number, signal: AbortSignal): Promise<boolean> {
    const until = Date.now() + limitMs;
    for (;;) {
      if (await this.#hasWrite(since, signal)) return true;
      if (Date.now() >= until) return false;
      await pause(lookMs, undefined, { signal });
    }
  }

  /** Damages what the app has stored. Gives the paths. */
  async damage(signal: AbortSignal): Promise<string[]> {
    const { files } = await this.#copy(signal);
    const stored = files.filter(
      ({ place, content }) => content.length > 0 && ofTheApp.test(place) && !ofWebView.test(place),
    );
    for (const { place, content } of stored) {
      const write = `run-as ${this.packageId} sh -c ${quoted(`cat > ${quoted(`./${place}`)}`)}`;
      const { code, stderr } = await this.device.exec(write, { input: damaged(place, content), signal });
      if (code !== 0) throw new DeviceTrouble('lost', `The app's data cannot be written: ${stderr}`);
    }
    return stored.map(({ place }) => place);
  }

  async #hasWrite(since: number, signal: AbortSignal): Promise<boolean> {
    // Both in the device's time zone, and by its clock.
    const script = "date '+%F %T.%N'; find . -type f -exec stat -c '%y %n' {} +";
    const asked = Date.now();
    const { stdout } = await this.#runAs(`sh -c ${quoted(script)}`, signal);
    const now = (asked + Date.now()) / 2;
    const [clock = '', ...lines] = stdout.split('\n');
    const deviceNow = timeIn(clock);
    return lines.some((line) => {
      const [, time = '', place = ''] = /^(\S+ \S+)(?: [+-]\d{4})? \.\/(.*)$/.exec(line) ?? [];
      return isStored(place) && timeIn(time) - deviceNow > since - now;
    });
  }

  async #copy(signal: AbortSignal): Promise<{ files: AppFile[]; names: string[]; unreadable: string[] }> {
    const ran = await this.device.exec(`run-as ${this.packageId} tar -cf - .`, {
      signal,
      limitMs: copyMs,
    });
    refuseWithoutAccess(ran.stderr);
    const unreadable = [...ran.stderr.matchAll(/^tar: (?:can't open )?'?\.\/(.*?)'?: (.*)$/gm)]
      // What went away while it was looked at is no gap.
      .filter(([, , why]) => !/No such file/.test(why!))
      .map(([, place]) => place!);
    const entries = await entriesOf(ran.stdout);
    const placeOf = ({ path }: ReadEntry): string => path.replace(/^\.\//, '').replace(/\/$/, '');
    return {
      files: entries
        .filter(({ entry }) => entry.type === 'File' || entry.type === 'OldFile')
        .map(({ entry, content }) => ({ place: placeOf(entry), content })),
      names: entries.map(({ entry }) => placeOf(entry)),
      unreadable,
    };
  }

  async #runAs(command: string, signal: AbortSignal): Promise<{ stdout: string }> {
    const ran = await this.device.shell(`run-as ${this.packageId} ${command}`, signal);
    refuseWithoutAccess(ran.stderr);
    return ran;
  }
}

/** Preferences, databases and files of the app, and what its page stores; not what the web view keeps for itself. */
function isStored(place: string): boolean {
  if (/^app_webview\//.test(place)) return isPageStorage(place);
  return ofTheApp.test(place) && !ofWebView.test(place);
}

/**
 * Preferences stay well-formed XML, and what stands in them stays hexadecimal or base64: what reads them gets as far as
 * taking it for what was written. Of other files no byte stays.
 */
function damaged(place: string, content: Uint8Array): Uint8Array {
  if (!/^shared_prefs\/.*\.xml$/.test(place)) return content.map((byte) => 255 - byte);
  const text = Buffer.from(content).toString('utf8');
  return Buffer.from(
    text.replace(/(<string\b[^>]*>)([^<]*)/g, (_, tag: string, value: string) => tag + turned(value)),
  );
}

/** Every letter and digit becomes the next one of its kind; hexadecimal digits stay such. */
function turned(value: string): string {
  const circles = ['0123456789', 'abcdef', 'ABCDEF', 'ghijklmnopqrstuvwxyz', 'GHIJKLMNOPQRSTUVWXYZ'];
  // Escapes of XML are left as they are.
  return value.replace(/&[^;]*;|\w/g, (letter) => {
    const circle = circles.find((one) => one.includes(letter));
    return circle === undefined ? letter : circle[(circle.indexOf(letter) + 1) % circle.length]!;
  });
}

function refuseWithoutAccess(stderr: string): void {
  const [said] = /^run-as: .*/m.exec(stderr) ?? [];
  if (said !== undefined) throw new DeviceTrouble('lost', `The app's data cannot be read: ${said}`);
}

/** A time as toybox prints it, in milliseconds; of use only beside another of the same device. */
function timeIn(printed: string): number {
  const [, seconds = '', fraction = '0'] = /^(\d+-\d+-\d+ \d+:\d+:\d+)(?:\.(\d{1,3}))?/.exec(printed) ?? [];
  return Date.parse(`${seconds.replace(' ', 'T')}Z`) + Number(fraction.padEnd(3, '0'));
}

async function entriesOf(archive: Uint8Array): Promise<{ entry: ReadEntry; content: Uint8Array }[]> {
  const entries: Promise<{ entry: ReadEntry; content: Uint8Array }>[] = [];
  const parser = new Parser({
    onReadEntry: (entry) => entries.push(entry.concat().then((content) => ({ entry, content }))),
  });
  const ended = new Promise((resolve, reject) => {
    parser.on('end', resolve);
    parser.on('error', reject);
  });
  parser.end(Buffer.from(archive));
  await ended;
  return Promise.all(entries);
}
