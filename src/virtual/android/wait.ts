/** Waits until a condition holds, looking every 10 ms. Gives whether it held within the limit. */
export async function until(
  holds: () => boolean,
  { limitMs, signal }: { readonly limitMs: number; readonly signal?: AbortSignal },
): Promise<boolean> {
  const end = performance.now() + limitMs;
  while (!holds()) {
    const left = end - performance.now();
    if (left <= 0 || signal?.aborted === true) return false;
    await delay(Math.min(left, 10), signal);
  }
  return true;
}

/** Resolves after a time, or as soon as the signal is aborted. */
export function delay(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}
