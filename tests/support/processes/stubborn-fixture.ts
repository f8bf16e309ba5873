/** A process that does not end when asked to: `stubborn-fixture.ts [LOCK]`. Holds a worker's lock where one is named. */
import { ProcessLock } from "../../../src/supervisor/lock.ts";

const [path] = process.argv.slice(2);
const lock = path === undefined ? null : ProcessLock.take(path, true);
process.on("SIGTERM", () => undefined);
setInterval(() => lock?.isInPlace, 1_000_000);
process.stdout.write("asleep\n");
