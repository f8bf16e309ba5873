export interface WaitOptions {
  readonly timeoutMs?: number;
  /** Says in the error what was there instead. */
  readonly describe?: () => string;
}

/**
 * Waits until a condition holds, and gives its value: anything but false, null and undefined.
 * @throws after the timeout, with the condition's source and what `describe` says
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  options: WaitOptions = {},
): Promise<Exclude<T, false | null | undefined>> {
  const { timeoutMs = 20_000, describe } = options;
  const endMs = performance.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value !== false && value !== null && value !== undefined) {
      return value as Exclude<T, false | null | undefined>;
    }
    if (performance.now() > endMs) {
      const found = describe === undefined ? "" : `; there is ${describe()}`;
      throw new Error(`after ${timeoutMs} ms this is not so: ${condition.toString()}${found}`);
    }
    await new Promise<void>((resolve) => setTimeout(resolve, 2));
  }
}
