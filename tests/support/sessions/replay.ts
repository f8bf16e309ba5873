/**
 * Plays a file of `tests/fixtures/field` against the hook, in a fresh project. A line of it is one step:
 * `{"p": payload}` calls the hook, `{"sh": command}` runs a shell, `{"apply": true}` applies what the hooks have enqueued,
 * `{"cli": [arguments]}` runs hive, `{"#": text}` is a comment. A payload has session `s1` and the project as its directory unless it says otherwise;
 * `@` stands for the project. `env` adds variables, null takes one away. `live: N` names in CLAUDE_PID a process that lives
 * until `{"kill": N}`. `at` is a time in milliseconds from now.
 */
import { mkdtempSync, readFileSync, realpathSync, rmSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Subprocess } from "bun";
import { isObject } from "../../../src/base/json.ts";
import { git } from "../git.ts";
import { drain } from "../hive.ts";
import { ownDirectories } from "../settings.ts";

const HOOK = join(import.meta.dir, "../hook/hook-at-fixture.ts");
const MAIN = join(import.meta.dir, "../../../src/cli/main.ts");
const FIELD = join(import.meta.dir, "../../fixtures/field");

export interface Step {
  readonly p?: Readonly<Record<string, unknown>>;
  readonly sh?: string;
  readonly apply?: true;
  readonly cli?: readonly string[];
  readonly env?: Readonly<Record<string, string | null>>;
  readonly live?: number;
  readonly kill?: number;
  readonly at?: number;
}

/** What a replay gave, in order. */
export interface Replay {
  /** By session: the context at its last SessionStart; empty where nothing was given. */
  readonly given: ReadonlyMap<string, string>;
  /** What shells and commands of hive printed. */
  readonly printed: readonly string[];
}

/** The steps of a file, by the beginning of its name. */
export function fieldSteps(name: string): Step[] {
  const [file] = new Bun.Glob(`${name}-*.jsonl`).scanSync({ cwd: FIELD });
  return readFileSync(join(FIELD, file!), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Step);
}

export async function replay(steps: readonly Step[]): Promise<Replay> {
  // The real path: where the temporary directory is a link, what the steps say would not be what git says.
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "hive-replay-")));
  const project = join(directory, "project");
  const home = join(directory, "home");
  const base = {
    HOME: home,
    ...ownDirectories(),
    PATH: process.env["PATH"]!,
    CLAUDE_PROJECT_DIR: project,
    HIVE_WORKER_START: "never",
    BUN_RUNTIME_TRANSPILER_CACHE_PATH: process.env["BUN_RUNTIME_TRANSPILER_CACHE_PATH"] ?? "",
  };
  const living = new Map<number, Subprocess>();
  const given = new Map<string, string>();
  const printed: string[] = [];
  const startMs = Date.now();
  Bun.spawnSync(["mkdir", "-p", project, home]);
  git(project, "init", "-q", "-b", "main");
  git(project, "commit", "-q", "--allow-empty", "-m", "first");

  try {
    for (const step of steps) {
      const { p, sh, apply, cli, live, kill, at = Date.now() - startMs } = placed(step, project) as Step;
      const env: Record<string, string> = { ...base };
      for (const [name, value] of Object.entries((placed(step.env ?? {}, project) as Step["env"])!)) {
        if (value === null) delete env[name];
        else env[name] = value;
      }
      if (live !== undefined) {
        if (!living.has(live)) living.set(live, Bun.spawn(["sleep", "600"], { stdio: ["ignore", "ignore", "ignore"] }));
        env["CLAUDE_PID"] = String(living.get(live)!.pid);
      }
      if (kill !== undefined) await end(living.get(kill)!);
      if (sh !== undefined)
        printed.push(run(["sh", "-c", sh], { ...env, HIVE: join(import.meta.dir, "../../..") }, project));
      if (apply === true) await drain(join(project, ".hive-mind"));
      if (cli !== undefined) printed.push(run([process.execPath, MAIN, ...cli], env, project));
      if (p === undefined) continue;
      const payload = { session_id: "s1", cwd: project, ...p };
      const cwd = existsSync(payload.cwd) ? payload.cwd : project;
      const output = run([process.execPath, HOOK, String(startMs + at)], env, cwd, JSON.stringify(payload));
      if (payload["hook_event_name" as keyof typeof payload] === "SessionStart")
        given.set(payload.session_id, output === "" ? "" : contextIn(output));
    }
    return { given, printed };
  } finally {
    for (const process_ of living.values()) process_.kill("SIGKILL");
    rmSync(directory, { recursive: true, force: true });
  }
}

function run(command: readonly string[], env: Record<string, string>, cwd: string, stdin = ""): string {
  const { stdout, stderr, exitCode } = Bun.spawnSync([...command], { cwd, env, stdin: Buffer.from(stdin) });
  if (command.includes(HOOK) && (exitCode !== 0 || stderr.length > 0)) throw new Error(stderr.toString());
  return stdout.toString() + stderr.toString();
}

function contextIn(output: string): string {
  const { hookSpecificOutput } = JSON.parse(output) as { hookSpecificOutput: { additionalContext: string } };
  return hookSpecificOutput.additionalContext;
}

/** Ends a process, and waits until the system has forgotten it. */
async function end(child: Subprocess): Promise<void> {
  child.kill("SIGKILL");
  await child.exited;
}

/** The value with the project's directory in the place of each `@`. */
function placed(value: unknown, project: string): unknown {
  if (typeof value === "string") return value.replaceAll("@", project);
  if (Array.isArray(value)) return value.map((item) => placed(item, project));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, placed(item, project)]));
}
