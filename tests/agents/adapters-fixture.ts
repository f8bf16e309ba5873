/** The hook; then, to standard error, the agents other than Claude Code whose adapter it loaded. */
import { runHook } from "../../src/capture/main.ts";

await runHook({ env: process.env, nowMs: Date.now() });
const loaded = Object.keys(require.cache).flatMap((path) => /src\/agents\/([^/]+)\/hook\.ts$/.exec(path)?.[1] ?? []);
process.stderr.write(loaded.filter((name) => name !== "claude-code").join(" "));
process.exit(0);
