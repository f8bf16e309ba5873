import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { repository } from "../../support/git.ts";
import { callHook, checkpointOf, drain, payload } from "../../support/hive.ts";
import { configure } from "../../support/settings.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

test("a file that is excluded is not named among those that git calls changed", async () => {
  using dir = tempDir();
  repository(dir.path);
  mkdirSync(`${dir.path}/secrets`);
  for (const name of ["secrets/key", "plain"]) writeFileSync(`${dir.path}/${name}`, "");
  configure(dir.root, {});
  await callHook("", payload("29-stop", { cwd: dir.path }), { CLAUDE_PROJECT_DIR: dir.path });
  configure(dir.root, { exclude: ["secrets"] });
  await drain(dir.root);
  const { late } = (await import("../../support/hive.ts")).rows<{ late: string }>(
    dir.root,
    "SELECT late FROM hive_checkpoints",
  )[0]!;
  expect(late).toContain('"plain"');
  expect(late).not.toContain("secrets");
  expect(JSON.stringify(checkpointOf(dir.root))).not.toContain("secrets");
});
