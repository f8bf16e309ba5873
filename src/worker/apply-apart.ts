import { bunCommand, bunEnvironment } from "../bun-command.ts";
import type { Config } from "../config.ts";
import { errorMessage, EXIT_CODES, HiveError } from "../errors.ts";
import { MAIN_PROGRAM } from "../installation.ts";
import type { Outcome, Store, StoreEntry, StoreOptions } from "../store/store.ts";
import { APPLY_APART } from "./apart-name.ts";
import { isSystemFault } from "./outage.ts";

export interface ApartLimits {
  /** The `.hive-mind` directory. */
  readonly root: string;
  readonly config: Pick<Config, "rawSql" | "rawSqlTimeoutMs" | "durability" | "checkpointHistory">;
}

/** What the process reads from its standard input, as JSON. It writes the {@link Outcome} to its standard output. */
export interface ApartRequest {
  readonly root: string;
  readonly entry: StoreEntry;
  readonly nowMs: number;
  readonly limitMs: number;
  readonly options: StoreOptions;
}

const LONGEST_REASON = 200;

/**
 * Applies an entry in a process of its own, which is killed when it does not end within `rawSqlTimeoutMs`. That process
 * commits the effect with the entry's ledger row, like the worker itself: a kill leaves both or nothing, and what ran
 * within the limit is what counts. A trial that is rolled back and done again here would not do: chance, the clock and
 * `total_changes()` let a statement end at once in the trial and never here.
 *
 * @returns null when the signal ended it before its commit
 * @throws HIVE_STORE_UNAVAILABLE when the store is away, or no process can be started
 */
export async function applyApart(
  store: Store,
  { entry, nowMs }: Pick<ApartRequest, "entry" | "nowMs">,
  { root, config }: ApartLimits,
  signal: AbortSignal,
): Promise<Outcome | null> {
  if (signal.aborted) return null;
  const { rawSqlTimeoutMs: limitMs, rawSql, durability, checkpointHistory } = config;
  const options = { rawSql, durability, checkpointHistory };
  const ended = await run({ root, entry, nowMs, limitMs, options }, signal);
  if (ended.outcome !== null) return ended.outcome;
  // Killed after its commit.
  if (store.hasApplied(entry.id)) return { kind: "applied" };
  if (signal.aborted) return null;
  if (ended.exitCode === EXIT_CODES.HIVE_STORE_UNAVAILABLE) {
    throw new HiveError("HIVE_STORE_UNAVAILABLE", ended.said || "the store is away");
  }
  if (ended.isLate) return rejected("HIVE_SQL_REFUSED", `refused: SQL that did not end within ${limitMs} ms`);
  return rejected("HIVE_BUG", `the process that applied it ended with ${ended.exitCode}: ${ended.said}`);
}

function rejected(code: string, message: string): Outcome {
  return { kind: "rejected", error: { code, message } };
}

interface Ended {
  readonly outcome: Outcome | null;
  readonly isLate: boolean;
  /** An exit code, or the name of a signal. */
  readonly exitCode: number | string;
  /** The beginning of what it wrote to standard error. */
  readonly said: string;
}

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
    const [written, said] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited,
    ]);
    const outcome = child.exitCode === 0 ? (JSON.parse(written) as Outcome) : null;
    const exitCode = child.exitCode ?? child.signalCode ?? "no code";
    return { outcome, isLate, exitCode, said: said.trim().slice(0, LONGEST_REASON) };
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
      env: bunEnvironment(),
    });
  } catch (cause) {
    if (!isSystemFault(cause)) throw cause;
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `no process can be started: ${errorMessage(cause)}`, { cause });
  }
}
