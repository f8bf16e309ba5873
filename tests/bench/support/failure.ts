/** What a promise is rejected with, as text; "nothing" where it is not. */
export function failureOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "nothing",
    (error: unknown) => String(error),
  );
}
