import type { Story } from "../sessions/rename-across-packages.ts";
import type { List } from "../types.ts";

export function list({ old, now, wire, packages, isExportRed }: Story): List {
  const [first, second, third, current, last] = packages as [string, string, string, string, string];
  const lower = old.toLowerCase();
  const next = now.toLowerCase();
  return {
    facts: [
      { id: "goal", all: [new RegExp(`rename.{0,10}${old}.{0,10}${now}`)], why: "the task" },
      { id: "limit-wire", all: [wire, /keep|old name/], together: true, why: "a limit of the task" },
      { id: "limit-tables", all: [/database tables/], why: "a limit of the task" },
      { id: "limit-order", all: [/package by package|in the order|before the next/], why: "a limit of the task" },
      { id: "limit-alias", all: [/alias/], why: "a part of the task" },
      { id: "later-limit", all: [/log messages|dashboards/], why: "a limit that came later" },
      { id: "progress", all: [/\b3\b.{0,12}\b5\b/], why: "how far it is" },
      { id: "now", all: [`Rename in ${current}`], why: "in progress" },
      { id: "next", all: [`Rename in ${last}`], why: "open" },
      isExportRed
        ? {
            id: "fails-now",
            all: [`yarn workspace ${current} build`, /TS2305|has no exported member/],
            together: true,
            why: "what fails now, and why",
          }
        : {
            id: "fails-now",
            all: [`yarn workspace ${current} test`, /greets by name|Expected substring|toContain/],
            together: true,
            why: "what fails now, and why",
          },
      { id: "in-flight", all: [`packages/${current}/src/${next}.ts`], why: "the move that was going on" },
      { id: "new-file", all: ["deprecated.ts"], why: "a new file: the alias" },
      {
        id: "moved",
        all: [new RegExp(`packages/(${first}|${second}|${third})/src/${next}\\.ts`)],
        why: "files have new names",
      },
      {
        id: "changed-by-command",
        all: [`packages/${current}/src/index.ts`],
        why: "changed by a command, not by an edit",
      },
      { id: "branch", all: [`rename/${next}`], why: "where the work is" },
    ],
    forbidden: [
      ...[first, second, third].map((name) => ({
        id: `${name}-red`,
        all: [`yarn workspace ${name} build`, /\bfail(s|ed|ing)?\b|TS2307/],
        unless: [/pass|\bok\b|then|earlier|before/],
        why: "it builds by now",
      })),
      {
        id: "wrong-step",
        all: [`Rename in ${third}`, /in progress|open|pending/],
        unless: [`Rename in ${current}`, /done|completed/],
        why: "it is done",
      },
      {
        id: "old-file",
        all: [new RegExp(`new file.{0,60}${lower}\\.ts|${lower}\\.ts.{0,10}\\(new\\)`)],
        why: "that file is gone",
      },
      { id: "schema", all: [/(changed|modified|edited).{0,60}schema\.wire/], why: "the schema was not touched" },
    ],
  };
}
