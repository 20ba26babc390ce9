/** Longest stretch of work between two looks at the messages that wait, such as a cancel. */
const longestStretchMs = 30;

/**
 * A function to await now and then in a long loop: lets messages in when it is time, waits while it has to `giveWay`,
 * and throws when the signal was aborted. Tells whether it did let messages in.
 */
export function createBreath(signal: AbortSignal, giveWay: () => Promise<void>): () => Promise<boolean> {
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  let last = performance.now();
  return async () => {
    if (performance.now() - last < longestStretchMs) return false;
    await new Promise((resolve) => setTimeout(resolve));
    await Promise.race([giveWay(), aborted]);
    signal.throwIfAborted();
    last = performance.now();
    return true;
  };
}
