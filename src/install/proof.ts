import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { errorMessage, HiveError } from "../base/errors.ts";
import { capturedIds } from "../queue/captured.ts";
import { queueDirectories, queuePaths } from "../queue/layout.ts";
import { StoreReader } from "../store/queries.ts";
import { endWorkers } from "../supervisor/end-worker.ts";
import type { HookCommand } from "./settings.ts";

/** What one call of the installed hook took. */
export interface Proof {
  /** The hook's whole process: what the agent waits for. */
  readonly hookMs: number;
  /** From the hook's start until the row was there, the start of a worker included. */
  readonly rowMs: number;
}

const SESSION = "hive-setup-probe";
const DEADLINE_MS = 10_000;
const LOOK_MS = 5;

/**
 * Calls the hook as the agent does, with a probe in a temporary state directory, and waits for the worker that the hook
 * starts. There is no PATH: an agent's need not have Bun in it.
 * @throws HIVE_UNHEALTHY when no row comes of it
 */
export async function prove(hook: HookCommand): Promise<Proof> {
  const directory = mkdtempSync(join(tmpdir(), "hive-probe-"));
  const root = join(directory, ".hive-mind");
  try {
    const env = { HIVE_ROOT: root, HOME: homedir(), ...ownDirectories(), HIVE_WORKER_START: "hook" };
    // As with a worker: the queue is there. A first call, which saves nothing, brings the program into memory.
    for (const path of queueDirectories(queuePaths(root))) mkdirSync(path, { mode: 0o700 });
    await execute("the hook", [hook.command, ...hook.args], env, "");
    const startedMs = performance.now();
    await execute("the hook", [hook.command, ...hook.args], env, probe(directory));
    const hookMs = performance.now() - startedMs;
    const hasSaved = capturedIds(queuePaths(root), 0).length > 0;
    while (!(await hasRow(root))) {
      if (!hasSaved || performance.now() - startedMs > DEADLINE_MS)
        throw unproven("the hook ran, and no row came of it");
      await Bun.sleep(LOOK_MS);
    }
    return { hookMs, rowMs: performance.now() - startedMs };
  } finally {
    await endWorkers(queuePaths(root));
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Where the user's key and settings are, where the environment moves them. */
const ownDirectories = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ["XDG_DATA_HOME", "XDG_CONFIG_HOME"].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );

const unproven = (message: string, cause?: unknown): HiveError =>
  new HiveError("HIVE_UNHEALTHY", message, {
    cause,
    hint: "the entries stay in the settings; hive setup --remove undoes it",
  });

const probe = (directory: string): string =>
  JSON.stringify({
    session_id: SESSION,
    transcript_path: join(directory, "transcript.jsonl"),
    cwd: directory,
    hook_event_name: "PostToolUse",
    tool_name: "Write",
    tool_input: { file_path: join(directory, "probe.txt"), content: "probe\n" },
    tool_response: { type: "create", filePath: join(directory, "probe.txt") },
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
  // The agent shows the user, or the model, whatever a hook prints.
  if (output !== "") throw unproven(`${what} printed something: ${output.trim().slice(0, 200)}`);
}

async function hasRow(root: string): Promise<boolean> {
  using reader = await StoreReader.open(root);
  return ((await reader?.sessions(1)) ?? []).some(({ id }) => id === SESSION);
}
