import { expect, setDefaultTimeout, test } from "bun:test";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { callHook, drain, payload, SESSION } from "../../support/hive.ts";
import { configure } from "../../support/settings.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { NEXT, NO_AGENT, play, start, startNext, WORK } from "./restore-fixture.ts";

setDefaultTimeout(120_000);

test("a session that is resumed is told what its conversation lacks, and nothing where it lacks nothing", async () => {
  using dir = tempDir();
  await play(dir.root, [...WORK, "29-stop"]);
  await drain(dir.root);
  expect(await start(dir.root, "resume")).toBeNull();
  await play(dir.root, ["08-posttooluse-bash-background"]);
  const context = await start(dir.root, "resume");
  expect(context).toContain("what its conversation may lack");
  expect(context).toContain("- shell “bun run dev” ran when the session stopped");
  expect(context).not.toContain("cents");
});

test("a session that ended is told in short form, and one that ended in the middle of a turn in full", async () => {
  using dir = tempDir();
  await play(dir.root, [...WORK, "29-stop", "26-sessionend-prompt-input-exit"]);
  await drain(dir.root);
  const short = await startNext(dir.root);
  expect(short!.length).toBeLessThanOrEqual(500);
  for (const part of [
    "which ended",
    "Task: “Now wire the cents",
    "Last message: “The cents",
    "1 of 2 tasks done: “Wire it into invoices”",
  ]) {
    expect(short).toContain(part);
  }
  await play(dir.root, ["38-userpromptsubmit", "11-posttoolusefailure-bash", "27-sessionend-other"]);
  expect(await start(dir.root, "startup", { session_id: "third" })).toContain(
    "It ended (other) in the middle of a turn.",
  );
});

test("what is given is a setting: nothing, what is unfinished, or all", async () => {
  using dir = tempDir();
  await play(dir.root, [...WORK, "29-stop", "26-sessionend-prompt-input-exit"]);
  configure(dir.root, { restore: "unfinished" });
  expect(await start(dir.root, "startup", { session_id: "a" })).toBeNull();
  configure(dir.root, { restore: "always" });
  expect(await start(dir.root, "startup", { session_id: "b" })).toContain("which ended");
  configure(dir.root, { restore: "off" });
  expect(await start(dir.root, "startup", { session_id: "c" })).toBeNull();
});

test("of several hooks that one start calls, one gives a state", async () => {
  using dir = tempDir();
  await play(dir.root, WORK);
  const contexts = await Promise.all(Array.from({ length: 4 }, () => startNext(dir.root)));
  expect(contexts.filter((context) => context !== null)).toHaveLength(1);
});

test("what was given to a session is taken once that one has worked", async () => {
  using dir = tempDir();
  await play(dir.root, WORK);
  expect(await startNext(dir.root)).not.toBeNull();
  expect(await start(dir.root, "startup", { session_id: "another" })).toContain(`Session ${SESSION}`);
  await callHook(dir.root, payload("38-userpromptsubmit", { session_id: NEXT }), NO_AGENT);
  expect(await start(dir.root, "startup", { session_id: "third" })).not.toContain(`Session ${SESSION},`);
});

test("what could not be printed to a resumed session is given to it at its next start", async () => {
  using dir = tempDir();
  await play(dir.root, [...WORK, "29-stop", "08-posttooluse-bash-background"]);
  const unwritable = openSync("/dev/null", "r");
  const { exitCode } = Bun.spawnSync([process.execPath, join(import.meta.dir, "../../../src/cli/main.ts"), "hook"], {
    env: { ...process.env, ...NO_AGENT, HIVE_ROOT: dir.root, HIVE_WORKER_START: "never" },
    stdin: Buffer.from(payload("22-sessionstart-resume")),
    stdout: unwritable,
  });
  closeSync(unwritable);
  expect(exitCode).toBe(0);
  expect(await start(dir.root, "resume")).toContain("what its conversation may lack");
  expect(await start(dir.root, "resume")).toBeNull();
});
