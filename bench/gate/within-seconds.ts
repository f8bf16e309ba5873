/** The time that a measurement has to stop its own processes when its limit is over. */
const GRACE_MS = 5000;

/** Aborts a task at its time limit, and no longer waits for one that ignores it. */
export async function withinSeconds<T>(
  seconds: number,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const either = AbortSignal.any([signal, late.signal]);
  const givenUp = Promise.withResolvers<never>();
  const limit = setTimeout(() => late.abort(new Error(`it took longer than ${seconds} s`)), seconds * 1000);
  let grace: ReturnType<typeof setTimeout> | undefined;
  either.addEventListener("abort", () => (grace = setTimeout(() => givenUp.reject(either.reason), GRACE_MS)));
  try {
    return await Promise.race([run(either), givenUp.promise]);
  } catch (error) {
    throw either.aborted ? either.reason : error;
  } finally {
    clearTimeout(limit);
    clearTimeout(grace);
  }
}
