import { bunCommand, bunEnvironment, CHILD_COMMAND } from "../../platform/bun/bun-command.ts";
import type { Config } from "../../base/config/config.ts";
import { errorMessage, EXIT_CODES, HiveError } from "../../base/errors.ts";
import { MAIN_PROGRAM } from "../../platform/installation.ts";
import type { Outcome } from "../../store/port.ts";
import type { Store, StoreOptions } from "../../store/sqlite/store.ts";
import type { StoreEntry } from "../../store/port.ts";
import { isSystemFault } from "../../supervisor/outage.ts";
import { MEMORY_LIMIT_BYTES, SMALL_LOTS } from "../../platform/process/process-limits.ts";

export interface ChildLimits {
  /** The `.hive-mind` directory. */
  readonly root: string;
  readonly config: Pick<Config, "rawSql" | "rawSqlTimeoutMs" | "durability" | "checkpointHistory">;
  /** Whether applied observations are kept for the forwarder. @default false */
  readonly hasOutbox?: boolean;
}

/**
 * The child's standard input, as JSON. It writes an array with the {@link Outcome} of each entry to its standard
 * output.
 */
export interface ChildRequest {
  readonly root: string;
  readonly entries: readonly StoreEntry[];
  readonly nowMs: number;
  readonly limitMs: number;
  readonly options: StoreOptions;
}

/** Poison candidates get this long together, and then each this long alone. */
export const POISON_LIMIT_MS = 10_000;

const LONGEST_REASON = 200;

/**
 * Applies entries in a child process, whose memory is limited and which is killed at its time limit. The child commits
 * the effects with the entries' ledger rows, as the worker does: a kill leaves all or nothing. A trial run with a
 * rollback proves nothing. Through chance, the clock or `total_changes()` a statement may end only in the trial.
 *
 * @returns an outcome per entry; `died` if the child died of several, to try alone; null if stopped before commit
 * @throws HIVE_STORE_UNAVAILABLE when the store is away, or no process can be started
 */
export async function applyInChild(
  store: Store,
  work: Pick<ChildRequest, "entries" | "nowMs" | "limitMs">,
  { root, config: { rawSql, durability, checkpointHistory }, hasOutbox = false }: ChildLimits,
  signal: AbortSignal,
): Promise<readonly Outcome[] | "died" | null> {
  if (signal.aborted) return null;
  const ended = await run({ ...work, root, options: { rawSql, durability, checkpointHistory, hasOutbox } }, signal);
  if (ended.outcomes !== null) return ended.outcomes;
  const [entry, ...more] = work.entries;
  if (more.length > 0) return signal.aborted ? null : "died";
  // Killed after its commit.
  // @mutant the ledger is asked after a process that applied an entry was killed
  if (store.hasApplied(entry!.id)) return [{ kind: "applied" }];
  return signal.aborted ? null : [{ kind: "rejected", error: reasonOf(ended, entry!, work.limitMs) }];
}

function reasonOf(
  { isLate, exitCode, said }: Ended,
  { sql }: StoreEntry,
  limitMs: number,
): { readonly code: string; readonly message: string } {
  if (isLate) {
    return sql === undefined
      ? { code: "HIVE_BUG", message: `it was not applied within ${limitMs} ms` }
      : { code: "HIVE_SQL_REFUSED", message: `refused: SQL that did not end within ${limitMs} ms` };
  }
  const death = `the process that applied it ended with ${exitCode}`;
  // SQLite reports a lack of memory; the rest of the process dies of it.
  return sql === undefined
    ? { code: "HIVE_BUG", message: `${death}: ${said}` }
    : {
        code: "HIVE_SQL_REFUSED",
        message: `refused: ${death}, its memory limit is ${MEMORY_LIMIT_BYTES} bytes: ${said}`,
      };
}

interface Ended {
  /** Null when it was killed, or died. */
  readonly outcomes: readonly Outcome[] | null;
  readonly isLate: boolean;
  /** An exit code, or the name of a signal. */
  readonly exitCode: number | string;
  /** The beginning of its standard error. */
  readonly said: string;
}

/** @throws HIVE_STORE_UNAVAILABLE */
async function run(request: ChildRequest, signal: AbortSignal): Promise<Ended> {
  const child = start(request);
  let isLate = false;
  const kill = (): void => child.kill("SIGKILL");
  const timer = setTimeout(() => {
    isLate = true;
    kill();
  }, request.limitMs);
  signal.addEventListener("abort", kill, { once: true });
  try {
    const [written, stderr] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited,
    ]);
    const said = stderr.trim().slice(0, LONGEST_REASON);
    if (child.exitCode === EXIT_CODES.HIVE_STORE_UNAVAILABLE) {
      throw new HiveError("HIVE_STORE_UNAVAILABLE", said || "the store is unavailable");
    }
    const outcomes = child.exitCode === 0 ? (JSON.parse(written) as Outcome[]) : null;
    return { outcomes, isLate, exitCode: child.exitCode ?? child.signalCode ?? "no code", said };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", kill);
  }
}

function start(request: ChildRequest) {
  try {
    return Bun.spawn([...bunCommand(), MAIN_PROGRAM, CHILD_COMMAND], {
      cwd: request.root,
      stdin: new Blob([JSON.stringify(request)]),
      stdout: "pipe",
      stderr: "pipe",
      env: { ...bunEnvironment(), ...SMALL_LOTS },
    });
  } catch (cause) {
    if (!isSystemFault(cause)) throw cause;
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `no process can be started: ${errorMessage(cause)}`, { cause });
  }
}
