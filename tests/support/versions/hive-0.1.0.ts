import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "../temp-dir.ts";

const BUNDLE = join(import.meta.dir, "../../fixtures/hive-0.1.0/main.js.gz");

/** hive 0.1.0 as it was released, in a directory of its own. */
export function hive010() {
  const dir = tempDir();
  const main = join(dir.path, "hive/src/main.js");
  mkdirSync(join(dir.path, "hive/src"), { recursive: true });
  writeFileSync(main, Bun.gunzipSync(readFileSync(BUNDLE)));
  // A worker that finds another version here ends by itself.
  writeFileSync(join(dir.path, "hive/package.json"), '{"name":"hive","version":"0.1.0"}');
  return { main, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}
