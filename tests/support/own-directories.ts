/** Preloaded: the tests have a key and a configuration of their own, and leave the user's alone. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const directory = mkdtempSync(join(tmpdir(), "hive-test-own-"));
process.env["XDG_DATA_HOME"] = join(directory, "data");
process.env["XDG_CONFIG_HOME"] = join(directory, "config");
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
