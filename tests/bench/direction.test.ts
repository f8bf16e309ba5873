import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const TOP = join(import.meta.dir, "../..");

/** Files of a folder with a line that matches. */
function filesWith(folder: string, pattern: RegExp): string[] {
  const files = [...new Bun.Glob(`${folder}/**/*.ts`).scanSync(TOP)].filter((file) => !file.includes("node_modules"));
  return files.filter((file) => pattern.test(readFileSync(join(TOP, file), "utf8")));
}

test("src names the harness in one file, by its path, and the harness imports no command of the CLI", () => {
  expect(filesWith("src", /["'][./]+\/bench\//)).toEqual(["src/cli/commands/bench.ts"]);
  expect(filesWith("src", /from "[./]+\/bench\//)).toEqual([]);
  expect(filesWith("bench", /from "[./]+\/src\/cli\/(commands\/|program|main)/)).toEqual([]);
});
