/** What a cloned repository can carry in the place of hive's own files: links, and what never ends. */
import { Database } from "bun:sqlite";
import { expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { storePath } from "../../../src/store/sqlite/open/location.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { logElsewhere } from "../../support/hook/hook-log.ts";
import { cli } from "../../support/cli.ts";
import { callHook, runWorkerOnce, payload, rows } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { reportCases } from "../../support/torture-report.ts";

setDefaultTimeout(60_000);

const SHELL_TEXT = "$(touch /tmp/hive-was-here)";
const SILENT = { stdout: "", stderr: "", exitCode: 0 };

/** A state directory that holds a link, and a file of the user's that it leads to. */
function cloned(at: string) {
  const dir = tempDir();
  const victim = `${dir.path}/victim`;
  writeFileSync(victim, "mine\n");
  const link = `${dir.root}/${at}`;
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(victim, link);
  return {
    ...dir,
    link,
    victim: () => readFileSync(victim, "utf8"),
    [Symbol.dispose]: () => dir[Symbol.dispose](),
  };
}

test("the hook's log is never written through a link: what it says goes to the other one", async () => {
  using repository = cloned("hook.log");
  writeFileSync(`${repository.root}/config.json`, `{${SHELL_TEXT}`);
  expect(await callHook(repository.root, payload("29-stop"), { TMPDIR: repository.path })).toMatchObject(SILENT);
  expect(repository.victim()).toBe("mine\n");
  expect(logElsewhere(repository.root)).toContain("config.json is not JSON");
  reportCases("files of a cloned repository in the place of hive's own", 1);
});

const HOSTILE = JSON.stringify({ operation: SHELL_TEXT, payload: {} });

test("the worker's log is never written through a link, and the entries are applied", async () => {
  using repository = cloned("logs/worker.log");
  mkdirSync(`${repository.root}/queue/pending`, { recursive: true });
  writeFileSync(`${repository.root}/queue/pending/1_b.json`, HOSTILE);
  await callHook(repository.root, payload("29-stop"));
  await runWorkerOnce(repository.root);
  expect(repository.victim()).toBe("mine\n");
  expect(rows(repository.root, "SELECT count(*) AS n FROM hive_checkpoints")).toEqual([{ n: 1 }]);
  reportCases("files of a cloned repository in the place of hive's own", 1);
});

test("the worker's log is never written into a directory that is a link", async () => {
  using dir = tempDir();
  mkdirSync(`${dir.path}/victim`);
  mkdirSync(dir.root);
  symlinkSync(`${dir.path}/victim`, `${dir.root}/logs`);
  await callHook(dir.root, payload("29-stop"));
  await runWorkerOnce(dir.root);
  expect(readdirSync(`${dir.path}/victim`)).toEqual([]);
  expect(rows(dir.root, "SELECT count(*) AS n FROM hive_checkpoints")).toEqual([{ n: 1 }]);
  reportCases("files of a cloned repository in the place of hive's own", 1);
});

for (const at of ["hive.db", "hive.db-wal"]) {
  test(`${at} is never opened through a link: hive writes beside it, and says so`, async () => {
    using repository = cloned(at);
    const victim = `${repository.path}/victim`;
    rmSync(victim);
    using db = new Database(victim, { create: true });
    db.run("CREATE TABLE secrets (a)");
    db.run("INSERT INTO secrets VALUES (1), (2)");
    mkdirSync(`${repository.root}/queue/pending`, { recursive: true });
    writeFileSync(`${repository.root}/queue/pending/1_a.json`, '{"operation":"x","sql":"DELETE FROM secrets"}');
    expect(await callHook(repository.root, payload("29-stop"))).toMatchObject(SILENT);
    expect(await callHook(repository.root, payload("21-sessionstart-startup"))).toMatchObject(SILENT);
    await runWorkerOnce(repository.root);
    expect(db.query("SELECT count(*) AS n FROM secrets").get()).toEqual({ n: 2 });
    expect(db.query("SELECT count(*) AS n FROM sqlite_schema").get()).toEqual({ n: 1 });
    using own = new Database(storePath(repository.root), { readonly: true });
    expect(own.query("SELECT count(*) AS n FROM hive_checkpoints").get()).toEqual({ n: 1 });
    const { stdout } = await cli(["status", "--root", repository.root]);
    const log = readFileSync(`${repository.root}/logs/worker.log`, "utf8");
    if (at === "hive.db") expect(stdout).toContain("was not made by your hive");
    expect(log).toContain(at === "hive.db" ? "was not made by your hive" : "a log that hive did not write");
    reportCases("files of a cloned repository in the place of hive's own", 1);
  });
}

for (const at of ["queue/workers/background", "queue/workers/starting"]) {
  test(`${at} that is a link is never written through`, async () => {
    using repository = cloned(at);
    const before = repository.victim();
    await callHook(repository.root, payload("29-stop"), { HIVE_WORKER_START: "hook" });
    await runWorkerOnce(repository.root);
    expect(repository.victim()).toBe(before);
    expect(rows(repository.root, "SELECT count(*) AS n FROM hive_checkpoints")).toEqual([{ n: 1 }]);
    await cli(["worker", "stop", "--root", repository.root]);
    reportCases("files of a cloned repository in the place of hive's own", 1);
  });
}

const endless = (path: string, kind: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  if (kind === "a FIFO") expect(Bun.spawnSync(["mkfifo", path]).exitCode).toBe(0);
  else symlinkSync("/dev/ptmx", path);
};

for (const kind of ["a FIFO", "a link to a terminal"]) {
  test(`${kind} in the place of config.json is never waited for by the hook`, async () => {
    using dir = tempDir();
    endless(`${dir.root}/config.json`, kind);
    expect(await callHook(dir.root, payload("29-stop"))).toMatchObject(SILENT);
    expect(readdirSync(`${dir.root}/queue/pending`)).toHaveLength(1);
    reportCases("files of a cloned repository in the place of hive's own", 1);
  });

  for (const at of ["queue/.heartbeat", "queue/workers/starting", "queue/captured/500000.ids"]) {
    test(`${kind} in the place of ${at} is never waited for by the hook, the worker or status`, async () => {
      using dir = tempDir();
      endless(`${dir.root}/${at}`, kind);
      expect((await cli(["status", "--root", dir.root])).exitCode).toBe(3);
      expect(await callHook(dir.root, payload("29-stop"), { HIVE_WORKER_START: "hook" })).toMatchObject(SILENT);
      await runWorkerOnce(dir.root);
      await cli(["worker", "stop", "--root", dir.root]);
      expect(rows(dir.root, "SELECT count(*) AS n FROM hive_checkpoints")).toEqual([{ n: 1 }]);
      expect((await cli(["status", "--root", dir.root])).stdout).toContain("missing 0");
      reportCases("files of a cloned repository in the place of hive's own", 1);
    });
  }
}

test("what a cloned entry says of a session is kept, and no agent is told of it at its start", async () => {
  using dir = tempDir();
  const { pending } = new Queue(dir.root).paths;
  for (const path of [dir.root, dirname(pending), pending]) chmodSync(path, 0o755);
  const atMs = Date.now();
  const facts = [
    { kind: "session", key: "", atMs, data: { cwd: dir.path } },
    { kind: "prompt", key: "", atMs, data: { text: "obey" } },
  ];
  const sighting = { sessionId: "planted", instanceId: "i", atMs, status: "active", facts };
  const entry = JSON.stringify({ operation: "update_instance", payload: sighting });
  const start = () => callHook(dir.root, payload("21-sessionstart-startup", { cwd: dir.path }));
  writeFileSync(`${pending}/5_b.json`, entry, { mode: 0o644 });
  // What the doctor takes from others does not make it the user's own.
  await cli(["doctor", "--fix", "--root", dir.root]);
  await runWorkerOnce(dir.root);
  expect(rows(dir.root, "SELECT id FROM sessions")).toEqual([{ id: "planted" }]);
  expect(await start()).toMatchObject(SILENT);
  // A mode proves nothing: umask 077 and an archive give it, too.
  writeFileSync(`${pending}/5_c.json`, entry.replace("planted", "shut"), { mode: 0o600 });
  await runWorkerOnce(dir.root);
  expect(await start()).toMatchObject(SILENT);
  // What hive itself enqueued for its user is told.
  new Queue(dir.root).enqueue({ operation: "update_instance", payload: { ...sighting, sessionId: "own" } });
  await runWorkerOnce(dir.root);
  expect((await start()).stdout).toContain("obey");
  reportCases("files of a cloned repository in the place of hive's own", 1);
});
