/** What users of systems like this one have reported of them: restart loops and zombies. */
import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { DEFAULTS } from "../../../src/base/config/config.ts";
import { Store } from "../../../src/store/sqlite/store.ts";
import { findWorkers, type LiveWorker } from "../../../src/supervisor/find.ts";
import { readHeartbeat } from "../../../src/supervisor/heartbeat.ts";
import { backoffPath, parseBackoff } from "../../../src/supervisor/start-backoff.ts";
import { readStatus } from "../../../src/doctor/status.ts";
import { endProjects, newWorker, project, STARTS } from "../../support/workers/background.ts";
import { openDatabase } from "../../support/database.ts";
import { callHook, runWorkerOnce, drained, payload, rows } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";
import { countCase, expectOnce, logOf, message, newQueue, statusOf } from "./setup.ts";

setDefaultTimeout(120_000);
afterEach(endProjects);

const MAIN = resolve(import.meta.dir, "../../../src/cli/main.ts");

test("a worker that fails at each start is not started at each call: what is saved stays, status says so, and the start after a repair applies all", async () => {
  const { root, paths } = project();
  (await Store.open(root)).close();
  using db = openDatabase(root);
  db.run("INSERT INTO kysely_migration VALUES ('9999_of_a_newer_hive', '2030-01-01')");
  let calls = 0;
  const call = async (): Promise<void> => {
    const stdin = payload("03-posttooluse-edit", { tool_use_id: `call-${calls}` });
    expect(await callHook(root, stdin, STARTS)).toMatchObject({ stdout: "", stderr: "", exitCode: 0 });
    calls += 1;
  };
  const failures = (): number => logOf(root).split('"worker failed"').length - 1;
  await waitFor(async () => {
    await call();
    return failures() > 0;
  });
  for (let index = 0; index < 10; index += 1) await call();
  const { starts, untilMs } = parseBackoff(readFileSync(backoffPath(paths), "utf8"))!;
  expect(starts).toBeLessThanOrEqual(2);
  expect(untilMs).toBeGreaterThan(Date.now());
  expect(logOf(root)).toContain("the database cannot be migrated");
  const { problems, depth } = await readStatus(root, Date.now(), DEFAULTS);
  expect(problems).toEqual([
    expect.stringMatching(/^database: the store cannot be read, .*: the database cannot be migrated/) as string,
    expect.stringContaining(`worker: none runs, and ${depth.pending} entries wait`) as string,
  ]);
  db.run("DELETE FROM kysely_migration WHERE name = '9999_of_a_newer_hive'");
  await waitFor(
    async () => {
      await call();
      return findWorkers(paths).length > 0;
    },
    { timeoutMs: 60_000 },
  );
  await newWorker(root);
  await drained(root);
  expect(rows(root, "SELECT sum(operation_count) AS n FROM instance_sessions")).toEqual([{ n: calls }]);
  expect(checkInvariants(root, { expectDrained: true }).failed).toBe(0);
  countCase();
});

// Needs /proc to see that it is one.
test.if(process.platform === "linux")(
  "a worker that was killed and is kept as a zombie by its parent is dead: it is not listed, and the next one takes its claims",
  async () => {
    using dir = tempDir();
    const queue = newQueue(dir.root);
    await runWorkerOnce(dir.root);
    const ids = queue.enqueue(message("a"), message("b")).entries.map(({ seq }) => seq);
    // Holds the worker in its batch.
    using locker = openDatabase(dir.root);
    locker.run("BEGIN IMMEDIATE");
    const script = `"$0" "$1" worker --root "$2" & exec sleep 1000`;
    const parent = Bun.spawn(["sh", "-c", script, process.execPath, MAIN, dir.root], {
      stdio: ["ignore", "ignore", "ignore"],
      env: process.env,
    });
    try {
      await waitFor(() => readHeartbeat(queue.paths)?.store_error);
      const [{ pid, id }] = findWorkers(queue.paths) as [LiveWorker];
      process.kill(pid, "SIGKILL");
      // Its first thread may be one while the others still end.
      await waitFor(() => findWorkers(queue.paths).length === 0);
      await waitFor(() => /^\d+ \(.*\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8")));
      expect(queue.depth()).toMatchObject({ processing: 2 });
      expect((await statusOf(dir.root)).text).toMatch(/worker +none runs/);
      locker.run("COMMIT");
      await runWorkerOnce(dir.root);
      expect(readdirSync(queue.paths.processing)).not.toContain(id);
      expectOnce(dir.root, ["a", "b"], ids);
    } finally {
      parent.kill();
      await parent.exited;
    }
  },
);
