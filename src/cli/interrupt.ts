import { AuditError } from '../errors.js';

const codes = { SIGINT: 130, SIGTERM: 143 } as const;

export interface Interruption {
  /** Fires with the first signal. */
  readonly stop: AbortSignal;
  /** Undefined as long as nobody interrupted. */
  exitCode(): number | undefined;
  /** Stops listening. */
  forget(): void;
}

/**
 * Ctrl-C and SIGTERM as an AbortSignal and an exit code: what runs stops, and what is there is reported. A second one
 * ends the process at once, and its children with it.
 */
export function listenForSignals(): Interruption {
  const controller = new AbortController();
  let code: number | undefined;
  const hear = (signal: NodeJS.Signals): void => {
    if (code !== undefined) process.exit(code);
    code = codes[signal as keyof typeof codes];
    controller.abort(new AuditError('interrupted', `The run was interrupted by ${signal}.`));
  };
  for (const signal of Object.keys(codes)) process.on(signal, hear);
  return {
    stop: controller.signal,
    exitCode: () => code,
    forget: () => Object.keys(codes).forEach((signal) => void process.off(signal, hear)),
  };
}
