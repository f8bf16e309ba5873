/** Preloaded: the tests have a key and a configuration of their own, and leave the user's alone. */
import { beforeEach, setDefaultTimeout } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dropAgents } from "./hive-command.ts";

/** Of this process's tests, and gone with it. */
export const OWN_DIRECTORY = mkdtempSync(join(tmpdir(), "hive-test-own-"));
process.env["XDG_DATA_HOME"] = join(OWN_DIRECTORY, "data");
process.env["XDG_CONFIG_HOME"] = join(OWN_DIRECTORY, "config");
// A git hook, and `git bisect run`, name their repository: no test's git is to work in that one.
for (const name of [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_COMMON_DIR",
  "GIT_OBJECT_DIRECTORY",
  "GIT_PREFIX",
]) {
  delete process.env[name];
}
// An agent may run the tests: what they start is a person's, unless a test says otherwise.
dropAgents();
// A busy machine makes a test slow, not wrong. This one is for tests that do not end.
setDefaultTimeout(120_000);
// Of a shell: a hook that was tried in this process has set its own for good.
beforeEach(() => void process.umask(0o022));
process.on("exit", () => rmSync(OWN_DIRECTORY, { recursive: true, force: true }));
