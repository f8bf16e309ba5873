import type { Story } from "../sessions/dependency-upgrade.ts";
import type { List } from "../types.ts";

export function list({ library, from, to, pinned, isTypesRed }: Story): List {
  return {
    facts: [
      { id: "goal", all: [new RegExp(`${library}.{0,12}\\b${from}\\b.{0,8}\\b${to}\\b`)], why: "the task" },
      { id: "limit-node", all: [/keep Node 18/], why: "a limit of the task" },
      { id: "limit-pinned", all: [pinned, /pinned|leave/], together: true, why: "a limit of the task" },
      { id: "limit-force", all: [/no --force/], why: "a limit of the task" },
      { id: "limit-commits", all: [/own commit/], why: "a limit of the task" },
      { id: "later-limit", all: [/decorators/], why: "a limit that came later" },
      { id: "later", all: [/dropped option/], why: "asked later" },
      { id: "progress", all: [/\b3\b.{0,12}\b6\b/], why: "how far it is" },
      { id: "now", all: ["Adapt the tests"], why: "in progress" },
      { id: "next", all: ["Run the whole suite on Node 18"], why: "open" },
      { id: "last", all: ["Changelog entry"], why: "open" },
      isTypesRed
        ? { id: "fails-now", all: ["tsc --noEmit", /TS2769/], together: true, why: "what fails now, and why" }
        : {
            id: "fails-now",
            all: ["npm test", /closes on SIGTERM|already closed|ALREADY_CLOSED/],
            together: true,
            why: "what fails now, and why",
          },
      { id: "in-flight", all: ["docker run", /node:18/], together: true, why: "it was running when the agent died" },
      { id: "changed-cors", all: ["src/plugins/cors.ts"], why: "changed, and not committed" },
      { id: "changed-server", all: ["src/server.ts"], why: "changed, and not committed" },
      { id: "branch", all: [`deps/${library}-${to}`], why: "where the work is" },
    ],
    forbidden: [
      {
        id: "install-red",
        all: [/npm install/, /\bfail(s|ed|ing)?\b|ERESOLVE/],
        unless: [/pass|\bok\b|then|earlier|before|swagger/],
        why: "another command line installed it: that one is history",
      },
      {
        id: "cors-red",
        all: ["npm test -- cors", /\bfail(s|ed|ing)?\b|not a function/],
        unless: [/pass|\bok\b|then|earlier|before|fail 0/],
        why: "it passes by now",
      },
      isTypesRed
        ? { id: "tests-red", all: [/`?npm test`? .{0,20}(failed|fails)/], why: "the tests pass" }
        : {
            id: "types-red",
            all: ["tsc --noEmit", /\bfail(s|ed|ing)?\b/],
            unless: [/pass|\bok\b|npm test/],
            why: "the types hold",
          },
      {
        id: "node-18-ok",
        all: ["node:18", /passed|succeeded|\bok\b/],
        unless: [/not|never|no result/],
        why: "nobody saw its end",
      },
    ],
  };
}
