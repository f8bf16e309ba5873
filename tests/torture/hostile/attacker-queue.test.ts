/** What a fresh pair of eyes found of the queue and its worker: see attacker.test.ts. */
import { expect, setDefaultTimeout, spyOn, test } from "bun:test";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { queueDirectories, queuePaths } from "../../../src/queue/layout.ts";
import { isSessionRunning } from "../../../src/recall/choose/process-alive.ts";
import { DeadLetters } from "../../../src/queue/dead-letters/dead-letters.ts";
import { journaledIds } from "../../../src/queue/journal/journal.ts";
import { journalName } from "../../../src/queue/producer/enqueue.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { Store } from "../../../src/store/sqlite/store.ts";
import { ProcessLock } from "../../../src/supervisor/lock.ts";
import { waitFor } from "../../support/wait-for.ts";
import { cli } from "../../support/cli.ts";
import { runWorkerOnce, drained, hive, payload, rows } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { reportCases } from "../../support/torture-report.ts";
import { crashed } from "./crashed.ts";

setDefaultTimeout(120_000);

const FAMILY = "what a fresh attacker found";
const IS_ROOT = process.geteuid?.() === 0;

test("of entries without proof the restore reads nothing but that", async () => {
  using it = await crashed();
  const deep = `{"operation":"update_instance","payload":{"a":[${'{"b":[]},'.repeat(100_000)}0]}}`;
  for (let index = 0; index < 300; index += 1) writeFileSync(`${it.paths.pending}/5_e${index}.json`, deep);
  // To parse one takes a hundred milliseconds, all of them half a minute.
  const startMs = performance.now();
  expect(await it.told()).toContain("my own task");
  expect(performance.now() - startMs).toBeLessThan(5000);
  reportCases(FAMILY, 1);
});

test("directories in the places of a worker's files keep no entry of another dead worker's", async () => {
  using it = await crashed();
  for (let index = 0; index < 40; index += 1) {
    mkdirSync(`${it.paths.processing}/${index}-evil`);
    mkdirSync(`${it.paths.workers}/${index}-evil.json`);
    writeFileSync(`${it.paths.workers}/${index}-evil.json/x`, "");
  }
  // A file that cannot come back: a directory has its name.
  const name = `5_${Bun.randomUUIDv7()}.json`;
  mkdirSync(`${it.paths.pending}/${name}/y`, { recursive: true });
  for (let index = 0; index < 20; index += 1) {
    // By a worker's name, or it would have its turn after all workers.
    const stuck = `${it.paths.processing}/${index + 1}-bbbbbbbb`;
    mkdirSync(stuck);
    writeFileSync(`${stuck}/${name}`, "{}");
  }
  await it.call(payload("38-userpromptsubmit", { cwd: it.path, prompt: "claimed by a dead one" }));
  const dead = `${it.paths.processing}/999999-aaaaaaaa`;
  mkdirSync(dead);
  for (const name of new Bun.Glob("5_*-*.json").scanSync({ cwd: it.paths.pending, onlyFiles: true }))
    Bun.spawnSync(["mv", `${it.paths.pending}/${name}`, dead]);
  await runWorkerOnce(it.root);
  expect(existsSync(dead)).toBe(false);
  expect(await it.told()).toContain("claimed by a dead one");
  reportCases(FAMILY, 1);
});

test("raw SQL without proof that takes long keeps no proved entry for long, whatever its priority", async () => {
  using it = await crashed();
  using store = await Store.open(it.root, { rawSqlGrowth: { entryBytes: 1e9, totalBytes: 1e9 } });
  // A row that somebody has made large: what goes over it plainly ends soon, and takes a second.
  store.db.run("INSERT INTO session_logs (id, message) VALUES (777, ?)", ["0123456789abcdefghij".repeat(1_500_000)]);
  let slow = "message";
  for (let index = 0; index < 15; index += 1) slow = `${index % 2 === 0 ? "upper" : "lower"}(${slow})`;
  for (let index = 0; index < 100; index += 1) {
    const sql = `SELECT length(${slow}) FROM session_logs WHERE id = 777 -- ${index}`;
    it.put(`1_${String(index).padStart(4, "0")}.json`, { operation: "n", sql });
  }
  await it.call(payload("29-stop", { cwd: it.path, last_assistant_message: "mine" }));
  await using worker = hive(["worker", "--root", it.root]);
  const applied = () =>
    rows<{ n: number }>(it.root, "SELECT count(*) AS n FROM hive_state WHERE data LIKE '%mine%'")[0]!.n > 0;
  await waitFor(applied, { timeoutMs: 60_000, describe: () => "not applied" });
  // Most of them were not even tried.
  const untried = [...new Bun.Glob("1_*.json").scanSync({ cwd: it.paths.pending })].filter(
    (name) => !readFileSync(`${it.paths.pending}/${name}`, "utf8").includes("retries"),
  );
  expect(untried.length).toBeGreaterThan(50);
  worker.kill();
  reportCases(FAMILY, 1);
});

