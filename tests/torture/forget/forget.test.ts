/** What is forgotten is in no byte that hive wrote. */
import { expect, setDefaultTimeout, test } from "bun:test";
import {
  appendFileSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { isUnfinished } from "../../../src/forget/forget.ts";
import { queuePaths } from "../../../src/queue/layout.ts";
import { cli } from "../../support/cli.ts";
import { callHook, runWorkerOnce, hive, payload, rows, startWorker } from "../../support/hive.ts";
import { Child } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { archived, found, kept, newCanaries, plant, undoable, unknownPlaces } from "./canaries.ts";

setDefaultTimeout(300_000);

const DATA = `${process.env["XDG_DATA_HOME"]!}/hive`;
const FIXTURE = join(import.meta.dir, "forget-fixture.ts");

async function forgotten(root: string, ...args: string[]) {
  await using child = hive(["forget", ...args, "--yes", "--root", root]);
  return await child.outcome();
}

test("nothing of a session is left after 30 sessions, with a worker alive and entries in every state", async () => {
  using dir = tempDir();
  const canaries = newCanaries(30);
  const { session, canary } = canaries;
  await plant(dir.root, canaries);
  const before = found([dir.path, DATA], [canary, session]);
  for (const place of [
    "hive.db",
    "archive.db",
    "export.md",
    "exports.jsonl",
    "/pending/",
    "/failed/",
    "/processing/",
    "/.tmp/",
    "/logs/",
    "hook.log",
    "/setup/",
    "/instances/",
    "/sessions/",
    "/sessions/subagent-of-a-subagent",
    "malformed",
    "adopted",
    "foreign",
    ".orig",
    "/snapshots/",
    "/objects/",
    "catalogue.db",
    "x.tmp",
  ])
    expect([place, before.some((path) => path.includes(place))]).toEqual([place, true]);
  expect(unknownPlaces(dir.root, DATA)).toEqual([]);
  await using worker = await startWorker(dir.root);
  const { exitCode, stdout, stderr } = await forgotten(dir.root, session.slice(0, 12));
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout).not.toContain("Still named");
  await worker.outcome();
  expect(found([dir.path, DATA], [canary, session])).toEqual([]);
  await runWorkerOnce(dir.root);
  expect(found([dir.path, DATA], [canary, session])).toEqual([]);
  expect(kept(dir.root, canaries)).toBe(29);
  expect(archived(canaries)).toBe(29);
  expect(undoable(dir.root, canaries)).toBe(1);
  expect(readFileSync(`${dir.root}/hook.log`, "utf8")).toContain("a line that stays");
  const { stdout: status } = await cli(["status", "--json", "--root", dir.root], {
    env: { ...process.env },
    cwd: dir.path,
  });
  expect((JSON.parse(status) as { account: { missing: string[] } }).account.missing).toEqual([]);
});

test.each(["held", "marked", "files-removed", "rows-deleted", "erased"])(
  "a forget that is killed after it has %s is finished by the next",
  async (step) => {
    using dir = tempDir();
    const canaries = newCanaries(3);
    const { session, canary } = canaries;
    await plant(dir.root, canaries);
    await using child = new Child(FIXTURE, [dir.root, session, step]);
    expect((await child.outcome()).signal).toBe("SIGKILL");
    // A worker in between brings nothing back.
    await runWorkerOnce(dir.root);
    const isKnown = rows(dir.root, "SELECT 1 FROM hive_instances WHERE session_id = ?", session).length > 0;
    const args =
      isKnown || found([dir.path, DATA], [session]).some((path) => !path.includes("hive.db")) ? [session] : [];
    const { exitCode, stderr } = await forgotten(dir.root, ...args);
    expect([exitCode, stderr]).toEqual(step === "erased" ? [20, expect.anything()] : [0, ""]);
    expect(isUnfinished(dir.root, process.env)).toBe(false);
    expect(found([dir.path, DATA], [canary, session])).toEqual([]);
    expect(kept(dir.root, canaries)).toBe(2);
    expect(archived(canaries)).toBe(2);
    expect(undoable(dir.root, canaries)).toBe(1);
  },
);

test("SIGKILL at any moment leaves what can be forgotten, and brings nothing back", async () => {
  using dir = tempDir();
  const canaries = newCanaries(3);
  const { session, canary } = canaries;
  await plant(dir.root, canaries);
  for (let waitMs = 5; found([dir.path, DATA], [session]).length > 0 && waitMs < 400; waitMs *= 1.3) {
    await using child = new Child(FIXTURE, [dir.root, session, "never"]);
    await Bun.sleep(waitMs);
    child.kill();
    await child.outcome();
  }
  await using last = new Child(FIXTURE, [dir.root, session, "never"]);
  expect((await last.outcome()).exitCode).toBe(0);
  expect(found([dir.path, DATA], [canary, session])).toEqual([]);
  expect(kept(dir.root, canaries)).toBe(2);
});

