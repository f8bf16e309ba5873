import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorCode, errorMessage, HiveError } from "../base/errors.ts";
import { readTail } from "../base/files/files.ts";
import { ownDirectory, systemHome } from "../origin/own-directory.ts";
import { measureDepth } from "../queue/depth.ts";
import { journaledIds } from "../queue/journal/journal.ts";
import { queuePaths } from "../queue/layout.ts";
import { isQueueMade } from "../queue/make.ts";
import { endWorkers } from "../supervisor/end/end-worker.ts";
import type { Agent, HookCommand } from "../agents/agent.ts";

/** The times of one call of the installed hook. */
export interface Proof {
  /** The time of the hook's whole process, which the agent waits for. */
  readonly hookMs: number;
  /** From the hook's start until its entry was applied, the start of a worker included. */
  readonly rowMs: number;
}

const SESSION = "hive-setup-probe";
const DEADLINE_MS = 10_000;
const LOOK_MS = 5;
/** A file system without this much left has no room for a probe. */
const ROOM_BYTES = 65_536;

/**
 * Calls the hook as the agent does, and waits for the worker that the hook starts.
 * @throws HIVE_UNHEALTHY if the entry is not saved, or not applied; HIVE_QUEUE_UNAVAILABLE without room for a probe
 */
export async function prove(hook: HookCommand, agent: Agent): Promise<Proof> {
  await using probe = new Probe();
  // It also brings the program into memory, and makes the queue.
  await probe.saves(hook, agent);
  return await probe.applies(hook, agent);
}

/**
 * Calls the hook as the agent does, and starts no worker: a few milliseconds.
 * @throws as {@link prove}
 */
export async function proveSaving(hook: HookCommand, agent: Agent): Promise<void> {
  await using probe = new Probe();
  await probe.saves(hook, agent);
}

/**
 * A temporary project and user. A user's settings may pause hive, and nothing of a probe stays in their directories.
 * There is no PATH, since an agent may run without Bun in it.
 */
class Probe implements AsyncDisposable {
  readonly #directory = temporary();
  readonly #project = join(this.#directory, "project");
  readonly #root = join(this.#project, ".hive-mind");
  readonly #paths = queuePaths(this.#root);

  /** @throws HIVE_UNHEALTHY if no entry appears */
  async saves(hook: HookCommand, agent: Agent): Promise<void> {
    await this.#call(hook, agent.sample(this.#project, SESSION), "never");
    if (this.#saved() === 1) return;
    const log = readTail(join(this.#root, "hook.log"), 4096)?.trim().split("\n").at(-1);
    throw unproven(`the hook runs, but saves nothing${log === undefined || log === "" ? "" : `: ${log}`}`);
  }

  /** @throws HIVE_UNHEALTHY if the entry is not applied */
  async applies(hook: HookCommand, agent: Agent): Promise<Proof> {
    const startedMs = performance.now();
    await this.#call(hook, agent.sample(this.#project, `${SESSION}-2`), "hook");
    const hookMs = performance.now() - startedMs;
    while (this.#saved() !== 2 || !this.#isApplied()) {
      if (performance.now() - startedMs > DEADLINE_MS) {
        throw unproven(`the hook saves, but its worker applies nothing within ${DEADLINE_MS / 1000} s`);
      }
      await Bun.sleep(LOOK_MS);
    }
    return { hookMs, rowMs: performance.now() - startedMs };
  }

  /** The number of entries that the hook made. */
  #saved(): number {
    return isQueueMade(this.#paths) ? journaledIds(this.#paths, 0).length : 0;
  }

  /** An entry leaves the queue once its row is committed, or for `failed/`. */
  #isApplied(): boolean {
    const { pending, processing, failed } = measureDepth(this.#paths, Date.now());
    return pending + processing + failed === 0;
  }

  async #call({ command, args }: HookCommand, stdin: string, workerStart: "hook" | "never"): Promise<void> {
    await execute([command, ...args], stdin, {
      HOME: process.env["HOME"] || systemHome(),
      HIVE_ROOT: this.#root,
      HIVE_WORKER_START: workerStart,
      XDG_DATA_HOME: join(this.#directory, "data"),
      XDG_CONFIG_HOME: join(this.#directory, "config"),
      // The plugin's hook leaves a call to the user's settings, which are looked at by themselves.
      CLAUDE_CONFIG_DIR: join(this.#directory, "claude"),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await endWorkers(this.#paths);
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** The directory of a probe, with what the project's settings have. */
function temporary(): string {
  let directory: string | null = null;
  try {
    directory = mkdtempSync(join(tmpdir(), "hive-probe-"));
    writeFileSync(join(directory, "room"), Buffer.alloc(ROOM_BYTES));
    mkdirSync(join(directory, "project/.hive-mind"), { recursive: true, mode: 0o700 });
    mkdirSync(join(directory, "data/hive"), { recursive: true, mode: 0o700 });
    // Settings that are shared start the hook which it names.
    const launcher = `${ownDirectory("data", process.env) ?? ""}/hive-hook`;
    if (existsSync(launcher)) copyFileSync(launcher, join(directory, "data/hive/hive-hook"));
    // Neither a process for the archive, nor one for the files.
    const settings = '{"archive": "off", "snapshots": "off"}';
    writeFileSync(join(directory, "project/.hive-mind/config.json"), settings, { mode: 0o600 });
    return directory;
  } catch (error) {
    if (directory !== null) rmSync(directory, { recursive: true, force: true });
    const why = errorCode(error) ?? "unknown";
    throw new HiveError("HIVE_QUEUE_UNAVAILABLE", `${tmpdir()} cannot be written (${why})`, {
      cause: error,
      hint: "TMPDIR names another directory for temporary files",
    });
  }
}

const unproven = (message: string, cause?: unknown): HiveError =>
  new HiveError("HIVE_UNHEALTHY", message, {
    cause,
    hint: "the entries stay in the settings; hive setup --remove undoes it",
  });

async function execute(
  command: readonly string[],
  stdin: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  let child: Bun.Subprocess<Blob, "pipe", "pipe">;
  try {
    child = Bun.spawn([...command], {
      stdin: new Blob([stdin]),
      stdout: "pipe",
      stderr: "pipe",
      env: { ...env },
      signal,
    });
  } catch (error) {
    throw unproven(`the hook does not start: ${errorMessage(error)}`, error);
  }
  const [output, complaint, exitCode] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (signal.aborted) throw unproven(`the hook does not end within ${DEADLINE_MS / 1000} s`);
  if (exitCode !== 0) throw unproven(`the hook ends with exit code ${exitCode}${told(complaint)}`);
  // The agent shows a hook's output to the user, or the model.
  if (output !== "") throw unproven(`the hook prints something${told(output)}`);
}

const told = (text: string): string => (text.trim() === "" ? "" : `: ${text.trim().slice(0, 200)}`);
