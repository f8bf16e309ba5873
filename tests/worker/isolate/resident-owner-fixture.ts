/** `resident-owner-fixture.ts ROOT`: has a resident process work on a request that does not end by itself. */
import { resolve } from "node:path";
import { ResidentIsolate } from "../../../src/worker/isolate/resident.ts";
import { Log } from "../../../src/supervisor/log.ts";

const root = process.argv[2]!;
const log = new Log({ path: `${root}/logs/worker.log`, level: "debug", maxBytes: 1e6, files: 0 });
const command = [process.execPath, resolve(import.meta.dir, "resident-fixture.ts"), root] as const;
const resident = new ResidentIsolate({ role: "echo", root, log, command });
await resident.request({ does: "slow" }, 600_000);
