/** The hook; then, to standard error, which modules of hive it loaded that only restoring and SQLite need. */
import { runHook } from "../../src/capture/main.ts";

await runHook({ env: process.env, nowMs: Date.now() });
const loaded = Object.keys(require.cache);
const rare = loaded.filter((path) => /src\/(store|recall)|node_modules/.test(path));
process.stderr.write(rare.join("\n"));
process.exit(0);