test("a sweep and a drop remove no file that a forged letter or name claims for hive", async () => {
  using it = await crashed();
  const own = ["5_a.0.orig", "mywork.orig"];
  for (const name of own) {
    mkdirSync(`${it.paths.failed}/${name}`);
    writeFileSync(`${it.paths.failed}/${name}/file`, "precious");
    const letter = { entry_id: "a", reason: { code: "a", message: "b" }, attempts: 1, failed_at: "x", entry: null };
    writeFileSync(`${it.paths.failed}/5_${name}.json`, JSON.stringify({ ...letter, kept_as: name }));
    new Queue(it.root).deadLetters.drop(`5_${name}.json`);
    expect(readFileSync(`${it.paths.failed}/${name}/file`, "utf8")).toBe("precious");
  }
  const others = ["hive.db-x-wal.0123456789abcdef.proof", "hive.db-wal.0123456789abcdef.proof"];
  for (const name of others) writeFileSync(`${it.root}/${name}`, "a text");
  await runWorkerOnce(it.root);
  for (const name of others) expect(readFileSync(`${it.root}/${name}`, "utf8")).toBe("a text");
  reportCases(FAMILY, own.length + others.length);
});

test("a full directory in the doorbell's place is moved aside", async () => {
  using it = await crashed();
  rmSync(it.paths.doorbell, { force: true });
  mkdirSync(`${it.paths.doorbell}/x`, { recursive: true });
  await using worker = hive(["worker", "--root", it.root]);
  await worker.printedError("worker started");
  expect(lstatSync(it.paths.doorbell).isFIFO()).toBe(true);
  worker.kill();
  reportCases(FAMILY, 1);
});

test("an entry that was committed and not acked is applied once, however long no worker ran", async () => {
  using it = await crashed();
  const queue = new Queue(it.root);
  const sql = "UPDATE sessions SET completion_percentage = coalesce(completion_percentage, 0) + 1";
  queue.enqueue({ operation: "n", sql });
  const [name] = [...new Bun.Glob("*.json").scanSync({ cwd: it.paths.pending })];
  const text = readFileSync(`${it.paths.pending}/${name!}`);
  await runWorkerOnce(it.root);
  // What a kill between commit and ack leaves, and two days.
  mkdirSync(`${it.paths.processing}/999999-aaaaaaaa`);
  writeFileSync(`${it.paths.processing}/999999-aaaaaaaa/${name!}`, text, { mode: 0o600 });
  {
    using store = await Store.open(it.root);
    store.db.run("UPDATE hive_ledger SET applied_at_ms = applied_at_ms - 2 * 86400000");
  }
  await runWorkerOnce(it.root);
  expect(rows(it.root, "SELECT DISTINCT completion_percentage AS n FROM sessions")).toEqual([{ n: 1 }]);
  // What has a file still is remembered, and nothing else that is so old.
  expect(rows(it.root, "SELECT count(*) AS n FROM hive_ledger")).toEqual([{ n: 1 }]);
  await runWorkerOnce(it.root);
  expect(rows(it.root, "SELECT count(*) AS n FROM hive_ledger")).toEqual([{ n: 0 }]);
  reportCases(FAMILY, 1);
});

test.skipIf(!IS_ROOT)("a directory that an archive has shut to its own user is opened by the first call", () => {
  using dir = tempDir();
  chmodSync(dir.path, 0o755);
  for (const at of ["", "/instances", "/queue/.tmp", "/queue/workers", "/queue/processing", "/queue/pending"]) {
    const project = `${dir.path}/p${at.replaceAll("/", "-")}`;
    const root = `${project}/.hive-mind`;
    for (const one of queueDirectories(queuePaths(root))) mkdirSync(one, { recursive: true });
    chmodSync(root + at, 0o500);
    Bun.spawnSync(["chown", "-R", "65534", project]);
    const as = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    const env = { HIVE_ROOT: root, HOME: project, HIVE_WORKER_START: "never", PATH: process.env["PATH"]! };
    const main = `${import.meta.dir}/../../../src/cli/main.ts`;
    const stdin = Buffer.from(payload("29-stop", { cwd: project }));
    const hook = Bun.spawnSync([...as, process.execPath, main, "hook"], { env, stdin });
    expect([at, hook.exitCode, hook.stderr.toString()]).toEqual([at, 0, ""]);
    expect([at, lstatSync(root + at).mode & 0o777]).toEqual([at, 0o700]);
    expect(readdirSync(`${root}/queue/pending`).length).toBeGreaterThan(0);
  }
  reportCases(FAMILY, 6);
});

