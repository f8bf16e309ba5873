import { expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { Queue } from "../../src/queue/queue.ts";
import { logElsewhere } from "../support/hook/hook-log.ts";
import { callHook, drain, hive, payload, rows, SESSION } from "../support/hive.ts";
import { tempDir } from "../support/temp-dir.ts";
import { configure } from "../support/settings.ts";

// Real processes on a machine that may be busy: each wait has a limit of its own.
setDefaultTimeout(120_000);

const SILENT = { stdout: "", stderr: "", exitCode: 0, signal: null };

test.each([
  ["empty", ""],
  ["no JSON", "garbage"],
  ["cut off", payload("03-posttooluse-edit").slice(0, 500)],
  ["binary", String.fromCharCode(0, 1, 255, 254, 0)],
  ["not an object", "[1, 2]"],
  ["without a session", '{"hook_event_name":"Stop"}'],
  ["deeply nested", "[".repeat(100_000)],
])("standard input that is %s is saved nowhere, in silence", async (_name, stdin) => {
  using dir = tempDir();
  expect(await callHook(dir.root, stdin)).toEqual(SILENT);
  expect(existsSync(`${dir.root}/queue`)).toBe(false);
});

test("a payload of 10 MB is saved without its content", async () => {
  using dir = tempDir();
  const stdin = payload("01-posttooluse-write-create", {
    tool_input: { file_path: "/a/big.txt", content: "x".repeat(10_000_000) },
  });
  expect(await callHook(dir.root, stdin)).toEqual(SILENT);
  const sizes = readdirSync(`${dir.root}/queue/pending`).map(
    (name) => statSync(`${dir.root}/queue/pending/${name}`).size,
  );
  expect(Math.max(...sizes)).toBeLessThan(8192);
});

test("standard input that stays open ends the hook once a line is complete", async () => {
  using dir = tempDir();
  await using child = hive(["hook"], { HIVE_ROOT: dir.root });
  await child.write(`${payload("03-posttooluse-edit")}\n`);
  expect(await child.outcome()).toEqual(SILENT);
  expect(readdirSync(`${dir.root}/queue/pending`)).toHaveLength(1);
});

test("standard input that stays open and empty ends the hook at its deadline", async () => {
  using dir = tempDir();
  await using child = hive(["hook"], { HIVE_ROOT: dir.root });
  expect(await child.outcome()).toEqual(SILENT);
}, 30_000);

test("what the hook makes is its user's alone", async () => {
  using dir = tempDir();
  await callHook(dir.root, payload("03-posttooluse-edit"));
  const paths = readdirSync(dir.root, { recursive: true }).map((name) => `${dir.root}/${String(name)}`);
  const modes = new Set(paths.map((path) => (statSync(path).mode & 0o077).toString(8)));
  expect([...modes]).toEqual(["0"]);
});

test("a database that the hook makes is its user's alone", async () => {
  using dir = tempDir();
  const { paths } = new Queue(dir.root);
  configure(dir.root, { maxPending: 1 });
  writeFileSync(`${paths.pending}/1_other.json`, "{}");
  await callHook(dir.root, payload("29-stop"));
  expect((statSync(`${dir.root}/hive.db`).mode & 0o777).toString(8)).toBe("600");
});

test("a full queue is passed by: the entries are in SQLite when the hook ends", async () => {
  using dir = tempDir();
  const { paths } = new Queue(dir.root);
  configure(dir.root, { maxPending: 1 });
  writeFileSync(`${paths.pending}/1_other.json`, "{}");
  expect(await callHook(dir.root, payload("29-stop"))).toEqual(SILENT);
  expect(rows(dir.root, "SELECT id FROM sessions")).toEqual([{ id: SESSION }]);
  expect(rows(dir.root, "SELECT count(*) AS n FROM hive_checkpoints")).toEqual([{ n: 1 }]);
});

test("where neither queue nor store can be written, one line in a log says so", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  // A file where the directories belong stops even root.
  writeFileSync(`${dir.root}/queue`, "");
  // Without a key there is no database of hive's own.
  expect(await callHook(dir.root, payload("29-stop"), { XDG_DATA_HOME: "/etc/passwd/none" })).toEqual(SILENT);
  const log = readFileSync(`${dir.root}/hook.log`, "utf8");
  const [noKey, nowhere, ...others] = log.trim().split("\n");
  expect([noKey, nowhere, others]).toEqual([
    expect.stringContaining("hive has no key"),
    expect.stringContaining("neither queue nor store could be written"),
    [],
  ]);
});

