import type { Story } from "../sessions/debugging-hunt.ts";
import type { List } from "../types.ts";

export function list({ test, one, of, commit, cleared, suspect }: Story): List {
  return {
    facts: [
      { id: "goal", all: [test, /find out why|cause/], why: "the task" },
      { id: "rate", all: [new RegExp(`\\b${one}\\b.{0,12}\\b${of}\\b`)], why: "how often it fails" },
      { id: "limit-retry", all: [/retry/, /timeout/, /not|n't|no\b/], together: true, why: "a limit of the task" },
      { id: "limit-skip", all: [/(not|n't|never) skip/], why: "a limit of the task" },
      { id: "limit-src", all: [/no change in src|explain it/], why: "a limit of the task" },
      { id: "later-limit", all: [/(not|n't) revert/], why: "a limit that came later" },
      {
        id: "cleared-second",
        all: [/\bnot\b/, cleared[1]!],
        together: true,
        why: "ruled out: do not look there again",
      },
      { id: "cleared-first", all: [/\bnot\b/, cleared[0]!], together: true, why: "ruled out: do not look there again" },
      { id: "bad-commit", all: [commit], why: "what the bisection found" },
      { id: "suspect", all: [suspect], why: "where the agent stood" },
      { id: "found", all: [/before the last write is flushed/], why: "what a subagent found" },
      { id: "how-to", all: ["scripts/stress.sh"], why: "the only way to see it here" },
      { id: "progress", all: [/\b2\b.{0,12}\b5\b/], why: "how far it is" },
      { id: "now", all: ["Name the cause"], why: "in progress" },
      { id: "next", all: ["Write a test that always fails"], why: "open" },
      {
        id: "fails-now",
        all: ["jest test/socket-release.test.ts", /waits for the flush|released|flushed/],
        why: "the test that shows it",
      },
      { id: "in-flight", all: ["stress.sh test/socket-release.test.ts"], why: "it was running when the agent died" },
      { id: "new-file", all: ["socket-release.test.ts"], why: "a new file" },
    ],
    forbidden: [
      {
        id: "found-cause",
        all: [/Name the cause/, /done|completed/],
        unless: [/\b\d+ of \d+\b|progress|open/],
        why: "it is not yet",
      },
      { id: "detached", all: [/detached|bisecting/], why: "the bisection was reset" },
      {
        id: "src-changed",
        all: [/(changed|modified|edited).{0,40}src\/(client|pool|retry|socket)\.ts/],
        why: "nothing in src was changed",
      },
    ],
    noise: [/jest test\/\S+ --seed \d+/, /git stash -q; git checkout/],
  };
}
