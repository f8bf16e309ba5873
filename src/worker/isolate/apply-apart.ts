import { bunCommand, bunEnvironment } from "../../platform/bun-command.ts";
import type { Config } from "../../base/config.ts";
import { errorMessage, EXIT_CODES, HiveError } from "../../base/errors.ts";
import { MAIN_PROGRAM } from "../../platform/installation.ts";
import type { Outcome, Store, StoreOptions } from "../../store/store.ts";
import type { StoreEntry } from "../../store/store-entry.ts";
import { APPLY_APART } from "./apart-name.ts";
import { isSystemFault } from "../../supervisor/outage.ts";
import { MEMORY_LIMIT_BYTES, SMALL_LOTS } from "../../platform/process-limits.ts";

export interface ApartLimits {
  /** The `.hive-mind` directory. */
  readonly root: string;
  readonly config: Pick<Config, "rawSql" | "rawSqlTimeoutMs" | "durability" | "checkpointHistory">;
}

/**
 * What the process reads from its standard input, as JSON. It writes an array with the {@link Outcome} of each entry to
 * its standard output.
 */
export interface ApartRequest {
  readonly root: string;
  readonly entries: readonly StoreEntry[];
  readonly nowMs: number;
  readonly limitMs: number;
  readonly options: StoreOptions;
}

/** Entries with which a worker died have so long together, and then each so long alone. */
export const SUSPECT_LIMIT_MS = 10_000;

const LONGEST_REASON = 200;

/**
 * Applies entries in a process of its own, whose memory is limited, and which is killed when it does not end within its
 * limit of time. That process commits
 * the effects with the entries' ledger rows, like the worker itself: a kill leaves all or nothing, and what ran
 * within the limit is what counts. A trial that is rolled back and done again here would not do: chance, the clock and
 * `total_changes()` let a statement end at once in the trial and never here.
 *
 * @returns an outcome per entry; `died` when one of several entries ended the process, and each is to be tried alone;
 * null when the signal ended it before its commit
 * @throws HIVE_STORE_UNAVAILABLE when the store is away, or no process can be started
 */
export async function applyApart(
  store: Store,
  work: Pick<ApartRequest, "entries" | "nowMs" | "limitMs">,
  { root, config: { rawSql, durability, checkpointHistory } }: ApartLimits,
  signal: AbortSignal,
): Promise<readonly Outcome[] | "died" | null> {
  if (signal.aborted) return null;
  const ended = await run({ ...work, root, options: { rawSql, durability, checkpointHistory } }, signal);
  if (ended.outcomes !== null) return ended.outcomes;
  const [entry, ...more] = work.entries;
  if (more.length > 0) return signal.aborted ? null : "died";
  // Killed after its commit.
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
  // Where SQLite gets no memory it says so; where the rest of the process gets none, it dies.
  return sql === undefined
    ? { code: "HIVE_BUG", message: `${death}: ${said}` }
    : {
        code: "HIVE_SQL_REFUSED",
        message: `refused: ${death}, with ${MEMORY_LIMIT_BYTES} bytes for it at most: ${said}`,
      };
}

interface Ended {
  /** Null when it was killed, or died. */
  readonly outcomes: readonly Outcome[] | null;
  readonly isLate: boolean;
  /** An exit code, or the name of a signal. */
  readonly exitCode: number | string;
  /** The beginning of what it wrote to standard error. */
  readonly said: string;
}

/** @throws HIVE_STORE_UNAVAILABLE */
async function run(request: ApartRequest, signal: AbortSignal): Promise<Ended> {
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
      throw new HiveError("HIVE_STORE_UNAVAILABLE", said || "the store is away");
    }
    const outcomes = child.exitCode === 0 ? (JSON.parse(written) as Outcome[]) : null;
    return { outcomes, isLate, exitCode: child.exitCode ?? child.signalCode ?? "no code", said };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", kill);
  }
}

function start(request: ApartRequest) {
  try {
    return Bun.spawn([...bunCommand(), MAIN_PROGRAM, APPLY_APART], {
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
