import { printable, printableJson } from "../../base/text/printable.ts";
import { wrapped } from "./terminal.ts";

export { printable } from "../../base/text/printable.ts";
export { oneLine, table, takenBy } from "../../base/text/table.ts";

/**
 * Advice on a finding, printed below it.
 * @param columns the width of the terminal: sentences are wrapped, a command stays on one line for pasting
 */
export function adviceLines(
  { run, advice }: { readonly run: string | null; readonly advice: string | null },
  indent: number,
  columns = Number.POSITIVE_INFINITY,
): string[] {
  const sentence = run === null || advice === null ? advice : `(${advice})`;
  const lines = sentence === null ? [] : wrapped(printable(sentence), columns - indent - 3);
  if (run !== null) lines.unshift(printable(run));
  return lines.map((text, index) => `${" ".repeat(indent)}${index === 0 ? "->" : "  "} ${text}`);
}

export function duration(ms: number): string {
  if (ms < 1) return `${Math.round(ms * 1000)} µs`;
  if (ms < 1000) return `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}

/** The output of a command with `--json`. */
export function json(value: unknown): string {
  // @mutant JSON that is printed has nothing unprintable in it
  return `${printableJson(JSON.stringify(value, null, 2))}\n`;
}

/** As {@link json}, in pieces. A value that is an iterator is a list whose items need not be in memory together. */
export function* jsonPieces(document: object): Generator<string> {
  let text = "";
  let before = "{";
  for (const [key, value] of Object.entries(document)) {
    if (value === undefined) continue;
    text += `${before}\n  ${JSON.stringify(key)}: `;
    before = ",";
    if (value instanceof Iterator) {
      for (const piece of listPieces(value)) {
        text += piece;
        if (text.length < PIECE_CHARS) continue;
        yield printableJson(text);
        text = "";
      }
    } else text += indented(value, "  ");
  }
  yield `${printableJson(text)}${before === "{" ? "{}" : "\n}"}\n`;
}

const PIECE_CHARS = 65_536;

function* listPieces(items: Iterable<unknown>): Generator<string> {
  let before = "[";
  for (const item of items) {
    yield `${before}\n    ${indented(item, "    ")}`;
    before = ",";
  }
  yield before === "[" ? "[]" : "\n  ]";
}

const indented = (value: unknown, by: string): string => JSON.stringify(value, null, 2).replaceAll("\n", `\n${by}`);
