import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { callHook, checkpointOf, runWorkerOnce, payload, rows, SESSION } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { configure } from "../../support/settings.ts";

// Real processes on a machine that may be busy: each wait has a limit of its own.
setDefaultTimeout(120_000);

const FIXTURES = readdirSync(join(import.meta.dir, "../../fixtures/hook-payloads"))
  .map((name) => name.replace(".json", ""))
  .toSorted();
const EVERY_CALL = { HIVE_INSTANCE_ID: "" };

async function play(root: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const { stdout, stderr, exitCode } = await callHook(root, payload(name), EVERY_CALL);
    // At SessionStart it may print what it restores.
    const printed = name.includes("sessionstart") ? "" : stdout;
    expect({ name, printed, stderr, exitCode }).toEqual({ name, printed: "", stderr: "", exitCode: 0 });
  }
}

test("every recorded payload goes through the hook into the rows of its session", async () => {
  using dir = tempDir();
  await play(dir.root, FIXTURES);
  await runWorkerOnce(dir.root);
  const counts = checkInvariants(dir.root, { expectDrained: true });
  expect(counts.failed).toBe(0);
  const [instance] = rows<object>(
    dir.root,
    "SELECT instance_id, status, operation_count FROM instance_sessions WHERE session_id = ?",
    SESSION,
  );
  const toolCalls = FIXTURES.filter((name) => /posttooluse/.test(name)).length;
  expect(instance).toMatchObject({ instance_id: SESSION, operation_count: toolCalls });
  const checkpoint = checkpointOf(dir.root);
  expect(checkpoint).toMatchObject({
    version: 1,
    savedBy: `instance:${SESSION}`,
    operationCount: toolCalls,
    lastAssistantMessage: { text: expect.any(String) as string },
    todos: { todos: [{ content: "Write cents parser", status: "completed" }, expect.anything()] },
    end: { reason: expect.any(String) as string },
  });
  const paths = (checkpoint["files"] as { key: string; change: string }[]).map(({ key, change }) => `${change} ${key}`);
  expect(paths).toContain("created /home/dana/code/ledger-api/src/money.ts");
  expect(paths).toContain("deleted /home/dana/code/ledger-api/src/fees_old.ts");
  expect(rows(dir.root, "SELECT id, type FROM agents ORDER BY id")).toContainEqual({
    id: "a7154de3fc719065c",
    type: "Explore",
  });
});

test("a checkpoint names the four fields of the shell system", async () => {
  using dir = tempDir();
  await play(dir.root, ["01-posttooluse-write-create"]);
  await runWorkerOnce(dir.root);
  const { lastAutoCheckpoint, savedBy, operationCount, checkpointType } = checkpointOf(dir.root);
  expect({ savedBy, operationCount, checkpointType }).toEqual({
    savedBy: `instance:${SESSION}`,
    operationCount: 1,
    checkpointType: "auto",
  });
  expect(new Date(lastAutoCheckpoint as string).toISOString()).toBe(lastAutoCheckpoint as string);
});

test("an automatic checkpoint is throttled per instance, and its operations are counted all the same", async () => {
  using dir = tempDir();
  await play(dir.root, ["01-posttooluse-write-create", "03-posttooluse-edit", "06-posttooluse-bash"]);
  await callHook(dir.root, payload("05-posttooluse-notebookedit"), { HIVE_INSTANCE_ID: "another" });
  await runWorkerOnce(dir.root);
  expect(
    rows(
      dir.root,
      "SELECT instance_id, checkpoint_count AS checkpoints, operation_count AS operations FROM instance_sessions ORDER BY 1",
    ),
  ).toEqual([
    { instance_id: SESSION, checkpoints: 1, operations: 3 },
    { instance_id: "another", checkpoints: 1, operations: 1 },
  ]);
});

test("an instance whose id is longer than the store takes is known by a hash of it", async () => {
  using dir = tempDir();
  for (const id of ["a".repeat(256), "b".repeat(257), "b".repeat(257)]) {
    await callHook(dir.root, payload("29-stop"), { HIVE_INSTANCE_ID: id });
  }
  await runWorkerOnce(dir.root);
  const sql = "SELECT instance_id AS id, checkpoint_count AS n FROM instance_sessions ORDER BY 1";
  expect(rows(dir.root, sql)).toEqual([
    { id: "a".repeat(256), n: 1 },
    { id: expect.stringMatching(/^hash-[0-9a-f]+$/), n: 2 },
  ]);
});

test("Stop, PreCompact and SessionEnd are never throttled", async () => {
  using dir = tempDir();
  await play(dir.root, [
    "01-posttooluse-write-create",
    "29-stop",
    "35-precompact-manual",
    "29-stop",
    "27-sessionend-other",
  ]);
  await runWorkerOnce(dir.root);
  expect(rows(dir.root, "SELECT type FROM hive_checkpoints ORDER BY id")).not.toEqual([]);
  expect(rows(dir.root, "SELECT checkpoint_count AS n, status FROM instance_sessions")).toEqual([
    { n: 5, status: "ended" },
  ]);
  expect(rows(dir.root, "SELECT status FROM sessions")).toEqual([{ status: "ended" }]);
});

test("two deliveries of one tool call count once", async () => {
  using dir = tempDir();
  configure(dir.root, { checkpointIntervalSeconds: 0 });
  await play(dir.root, ["03-posttooluse-edit", "03-posttooluse-edit"]);
  await runWorkerOnce(dir.root);
  expect(rows(dir.root, "SELECT operation_count AS n, checkpoint_count AS c FROM instance_sessions")).toEqual([
    { n: 1, c: 1 },
  ]);
  expect(rows(dir.root, "SELECT count(*) AS n FROM session_logs")).toEqual([{ n: 1 }]);
  checkInvariants(dir.root, { expectDrained: true });
});

test("an end that is applied before what came before it loses no checkpoint", async () => {
  using dir = tempDir();
  configure(dir.root, { checkpointIntervalSeconds: 0 });
  await play(dir.root, ["27-sessionend-other"]);
  await runWorkerOnce(dir.root);
  await play(dir.root, ["03-posttooluse-edit", "38-userpromptsubmit"]);
  await runWorkerOnce(dir.root);
  expect(checkpointOf(dir.root)).toMatchObject({ operationCount: 1, end: { reason: "other" } });
});

test("an unknown event leaves nothing", async () => {
  using dir = tempDir();
  await play(dir.root, ["40-pretooluse-edit", "42-notification-idle", "37-postcompact-auto"]);
  expect(readdirSync(dir.path)).toEqual([]);
});
