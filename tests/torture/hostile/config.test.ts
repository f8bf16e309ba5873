/** What a project's own settings, and the environment, may do. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { isSealed } from "../../../src/origin/seal.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { cli } from "../../support/cli.ts";
import { runWorkerOnce, hive, payload } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { reportCases } from "../../support/torture-report.ts";
import { crashed, NEXT } from "./crashed.ts";

setDefaultTimeout(120_000);

/** No file of a project may set a constant, by whichever name. */
const TUNING_NAMES = { maxPending: 1, maxEntryBytes: 256, maxAttempts: 1000, ledgerRetentionHours: 1 };

const FAMILY = "what a cloned repository says, and no proof";

test("a project's config.json may tighten and never loosen, delete, reveal, slow down or stop", async () => {
  using it = await crashed();
  const hostile = {
    sessionRetentionDays: 0.00001,
    restore: "off",
    workerStart: "never",
    mode: "poll",
    idleExitSeconds: 0,
    rawSql: "off",
  };
  writeFileSync(`${it.root}/config.json`, JSON.stringify({ ...hostile, ...TUNING_NAMES, tuning: TUNING_NAMES }));
  it.put("5_sql.json", { operation: "n", sql: "UPDATE sessions SET status = 'x'" });
  await it.call(payload("29-stop", { cwd: it.path, last_assistant_message: "kept" }));
  await runWorkerOnce(it.root);
  const told = await it.told();
  expect(told).toContain("kept");
  const letters = new Queue(it.root).deadLetters;
  expect(letters.names().map((name) => letters.read(name).reason.message)).toEqual(["raw SQL is switched off"]);
  const { stderr } = await cli(["status", "--root", it.root]);
  for (const name of Object.keys(hostile)) {
    if (name === "rawSql") expect(stderr).not.toContain(`${name} so`);
    else expect(stderr).toContain(`may not set ${name} so`);
  }
  reportCases(FAMILY, Object.keys(hostile).length);
});

test("a malformed config.json gives the defaults to hook, worker and commands, each with a warning", async () => {
  using it = await crashed();
  writeFileSync(`${it.root}/config.json`, '{"rawSql": ');
  await it.call(payload("29-stop", { cwd: it.path, last_assistant_message: "kept" }));
  expect(readFileSync(`${it.root}/hook.log`, "utf8")).toContain("config.json is not JSON");
  await using worker = hive(["worker", "--once", "--root", it.root]);
  const { stderr, exitCode } = await worker.outcome();
  expect({ exitCode, warns: stderr.includes("config.json is not JSON") }).toEqual({ exitCode: 0, warns: true });
  expect((await cli(["status", "--root", it.root])).stderr).toContain("config.json is not JSON");
  expect(await it.told()).toContain("kept");
});

test("a key in the project is nobody's, whatever the environment says", async () => {
  using it = await crashed();
  const data = `${it.path}/data`;
  mkdirSync(`${data}/hive`, { recursive: true, mode: 0o700 });
  writeFileSync(`${data}/hive/key`, `${"a".repeat(64)}\n`, { mode: 0o600 });
  const home = tempDir();
  using _ = home;
  const seal = async (env: Readonly<Record<string, string>>): Promise<string> => {
    await it.call(payload("29-stop", { cwd: it.path }), env);
    const newest = readdirSync(it.paths.pending).toSorted().at(-1)!;
    return readFileSync(`${it.paths.pending}/${newest}`, "utf8");
  };
  // The control: a key of the user's elsewhere is taken.
  const own = await seal({ XDG_DATA_HOME: `${home.path}/data`, HOME: home.path });
  expect(isSealed(Buffer.from(own), readFileSync(`${home.path}/data/hive/key`, "utf8").trim(), "entry")).toBe(true);
  const names = [data, `/proc/self/cwd/data`, `/${data}`, `${it.path}/./data`];
  for (const name of names) {
    const text = await seal({ XDG_DATA_HOME: name, HOME: home.path, PWD: it.path });
    expect([name, isSealed(Buffer.from(text), "a".repeat(64), "entry")]).toEqual([name, false]);
  }
});

test("a key in the repository around the project is nobody's", async () => {
  using dir = tempDir();
  const project = `${dir.path}/repository/package`;
  const root = `${project}/.hive-mind`;
  const data = `${dir.path}/repository/data`;
  mkdirSync(`${dir.path}/repository/.git`, { recursive: true });
  mkdirSync(root, { recursive: true });
  mkdirSync(`${data}/hive`, { recursive: true, mode: 0o700 });
  writeFileSync(`${data}/hive/key`, `${"a".repeat(64)}\n`, { mode: 0o600 });
  const seal = async (env: Readonly<Record<string, string>>): Promise<string> => {
    await using child = hive(["hook"], { HIVE_ROOT: root, CLAUDE_PROJECT_DIR: project, ...env });
    await child.write(payload("29-stop", { cwd: project }));
    await child.closeStdin();
    expect((await child.outcome()).exitCode).toBe(0);
    const newest = readdirSync(`${root}/queue/pending`).toSorted().at(-1)!;
    return readFileSync(`${root}/queue/pending/${newest}`, "utf8");
  };
  symlinkSync(`${dir.path}/repository`, `${dir.path}/alias`);
  for (const name of [data, `${dir.path}/alias/data`]) {
    const text = await seal({ XDG_DATA_HOME: name, HOME: `${dir.path}/home` });
    expect([name, isSealed(Buffer.from(text), "a".repeat(64), "entry")]).toEqual([name, false]);
  }
  reportCases(FAMILY, 2);
});

test("a user's config.json that others may write counts for nobody, and each says so", async () => {
  using it = await crashed();
  const config = tempDir();
  using _ = config;
  mkdirSync(`${config.path}/hive`);
  const path = `${config.path}/hive/config.json`;
  const env = { XDG_CONFIG_HOME: config.path };
  // The control: one of the user's alone switches the restoring off.
  writeFileSync(path, '{"restoreContext": false}', { mode: 0o600 });
  const start = async (id: string): Promise<string> =>
    (await it.call(payload("21-sessionstart-startup", { session_id: id, cwd: it.path }), env)).stdout;
  expect(await start(NEXT)).toBe("");
  chmodSync(path, 0o666);
  expect(await start(NEXT)).toContain("my own task");
  expect((await cli(["status", "--root", it.root], { env })).stderr).toContain("writable by others");
});
