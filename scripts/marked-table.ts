import { readFileSync, writeFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { HiveError } from "../src/base/errors.ts";

const TOP = resolve(import.meta.dir, "..");

/**
 * Writes a text between the markers `<!-- {name}: begin -->` and `<!-- {name}: end -->` of a Markdown file.
 * @throws HIVE_NOT_FOUND where the file has no such markers
 */
export function writeBetweenMarkers(path: string, name: string, content: string): void {
  const markers = new RegExp(`(<!-- ${name}: begin -->\n)[\\s\\S]*?(<!-- ${name}: end -->)`);
  const text = readFileSync(path, "utf8");
  if (!markers.test(text)) {
    throw new HiveError("HIVE_NOT_FOUND", `${relative(TOP, path)} has no place for the table of ${name}`);
  }
  writeFileSync(
    path,
    text.replace(markers, (_all, begin: string, end: string) => `${begin}\n${content}\n${end}`),
  );
  Bun.spawnSync([process.execPath, "fmt", path], { cwd: TOP });
}
