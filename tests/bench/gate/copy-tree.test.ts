import { expect, test } from "bun:test";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { copyTree } from "../../../bench/gate/against/copy-tree.ts";
import { tempDir } from "../../support/temp-dir.ts";

/** A tree with what is committed, new, ignored and built. */
function makeTree(top: string): void {
  for (const path of ["src/a.ts", "plugin/dist/hook.js", "dist/hive-hook", "node_modules/b/index.js"]) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), path);
  }
  writeFileSync(join(top, ".gitignore"), "/dist\nnode_modules\n");
}

const filesOf = (top: string): string[] =>
  (readdirSync(top, { recursive: true, withFileTypes: true }) as { name: string; isFile: () => boolean }[])
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .toSorted();

test.each([true, false])("a tree is copied without what is built or installed, with git: %p", (hasGit) => {
  using from = tempDir();
  using to = tempDir();
  makeTree(from.path);
  if (hasGit) Bun.spawnSync(["git", "init", "-q"], { cwd: from.path });
  copyTree(from.path, to.path);
  expect(filesOf(to.path)).toEqual([".gitignore", "a.ts", "hook.js"]);
});
