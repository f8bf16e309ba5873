import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemHome } from "../origin/own-directory.ts";
import { errorMessage, HiveError } from "../base/errors.ts";
import { journaledIds } from "../queue/journal/journal.ts";
import { queueDirectories, queuePaths } from "../queue/layout.ts";
import { StoreReader } from "../store/sqlite/read/queries.ts";
import { endWorkers } from "../supervisor/end/end-worker.ts";
import type { Agent, HookCommand } from "../agents/agent.ts";

/** The times of one call of the installed hook. */
export interface Proof {
  /** The time of the hook's whole process, which the agent waits for. */
  readonly hookMs: number;
  /** From the hook's start until the row was there, the start of a worker included. */
  readonly rowMs: number;
}

const SESSION = "hive-setup-probe";
const DEADLINE_MS = 10_000;
const LOOK_MS = 5;

/**
 * Calls the hook as the agent does, with a probe in a temporary state directory. Then it waits for the worker that the
 * hook starts. There is no PATH, since an agent may run without Bun in it.
 * @throws HIVE_UNHEALTHY if no row appears
 */
export async function prove(hook: HookCommand, agent: Agent): Promise<Proof> {
  const directory = mkdtempSync(join(tmpdir(), "hive-probe-"));
  const root = join(directory, ".hive-mind");
  try {
    const env = {
      HIVE_ROOT: root,
      HOME: process.env["HOME"] || systemHome(),
      ...ownDirectories(),
      HIVE_WORKER_START: "hook",
    };
    // Make the queue, as a worker does. A first call, which saves nothing, brings the program into memory.
    for (const path of queueDirectories(queuePaths(root))) mkdirSync(path, { mode: 0o700 });
    // Nothing of the probe stays in the user's data directory.
    writeFileSync(join(root, "config.json"), JSON.stringify({ archive: "off", snapshots: "off" }), { mode: 0o600 });
    await execute("the hook", [hook.command, ...hook.args], env, "");
    const startedMs = performance.now();
    await execute("the hook", [hook.command, ...hook.args], env, agent.sample(directory, SESSION));
    const hookMs = performance.now() - startedMs;
    const hasSaved = journaledIds(queuePaths(root), 0).length > 0;
    while (!(await hasRow(root))) {
      if (!hasSaved || performance.now() - startedMs > DEADLINE_MS)
        throw unproven("the hook ran, but its row did not appear");
      await Bun.sleep(LOOK_MS);
    }
    return { hookMs, rowMs: performance.now() - startedMs };
  } finally {
    await endWorkers(queuePaths(root));
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The variables that move the user's key and settings. */
const ownDirectories = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ["XDG_DATA_HOME", "XDG_CONFIG_HOME"].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );

const unproven = (message: string, cause?: unknown): HiveError =>
  new HiveError("HIVE_UNHEALTHY", message, {
    cause,
    hint: "the entries stay in the settings; hive setup --remove undoes it",
  });

async function execute(
  what: string,
  command: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  stdin: string,
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
    throw unproven(`${what} does not start: ${errorMessage(error)}`, error);
  }
  const [output, complaint, exitCode] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  if (signal.aborted) throw unproven(`${what} took longer than ${DEADLINE_MS / 1000} s`);
  if (exitCode !== 0) throw unproven(`${what} ended with exit code ${exitCode}: ${complaint.trim().slice(0, 500)}`);
  // The agent shows a hook's output to the user, or the model.
  if (output !== "") throw unproven(`${what} printed something: ${output.trim().slice(0, 200)}`);
}

async function hasRow(root: string): Promise<boolean> {
  using reader = await StoreReader.open(root);
  return ((await reader?.sessions(1)) ?? []).some(({ id }) => id === SESSION);
}
