/**
 * Whether a person is present in a session, by its `session` row. One that a person began stays attended where a headless
 * run goes on with it.
 * @returns null if it is not known
 */
export function attendedIn(session: Readonly<Record<string, unknown>> | undefined): boolean | null {
  const attended = session?.["wasAttended"] ?? session?.["isAttended"];
  return typeof attended === "boolean" ? attended : null;
}
