/** Nothing that lies in a project, or around it, runs in hive: Bun is shown none of it. */
import { beforeAll, afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { lstatSync, mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { Queue } from "../../../src/queue/queue.ts";
import { compiledHook, hiveCommand, interpretedHook } from "../../../src/install/hook/command.ts";
import { prepareHook } from "../../../src/install/hook/prepare.ts";
import { copyPlugin } from "../../support/versions/built-plugin.ts";
import { type HostileProject, hostileProject } from "../../support/hostile/hostile-project.ts";
import { payload, rows } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { HAS_STRACE, touches, traced } from "../../support/processes/trace.ts";
import { configure } from "../../support/settings.ts";

setDefaultTimeout(120_000);

const TOP = resolve(import.meta.dir, "../../..");
/** Statements of a kind that a process of its own applies. */
const APART = "INSERT INTO session_logs (session_id, log_level, message) SELECT 's', 'info', 'a' || 'b'";

const plugin = tempDir();
beforeAll(async () => {
  await prepareHook();
  copyPlugin(plugin.path);
});
afterAll(() => plugin[Symbol.dispose]());

/** What is started, and what it is given on standard input. */
interface Start {
  readonly what: string;
  readonly command: () => readonly string[];
  readonly stdin?: (it: HostileProject) => string;
}

const words = ({ command, args }: { command: string; args: readonly string[] }): string[] => [command, ...args];
const stop = ({ sub }: HostileProject): string => payload("29-stop", { cwd: sub });
const start = ({ sub }: HostileProject): string => payload("22-sessionstart-resume", { cwd: sub });
const launcher = join(TOP, "bin/hive");

const STARTS: readonly Start[] = [
  { what: "the compiled hook", command: () => words(compiledHook()), stdin: stop },
  { what: "the compiled hook at a session's start", command: () => words(compiledHook()), stdin: start },
  { what: "the hook from source", command: () => words(interpretedHook()), stdin: stop },
  { what: "the hook from source at a session's start", command: () => words(interpretedHook()), stdin: start },
  { what: "the plugin's hook", command: () => [join(plugin.path, "bin/hive-hook")], stdin: stop },
  { what: "the plugin's hook at a session's start", command: () => [join(plugin.path, "bin/hive-hook")], stdin: start },
  { what: "the plugin's command", command: () => [join(plugin.path, "bin/hive"), "sessions"] },
  { what: "the worker", command: () => [...hiveCommand(), "worker", "--once", "--quiet"] },
  { what: "the launcher's worker", command: () => [launcher, "worker", "--once", "--quiet"] },
  { what: "status", command: () => [launcher, "status"] },
  { what: "resume", command: () => [launcher, "resume"] },
  { what: "sessions", command: () => [launcher, "sessions", "--json"] },
  { what: "doctor", command: () => [launcher, "doctor"] },
  { what: "setup", command: () => [launcher, "setup", "--dry-run", "--yes"] },
];

/** Starts it in the project's subdirectory, where something waits in the queue; `HIVE_BUN` names the Bun. */
function run(it: HostileProject, { command, stdin }: Start, wrap = (given: readonly string[]) => given) {
  const { HIVE_ROOT: _, ...env } = process.env;
  return Bun.spawnSync([...wrap(command())], {
    cwd: it.sub,
    stdin: Buffer.from(stdin?.(it) ?? ""),
    env: { ...env, PWD: it.sub, PATH: it.path, HIVE_BUN: process.execPath, HIVE_WORKER_START: "never" },
    timeout: 60_000,
  });
}

const GONE = { throwIfNoEntry: false } as const;

/** What hive itself reads of a project, and looks for on the way up. Directories may be listed. */
const READ = [
  /^(?:(?:\.\.\/)*(?:\.\.|\.)?|sub)$/,
  /^(?:(?:\.\.\/)*|sub\/)\.(?:hive-mind|git|claude)$/,
  // Looked for on the PATH, to say how hive is called.
  /^(?:bin|node_modules\/\.bin|(?:(?:bin|node_modules\/\.bin)\/)?hive)$/,
  /^(?:sub\/)?\.(?:codex|gemini|cursor|copilot|opencode|github|qwen)(?:\/[\w.-]+)*$/,
  /^(?:sub\/)?\.claude\/settings(?:\.local)?\.json$/,
  // It may switch VS Code's hooks off.
  /^(?:sub\/)?\.vscode\/settings\.json$/,
  /^\.git\/(?:HEAD|config|index|commondir|packed-refs|refs\/heads\/[\w/]+)$/,
  /^\.hive-mind\/(?:\.git|config\.json|hook\.log(?:\.1)?|\.gitignore|hive(?:-[0-9a-f]{8})?\.db(?:-wal|-shm|-journal)?(?:\.[0-9a-f-]+\.(?:tmp|proof))?|(?:queue|instances|logs|setup)(?:\/.*)?)$/,
];

/** @param looks whether it is a command that looks at the mode of each file in the state directory, and tries to set it again */
function notForHive(it: HostileProject, log: string, looks = false): string[] {
  const found = touches(log, it.sub)
    .filter(({ call, path }) => !looks || (!/stat|chmod|access/.test(call) && !lstatSync(path, GONE)?.isDirectory()))
    .filter(({ program, path }) => !program.endsWith("/git") && path.startsWith(it.parent))
    .map(({ path }) => relative(it.project, path));
  expect(found.length).toBeGreaterThan(0);
  return [...new Set(found)].filter((path) => !READ.some((pattern) => pattern.test(path)));
}

describe("nothing of a project", () => {
  test.each(STARTS)("runs in $what, nor does Bun touch any of it", (given) => {
    using it = hostileProject();
    mkdirSync(join(it.project, ".git"));
    new Queue(it.root).enqueue({ operation: "x", sql: APART }, { operation: "nothing", payload: {} });
    const log = join(it.parent, "../log");
    run(it, given, (command) => (HAS_STRACE ? traced(log, command) : command));
    expect(it.wasRun()).toBe(false);
    if (HAS_STRACE) expect(notForHive(it, log, given.what === "doctor" || given.what === "status")).toEqual([]);
    if (given.what.includes("worker")) expect(rows(it.root, "SELECT * FROM session_logs")).toHaveLength(1);
    if (given.stdin === stop) expect(new Queue(it.root).depth().pending).toBeGreaterThan(2);
  });

  test.skipIf(!HAS_STRACE)("runs in the worker that the hook starts, nor does Bun touch any of it", () => {
    using it = hostileProject();
    // A snapshot reads the project's files, as its own content.
    configure(it.root, { idleExitSeconds: 0.1, snapshots: "off" });
    new Queue(it.root).enqueue({ operation: "x", sql: APART });
    const log = join(it.parent, "../log");
    // strace ends with the last process.
    const hook = STARTS[0]!;
    run(it, { ...hook, command: () => ["/usr/bin/env", "HIVE_WORKER_START=hook", ...hook.command()] }, (command) =>
      traced(log, command),
    );
    expect(it.wasRun()).toBe(false);
    expect(rows(it.root, "SELECT * FROM session_logs")).not.toEqual([]);
    expect(notForHive(it, log)).toEqual([]);
  });

  test("runs where the project is the root of the file system, as in a container", () => {
    using it = hostileProject();
    const flags = interpretedHook().args.map((word) => (word === "--cwd=/" ? `--cwd=${it.sub}` : word));
    run(it, { what: "the hook", command: () => [process.execPath, ...flags], stdin: stop });
    expect(it.wasRun()).toBe(false);
    expect(new Queue(it.root).depth().pending).toBeGreaterThan(0);
  });

  test("holds hive up by its size", () => {
    using it = hostileProject(["tsconfig.json", "package.json"]);
    for (const name of ["tsconfig.json", "package.json"]) {
      for (const place of [it.project, it.sub]) truncateSync(join(place, name), 1500 * 1024 ** 2);
    }
    const startedMs = performance.now();
    for (const given of STARTS.filter(({ what }) => /hook|status/.test(what)))
      expect(run(it, given).exitCode).not.toBeNull();
    expect(performance.now() - startedMs).toBeLessThan(20_000);
  });
});

describe("as a control, plain Bun", () => {
  const main = join(TOP, "src/cli/main.ts");

  test.each([
    { name: "tsconfig.json", more: ["base.json"] },
    { name: "jsconfig.json", more: [] },
    { name: "bunfig.toml", more: [] },
  ])("runs what $name names", ({ name, more }) => {
    using it = hostileProject([name, ...more]);
    run(it, { what: "bun", command: () => [process.execPath, main, "--version"] });
    expect(it.wasRun()).toBe(true);
  });

  test("takes its variables from .env", () => {
    using it = hostileProject([".env"]);
    writeFileSync(join(it.sub, "print.ts"), "process.stdout.write(process.env.HIVE_ROOT ?? '')");
    expect(run(it, { what: "bun", command: () => [process.execPath, "print.ts"] }).stdout.toString()).toBe("elsewhere");
  });

  test("is what a shell finds in the project by such a PATH", () => {
    using it = hostileProject([]);
    run(it, { what: "sh", command: () => ["/bin/sh", "-c", "bun --version"] });
    expect(it.wasRun()).toBe(true);
  });
});
