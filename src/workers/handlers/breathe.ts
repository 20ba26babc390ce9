/** Longest stretch of work between two looks at the messages that wait, such as a cancel. */
const longestStretchMs = 30;

/**
 * A function to await now and then in a long loop: lets messages in when it is time, and then throws when the signal
 * was aborted. Tells whether it did.
 */
export function createBreath(signal: AbortSignal, stretchMs = longestStretchMs): () => Promise<boolean> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < stretchMs) return false;
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
    last = performance.now();
    return true;
  };
}
