import type { Story } from "../sessions/refactoring.ts";
import type { List } from "../types.ts";

export function list({ money, legacy, route, branch, isTestRed, sum }: Story): List {
  return {
    facts: [
      { id: "goal", all: [/cents/, `packages/${money}`], together: true, why: "the task" },
      { id: "limit-json", all: [route, /same|unchanged|stay|keep/], together: true, why: "a limit of the task" },
      {
        id: "limit-legacy",
        all: [/not|n't|never|avoid|leave|off/, `packages/${legacy}`],
        together: true,
        why: "a limit of the task",
      },
      { id: "limit-push", all: [/no push|(not|n't|never) push|without push/], why: "a limit of the task" },
      { id: "later-limit", all: [/half-even/], why: "asked later, for the step that is open now" },
      { id: "progress", all: [/\b5\b.{0,12}\b8\b/], why: "how far it is" },
      { id: "now", all: ["Convert report.ts"], why: "the step in progress" },
      { id: "next", all: ["Remove currency.ts helpers"], why: "open" },
      { id: "last", all: ["Update the changelog"], why: "open" },
      isTestRed
        ? {
            id: "fails-now",
            all: [`bun test packages/${money}`, /fail|exit|error|✗|red/],
            together: true,
            why: "what fails now",
          }
        : { id: "fails-now", all: ["tsc --noEmit", /fail|exit|error|✗|red/], together: true, why: "what fails now" },
      isTestRed
        ? {
            id: "why-it-fails",
            all: [/sums tax per line|expect\(received\)|invoice\.test\.ts/],
            why: "the line that says why",
          }
        : { id: "why-it-fails", all: ["TS2322", `report.ts(${sum}`], why: "the line that says why" },
      { id: "new-file", all: [/cents\.ts/], why: "a file that did not exist" },
      { id: "changed-file", all: [/invoice\.ts/], why: "changed last" },
      {
        id: "in-flight",
        all: [/report\.ts/, /flight|interrupt|not finish|no result|began|started|running|unfinished|cut off|when/],
        together: true,
        why: "the edit that was going on when it died",
      },
      { id: "branch", all: [branch], why: "where the work is" },
    ],
    forbidden: [
      {
        id: "cents-test-red",
        all: ["cents.test.ts", /\bfail(s|ed|ing)?\b|red\b/],
        unless: [/pass|ok\b|green|then|fixed|new|created/],
        why: "it passes since its import was mended",
      },
      isTestRed
        ? {
            id: "types-red",
            all: ["tsc --noEmit", /\bfail(s|ed|ing)?\b/],
            unless: [/pass|ok\b|earlier|before/],
            why: "the types hold",
          }
        : {
            id: "tests-red",
            all: [`bun test packages/${money}`, /\bfail(s|ed|ing)?\b/],
            unless: [/pass|ok\b|earlier|before|0 fail/],
            why: "the tests pass",
          },
      { id: "all-done", all: [/\b8\b.{0,4}(of|\/).{0,4}\b8\b/], why: "three steps are open" },
      { id: "ended-well", all: [/(ended|closed|exited) (properly|cleanly|normally)|clean end/], why: "it was killed" },
    ],
  };
}
