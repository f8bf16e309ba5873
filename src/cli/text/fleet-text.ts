import type { FleetFact, FleetSession } from "../../store/postgres/fleet-reader.ts";
import { isObject, textOf } from "../../base/json.ts";
import { type KindName, KINDS } from "../../model/kinds.ts";
import { oneLine, printable } from "./render.ts";
import { relativeTime } from "./terminal.ts";

const MAX_LINES = 20;
/** The fields of a fact that say most, the first that it has. */
const TELLING = [
  "text",
  "command",
  "subject",
  "description",
  "target",
  "title",
  "branch",
  "reason",
  "directory",
  "agent",
];

/** A session of another machine, as a quotation. Agents never get it automatically. */
export function ofFleet(session: FleetSession, facts: readonly FleetFact[], nowMs: number, columns: number): string {
  const head = [
    `session ${session.session} of ${session.label}, ${session.project}`,
    `last seen ${relativeTime(session.seenMs, nowMs)}${session.branch === null ? "" : `, on ${session.branch}`}`,
  ];
  const kinds = [...new Set(facts.map(({ kind }) => kind))];
  const parts = kinds.flatMap((kind) => {
    const own = facts.filter((fact) => fact.kind === kind);
    const lines = own.slice(0, MAX_LINES).map((fact) => `  ${oneLine(lineOf(fact), columns - 2)}`);
    const more = own.length > MAX_LINES ? [`  … and ${own.length - MAX_LINES} more (--json shows all)`] : [];
    return ["", titleOf(kind), ...lines, ...more];
  });
  const note = facts.length === 0 ? ["", "Its machine shares no more than that."] : [];
  return `${[...head, ...parts, ...note].map(printable).join("\n")}\n`;
}

const titleOf = (kind: string): string => (Object.hasOwn(KINDS, kind) ? KINDS[kind as KindName].title : kind);

function lineOf({ key, data }: FleetFact): string {
  const fields = isObject(data) ? data : {};
  if (Array.isArray(fields["todos"])) return JSON.stringify(fields["todos"]);
  const told = TELLING.map((name) => textOf(fields[name])).find((text) => text !== undefined && text !== "");
  const outcome = textOf(fields["outcome"]) ?? textOf(fields["status"]) ?? textOf(fields["change"]);
  return [told ?? key, outcome].filter((text) => text !== undefined && text !== "").join(" - ");
}
