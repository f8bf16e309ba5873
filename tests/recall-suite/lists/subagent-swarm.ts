import type { Story } from "../sessions/subagent-swarm.ts";
import type { List } from "../types.ts";

export function list({ endpoint, line, queries, secret, isAuthKilled }: Story): List {
  return {
    facts: [
      { id: "goal", all: [/audit/, /AUDIT\.md/], why: "the task" },
      { id: "limit-report", all: [/only report|fix nothing/], why: "a limit of the task" },
      { id: "limit-network", all: [/no network|staging/], why: "a limit of the task" },
      { id: "later", all: [/effort in days/], why: "asked later" },
      { id: "progress", all: [/\b1\b.{0,12}\b4\b/], why: "how far it is" },
      { id: "now", all: ["Collect the findings"], why: "in progress" },
      { id: "next", all: ["Rank them by risk"], why: "open" },
      { id: "last", all: ["Review with the user"], why: "open" },
      { id: "found-route", all: [endpoint, /auth guard/], why: "what a finished subagent found" },
      { id: "found-route-place", all: [`routes.ts:${line}`], why: "where" },
      { id: "found-queries", all: [/N\+1|loadLines/, String(queries)], why: "what a finished subagent found" },
      { id: "found-secret", all: [secret, /history|3be2a10/], why: "found, and not in AUDIT.md yet" },
      { id: "running-uploads", all: [/Audit the uploads/], why: "it ran when the agent died: start it again" },
      {
        id: "running-dependencies",
        all: [/Audit the dependencies/],
        why: "it ran when the agent died: start it again",
      },
      {
        id: "auth-open",
        all: [/Audit the auth flow/, isAuthKilled ? /kill|stop|cancel|end/ : /fail|end/],
        together: true,
        why: "the auth audit has no result",
      },
      { id: "fails-now", all: ["markdownlint", /MD012|blank/], why: "what fails now, and why" },
      { id: "new-file", all: ["AUDIT.md"], why: "the file of the findings" },
    ],
    forbidden: [
      {
        id: "sub-todo",
        all: [/Read them one by one|List the files of/],
        unless: [/subagent|agent|audit/],
        why: "a subagent's todo is not the session's",
      },
      {
        id: "routes-running",
        all: [/Audit the routes/, /running|not (seen to )?finish|still|unfinished/],
        unless: [/not running|uploads/],
        why: "it finished",
      },
      {
        id: "secrets-running",
        all: [/Audit the secrets/, /running|not (seen to )?finish|still|unfinished/],
        unless: [/not running|uploads/],
        why: "it finished",
      },
      {
        id: "auth-running",
        all: [/Audit the auth flow/, /running|still/],
        unless: [/kill|fail|no longer|not running|uploads/],
        why: "it came to its end without a result",
      },
      { id: "none-running", all: [/no (subagents?|agents?) (are |is |were )?running/], why: "two were" },
    ],
    noise: [/rg -c pattern-/],
  };
}
