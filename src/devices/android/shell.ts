import type { Ran } from './adb.js';

/** What `exec` is given beside its command. */
export interface ExecOptions {
  /** What the command reads. */
  readonly input?: Uint8Array;
  readonly signal?: AbortSignal;
  readonly limitMs?: number;
}

/** The shell of one device, whichever way it is reached. What a command comes to is only handed on. */
export interface DeviceShell {
  /** Names the device in messages, and in what is noted of it. */
  readonly serial: string;
  /** Which way it goes: through adb of this machine, or through the session of somebody else's server. */
  readonly way: 'adb' | 'session';
  /** Whether the console of an emulator is reached too. */
  readonly hasConsole: boolean;
  /**
   * Runs a line of the device's shell.
   * @throws AuditError where the device is not reached; the signal's reason
   */
  shell(command: string, signal?: AbortSignal, limitMs?: number): Promise<Ran>;
  /** The same, for a command that reads or prints bytes: nothing on the way changes them. */
  exec(command: string, options?: ExecOptions): Promise<Ran<Uint8Array>>;
  /** Installs an APK of this machine over the app that is there. Gives what Android said. */
  install(file: string, signal?: AbortSignal): Promise<Ran>;
}
