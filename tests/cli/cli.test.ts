import { resolve } from "node:path";
import { expect, setDefaultTimeout, test } from "bun:test";
import type { Command } from "commander";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { processIo } from "../../src/cli/io.ts";
import { buildProgram } from "../../src/cli/program.ts";
import { DEFAULTS } from "../../src/base/config/config.ts";
import { EXIT_CODES } from "../../src/base/errors.ts";
import { Queue } from "../../src/queue/queue.ts";
import { readStatus } from "../../src/doctor/status.ts";
import { cli } from "../support/cli.ts";
import { installHooks } from "../support/hook/hooks.ts";
import { callHook, drain, hive, payload, rows, SESSION, startWorker } from "../support/hive.ts";
import { tempDir } from "../support/temp-dir.ts";
import { configure } from "../support/settings.ts";

setDefaultTimeout(120_000);

/** A state directory with the recorded session, and one dead letter where asked. */
async function played(root: string, hasDeadLetter = false): Promise<void> {
  for (const name of ["21-sessionstart-startup", "03-posttooluse-edit", "29-stop"]) await callHook(root, payload(name));
  if (hasDeadLetter) {
    const queue = new Queue(root);
    queue.enqueue({ operation: "sql", sql: "DROP TABLE sessions", priority: 1 });
    configure(root, { retryBackoffMs: 1 });
  }
  await drain(root);
}

test("every command's help has examples", async () => {
  const program = await buildProgram(processIo);
  const paths = (command: Command, path: readonly string[]): (readonly string[])[] =>
    command.commands.flatMap((child) => [[...path, child.name()], ...paths(child, [...path, child.name()])]);
  const commands = [[], ...paths(program, [])];
  expect(commands).toContainEqual(["failed", "show"]);
  for (const command of commands) {
    const { stdout, exitCode } = await cli([...command, "--help"]);
    expect({ command, hasExample: /Examples?(,.*)?:\n/.test(stdout), exitCode }).toEqual({
      command,
      hasExample: true,
      exitCode: 0,
    });
  }
});

test.each([
  ["an unknown flag", ["status", "--nope"], "unknown option '--nope'"],
  ["an unknown command", ["stauts"], "unknown command 'stauts'"],
  ["a mode that is none", ["worker", "--once", "--mode", "fast"], "Allowed choices are event, poll"],
  ["a batch of nothing", ["worker", "--once", "--batch-size", "0"], "It must be a whole number from 1 to 10000"],
  ["no number", ["worker", "--once", "--idle-exit", "soon"], "'soon' is invalid. It must be a number from 0"],
  ["an operation that is none", ["enqueue", "nonsense", "--payload", "{}"], "unknown operation"],
  ["a payload that is no JSON", ["enqueue", "insert_log", "--payload", "{"], "the payload is not JSON"],
  ["a priority out of range", ["enqueue", "--sql", "SELECT 1", "--priority", "11"], "from 1 to 10, not 11"],
  ["a payload and SQL", ["enqueue", "insert_log", "--payload", "{}", "--sql", "SELECT 1"], "a payload or --sql"],
  ["SQL that is empty", ["enqueue", "--sql", " "], "the SQL is empty"],
  ["a payload that does not fit", ["enqueue", "insert_log", "--payload", "{}"], "payload of insert_log at sessionId"],
  [
    "an interval out of range",
    ["setup", "--interval", "99999999"],
    "option '--interval <seconds>' argument '99999999' is invalid. It must",
  ],
  ["nothing to retry", ["failed", "retry"], "name the entries, or give --all"],
])("%s gets one clear line and an exit code of its own", async (_name, args, line) => {
  using dir = tempDir();
  const { stdout, stderr, exitCode } = await cli(args, { cwd: dir.path });
  expect(stderr).toContain(line);
  expect(stderr).not.toContain("    at ");
  expect({ stdout, isInput: exitCode >= 20 && exitCode < 30 }).toEqual({ stdout: "", isInput: true });
});

