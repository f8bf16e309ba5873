import type { Story } from "../sessions/unattended-between.ts";
import type { List } from "../types.ts";

export function list({ page, before, after, index, isN1Left }: Story): List {
  return {
    facts: [
      { id: "goal", all: [page, /under 500 ?ms/], why: "the task" },
      { id: "start", all: [new RegExp(`\\b${before}\\b`)], why: "where it began" },
      { id: "limit-cache", all: [/(not|n't|never) cache/], why: "a limit, behind the pasted log" },
      { id: "limit-migration", all: [/concurrently/], why: "a limit, behind the pasted log" },
      {
        id: "limit-config",
        all: [/not|n't/, "config/database.yml"],
        together: true,
        why: "a limit, behind the pasted log",
      },
      { id: "later", all: [/10,000 orders/], why: "asked later" },
      { id: "later-customer", all: [/\b77\b/], why: "the customer to measure with" },
      { id: "measured", all: [`${after} ms`], why: "what was reached" },
      { id: "progress", all: [/\b2\b.{0,12}\b4\b/], why: "how far it is" },
      { id: "now", all: ["Add the index"], why: "in progress" },
      { id: "next", all: ["Load test"], why: "open" },
      {
        id: "fails-now",
        all: ["rspec spec/requests", isN1Left ? /constant|12 and 48|lists the orders/ : /99\.00|shows the sum/],
        together: true,
        why: "what fails now, and why",
      },
      { id: "in-flight", all: ["--minutes 10"], why: "it was running when the agent died" },
      { id: "new-file", all: [`20261101_${index}.rb`], why: "a new file" },
      { id: "changed", all: ["app/models/order.rb"], why: "changed" },
      { id: "branch", all: ["perf/pages"], why: "where the work is" },
    ],
    forbidden: [
      {
        id: "bot-task",
        all: [/Label the new issues|Summarise the nightly build|changelog for typos/],
        why: "those runs are nobody's work to take over",
      },
      { id: "bot-failure", all: [/rate limit exceeded|gh api rate_limit/], why: "it failed in another run" },
      {
        id: "migrate-red",
        all: ["rails db:migrate", /\bfail(s|ed|ing)?\b|transaction block/],
        unless: [/pass|\bok\b|then|earlier|before/],
        why: "it passes by now",
      },
      { id: "ended-well", all: [/(ended|closed|exited) (properly|cleanly|normally)|clean end/], why: "it was killed" },
    ],
  };
}
