const CONTEXT = 3;

interface Line {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

/** A change of a file in the unified format, as `diff -u` prints it; empty when nothing changes. Null: no file. */
export function unifiedDiff(path: string, before: string | null, after: string | null): string {
  if (before === after) return "";
  const lines = compare(splitLines(before ?? ""), splitLines(after ?? ""));
  const names = `--- ${before === null ? "/dev/null" : path}\n+++ ${after === null ? "/dev/null" : path}\n`;
  return names + hunks(lines).join("");
}

/** Lines with their line ends: a missing last one is a difference. */
const splitLines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/**
 * The shortest way from one text to the other, by Myers' greedy algorithm: the cost grows with the number of
 * differences, which are few, and not with the length of the file.
 */
function compare(before: readonly string[], after: readonly string[]): Line[] {
  const furthest = new Map<number, number>([[1, 0]]);
  const trace: Array<Map<number, number>> = [];
  for (let distance = 0; ; distance += 1) {
    trace.push(new Map(furthest));
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      let x = startOf(furthest, diagonal, distance);
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      furthest.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return walkBack(before, after, trace);
    }
  }
}

/** Where a path enters a diagonal: from below by a deletion, from above by an insertion. */
function startOf(furthest: ReadonlyMap<number, number>, diagonal: number, distance: number): number {
  return isInsertion(furthest, diagonal, distance)
    ? (furthest.get(diagonal + 1) ?? 0)
    : (furthest.get(diagonal - 1) ?? 0) + 1;
}

function isInsertion(furthest: ReadonlyMap<number, number>, diagonal: number, distance: number): boolean {
  if (diagonal === -distance) return true;
  return diagonal !== distance && (furthest.get(diagonal - 1) ?? -1) < (furthest.get(diagonal + 1) ?? -1);
}

function walkBack(before: readonly string[], after: readonly string[], trace: readonly Map<number, number>[]): Line[] {
  const lines: Line[] = [];
  let x = before.length;
  let y = after.length;
  for (let distance = trace.length - 1; distance >= 0; distance -= 1) {
    const furthest = trace[distance]!;
    const diagonal = x - y;
    const start = distance === 0 ? 0 : startOf(furthest, diagonal, distance);
    while (x > start) {
      x -= 1;
      y -= 1;
      lines.push({ sign: " ", text: before[x]! });
    }
    if (distance === 0) break;
    if (isInsertion(furthest, diagonal, distance)) lines.push({ sign: "+", text: after[(y -= 1)]! });
    else lines.push({ sign: "-", text: before[(x -= 1)]! });
  }
  return lines.toReversed();
}

function hunks(lines: readonly Line[]): string[] {
  const changed = lines.flatMap(({ sign }, index) => (sign === " " ? [] : [index]));
  const ranges: Array<{ start: number; end: number }> = [];
  for (const index of changed) {
    const last = ranges.at(-1);
    if (last !== undefined && index - CONTEXT <= last.end) last.end = index + CONTEXT + 1;
    else ranges.push({ start: Math.max(0, index - CONTEXT), end: index + CONTEXT + 1 });
  }
  return ranges.map(({ start, end }) => hunk(lines, start, end));
}

function hunk(lines: readonly Line[], start: number, end: number): string {
  const count = (part: readonly Line[], sign: "-" | "+"): number => part.filter((line) => line.sign !== sign).length;
  const head = lines.slice(0, start);
  const body = lines.slice(start, end);
  const range = (other: "-" | "+"): string => {
    const length = count(body, other);
    return `${count(head, other) + (length === 0 ? 0 : 1)},${length}`;
  };
  const text = body.map((line) => line.sign + line.text + (line.text.endsWith("\n") ? "" : MISSING_LINE_END));
  return `@@ -${range("+")} +${range("-")} @@\n${text.join("")}`;
}

const MISSING_LINE_END = "\n\\ No newline at end of file\n";
