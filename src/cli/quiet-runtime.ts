/**
 * What Bun does for itself while a program sleeps, each of which would wake an idle worker more often than its own work
 * does: a timer that collects garbage, and a thread that gives freed memory back. Memory is still collected when it is
 * allocated; what a burst took is kept for the next one, until the worker ends. To give it back at once would cost each
 * start 15,000 page faults.
 */
const QUIET = { BUN_GC_TIMER_DISABLE: "1", MIMALLOC_PURGE_DELAY: "-1" };

/**
 * The same of Bun's engine: threads that compile what a backstop has run for the hundredth time, and that keep memory at
 * hand. A drain reaches ten times the usual count in a moment.
 */
const QUIET_ENGINE = { BUN_JSC_thresholdForJITAfterWarmUp: "5000", BUN_JSC_useWarmUpMarkedBlocks: "0" };
/** The Bun that these were measured with. One that does not know an option of its engine refuses to start. */
const MEASURED_BUN = "1.4.5";

/** Starts this process again, as the same process, with these: they are read before any code runs. */
export function quietRuntime(): void {
  const { env, execPath, execArgv, argv } = process;
  const quiet = Bun.version === MEASURED_BUN ? { ...QUIET, ...QUIET_ENGINE } : QUIET;
  const isQuiet = Object.keys(quiet).every((name) => env[name] !== undefined);
  // Not for what this process starts: that may be another Bun, after an upgrade.
  if (isQuiet) for (const name in QUIET_ENGINE) delete env[name];
  if (isQuiet || process.execve === undefined || process.platform === "win32") return;
  process.execve(execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...quiet, ...env });
}