test("status names what stands in the place of the queue while hooks save to the database", async () => {
  using dir = tempDir();
  mkdirSync(dir.root, { mode: 0o700 });
  writeFileSync(`${dir.root}/queue`, "");
  await callHook(dir.root, payload("29-stop"));
  const { stdout, exitCode } = await cli(["status", "--root", dir.root]);
  expect(stdout).toContain(`PROBLEM     queue: not a directory: ${dir.root}/queue; hooks save`);
  expect(exitCode).toBe(EXIT_CODES.HIVE_UNHEALTHY);
});

test("an empty directory is told apart from a broken one, and stays empty", async () => {
  using dir = tempDir();
  const status = await cli(["status"], { cwd: dir.path });
  expect(status.stdout).toContain("PROBLEM     hooks: hive is not in the ");
  expect(status.exitCode).toBe(EXIT_CODES.HIVE_UNHEALTHY);
  expect(await cli(["sessions"], { cwd: dir.path })).toEqual({
    stdout: "no session saved yet\n",
    stderr: "",
    exitCode: 0,
  });
  expect((await cli(["show", "x"], { cwd: dir.path })).exitCode).toBe(EXIT_CODES.HIVE_NOT_FOUND);
  expect(readdirSync(dir.path)).toEqual([]);
});

test("status is healthy with a worker and everything applied, and its JSON says the same", async () => {
  using dir = tempDir();
  installHooks(dir.root);
  await using worker = await startWorker(dir.root);
  await callHook(dir.root, payload("29-stop"));
  await drain(dir.root);
  const text = await cli(["status", "--root", dir.root]);
  expect(text.stdout).toContain("enqueued 1 = applied 1 + pending 0 + failed 0 + missing 0");
  expect(text).toMatchObject({ stderr: "", exitCode: 0 });
  expect(text.stdout).toContain(`${worker.pid}-`);
  const { stdout } = await cli(["status", "--root", dir.root, "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    isHealthy: true,
    problems: [],
    depth: { pending: 0, processing: 0, failed: 0, oldestAgeMs: null },
    account: { enqueued: 1, applied: 1, pending: 0, failed: 0, missing: [] },
    heartbeat: { mode: "event", watch: "proven", doorbell: "proven" },
  });
});

test("a config.json that is no file gets one clear line, and the defaults hold", async () => {
  using dir = tempDir();
  mkdirSync(`${dir.root}/config.json`, { recursive: true, mode: 0o700 });
  installHooks(dir.root);
  const { stderr, exitCode } = await cli(["status", "--root", dir.root]);
  expect({ stderr: stderr.split("\n")[0], exitCode }).toEqual({
    stderr: `hive: ${dir.root}/config.json does not count: it is not a regular file`,
    exitCode: 0,
  });
});

test("entries that wait without a worker are a problem", async () => {
  using dir = tempDir();
  await callHook(dir.root, payload("29-stop"));
  const { stdout, exitCode } = await cli(["status", "--root", dir.root]);
  expect(stdout).toContain("PROBLEM     worker: none runs, and 1 entry waits");
  expect(stdout).toContain("enqueued 1 = applied 0 + pending 1 + failed 0 + missing 0");
  expect(exitCode).toBe(EXIT_CODES.HIVE_UNHEALTHY);
});

test("an entry that was enqueued and is nowhere is named", async () => {
  using dir = tempDir();
  const queue = new Queue(dir.root);
  const { entries } = queue.enqueue({ operation: "insert_log", payload: {} });
  rmSync(`${queue.paths.pending}/5_${entries[0]!.seq}.json`);
  const status = await readStatus(dir.root, Date.now() + 60_000, DEFAULTS);
  expect(status.account).toEqual({ enqueued: 1, applied: 0, pending: 0, failed: 0, missing: [entries[0]!.seq] });
  expect(status.problems).toEqual([expect.stringContaining("missing 1: lost, or deleted by hand")]);
});