test("a broken config.json is named in the log and the defaults are used", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  writeFileSync(`${dir.root}/config.json`, "{oops");
  expect(await callHook(dir.root, payload("29-stop"))).toEqual(SILENT);
  expect(readFileSync(`${dir.root}/hook.log`, "utf8")).toContain("config.json is not JSON");
  await drain(dir.root).catch((error: unknown) => expect(String(error)).toContain("config.json"));
});

test("the hook's log does not grow for ever: at a megabyte it is put aside, over the one before", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  writeFileSync(`${dir.root}/config.json`, "{oops");
  writeFileSync(`${dir.root}/hook.log`, "x".repeat(1024 ** 2));
  writeFileSync(`${dir.root}/hook.log.1`, "older");
  await callHook(dir.root, payload("29-stop"));
  await callHook(dir.root, payload("29-stop"));
  expect(readFileSync(`${dir.root}/hook.log`, "utf8").trim().split("\n")).toHaveLength(2);
  expect(statSync(`${dir.root}/hook.log.1`).size).toBe(1024 ** 2);
});

test("a session id that leads out of its directory does not", async () => {
  using dir = tempDir();
  await callHook(dir.root, payload("03-posttooluse-edit", { session_id: "../../../../escape" }));
  expect(readdirSync(dir.path)).toEqual([".hive-mind"]);
  expect(readdirSync(`${dir.root}/instances`)).toEqual([expect.stringMatching(/^hash-[0-9a-f]+\.json$/)]);
});

test("the project's directory is found from the agent's environment, then from the working directory", async () => {
  using dir = tempDir();
  mkdirSync(`${dir.path}/project/deep/er`, { recursive: true });
  await callHook("", payload("29-stop", { cwd: "/elsewhere" }), { CLAUDE_PROJECT_DIR: `${dir.path}/project` });
  const before = readdirSync(`${dir.path}/project/.hive-mind/queue/pending`).length;
  await callHook("", payload("29-stop", { cwd: `${dir.path}/project/deep/er` }), { CLAUDE_PROJECT_DIR: "" });
  const after = readdirSync(`${dir.path}/project/.hive-mind/queue/pending`).length;
  expect({ before, after }).toEqual({ before: 1, after: 2 });
});

test("the state directory is the nearest one, though it has no queue yet, as the commands take it", async () => {
  using dir = tempDir();
  const { paths } = new Queue(dir.root);
  mkdirSync(`${dir.path}/project/.hive-mind`, { recursive: true });
  const env = { CLAUDE_PROJECT_DIR: `${dir.path}/project` };
  await callHook("", payload("29-stop"), env);
  expect(readdirSync(`${dir.path}/project/.hive-mind/queue/pending`)).toHaveLength(1);
  expect(readdirSync(paths.pending)).toEqual([]);
});

test("the state of a session that was started in the home directory is not that of the projects below it", async () => {
  using dir = tempDir();
  const { paths } = new Queue(dir.root);
  const project = `${dir.path}/project`;
  mkdirSync(project);
  await callHook("", payload("29-stop"), { HOME: dir.path, CLAUDE_PROJECT_DIR: project });
  expect(readdirSync(`${project}/.hive-mind/queue/pending`)).toHaveLength(1);
  expect(readdirSync(paths.pending)).toEqual([]);
  const other = payload("29-stop", { session_id: "another" });
  await callHook("", other, { HOME: dir.path, CLAUDE_PROJECT_DIR: dir.path });
  expect(readdirSync(paths.pending)).toHaveLength(1);
});

test("a project that is gone is not made again, and a log says so", async () => {
  using dir = tempDir();
  mkdirSync(dir.path, { recursive: true });
  const env = { CLAUDE_PROJECT_DIR: "", TMPDIR: dir.path };
  expect(await callHook("", payload("29-stop", { cwd: `${dir.path}/gone/deep` }), env)).toEqual(SILENT);
  expect(readdirSync(dir.path)).toEqual([]);
  expect(logElsewhere(`${dir.path}/gone/deep/.hive-mind`)).toContain("gone/deep is gone: nothing is saved");
});

test("a directory that cannot be written does not stop the hook", async () => {
  using dir = tempDir();
  mkdirSync(dir.root);
  chmodSync(dir.root, 0o500);
  expect(await callHook(dir.root, payload("29-stop"))).toEqual(SILENT);
});
