import type { Story } from "../sessions/cleared-and-steered.ts";
import type { List } from "../types.ts";

export function list({ first, command, format, flag }: Story): List {
  return {
    facts: [
      { id: "goal", all: [command, format], together: true, why: "the task since /clear" },
      { id: "limit-memory", all: [/one record in memory|stream/], why: "a limit of the task" },
      { id: "limit-python", all: [/Python 3\.9/], why: "a limit of the task" },
      { id: "limit-match", all: [/no match statement/], why: "a limit of the task" },
      {
        id: "limit-dependencies",
        all: [/(not|n't) add dependencies|no (new )?dependencies/],
        why: "a limit of the task",
      },
      { id: "later-exit", all: [/exit code 3/], why: "asked later" },
      { id: "later-flag", all: [flag], why: "asked later" },
      {
        id: "later-disk",
        all: ["samples/small.dat", /slow disk|use/],
        together: true,
        why: "a limit that came with an interruption",
      },
      { id: "progress", all: [/\b2\b.{0,12}\b4\b/], why: "how far it is" },
      { id: "now", all: [`Write ${format}`], why: "in progress" },
      { id: "next", all: ["Man page"], why: "open" },
      {
        id: "fails-now",
        all: [`test_${command}.py`, /assert 0 == 3|test_empty/],
        together: true,
        why: "what failed last; an edit came after it",
      },
      { id: "in-flight", all: ["hyperfine"], why: "it was running when the terminal went away" },
      { id: "new-file", all: [`tests/test_${command}.py`], why: "a new file" },
      { id: "changed", all: [`tool/${command}.py`], why: "changed last" },
      { id: "branch", all: [`cli-${command}`], why: "where the work is" },
    ],
    forbidden: [
      {
        id: "old-task",
        all: [/Windows consoles/],
        unless: [/cleared|earlier|another session|before/],
        why: "that task was cleared away",
      },
      {
        id: "old-todos",
        all: [new RegExp(`Rewrite ${first}|Try it in cmd\\.exe|Detect the console`)],
        why: "they are of the task before",
      },
      { id: "old-failure", all: [/test_theme\.py/], why: "it failed in the task before" },
      {
        id: "ended-well",
        all: [/(ended|closed|exited) (properly|cleanly|normally)|clean end|finished its turn/],
        why: "it was cut off in mid-turn",
      },
    ],
  };
}
