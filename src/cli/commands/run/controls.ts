/** The verbs after `hive worker` that do not run a worker themselves. */
export const CONTROLS: ReadonlySet<string | undefined> = new Set(["start", "stop", "restart", "logs"]);