test("an entry of before does not bring a session back, wherever it was; a call after it is saved anew", async () => {
  using dir = tempDir();
  const canaries = newCanaries(2);
  const { session, canary } = canaries;
  await plant(dir.root, canaries);
  const { pending } = queuePaths(dir.root);
  const old = readdirSync(pending).find((name) => readFileSync(`${pending}/${name}`, "utf8").includes(canary))!;
  copyFileSync(`${pending}/${old}`, `${dir.path}/elsewhere`);
  expect((await forgotten(dir.root, session)).exitCode).toBe(0);
  copyFileSync(`${dir.path}/elsewhere`, `${pending}/${old}`);
  await runWorkerOnce(dir.root);
  expect(found([dir.root, DATA], [canary, session])).toEqual([]);
  await callHook(
    dir.root,
    payload("38-userpromptsubmit", { session_id: session, prompt: "from here on", cwd: dir.path }),
  );
  await runWorkerOnce(dir.root);
  const saved = rows<{ data: string }>(
    dir.root,
    "SELECT data FROM hive_state WHERE session_id = ? AND kind = 'prompt'",
    session,
  );
  expect(saved).toEqual([{ data: JSON.stringify({ text: "from here on" }) }]);
});

test("calls of other sessions meanwhile are all saved", async () => {
  using dir = tempDir();
  const canaries = newCanaries(2);
  await plant(dir.root, canaries);
  await using worker = await startWorker(dir.root);
  const ids = Array.from({ length: 20 }, () => crypto.randomUUID());
  const calls = ids.map((id) => callHook(dir.root, payload("38-userpromptsubmit", { session_id: id, cwd: dir.path })));
  const { exitCode } = await forgotten(dir.root, canaries.session);
  await Promise.all([...calls, worker.outcome()]);
  await runWorkerOnce(dir.root);
  expect(exitCode).toBe(0);
  expect(kept(dir.root, { ...canaries, others: ids })).toBe(20);
});

test("nothing of the user's goes through a link that a repository carries", async () => {
  using dir = tempDir();
  const canaries = newCanaries(2);
  const { session, canary } = canaries;
  await plant(dir.root, canaries);
  const outside = `${dir.path}/outside`;
  for (const name of ["setup", "logs"]) {
    mkdirSync(`${outside}/${name}`, { recursive: true });
    writeFileSync(`${outside}/${name}/a.log`, `${session} ${canary}\n`);
    rmSync(`${dir.root}/${name}`, { recursive: true, force: true });
    symlinkSync(`${outside}/${name}`, `${dir.root}/${name}`);
  }
  writeFileSync(`${outside}/notes.md`, `${session} ${canary}\n`);
  symlinkSync(`${outside}/notes.md`, `${dir.root}/hive.db.adopted-20260102T000000Z`);
  appendFileSync(
    `${dir.root}/exports.jsonl`,
    `${JSON.stringify({ sessionId: session, path: `${outside}/notes.md` })}\n`,
  );
  expect((await forgotten(dir.root, session)).exitCode).toBe(0);
  expect(found([outside], [canary])).toHaveLength(3);
  // Bun's listing follows links to directories.
  const left = found([dir.root, DATA], [canary, session]).filter((path) => !/\/(?:logs|setup)\/a\.log$/.test(path));
  expect(left).toEqual([]);
});

test("a database that is malformed is refused, and what was set aside goes by the whole id", async () => {
  using dir = tempDir();
  const canaries = newCanaries(2);
  const { session, canary } = canaries;
  await plant(dir.root, canaries);
  const fd = openSync(`${dir.root}/hive.db`, "r+");
  writeSync(fd, Buffer.alloc(4096 * 4, 0x61), 0, 4096 * 4, 4096);
  closeSync(fd);
  const refused = await forgotten(dir.root, session);
  expect([refused.exitCode, refused.stderr]).toEqual([50, expect.stringContaining("doctor --fix")]);
  await using doctor = hive(["doctor", "--fix", "--root", dir.root]);
  await doctor.outcome();
  const { exitCode, stderr } = await forgotten(dir.root, session);
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(found([dir.path, DATA], [canary, session])).toEqual([]);
});

test("what a database that is not hive's still names is told, and stays", async () => {
  using dir = tempDir();
  const canaries = newCanaries(2);
  const { session } = canaries;
  await plant(dir.root, canaries);
  copyFileSync(`${dir.root}/hive.db`, `${dir.root}/hive-00000000.db`);
  const { exitCode, stdout } = await forgotten(dir.root, session);
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining(`Still named`)]);
  expect(stdout).toContain("hive-00000000.db");
  expect(found([dir.root], [session])).toEqual([`${dir.root}/hive-00000000.db`]);
});
