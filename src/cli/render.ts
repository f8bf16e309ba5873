import { printable, printableJson } from "../base/printable.ts";

export { printable } from "../base/printable.ts";

/** A table with aligned columns, a header above. Cells are made {@link printable}. */
export function table(header: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const lines = [header, ...rows].map((row) => row.map(printable));
  const widths = header.map((_, column) => Math.max(...lines.map((line) => Bun.stringWidth(line[column] ?? ""))));
  const padded = (line: readonly string[]): string =>
    line
      .map((cell, column) => cell + " ".repeat(widths[column]! - Bun.stringWidth(cell)))
      .join("  ")
      .trimEnd();
  return `${lines.map(padded).join("\n")}\n`;
}

/** What to do about something, below what is told of it: what to run on a line of its own, as it can be pasted. */
export function remedyLines(
  { run, remedy }: { readonly run: string | null; readonly remedy: string | null },
  indent: number,
): string[] {
  const texts = [run, run === null || remedy === null ? remedy : `(${remedy})`].filter((text) => text !== null);
  return texts.map((text, index) => `${" ".repeat(indent)}${index === 0 ? "->" : "  "} ${printable(text)}`);
}

/** One line of a text, cut to a width. */
export function oneLine(text: string, width: number): string {
  const flat = printable(text.replaceAll(/\s+/g, " ").trim());
  return flat.length <= width ? flat : `${flat.slice(0, width - 1)}…`;
}

export function duration(ms: number): string {
  if (ms < 1) return `${Math.round(ms * 1000)} µs`;
  if (ms < 1000) return `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}

/** What each command prints with `--json`. */
export function json(value: unknown): string {
  return `${printableJson(JSON.stringify(value, null, 2))}\n`;
}
