import { readFileSync, writeFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { HiveError } from "../../src/base/errors.ts";

const TOP = resolve(import.meta.dir, "../..");

/**
 * @returns a Markdown file's text, formatted, with a content between the markers `<!-- {name}: begin -->` and
 *   `<!-- {name}: end -->`
 * @throws HIVE_NOT_FOUND where the file has no such markers
 */
export function withMarked(path: string, name: string, content: string): string {
  const markers = new RegExp(`(<!-- ${name}: begin -->\n)[\\s\\S]*?(<!-- ${name}: end -->)`);
  const text = readFileSync(path, "utf8");
  if (!markers.test(text)) {
    throw new HiveError("HIVE_NOT_FOUND", `${relative(TOP, path)} has no markers for the table of ${name}`);
  }
  const marked = text.replace(markers, (_all, begin: string, end: string) => `${begin}\n${content}\n${end}`);
  const format = [process.execPath, "fmt", "--stdin-filepath", "table.md"];
  return Bun.spawnSync(format, { cwd: TOP, stdin: Buffer.from(marked) }).stdout.toString();
}

/** Writes a text between the markers of a Markdown file. */
export function writeBetweenMarkers(path: string, name: string, content: string): void {
  writeFileSync(path, withMarked(path, name, content));
}