test("sessions and show tell what was saved, a prefix of the id is enough", async () => {
  using dir = tempDir();
  await played(dir.root);
  const list = await cli(["sessions", "--root", dir.root, "--json"]);
  expect(JSON.parse(list.stdout)).toMatchObject([{ id: SESSION, status: "active", operations: 1, checkpoints: 2 }]);
  const shown = await cli(["show", "5f0c", "--root", dir.root]);
  expect(shown.stdout).toContain("modified /home/dana/code/ledger-api/src/accounts.ts (Edit)");
  // The list and the session itself say the same of its end.
  expect(JSON.parse(list.stdout)).toMatchObject([{ ending: "no end seen" }]);
  expect(shown.stdout).toMatch(/^status {6}stopped, last seen /m);
  const full = await cli(["show", "5f0c", "--root", dir.root, "--json"]);
  expect(JSON.parse(full.stdout)).toMatchObject({
    id: SESSION,
    ending: "no end seen",
    checkpoint: { checkpointType: "stop" },
  });
  const history = await cli(["show", "5f0c", "--root", dir.root, "--history", "--json"]);
  expect(JSON.parse(history.stdout)).toMatchObject([
    { type: "stop", trigger: "Stop" },
    { type: "auto", trigger: "PostToolUse" },
  ]);
});

const failedCall = (command: string, id: string) =>
  payload("11-posttoolusefailure-bash", { tool_input: { command }, tool_use_id: id });

test("show tells of a command that failed after the last checkpoint, and of one that waits in the queue", async () => {
  using dir = tempDir();
  await played(dir.root);
  await callHook(dir.root, failedCall("make late", "toolu_late"));
  await drain(dir.root);
  await callHook(dir.root, failedCall("make waiting", "toolu_waiting"));
  const { stdout } = await cli(["show", "5f0c", "--root", dir.root]);
  expect(stdout).toContain("failed: make late\n");
  expect(stdout).toContain("failed: make waiting\n");
  expect(stdout).toMatch(/^checkpoint {2}stop, .+, after Stop$/m);
  expect(stdout).toMatch(/^waiting {5}1 entry is not applied yet/m);
});

