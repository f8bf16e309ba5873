import { PlayedSession } from "./played-session.ts";

/** The readers whose JSON docs/json.md shows: as a person types it, what it is for, and its words. */
export const READERS: readonly (readonly [typed: string, says: string, words: readonly string[]])[] = (
  [
    [
      "status",
      "Health of queue, worker and store. `heartbeat` is null where no worker ever ran, `starts` where no start was put off, `account` where nothing was enqueued in the last 24 hours. `snapshots.why` says why no files are kept for an undo; it is null where they are, beside `snapshots` (how many), `since`, `bytes`, `limitBytes`, `isDiskFull` and `notKept` (files by reason).",
    ],
    [
      "sessions",
      "The saved sessions, the latest first. `ending` is `ended`, `open`, `no end seen` or null. `title` is the session's own, else its first prompt.",
    ],
    [
      "sessions --all",
      "The archived sessions of all projects, the latest first. `state` is `running`, `mid-turn`, `stopped` or `ended`; `continueWith` is a command, or null.",
    ],
    ["search accounts", "What was found in the archive, the best first."],
    ["projects", "The projects of the archive, the latest first."],
    ["show 5f0c", "One session, with its latest checkpoint, its subagents and its log."],
    ["show 5f0c --history", "The checkpoints of a session, the latest first."],
    ["resume", "Where a session left off. `ending.kind` is `ended`, `compacted` or `none-seen`."],
    ["doctor", "Every check. `level` is `ok`, `warning` or `problem`."],
    ["setup --check", "Whether agents call hive, and may. `installed` names `project`, `local`, `user` or `plugin`."],
    ["enqueue sql --sql 'SELECT 1'", "The entry as it was written, and whether a worker listens."],
    [
      "failed list",
      "The entries that were given up. `hive failed show NAME --json` prints one; `retry` and `drop` print a list of names.",
    ],
    ["export 5f0c --out session.md", "Where the Markdown of a session was written."],
    [
      "forget 5f0c --dry-run",
      "What `hive forget` would delete, by its place. With `--yes` it deletes that, and prints what is gone.",
    ],
    ["pause --for 2h", "The paused project, and the end of the pause: true where it has none."],
    ["unpause", "The project in which hive saves again."],
  ] as const
).map(([typed, says]) => [typed, says, typed.match(/'[^']*'|\S+/g)!.map((word) => word.replaceAll("'", ""))]);

/** Lines of the summary that its readers need and a reader of the README does not. */
const LEFT_OUT = /^(?:Files and git may|Last checkpoint|Directory|Transcript|Not known|In full|Objective)/;

/** @returns the context of a new session after a crash: real output, without its less important lines */
export function givenBack(session: PlayedSession): string {
  const lines = session.restored().split("\n");
  const shown = lines.filter((line) => !LEFT_OUT.test(line)).join("\n");
  return `\`\`\`text\n${shown.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d(?::[\d.]+)?Z/g, "2026-11-28T14:23Z").trim()}\n\`\`\`\n`;
}

const MAX_ITEMS = 2;

/** Shortens lists, and texts that no reader needs in full. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map(shortened);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shortened(inner)]));
}

/** @returns an example of each reader's JSON, from real output; lists are cut to two items */
export function jsonExamples(session: PlayedSession): string {
  return READERS.map(([args, says, words]) => {
    const printed: unknown = JSON.parse(session.hive(...words, "--json"));
    return `## hive ${args} --json\n\n${says}\n\n\`\`\`json\n${JSON.stringify(shortened(printed), null, 2)}\n\`\`\`\n`;
  }).join("\n");
}
