/** Workers in the background are started once, and replaced where they stop: nothing is lost meanwhile. */
import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { DEFAULTS } from "../../../src/base/config/config.ts";
import { readStatus } from "../../../src/doctor/status.ts";
import { queuePaths } from "../../../src/queue/layout.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { endWorker } from "../../../src/supervisor/end/end-worker.ts";
import { findWorkers, isAlive } from "../../../src/supervisor/find.ts";
import { endProjects, newWorker, project, STARTS } from "../../support/workers/background.ts";
import { callHook, drained, hive, payload, rows } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { waitFor } from "../../support/wait-for.ts";

setDefaultTimeout(120_000);
afterEach(endProjects);

const MAIN = resolve(import.meta.dir, "../../../src/cli/main.ts");

const message = (text: string) => ({
  operation: "insert_log",
  payload: { sessionId: "s", atMs: 0, level: "info", message: text },
});
const logOf = (root: string): string => readFileSync(`${root}/logs/worker.log`, "utf8");
const started = (root: string): number => logOf(root).split('"worker started"').length - 1;

test("200 hooks at once with no worker start one, and all 200 are applied", async () => {
  const { root } = project({ checkpointIntervalSeconds: 0 });
  const calls = Array.from({ length: 200 }, (_, index) => {
    const stdin = `${root}/payload-${index}`;
    writeFileSync(stdin, payload("03-posttooluse-edit", { tool_use_id: `call-${index}` }));
    const env = { ...process.env, ...STARTS, HIVE_ROOT: root };
    return Bun.spawn([process.execPath, MAIN, "hook"], { stdin: Bun.file(stdin), env, stdout: "pipe", stderr: "pipe" });
  });
  const outputs = await Promise.all(calls.flatMap((call) => [call.stdout.text(), call.stderr.text()]));
  expect(outputs.join("")).toBe("");
  expect(new Set(await Promise.all(calls.map((call) => call.exited)))).toEqual(new Set([0]));
  await newWorker(root);
  await drained(root);
  expect(started(root)).toBe(1);
  const [counted] = rows<{ n: number }>(root, "SELECT sum(operation_count) AS n FROM instance_sessions");
  expect(counted?.n).toBe(200);
  expect(checkInvariants(root, { expectDrained: true }).failed).toBe(0);
});

test("a stopped worker is killed and replaced, and nothing is lost or doubled", async () => {
  const { root, paths } = project({ stuckAfterSeconds: 1 });
  hive(["worker", "run", "--background", "--root", root]);
  const stopped = await newWorker(root);
  process.kill(stopped.pid, "SIGSTOP");
  const queue = new Queue(root);
  const { entries, isHeard } = queue.enqueue(...Array.from({ length: 20 }, (_, index) => message(`${index}`)));
  expect(isHeard).toBe(true);
  await waitFor(async () =>
    (await readStatus(root, Date.now(), { ...DEFAULTS, stuckAfterSeconds: 1 })).problems.some((problem) =>
      problem.includes("takes no entry"),
    ),
  );
  hive(["worker", "run", "--background", "--root", root]);
  const replacement = await newWorker(root, [stopped.id]);
  await drained(root);
  expect(isAlive(paths, stopped.id)).toBe(false);
  expect(logOf(root)).toContain('"ending":"killed"');
  await endWorker(paths, replacement);
  const ids = entries.map(({ seq }) => seq);
  expect(checkInvariants(root, { enqueued: ids, expectDrained: true }).applied).toBe(20);
});

test("the hook calls for help when the worker that hears it takes nothing", async () => {
  const { root } = project({ stuckAfterSeconds: 1, checkpointIntervalSeconds: 0 });
  hive(["worker", "run", "--background", "--root", root]);
  const stopped = await newWorker(root);
  await callHook(root, payload("29-stop"), STARTS);
  await drained(root);
  process.kill(stopped.pid, "SIGSTOP");
  await waitFor(
    async () => {
      // An agent's turns are apart.
      await Bun.sleep(300);
      await callHook(root, payload("29-stop"), STARTS);
      return findWorkers(queuePaths(root)).some(({ id }) => id !== stopped.id);
    },
    { timeoutMs: 60_000 },
  );
  await drained(root);
  expect(isAlive(queuePaths(root), stopped.id)).toBe(false);
});
