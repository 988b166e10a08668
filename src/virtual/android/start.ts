import { connect } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { nativeHalves } from '../native/index.js';
import type { NativeFactory } from '../native-api.js';
import { Adbd } from './adb/adbd.js';
import { EmulatorConsole } from './console.js';
import { Control } from './control.js';
import { Device } from './device.js';
import { profileWith, type Profile } from './profile.js';

export interface StartOptions {
  readonly profile?: Profile;
  /** Where the device keeps its state; without one it is a new device that is forgotten when it is closed. */
  readonly folder?: string | undefined;
  /** Port for adb; 0 takes any that is free. An emulator's console is on the port before. */
  readonly port?: number;
  /** Milliseconds by which each service that adb opens is delayed. */
  readonly latencyMs?: number;
  readonly natives?: NativeFactory;
  readonly chromium?: string | undefined;
  /** Port of an adb server that the device makes itself known to. */
  readonly adbServer?: number | undefined;
}

/** A device that runs. */
export interface RunningDevice {
  readonly device: Device;
  readonly control: Control;
  readonly adbPort: number;
  /** Only emulators have one. */
  readonly consolePort: number | undefined;
  /** What to type after `adb connect`. */
  readonly address: string;
  /** The name by which adb lists it. */
  readonly serial: string;
  /** Resolves when it was switched off, by `close` or by a hand. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** What every adb server looks through by itself: a device there would be everybody's. */
const scannedPorts = { first: 5554, last: 5585 };

/** Starts a device. Rejects with an Error that says what to do: a port is taken, the folder cannot be used. */
export async function startDevice(options: StartOptions = {}): Promise<RunningDevice> {
  const profile = options.profile ?? profileWith('emulator');
  const isTemporary = options.folder === undefined;
  const folder = options.folder ?? mkdtempSync(path.join(os.tmpdir(), 'vdev-'));
  const device = new Device({
    profile,
    folder,
    natives: options.natives ?? nativeHalves,
    chromium: options.chromium,
  });
  const adbd = new Adbd(device, { latencyMs: options.latencyMs ?? 0 });
  let closing: Promise<void> | undefined;
  let onClosed: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (onClosed = resolve));
  const close = (): Promise<void> => (closing ??= end());
  const control = new Control(device, {
    plug: (plugged) => adbd.plug(plugged),
    powerOff: () => void close(),
  });
  const console = profile.emulator ? new EmulatorConsole(device, () => void close()) : undefined;
  try {
    const { adbPort, consolePort } = await listen(adbd, console, options.port ?? 0);
    await control.listen();
    if (options.adbServer !== undefined) await announce(options.adbServer, adbPort, consolePort);
    return {
      device,
      control,
      adbPort,
      consolePort,
      address: consolePort === undefined ? `127.0.0.1:${adbPort}` : `emu:${consolePort},${adbPort}`,
      serial: consolePort === undefined ? `127.0.0.1:${adbPort}` : `emulator-${consolePort}`,
      closed,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }

  async function end(): Promise<void> {
    adbd.close();
    console?.close();
    control.close();
    await device.stopEverything();
    if (isTemporary) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    onClosed();
  }
}

async function listen(
  adbd: Adbd,
  console: EmulatorConsole | undefined,
  wanted: number,
): Promise<{ adbPort: number; consolePort: number | undefined }> {
  if (wanted >= scannedPorts.first && wanted <= scannedPorts.last) {
    throw new Error(
      `Port ${wanted} is one of those that every adb server looks at; choose one above ${scannedPorts.last}.`,
    );
  }
  const attempts = wanted === 0 ? 20 : 1;
  for (let attempt = 1; ; attempt++) {
    let adbPort: number;
    try {
      adbPort = await adbd.listen(wanted);
    } catch (error) {
      throw taken(error, wanted);
    }
    if (console === undefined) return { adbPort, consolePort: undefined };
    try {
      return { adbPort, consolePort: await console.listen(adbPort - 1) };
    } catch (error) {
      adbd.close();
      if (attempt >= attempts) throw taken(error, adbPort - 1);
    }
  }
}

function taken(error: unknown, port: number): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new Error(`Port ${port} is taken: choose another with --port, or 0 for any.`);
  if (code === 'EACCES') return new Error(`Port ${port} may not be used: choose one above 1023.`);
  return error as Error;
}

/** Tells an adb server of the device, as an emulator does when it boots. */
function announce(server: number, adbPort: number, consolePort: number | undefined): Promise<void> {
  const service =
    consolePort === undefined
      ? `host:connect:127.0.0.1:${adbPort}`
      : `host:connect:emu:${consolePort},${adbPort}`;
  return new Promise((resolve, reject) => {
    const socket = connect(server, '127.0.0.1', () => {
      socket.write(service.length.toString(16).padStart(4, '0') + service);
    });
    socket.on('data', () => socket.end());
    socket.on('close', () => resolve());
    socket.on('error', () =>
      reject(
        new Error(`No adb server answers on port ${server}: start it with "adb -P ${server} start-server".`),
      ),
    );
  });
}
