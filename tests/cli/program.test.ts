/** What the command line takes, and what it says of what it does not take. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildProgram } from "../../src/cli/program.ts";
import { processIo } from "../../src/cli/io.ts";
import { pasteable } from "../../src/platform/own-command.ts";
import { cli } from "../support/cli.ts";
import { callHook, drain, payload, SESSION, startWorker } from "../support/hive.ts";
import { tempDir } from "../support/temp-dir.ts";

setDefaultTimeout(120_000);

test("each command that a sentence may name is given as it can be typed", async () => {
  const names = (await buildProgram(processIo)).commands
    .map((command) => command.name())
    .filter((name) => name !== "hook");
  expect(names).toContain("undo");
  expect(names.filter((name) => pasteable(`hive ${name} x`, {}) === `hive ${name} x`)).toEqual([]);
});

/** A project in which a session was saved. */
async function saved() {
  const dir = tempDir();
  await callHook(dir.root, payload("29-stop"));
  await drain(dir.root);
  return dir;
}

test("--root is taken before the command and after it, and may name the project", async () => {
  using dir = await saved();
  const lines = [
    ["--root", dir.root, "sessions"],
    ["sessions", "--root", dir.root],
    ["sessions", "--root", dir.path],
    ["failed", "list", "--root", dir.path],
    ["--root", dir.path, "failed", "list"],
    ["worker", "--once", "--quiet", "--root", dir.path],
    ["worker", "run", "--once", "--quiet", "--root", dir.path],
  ];
  const outcomes = await Promise.all(lines.map((line) => cli(line)));
  expect(outcomes.map(({ exitCode }) => exitCode)).toEqual(lines.map(() => 0));
  for (const { stdout } of outcomes.slice(0, 3)) expect(stdout).toContain(SESSION.slice(0, 4));
  const env = { HIVE_ROOT: dir.path };
  expect((await cli(["sessions"], { env, cwd: dir.path })).stdout).toContain(SESSION.slice(0, 4));
});

test("--root that names neither a state directory nor a project with one says so", async () => {
  using dir = tempDir();
  writeFileSync(join(dir.path, "package.json"), "{}");
  const { stderr, exitCode } = await cli(["sessions", "--root", dir.path]);
  expect(stderr).toStartWith(`hive: ${dir.path} is no state directory, and there is no .hive-mind in it\n`);
  expect(exitCode).toBe(20);
  const file = await cli(["sessions", "--root", join(dir.path, "package.json")]);
  expect([file.exitCode, file.stderr]).toEqual([30, expect.stringContaining("package.json is no directory")]);
});

test.each(["status", "sessions", "show x", "resume", "export x", "failed", "failed show x", "doctor", "forget x"])(
  "hive %s refuses a --root that does not exist or holds no state",
  async (line) => {
    using dir = tempDir();
    const args = line.split(" ");
    const gone = await cli([...args, "--root", join(dir.path, "gone")]);
    expect(gone).toMatchObject({ stdout: "", exitCode: 20 });
    expect(gone.stderr).toStartWith(`hive: ${join(dir.path, "gone")} does not exist\n`);
    const empty = await cli(["--root", dir.path, ...args]);
    expect(empty).toMatchObject({ stdout: "", exitCode: 20 });
    expect(empty.stderr).toStartWith(`hive: ${dir.path} is no state directory, and there is no .hive-mind in it\n`);
  },
);

const READERS = [
  ["sessions"],
  ["show", "5f"],
  ["resume"],
  ["status"],
  ["failed"],
  ["worker", "logs"],
  ["setup", "--check"],
];

test.each(READERS)("in a directory that was deleted hive %s says so in one line", async (...args) => {
  using dir = tempDir();
  const cwd = join(dir.path, "gone");
  const { stdout, stderr, exitCode } = await cli(args, { cwd });
  expect([stdout, exitCode]).toEqual(["", 30]);
  expect(stderr).toBe(
    `hive: the working directory ${cwd} is gone\n      go to the project's directory, or name its .hive-mind with --root\n`,
  );
});