test("control characters in what was saved do not reach the terminal", async () => {
  using dir = tempDir();
  const prompt = "clear \u001b[2J\u0007 and \u009b31m red";
  await callHook(dir.root, payload("38-userpromptsubmit", { prompt }));
  await callHook(dir.root, payload("29-stop"));
  await drain(dir.root);
  const { stdout } = await cli(["show", "5f0c", "--root", dir.root]);
  expect(stdout).toContain("clear ·[2J· and ·31m red");
  expect(stdout.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
});

test("enqueue takes typed payloads and SQL, from flags and from standard input", async () => {
  using dir = tempDir();
  const log = { sessionId: "s", atMs: 0, level: "info", message: "by hand" };
  const stdin = { readStdin: () => Promise.resolve(JSON.stringify(log)) };
  const sqlStdin = { readStdin: () => Promise.resolve("UPDATE session_logs SET message = 'changed'") };
  expect((await cli(["enqueue", "insert_log", "--root", dir.root, "--priority", "1"], stdin)).exitCode).toBe(0);
  expect((await cli(["enqueue", "note", "--root", dir.root, "--sql", "-"], sqlStdin)).exitCode).toBe(0);
  const last = await cli(["enqueue", "--root", dir.root, "--sql", "SELECT 1", "--json"]);
  expect(JSON.parse(last.stdout)).toMatchObject({ operation: "sql", sql: "SELECT 1", priority: 5, isHeard: false });
  await drain(dir.root);
  expect(rows(dir.root, "SELECT message FROM session_logs")).toEqual([{ message: "changed" }]);
});

test("dead letters are listed, shown, retried and dropped", async () => {
  using dir = tempDir();
  await played(dir.root, true);
  const root = ["--root", dir.root];
  const list = JSON.parse((await cli(["failed", "list", "--json", ...root])).stdout) as { name: string }[];
  expect(list).toMatchObject([{ attempts: 3, reason: { code: "HIVE_SQL_REFUSED" } }]);
  const { name } = list[0]!;
  expect((await cli(["failed", "list", ...root])).stdout).toContain("HIVE_SQL_REFUSED");
  expect((await cli(["failed", "show", name, ...root])).stdout).toContain("DROP TABLE sessions");
  expect((await cli(["failed", "show", "nope", ...root])).exitCode).toBe(EXIT_CODES.HIVE_NOT_FOUND);
  for (const verb of [["retry"], ["drop", "--yes"]]) {
    const { exitCode } = await cli(["failed", ...verb, name, "nope", ...root]);
    expect({ exitCode, left: readdirSync(`${dir.root}/queue/failed`) }).toEqual({
      exitCode: EXIT_CODES.HIVE_NOT_FOUND,
      left: [name],
    });
  }
  expect((await cli(["failed", "retry", "--all", ...root])).stdout).toBe("1 put back into the queue\n");
  expect((await cli(["failed", "list", ...root])).stdout).toBe("nothing was given up\n");
  await drain(dir.root);
  const refused = await cli(["failed", "drop", "--all", ...root]);
  expect(refused).toMatchObject({ exitCode: EXIT_CODES.HIVE_INVALID_OPTION });
  expect(refused.stderr).toContain("--yes");
  expect((await cli(["failed", "drop", "--all", "--yes", ...root])).stdout).toBe("1 deleted\n");
  expect(readdirSync(`${dir.root}/queue/failed`)).toEqual([]);
});

test("the state directory is HIVE_ROOT, else the nearest one at or above, below the home directory", async () => {
  using dir = tempDir();
  await played(dir.root);
  const deep = `${dir.path}/a/b`;
  mkdirSync(deep, { recursive: true });
  expect((await cli(["sessions"], { cwd: deep })).stdout).toContain(SESSION.slice(0, 6));
  expect((await cli(["sessions"], { env: { HIVE_ROOT: dir.root } })).stdout).toContain(SESSION.slice(0, 6));
  const env = { HOME: dir.path };
  expect((await cli(["sessions"], { cwd: deep, env })).stdout).not.toContain(SESSION);
  expect((await cli(["sessions"], { cwd: dir.path, env })).stdout).toContain(SESSION.slice(0, 6));
  expect((await cli(["sessions"], { cwd: deep, env: { HOME: "/" } })).stdout).toContain(SESSION.slice(0, 6));
});

test("hive failed makes no queue where there is none", async () => {
  using dir = tempDir();
  const at = { cwd: dir.path, env: { HOME: dir.path } };
  expect(await cli(["failed", "list", "--json"], at)).toMatchObject({ stdout: "[]\n", exitCode: 0 });
  expect((await cli(["failed", "retry", "--all"], at)).exitCode).toBe(EXIT_CODES.HIVE_NOT_FOUND);
  expect((await cli(["failed", "drop", "x", "--yes"], at)).exitCode).toBe(EXIT_CODES.HIVE_NOT_FOUND);
  expect(existsSync(`${dir.path}/.hive-mind`)).toBe(false);
});

test("the hook exits 0 and prints nothing whatever arguments it gets, and takes --root", async () => {
  using dir = tempDir();
  const root = ["--root", dir.root];
  for (const args of [
    ["hook", "--foo"],
    ["hook", "extra"],
    [...root, "hook"],
    ["hook", ...root],
  ]) {
    await using child = hive(args, { HIVE_ROOT: `${dir.path}/other` });
    await child.write(payload("29-stop"));
    await child.closeStdin();
    expect(await child.outcome()).toMatchObject({ stdout: "", stderr: "", exitCode: 0 });
  }
  expect(new Queue(dir.root).depth().pending).toBe(2);
  expect(new Queue(`${dir.path}/other`).depth().pending).toBe(2);
});

test("a reader that closes its end early is no error", async () => {
  using dir = tempDir();
  await played(dir.root);
  const pipe = Bun.spawn(
    [
      "sh",
      "-c",
      'bun "$1" show 5f0c --root "$2" --json | head -c 10',
      "sh",
      `${import.meta.dir}/../../src/cli/main.ts`,
      dir.root,
    ],
    {
      env: process.env,
      stderr: "pipe",
      stdout: "pipe",
    },
  );
  expect(await new Response(pipe.stderr).text()).toBe("");
  expect(await new Response(pipe.stdout).text()).toHaveLength(10);
});

test("the version is the package's, and Bun's and SQLite's stand below it with the way of installation", async () => {
  await using child = hive(["--version"]);
  const { version } = (await import("../../package.json")).default;
  const lines = (await child.outcome()).stdout.trim().split("\n");
  expect(lines).toEqual([
    version,
    `Bun ${Bun.version}, ${process.execPath}`,
    expect.stringMatching(/^SQLite \d+\.\d+\.\d+$/),
    `a checkout, ${resolve(import.meta.dir, "../..")}`,
  ]);
});
