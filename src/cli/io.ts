/** What a command line writes to; a stream, or a test that listens. */
export interface Output {
  write(text: string): unknown;
}

/** Everything of the surrounding process that the command line may use. */
export interface Io {
  /** What was asked for: lists, JSON, help. */
  readonly stdout: Output;
  /** What is told to a person: progress, reports on the terminal, errors. */
  readonly stderr: Output;
  readonly env: NodeJS.ProcessEnv;
  /** Where relative paths of arguments begin. */
  readonly cwd: string;
  /** Whether a person watches stderr. */
  readonly isTTY: boolean;
}

/** The same as commands get it. A command that ends otherwise than with 0, and not by an error, says so here. */
export interface Shell extends Io {
  exitCode: number;
}

/** The process's own. */
export function processIo(): Io {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    isTTY: process.stderr.isTTY === true,
  };
}
