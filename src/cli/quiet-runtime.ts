/**
 * What Bun does for itself while a program sleeps: a timer that collects garbage, which would wake an idle worker six
 * times as often, and a thread that gives memory back a while after it was freed, which would wake seven times after
 * each backstop. Memory is still collected when it is allocated, and is given back when it is freed.
 */
const QUIET = { BUN_GC_TIMER_DISABLE: "1", MIMALLOC_PURGE_DELAY: "0" };

/** Starts this process again, as the same process, with {@link QUIET}: both are read before any code runs. */
export function quietRuntime(): void {
  const { env, execPath, execArgv, argv } = process;
  const isQuiet = Object.keys(QUIET).every((name) => env[name] !== undefined);
  if (isQuiet || process.execve === undefined || process.platform === "win32") return;
  process.execve(execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...QUIET, ...env });
}
