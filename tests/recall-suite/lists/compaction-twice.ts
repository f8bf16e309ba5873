import type { Story } from "../sessions/compaction-twice.ts";
import type { List } from "../types.ts";

export function list({ parser, keyword, version, isFuzzRed, input }: Story): List {
  return {
    facts: [
      { id: "goal", all: [keyword, parser], together: true, why: "the task" },
      { id: "spec", all: [version], why: "which version of the spec" },
      { id: "limit-api", all: [/public API/], why: "a limit of the task" },
      { id: "limit-codes", all: [/keep their codes|E1xx/], why: "a limit of the task" },
      { id: "limit-dependencies", all: [/no new dependencies/], why: "a limit of the task" },
      { id: "limit-language", all: [/no TypeScript|plain JavaScript/], why: "a limit of the task" },
      { id: "later", all: [/identifier/, /usable|columns|old queries/], together: true, why: "asked later" },
      { id: "progress", all: [/\b5\b.{0,12}\b7\b/], why: "how far it is" },
      { id: "now", all: ["Fuzz corpus"], why: "in progress" },
      { id: "next", all: ["Docs"], why: "open" },
      { id: "running", all: ["fuzz/run.js"], why: "it still runs: do not start another" },
      isFuzzRed
        ? { id: "fails-now", all: [input, /Maximum call stack|RangeError/], why: "what fails now, and why" }
        : { id: "fails-now", all: ["npm run lint", /no-unused-vars|never used/], why: "what fails now, and why" },
      { id: "found", all: [/bin\/format\.js/], why: "what a subagent found" },
      { id: "new-file", all: [`${keyword}-as-identifier.txt`], why: "a new file" },
      { id: "last-message", all: [/Error recovery works/], why: "where the agent stood" },
    ],
    forbidden: [
      {
        id: "parser-red",
        all: [`npm test -- ${parser}/parser`, /\bfail(s|ed|ing)?\b|not ok/],
        unless: [/pass|\bok\b|then|earlier|before|fail 0/],
        why: "it passes by now",
      },
      {
        id: "crashed",
        all: [/crash|killed|without an end|never ended|did not end/],
        why: "it was compacted, and lives",
      },
      {
        id: "fuzz-done",
        all: ["fuzz/run.js", /finished|passed|completed|exited/],
        unless: [/not|never/],
        why: "it runs",
      },
      {
        id: "old-step",
        all: [/AST node/, /in progress|next/],
        unless: [/done|completed/],
        why: "it was done before the first compaction's end",
      },
    ],
  };
}
