/**
 * Bun has a timer that collects garbage, and a thread that returns freed memory to the system.
 * Each would wake an idle worker more often than its own work does.
 * Bun still collects garbage when it allocates. The memory of a burst is kept for the next one, until the worker ends.
 * To return it at once would cost each start 15,000 page faults.
 */
export const QUIET = { BUN_GC_TIMER_DISABLE: "1", MIMALLOC_PURGE_DELAY: "-1" };

/**
 * Bun's engine has threads that compile frequent code and free memory. At the usual threshold an idle worker's
 * backstops would start them. A drain reaches ten times that threshold at once.
 */
const QUIET_ENGINE = { BUN_JSC_thresholdForJITAfterWarmUp: "5000", BUN_JSC_useWarmUpMarkedBlocks: "0" };
/** These were measured with this version. Bun refuses to start with an unknown option of its engine. */
const MEASURED_BUN = "1.4.5";

/** Restarts this process in place with these variables, since Bun reads them before any code runs. */
export function quietRuntime(): void {
  const { env, execPath, execArgv, argv } = process;
  const quiet = Bun.version === MEASURED_BUN ? { ...QUIET, ...QUIET_ENGINE } : QUIET;
  const isQuiet = Object.keys(quiet).every((name) => env[name] !== undefined);
  // Child processes do not get them: after an upgrade a child may run another Bun.
  if (isQuiet) for (const name in QUIET_ENGINE) delete env[name];
  if (isQuiet || process.execve === undefined || process.platform === "win32") return;
  process.execve(execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...quiet, ...env });
}
