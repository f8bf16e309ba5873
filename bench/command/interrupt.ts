/** The end of a run by a signal. */
import { HiveError } from "../../src/base/errors.ts";
import { ownDataDirectory } from "../harness/own-data.ts";
import { releaseAll } from "../harness/rig.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** The time that a scenario has to stop its own processes after Ctrl+C. */
const GRACE_MS = 2000;

export class Interrupted extends HiveError {
  constructor(what = "the benchmark was interrupted") {
    super("HIVE_CANCELLED", what);
  }
}

/**
 * Runs something that a first Ctrl+C aborts and a second one kills. However this process ends, its workers and
 * directories go first.
 */
export async function interruptible(run: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const interrupted = new AbortController();
  const onSignal = (): void => {
    if (interrupted.signal.aborted) process.exit(new Interrupted().exitCode);
    interrupted.abort(new Interrupted());
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  process.on("exit", releaseAll);
  try {
    using _ = ownDataDirectory();
    await run(interrupted.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, onSignal);
    releaseAll();
    process.off("exit", releaseAll);
  }
}

/** Rejects a while after the signal, for a scenario that ignores it. Never resolves. */
export async function graceOver(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => void setTimeout(() => reject(signal.reason as Error), GRACE_MS);
  signal.addEventListener("abort", onAbort, { once: true });
  return await promise;
}
