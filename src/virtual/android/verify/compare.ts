import type { Probe } from './probes.js';

/** What a device answered. */
export interface Answer {
  readonly id: string;
  readonly command: string;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The answers of one device, as they are kept in a file. */
export interface Recording {
  readonly format: 'keystore-audit/virtual-verify@1';
  readonly device: { readonly apiLevel: string; readonly fingerprint: string };
  readonly answers: readonly Answer[];
}

export interface Difference {
  readonly id: string;
  readonly command: string;
  readonly expected: string;
  readonly actual: string;
}

/** Where two devices answer differently, after what differs between any two has been made the same. */
export function differences(
  probes: readonly Probe[],
  reference: readonly Answer[],
  other: readonly Answer[],
): Difference[] {
  return probes.flatMap((probe) => {
    const expected = reference.find(({ id }) => id === probe.id);
    const actual = other.find(({ id }) => id === probe.id);
    if (expected === undefined || actual === undefined) return [];
    const one = comparable(probe, expected);
    const two = comparable(probe, actual);
    return one === two ? [] : [{ id: probe.id, command: expected.command, expected: one, actual: two }];
  });
}

/** Standard output, standard error and exit code as one text. */
function comparable({ only, mask = [] }: Probe, { stdout, stderr, code }: Answer): string {
  const kept = (text: string): string => {
    const lines = text.replaceAll('\r', '').split('\n');
    const wanted = only === undefined ? lines : lines.filter((line) => only.test(line));
    const joined = wanted.join('\n').trimEnd();
    return mask.reduce((masked, [pattern, by]) => masked.replace(pattern, by), joined);
  };
  return [kept(stdout), kept(stderr), `exit ${code}`].filter((part) => part !== '').join('\n');
}
