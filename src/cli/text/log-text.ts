/** The worker's log for a person: its file keeps the fields, a terminal gets sentences. */
import { count } from "../../base/text/words.ts";
import { printable } from "./render.ts";

/** Unchecked: any program can write a line into the log. */
type Fields = Readonly<Record<string, unknown>>;

const SENTENCES: Readonly<Record<string, (fields: Fields) => string>> = {
  "worker started": ({ worker, mode, fallbackReason, durability, isOnce }) => {
    const why = typeof fallbackReason === "string" ? ` instead of events (${fallbackReason})` : "";
    const waking = mode === "poll" ? `it looks at the queue by a timer${why}` : "the kernel's events wake it";
    const wakes = isOnce === true ? "it applies what waits and ends" : waking;
    const crash = durability === "power" ? "a power cut" : "a crash of a process";
    return `worker ${textOf(worker)} started: ${wakes}, and what it saves survives ${crash}`;
  },
  "worker stopped": ({ worker, applied }) => `worker ${textOf(worker)} stopped: it applied ${entriesText(applied)}`,
};

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

const entriesText = (n: unknown): string =>
  typeof n === "number" ? count(n, "entry", "entries") : `${textOf(n)} entries`;

/** A line of the log for a person: the local time, and what happened. */
export function sentence(line: string): string {
  try {
    const { time, level, message, ...fields } = JSON.parse(line) as Fields;
    const when = new Date(String(time)).toLocaleString("sv");
    const mark = level === "info" ? [] : [String(level).toUpperCase()];
    const known = Object.hasOwn(SENTENCES, String(message)) ? SENTENCES[String(message)] : undefined;
    const text = known === undefined ? otherText(String(message), fields) : known(fields);
    return `${printable([when, ...mark, text].join("  "))}\n`;
  } catch {
    // A crash can leave half a line.
    return `${printable(line)}\n`;
  }
}

/** The message, the error that caused it, and the other fields that have a value. */
function otherText(message: string, { error, entries, ...fields }: Fields): string {
  const rest = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  const details = rest.map(([name, value]) => `${name} ${textOf(value)}`);
  if (entries !== undefined) details.unshift(entriesText(entries));
  const why = error === undefined ? "" : `: ${textOf(error)}`;
  return `${message}${details.length === 0 ? "" : ` (${details.join(", ")})`}${why}`;
}
