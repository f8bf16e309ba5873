/** Texts in columns, as a terminal shows them. */
import { printable } from "./printable.ts";

const SHORTEST_COLUMN = 12;

/**
 * A table with aligned columns, below a header. Its texts are made {@link printable}.
 * @param columns the maximum width of a line; the last column is cut to fit
 */
export function table(
  header: readonly string[],
  rows: ReadonlyArray<readonly string[]>,
  columns = Number.POSITIVE_INFINITY,
): string {
  const texts = [header, ...rows].map((row) => row.map(printable));
  const left = columns - takenBy(texts.map((row) => row.slice(0, -1)));
  const lines = texts.map((row) => [...row.slice(0, -1), oneLine(row.at(-1) ?? "", Math.max(SHORTEST_COLUMN, left))]);
  const widths = header.map((_, column) => Math.max(...lines.map((line) => Bun.stringWidth(line[column] ?? ""))));
  const padded = (line: readonly string[]): string =>
    line
      .map((text, column) => text + " ".repeat(widths[column]! - Bun.stringWidth(text)))
      .join("  ")
      .trimEnd();
  return `${lines.map(padded).join("\n")}\n`;
}

/** The width of all columns of these rows, with a gap after each. */
export function takenBy(rows: ReadonlyArray<readonly string[]>): number {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => Bun.stringWidth(row[column]!))));
  return widths.reduce((sum, one) => sum + one + 2, 0);
}

/** A text as one line, cut to a width in columns: letters of some scripts take two, and none is cut in its middle. */
export function oneLine(text: string, width: number): string {
  const flat = printable(text.replaceAll(/\s+/g, " ").trim());
  if (Bun.stringWidth(flat) <= width) return flat;
  const cut = Bun.sliceAnsi(flat, 0, width - 1);
  // A letter of two columns that begins in the last one is taken whole.
  return `${Bun.stringWidth(cut) < width ? cut : Bun.sliceAnsi(flat, 0, width - 2)}…`;
}
