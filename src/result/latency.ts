import type { Run } from './schema.js';

type Latency = NonNullable<Run['latency'][keyof Run['latency']]>;

/** What is told of how long calls took, in milliseconds; at least one. */
export function latencyOf(samples: readonly number[]): Latency {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
  return { n: samples.length, p50: at(0.5), p95: at(0.95), max: sorted.at(-1)!, samples: [...samples] };
}
