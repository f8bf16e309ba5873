import type { Story } from "../sessions/failing-migration.ts";
import type { List } from "../types.ts";

export function list({ table, column, host, revision, rows, isDownBroken }: Story): List {
  return {
    facts: [
      { id: "goal", all: [column, table, /NOT NULL/], together: true, why: "the task" },
      {
        id: "limit-production",
        all: [/never|not|n't/, host],
        together: true,
        why: "the limit that costs most to break",
      },
      { id: "limit-merged", all: [/(not|n't|never) (edit|touch|change).{0,30}migrations/], why: "a limit of the task" },
      { id: "limit-tests", all: [/API tests.{0,20}(green|pass)/], why: "a limit of the task" },
      { id: "local", all: [/localhost:?\s?.{0,6}5433/], why: "the database to work on" },
      { id: "later-batch", all: [/1000/, /batch/], together: true, why: "asked later" },
      { id: "later-column", all: [/keep the old column/], why: "asked later" },
      { id: "decision", all: [/soft-deleted/], why: "the last thing that the user decided" },
      { id: "progress", all: [/\b3\b.{0,12}\b6\b/], why: "how far it is" },
      { id: "now", all: ["Set NOT NULL"], why: "the task in progress" },
      { id: "next", all: ["Test the downgrade"], why: "open" },
      { id: "last", all: ["Run the API tests"], why: "open" },
      { id: "fails-now", all: [`ALTER COLUMN ${column}`, /contains null values/], why: "what fails now, and why" },
      { id: "rows", all: [String(rows)], why: "how much is left: the agent found it" },
      ...(isDownBroken
        ? [{ id: "down-broken", all: ["alembic downgrade", /does not exist|UndefinedTable/], why: "fails still" }]
        : []),
      { id: "in-flight", all: ["backfill.py --include-deleted"], why: "it may have written half of the rows" },
      { id: "new-migration", all: [`${revision}_add_${column}`], why: "a new file" },
      { id: "new-script", all: ["scripts/backfill.py"], why: "a new file" },
    ],
    forbidden: [
      {
        id: "heads",
        all: ["alembic upgrade head", /\bfail(s|ed|ing)?\b|Multiple head/i],
        unless: [/pass|ok\b|then|earlier|before/],
        why: "it passes since the heads were merged",
      },
      {
        id: "dry-run",
        all: ["backfill.py --dry-run", /KeyError|\bfail(s|ed|ing)?\b/],
        unless: [/pass|ok\b|then|earlier|before/],
        why: "it passes since its settings were mended",
      },
      ...(isDownBroken
        ? []
        : [
            {
              id: "down-broken",
              all: ["alembic downgrade", /\bfail(s|ed|ing)?\b|Can't locate/],
              unless: [/pass|ok\b|then|earlier|before/],
              why: "it passes by now",
            },
          ]),
      {
        id: "backfill-done",
        all: ["--include-deleted", /passed|succeeded|\bok\b|finished/],
        unless: [/not|never|no result/],
        why: "nobody saw its end",
      },
    ],
  };
}