test("the launcher in a directory that was deleted says so, and takes --root all the same", async () => {
  using dir = await saved();
  const cwd = join(dir.path, "gone");
  const launcher = join(import.meta.dir, "../../bin/hive");
  const run = (...args: string[]) => {
    mkdirSync(cwd, { recursive: true });
    const script = `cd "$1" && rmdir "$1" && shift && exec "$@"`;
    return Bun.spawnSync(["sh", "-c", script, "sh", cwd, launcher, ...args], { env: process.env });
  };
  const { stderr, exitCode } = run("sessions");
  expect([stderr.toString(), exitCode]).toEqual([expect.stringContaining("hive: the working directory is gone"), 30]);
  // Sessions are told to a person alone there: an agent may run this test.
  expect(run("status", "--json", "--root", dir.root).stdout.toString()).toContain(dir.root);
});

test("a process whose directory was deleted says so", async () => {
  using dir = tempDir();
  const cwd = join(dir.path, "gone");
  mkdirSync(cwd);
  const main = join(import.meta.dir, "../../src/cli/main.ts");
  const script = `process.chdir(${JSON.stringify(cwd)}); require("fs").rmdirSync(${JSON.stringify(cwd)});
    process.argv = [process.argv[0], "hive", "sessions"]; await import(${JSON.stringify(main)})`;
  const { stderr, exitCode } = Bun.spawnSync([process.execPath, "-e", script], {
    env: { PATH: process.env["PATH"], PWD: cwd },
  });
  expect([stderr.toString(), exitCode]).toEqual([expect.stringContaining(`directory ${cwd} is gone`), 30]);
});

test.skipIf(process.geteuid?.() === 0)("a state directory that cannot be read is named as such", async () => {
  using dir = await saved();
  chmodSync(dir.root, 0);
  const { stderr, exitCode } = await cli(["sessions"], { cwd: dir.path });
  chmodSync(dir.root, 0o700);
  expect([stderr, exitCode]).toEqual([
    expect.stringContaining(`state directory ${dir.root} cannot be read (EACCES)`),
    30,
  ]);
});

test.each([
  [["stauts"], "hive status"],
  [["version"], "hive --version"],
  [["log"], "hive worker logs"],
  [["ls"], "hive sessions"],
  [["session"], "hive sessions"],
  [["install"], "hive setup"],
  [["stop"], "hive worker stop"],
  [["report"], "hive bug-report"],
  [["dlq"], "hive failed"],
  [["constructor"], null],
  [["worker", "log"], "hive worker logs"],
  [["worker", "status"], "hive status"],
  [["worker", "begin"], null],
  [["failed", "lst"], "hive failed list"],
  [["xyzzy"], null],
])("%p is answered with the command that was meant: %p", async (args, meant) => {
  using dir = tempDir();
  const { stderr, exitCode } = await cli(args, { cwd: dir.path });
  const hint = meant === null ? "" : ` (did you mean ${meant}?)`;
  expect(stderr).toStartWith(`error: unknown command '${args.at(-1)!}'${hint}\n`);
  expect(exitCode).toBe(20);
});

test("a worker in the foreground tells a person in sentences, a program in JSON, and names another at work", async () => {
  using dir = await saved();
  const told = (await cli(["worker", "--once", "--root", dir.root], { isTTY: true })).stderr.trimEnd().split("\n");
  for (const line of told)
    expect(line).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}worker [\w-]+ (started|stopped): (it applies what waits and ends, and what it saves survives|it applied) /,
    );
  await using other = await startWorker(dir.root);
  const [first, ...lines] = (await cli(["worker", "--once", "--root", dir.root])).stderr.trimEnd().split("\n");
  expect(first).toMatch(new RegExp(`^hive: worker ${other.pid}-\\w+ is at work here already`));
  expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toContain("worker stopped");
});

test("the bare hive failed lists", async () => {
  using dir = await saved();
  expect(await cli(["failed", "--root", dir.root])).toEqual(await cli(["failed", "list", "--root", dir.root]));
  expect((await cli(["failed", "--json", "--root", dir.root])).stdout).toBe("[]\n");
});
