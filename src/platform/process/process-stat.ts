/** The kernel's line about a process in `/proc/<pid>/stat`. Plain calls, for the hook. */

export interface ProcessStat {
  readonly name: string;
  /** One letter; `Z` and `X` mean that the process has ended. */
  readonly state: string;
  readonly parentPid: number;
  /** When it began, in ticks since the boot. */
  readonly startTicks: number;
}

const NAME_FROM = "(";

/** @returns null for any other text */
export function statIn(text: string | null): ProcessStat | null {
  if (text === null) return null;
  // The name may hold anything, parentheses and spaces too.
  const end = text.lastIndexOf(")");
  const fields = text.slice(end + 2).split(" ");
  const startTicks = Number(fields[19]);
  if (end < 0 || !(startTicks >= 0)) return null;
  return {
    name: text.slice(text.indexOf(NAME_FROM) + 1, end),
    state: fields[0]!,
    parentPid: Number(fields[1]),
    startTicks,
  };
}
