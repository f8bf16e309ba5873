import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { QueuePaths } from "../../../src/queue/layout.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { findWorkers } from "../../../src/supervisor/find.ts";
import { endProjects, newWorker, project, STARTS } from "../../support/workers/background.ts";
import { callHook, drained, hive, payload, rows } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { Child } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";

setDefaultTimeout(120_000);
afterEach(endProjects);

const TOP = resolve(import.meta.dir, "../../..");
const message = (text: string) => ({
  operation: "insert_log",
  payload: { sessionId: "s", atMs: 0, level: "info", message: text },
});

/** hive as of another version, in a directory of its own. */
function otherVersion(version: string) {
  const dir = tempDir();
  const top = join(dir.path, "hive");
  mkdirSync(top);
  cpSync(join(TOP, "src"), join(top, "src"), { recursive: true });
  symlinkSync(join(TOP, "node_modules"), join(top, "node_modules"));
  const manifest = join(top, "package.json");
  const setVersion = (text: string): void => {
    const fields = JSON.parse(readFileSync(join(TOP, "package.json"), "utf8")) as Record<string, unknown>;
    writeFileSync(manifest, JSON.stringify({ ...fields, version: text }));
  };
  setVersion(version);
  return { main: join(top, "src/cli/main.ts"), setVersion, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

test("a worker of an older version finishes and gives way to a newer one, never the other way round", async () => {
  const { root, paths } = project();
  using older = otherVersion("0.0.1");
  const args = ["worker", "run", "--background", "--root", root];
  const old = new Child(older.main, args);
  const first = await newWorker(root);
  expect(first.heartbeat?.version).toBe("0.0.1");
  new Queue(root).enqueue(message("before"));
  hive(args);
  const next = await newWorker(root, [first.id]);
  expect((await old.outcome()).exitCode).toBe(0);
  await using oldAgain = new Child(older.main, args);
  expect((await oldAgain.outcome()).exitCode).toBe(0);
  expect(findWorkers(paths).map(({ id }) => id)).toEqual([next.id]);
  await drained(root);
  expect(checkInvariants(root, { expectDrained: true }).applied).toBe(1);
});

/** What a queue's workers have applied by their last heartbeats, by version. */
function appliedByVersion(paths: QueuePaths): Record<string, number> {
  const heartbeats = findWorkers(paths).flatMap(({ heartbeat }) => heartbeat ?? []);
  return Object.fromEntries(heartbeats.map(({ version, events_processed: applied }) => [version, applied]));
}

/** Checks that each of so many entries of several processes is applied, and has its effect once. */
async function expectEachOnce(root: string, producers: readonly Child[], own: readonly string[]): Promise<void> {
  const outcomes = await Promise.all(producers.map((producer) => producer.outcome()));
  const ids = [...own, ...outcomes.flatMap(({ stdout }) => JSON.parse(stdout) as string[])];
  await drained(root);
  const counts = checkInvariants(root, { enqueued: ids, expectDrained: true });
  expect(counts).toMatchObject({ failed: 0, applied: ids.length });
  const effects = rows(root, "SELECT count(*) AS n, count(DISTINCT message) AS messages FROM session_logs");
  expect(effects).toEqual([{ n: ids.length, messages: ids.length }]);
}

const produce = (root: string, count: number): Child[] =>
  ["p1", "p2", "p3"].map(
    (name) => new Child(join(import.meta.dir, "../../worker/producer-fixture.ts"), [root, name, `${count}`]),
  );

test("an older and a newer worker at once apply each entry of several producers once, and both take part", async () => {
  const { root, paths } = project({ batchSize: 4 });
  // One that does not know what hooks write now would be ended.
  using newer = otherVersion("99.0.0");
  await using _old = hive(["worker", "--root", root]);
  await using _new = new Child(newer.main, ["worker", "--root", root]);
  await waitFor(() => Object.keys(appliedByVersion(paths)).length === 2);
  const producers = produce(root, 1000);
  const queue = new Queue(root);
  const own: string[] = [];
  // Whoever is quicker could take all of a short load.
  while (!Object.values(appliedByVersion(paths)).every((applied) => applied > 0)) {
    const entries = Array.from({ length: 20 }, (_, index) => message(`own ${own.length + index}`));
    own.push(...queue.enqueue(...entries).entries.map(({ seq }) => seq));
    await Bun.sleep(5);
  }
  await expectEachOnce(root, producers, own);
});

test("a hand-over to a newer version while several producers enqueue applies each entry once", async () => {
  const { root, paths } = project({ batchSize: 4 });
  using older = otherVersion("0.0.1");
  const args = ["worker", "run", "--background", "--root", root];
  const old = new Child(older.main, args);
  const { id } = await newWorker(root);
  const producers = produce(root, 1000);
  await waitFor(() => appliedByVersion(paths)["0.0.1"]! > 0);
  hive(args);
  const next = await newWorker(root, [id]);
  expect((await old.outcome()).exitCode).toBe(0);
  expect(next.heartbeat?.version).not.toBe("0.0.1");
  await expectEachOnce(root, producers, []);
});

test("a worker whose installation was updated ends, and the next hook starts the new one", async () => {
  const { root, paths } = project({ backstopIntervalMs: 50 });
  using installed = otherVersion("0.0.1");
  const child = new Child(installed.main, ["worker", "run", "--background", "--root", root]);
  await newWorker(root);
  installed.setVersion("0.0.2");
  expect((await child.outcome()).exitCode).toBe(0);
  expect(findWorkers(paths)).toEqual([]);
  expect(await Bun.file(`${paths.workers}/starting`).exists()).toBe(false);
});

test("the hook of a newer version has the worker of an older one replaced", async () => {
  const { root } = project({ checkpointIntervalSeconds: 0 });
  using older = otherVersion("0.0.1");
  const old = new Child(older.main, ["worker", "run", "--background", "--root", root]);
  const { id } = await newWorker(root);
  await callHook(root, payload("29-stop"), STARTS);
  const next = await newWorker(root, [id]);
  expect((await old.outcome()).exitCode).toBe(0);
  expect(next.heartbeat?.version).not.toBe("0.0.1");
  await drained(root);
});
