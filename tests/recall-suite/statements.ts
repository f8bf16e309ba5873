/** A line of a text, with the headings above it and the lines that continue it. */
export interface Statement {
  line: string;
  whole: string;
}

/** Makes quotes, spaces and dashes alike, so that words are compared and not their typography. */
export function fold(text: string): string {
  return text
    .replaceAll(/[“”„‘’"`]/g, "'")
    .replaceAll(/[–—]/g, "-")
    .replaceAll(/(?<=\S)[^\S\n]+/g, " ");
}

interface Line {
  text: string;
  level: number;
  isHeading: boolean;
}

function lineOf(raw: string): Line {
  const [, indent = "", bullet = ""] = /^(\s*)([-*•]\s+|\d+[.)]\s+)?/.exec(raw)!;
  const text = fold(raw).trim();
  const isHeading = /^#|:\**$/.test(text);
  const isMarkdown = text.startsWith("#");
  return { text, level: isMarkdown ? -1 : indent.length + (bullet === "" ? 0 : 1), isHeading };
}

/** The lines above that a line belongs to, and the lines below that belong to it. A heading owns no lines: they stand for themselves. */
export function statementsOf(text: string): Statement[] {
  const lines = text
    .split("\n")
    .map(lineOf)
    .filter((line) => line.text !== "");
  return lines.map((line, at) => {
    const above: string[] = [];
    let level = line.level;
    for (let before = at - 1; before >= 0 && level > -1; before -= 1) {
      const candidate = lines[before]!;
      if (candidate.level >= level) continue;
      above.unshift(candidate.text);
      level = candidate.level;
    }
    const next = lines.slice(at + 1).findIndex((below) => below.level <= line.level);
    const below = line.isHeading ? [] : lines.slice(at + 1, next === -1 ? undefined : at + 1 + next);
    return { line: line.text, whole: [...above, line.text, ...below.map((one) => one.text)].join(" ") };
  });
}
