/** A run whose scenario starts a worker and heeds no signal. */
import { runScenarios } from "../../../bench/run.ts";
import { freshRoot, startWorker } from "../../../bench/harness/rig.ts";
import { processIo } from "../../../src/cli/io.ts";
import { HiveError } from "../../../src/base/errors.ts";

const stubborn = {
  name: "stubborn",
  summary: "never ends",
  async run() {
    await startWorker(freshRoot().root, "event");
    process.stdout.write("ready\n");
    return await new Promise<never>(() => setInterval(() => undefined, 1000));
  },
};

try {
  await runScenarios([stubborn], [], { mode: [], smoke: true }, processIo);
} catch (error) {
  process.exit(error instanceof HiveError ? error.exitCode : 1);
}
