/** The worker's look at a git tree ends, whatever git does. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { queuePaths } from "../../../src/queue/layout.ts";
import { makeQueue } from "../../../src/queue/make.ts";
import { readGitState } from "../../../src/worker/enrich/git.ts";
import { repository } from "../../support/git.ts";
import { callHook, payload } from "../../support/hive.ts";
import { startOwnWorker } from "../../support/workers/own-worker.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";

setDefaultTimeout(60_000);

/** Puts a program before git on the PATH. */
async function withGit(directory: string, script: string, work: () => Promise<void>): Promise<void> {
  mkdirSync(directory);
  writeFileSync(`${directory}/git`, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const before = process.env["PATH"] ?? "";
  process.env["PATH"] = `${directory}:${before}`;
  try {
    await work();
  } finally {
    process.env["PATH"] = before;
  }
}

test("a git that takes too long is ended, with all that it has started", async () => {
  using dir = tempDir();
  const top = `${dir.path}/top`;
  repository(top);
  await withGit(`${dir.path}/bin`, `sleep 60 & echo $! > ${dir.path}/pid; wait`, async () => {
    expect(await readGitState(`${top}/.hive-mind`, top)).toEqual({ unknown: "git took too long" });
  });
  const pid = readFileSync(`${dir.path}/pid`, "utf8").trim();
  const state = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")[2] : "X";
  expect(state).toMatch(/^[XZ]$/);
});

test.each([
  ["that is killed", "sleep 60"],
  ["that fails", "exit 3"],
])("a question about the user's settings %s is an end, not an empty answer", async (_, script) => {
  using dir = tempDir();
  const top = `${dir.path}/top`;
  repository(top);
  const git = Bun.which("git")!;
  await withGit(`${dir.path}/bin`, `case $1 in config) ${script} ;; *) exec ${git} "$@" ;; esac`, async () => {
    expect(await readGitState(`${top}/.hive-mind`, top)).toEqual({
      unknown: script.startsWith("sleep") ? "git took too long" : "git ended with 3",
    });
  });
});

test("a worker that ends leaves neither git nor anything of its look behind", async () => {
  using dir = tempDir();
  const top = `${dir.path}/top`;
  const root = `${top}/.hive-mind`;
  repository(top);
  makeQueue(queuePaths(root));
  const before = process.env["TMPDIR"] ?? "/tmp";
  mkdirSync(`${dir.path}/tmp`);
  process.env["TMPDIR"] = `${dir.path}/tmp`;
  try {
    await withGit(`${dir.path}/bin`, `echo $$ > ${dir.path}/pid; exec sleep 60`, async () => {
      const worker = await startOwnWorker(root, { snapshots: "off" });
      await callHook(root, payload("03-posttooluse-edit", { cwd: top }));
      await waitFor(() => existsSync(`${dir.path}/pid`) && readFileSync(`${dir.path}/pid`, "utf8").endsWith("\n"));
      expect(readdirSync(`${dir.path}/tmp`)).toHaveLength(1);
      await worker.stop();
    });
    expect(readdirSync(`${dir.path}/tmp`)).toEqual([]);
    expect(() => process.kill(Number(readFileSync(`${dir.path}/pid`, "utf8")), 0)).toThrow("ESRCH");
  } finally {
    process.env["TMPDIR"] = before;
  }
});

test("a git that prints without end is not read without end", async () => {
  using dir = tempDir();
  const top = `${dir.path}/top`;
  repository(top);
  await withGit(`${dir.path}/bin`, "yes", async () => {
    expect(await readGitState(`${top}/.hive-mind`, top)).toEqual({ unknown: "git printed more than 4194304 bytes" });
  });
});
