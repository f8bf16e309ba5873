/** Links that a cloned repository can carry in the places of hive's directories: nothing is written where they lead. */
import { expect, setDefaultTimeout, test } from "bun:test";
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { queueDirectories, queuePaths } from "../../../src/queue/layout.ts";
import { makeQueue } from "../../../src/queue/make.ts";
import { logElsewhere } from "../../support/hook/hook-log.ts";
import { cli } from "../../support/cli.ts";
import { callHook, runWorkerOnce, hive, payload, rows } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { reportCases } from "../../support/torture-report.ts";

setDefaultTimeout(60_000);

const SILENT = { stdout: "", stderr: "", exitCode: 0 };
const LONG_AGO = new Date(Date.now() - 400 * 24 * 3_600_000);

/** A state directory of somebody's, old, with files under names of hive's and under others. */
function fill(root: string): void {
  const paths = queuePaths(root);
  for (const path of queueDirectories(paths)) mkdirSync(path, { recursive: true, mode: 0o755 });
  const old = [`${paths.tmp}/${Bun.randomUUIDv7()}`, `${paths.instances}/a.json`, `${paths.workers}/1-01234567.lock`];
  for (const path of [...old, `${root}/notes.txt`]) {
    writeFileSync(path, path.endsWith("a.json") ? "1" : "");
    utimesSync(path, LONG_AGO, LONG_AGO);
  }
}

/** All that is below a directory, with its mode. */
function tree(directory: string): string[] {
  return readdirSync(directory, { recursive: true })
    .map(String)
    .toSorted()
    .map((name) => `${name} ${lstatSync(join(directory, name)).mode.toString(8)}`);
}

/** A project whose state directory is a link to a directory beside it. */
function linked() {
  const dir = tempDir();
  const [project, outside] = [`${dir.path}/project`, `${dir.path}/outside`];
  mkdirSync(`${project}/.git`, { recursive: true });
  fill(outside);
  symlinkSync("../outside", `${project}/.hive-mind`);
  return { ...dir, project, outside, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

async function hookIn(project: string, temporary: string) {
  await using child = hive(["hook"], { CLAUDE_PROJECT_DIR: project, TMPDIR: temporary, HIVE_WORKER_START: "hook" });
  await child.write(payload("29-stop", { cwd: project }));
  await child.closeStdin();
  return await child.outcome();
}

test("a hook saves nothing where a link in the state directory's place leads, and says how to have it so", async () => {
  using repository = linked();
  const { project, outside, path } = repository;
  const before = tree(outside);
  expect(await hookIn(project, path)).toMatchObject(SILENT);
  expect(tree(outside)).toEqual(before);
  expect(logElsewhere(`${project}/.hive-mind`)).toContain(`HIVE_ROOT=${project}/.hive-mind`);
  // The control: who names it means it.
  expect(await callHook(`${project}/.hive-mind`, payload("29-stop"))).toMatchObject(SILENT);
  await runWorkerOnce(`${project}/.hive-mind`);
  expect(rows(outside, "SELECT count(*) AS n FROM hive_checkpoints")).toEqual([{ n: 1 }]);
  reportCases("files of a cloned repository in the place of hive's own", 1);
});

const COMMANDS = [
  ["status"],
  ["sessions"],
  ["show", "x"],
  ["resume"],
  ["failed", "list"],
  ["failed", "drop", "--all", "--yes"],
  ["enqueue", "x", "--sql", "SELECT 1"],
  ["worker", "--once"],
  ["worker", "start"],
  ["worker", "stop"],
  ["worker", "logs"],
  ["doctor", "--fix"],
  ["setup", "--yes"],
  ["setup", "--check"],
  ["setup", "--remove", "--yes"],
  ["uninstall", "--yes", "--delete-data"],
  ["uninstall", "--yes", "--keep-data"],
];

for (const args of COMMANDS) {
  for (const target of ["../outside", "../nowhere"]) {
    test(`hive ${args.join(" ")} refuses a state directory that is a link to ${target}`, async () => {
      using repository = linked();
      const { project, path } = repository;
      if (target !== "../outside") {
        Bun.spawnSync(["ln", "-sfn", target, `${project}/.hive-mind`]);
      }
      const before = tree(path);
      const env = { HOME: path, CLAUDE_CONFIG_DIR: `${path}/claude` };
      const { exitCode, stderr } = await cli(args, { cwd: project, env });
      expect([exitCode, stderr]).toEqual([20, expect.stringContaining("is a link, which a repository can carry")]);
      expect(stderr).toContain(`HIVE_ROOT=${project}/.hive-mind`);
      expect(tree(path)).toEqual(before);
      reportCases("files of a cloned repository in the place of hive's own", 1);
    });
  }
}

const DIRECTORIES = queueDirectories(queuePaths(""))
  .slice(1)
  .map((path) => path.slice(1));

for (const at of DIRECTORIES) {
  test(`a hook writes nothing where ${at} leads, that is a link: what it saves is in the database`, async () => {
    using dir = tempDir();
    const outside = `${dir.path}/outside`;
    makeQueue(queuePaths(dir.root));
    fill(outside);
    const link = `${dir.root}/${at}`;
    rmSync(link, { recursive: true });
    symlinkSync(`${"../".repeat(at.split("/").length)}outside/${at}`, link);
    expect(statSync(link).isDirectory()).toBe(true);
    const before = tree(outside);
    expect(await callHook(dir.root, payload("29-stop"), { HIVE_WORKER_START: "hook" })).toMatchObject(SILENT);
    expect(rows(dir.root, "SELECT count(*) AS n FROM hive_checkpoints")).toEqual([{ n: 1 }]);
    const status = await cli(["status", "--root", dir.root]);
    expect([status.exitCode, status.stdout]).toEqual([
      3,
      expect.stringContaining(`not a directory: ${link}; hooks save to the database meanwhile`),
    ]);
    for (const args of [
      ["worker", "--once"],
      ["doctor", "--fix"],
      ["uninstall", "--yes", "--keep-data"],
    ]) {
      await cli([...args, "--root", dir.root]);
    }
    expect(tree(outside)).toEqual(before);
    reportCases("files of a cloned repository in the place of hive's own", 1);
  });

  test(`with a file in the place of ${at} a hook saves to the database, and status says so`, async () => {
    using dir = tempDir();
    makeQueue(queuePaths(dir.root));
    const path = `${dir.root}/${at}`;
    rmSync(path, { recursive: true });
    writeFileSync(path, "text");
    expect(await callHook(dir.root, payload("29-stop"), { HIVE_WORKER_START: "hook" })).toMatchObject(SILENT);
    expect(rows(dir.root, "SELECT count(*) AS n FROM hive_checkpoints")).toEqual([{ n: 1 }]);
    const { stdout } = await cli(["status", "--root", dir.root]);
    expect(stdout).toContain(`not a directory: ${path}; hooks save to the database meanwhile`);
    expect(readFileSync(path, "utf8")).toBe("text");
    reportCases("files of a cloned repository in the place of hive's own", 1);
  });
}