test.each([["."], ["/proc"], [".."]])("links to %s among the claims lead nobody round for ever", async (target) => {
  using it = await crashed();
  for (const name of ["a", "b", "c"]) symlinkSync(target, `${it.paths.processing}/${name}`);
  await it.call(payload("29-stop", { cwd: it.path, last_assistant_message: "mine" }));
  await using worker = hive(["worker", "--root", it.root]);
  await worker.printedError("worker started");
  await drained(it.root);
  const { stdout } = await cli(["status", "--root", it.root, "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ depth: { processing: 0 }, workers: [expect.anything()] });
  expect(await it.told()).toContain("mine");
  reportCases(FAMILY, 1);
});

test("a file with two names is neither the store's shared memory nor a lock", async () => {
  using it = await crashed();
  const names = ["hive.db-shm", "queue/workers/x.lock"].map((name) => `${it.root}/${name}`);
  for (const [index, path] of names.entries()) {
    rmSync(path, { force: true });
    writeFileSync(`${it.root}/other${index}`, "");
    linkSync(`${it.root}/other${index}`, path);
  }
  using _ = await Store.open(it.root);
  ProcessLock.take(names[1]!, true)?.release();
  expect(names.map((path) => lstatSync(path).nlink)).toEqual([1, 1]);
  reportCases(FAMILY, 2);
});

test("for entries without proof git is not asked", async () => {
  using it = await crashed();
  Bun.spawnSync(["git", "init", "-q", it.path], { env: process.env });
  const atMs = Date.now();
  const facts = [{ kind: "session", key: "", atMs, data: { cwd: it.path } }];
  const common = { instanceId: "e", atMs, type: "auto", trigger: "Stop", facts };
  it.put("5_e.json", { operation: "update_checkpoint", payload: { ...common, sessionId: "evil" } });
  await it.call(payload("29-stop", { cwd: it.path }));
  await runWorkerOnce(it.root);
  // The control: for what is proved it is.
  const asked = rows<{ id: string }>(it.root, "SELECT session_id AS id FROM hive_state WHERE kind = 'git'");
  expect([asked.length, asked.some(({ id }) => id === "evil")]).toEqual([1, false]);
  reportCases(FAMILY, 1);
});

test("files in failed/ that are no letters keep no worker from its first entry", async () => {
  using it = await crashed();
  const big = `{"a":[${'{"b":[]},'.repeat(600_000)}0]}`;
  for (let index = 0; index < 40; index += 1) {
    const path = `${it.paths.failed}/5_e${String(index).padStart(2, "0")}.json`;
    writeFileSync(path, big);
    utimesSync(path, 1e9, 1e9);
  }
  let read = 0;
  const letters = new DeadLetters(it.paths, { durability: "process", key: null });
  const [parse] = [JSON.parse];
  const spy = spyOn(JSON, "parse").mockImplementation((text: string) => {
    read += 1;
    return parse(text) as unknown;
  });
  try {
    expect(letters.sweep(1000, Date.now())).toBe(0);
  } finally {
    spy.mockRestore();
  }
  expect([read > 0, read < 10]).toEqual([true, true]);
  reportCases(FAMILY, 1);
});

test("a process that cannot be the user's agent keeps no session open", () => {
  const nowMs = Date.now();
  for (const pid of [1, 0, -1]) expect(isSessionRunning([{ pid, lastSeenMs: nowMs }], nowMs)).toBe(false);
  // The control: a process of the user's.
  expect(isSessionRunning([{ pid: process.pid, lastSeenMs: nowMs }], nowMs)).toBe(true);
  reportCases(FAMILY, 3);
});

test("ids of the future are in no account", async () => {
  using it = await crashed();
  const id = new Uint8Array(16).fill(0xff);
  appendFileSync(`${it.paths.journals}/${journalName(Date.now())}`, id);
  const before = journaledIds(it.paths, 0);
  expect(before.length).toBeGreaterThan(0);
  expect(before.filter((one) => one.startsWith("ffffffff"))).toEqual([]);
  reportCases(FAMILY, 1);
});

test.skipIf(!IS_ROOT)("another user's state directory above a project is not this user's", async () => {
  using dir = tempDir();
  const project = `${dir.path}/project`;
  mkdirSync(`${dir.path}/.hive-mind/queue/pending`, { recursive: true });
  mkdirSync(project);
  Bun.spawnSync(["chown", "-R", "65534", `${dir.path}/.hive-mind`]);
  chmodSync(dir.path, 0o1777);
  await using child = hive(["hook"], { CLAUDE_PROJECT_DIR: project, HOME: `${dir.path}/home` });
  await child.write(payload("29-stop", { cwd: project }));
  await child.closeStdin();
  expect(await child.outcome()).toMatchObject({ exitCode: 0 });
  expect(new Queue(`${project}/.hive-mind`).depth().pending).toBeGreaterThan(0);
  const status = await cli(["status", "--json"], { cwd: project, env: { HOME: `${dir.path}/home` } });
  expect(JSON.parse(status.stdout)).toMatchObject({ root: `${project}/.hive-mind` });
  reportCases(FAMILY, 1);
});
