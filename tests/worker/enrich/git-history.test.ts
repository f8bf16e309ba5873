/** Each checkpoint has the git state of its own moment, whenever the worker comes to it. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import type { CheckpointSummary } from "../../../src/store/sqlite/read/queries.ts";
import { cli } from "../../support/cli.ts";
import { git, repository } from "../../support/git.ts";
import { callHook, drain, payload, rows, SESSION } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

/** A project with one commit, whose head is `head()`. */
function project(path: string) {
  repository(path);
  const head = (): string => git(path, "rev-parse", "HEAD").trim();
  const commit = (branch: string): string => {
    git(path, "checkout", "-qb", branch);
    git(path, "commit", "-q", "--allow-empty", "-m", branch);
    return head();
  };
  const stop = () => callHook("", payload("29-stop", { cwd: path }), { CLAUDE_PROJECT_DIR: path });
  return { commit, stop };
}

async function history(root: string): Promise<readonly CheckpointSummary[]> {
  const { stdout } = await cli(["show", SESSION, "--history", "--json", "--root", root]);
  return JSON.parse(stdout) as CheckpointSummary[];
}

const gitOf = (checkpoints: readonly CheckpointSummary[]) =>
  checkpoints.map(({ checkpoint }) => [checkpoint?.git?.["branch"], checkpoint?.git?.["head"]]);

test.each(["after each checkpoint", "after both"])(
  "show --history gives each its own git state where the worker runs %s",
  async (when) => {
    using dir = tempDir();
    const { commit, stop } = project(dir.path);
    const first = commit("one");
    await stop();
    if (when === "after each checkpoint") await drain(dir.root);
    const second = commit("two");
    await stop();
    // What happens before the worker runs is none of a checkpoint's business.
    commit("three");
    await drain(dir.root);
    expect(gitOf(await history(dir.root))).toEqual([
      ["two", second],
      ["one", first],
    ]);
  },
);

test("what the worker sees of the files belongs to the checkpoint that it looked for, and says when it looked", async () => {
  using dir = tempDir();
  const { commit, stop } = project(dir.path);
  commit("one");
  writeFileSync(`${dir.path}/a-new-file`, "");
  await stop();
  await drain(dir.root);
  const lookedMs = Date.now();
  await stop();
  const [latest] = await history(dir.root);
  const dirty = latest?.checkpoint?.git?.["dirty"] as { untracked: number; atMs: number };
  expect(dirty).toMatchObject({ modified: 1, untracked: 1 });
  expect(dirty.atMs).toBeGreaterThanOrEqual(Date.parse(latest!.createdAt));
  expect(dirty.atMs).toBeLessThanOrEqual(lookedMs);
  await drain(dir.root);
  const [second, first] = rows<{ late: string }>(
    dir.root,
    "SELECT late FROM hive_checkpoints ORDER BY created_at_ms DESC",
  );
  expect(JSON.parse(first!.late)).toEqual({ git: { dirty: { ...dirty } } });
  expect(JSON.parse(second!.late)).not.toEqual(JSON.parse(first!.late));
});
