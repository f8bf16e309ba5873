import { expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { journaledIds } from "../../../src/queue/journal/journal.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { callHook, checkpointOf, runWorkerOnce, payload, rows } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { Child } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { configure } from "../../support/settings.ts";

// Real processes on a machine that may be busy: each wait has a limit of its own.
setDefaultTimeout(120_000);

const FIXTURE = join(import.meta.dir, "../../capture/hook-fixture.ts");
/** The entry is written and renamed; then come journal and doorbell. */
const STEPS = 4;

async function killedAt(root: string, step: number, stdin: string): Promise<boolean> {
  await using child = new Child(FIXTURE, [String(step)], { HIVE_ROOT: root });
  await child.write(stdin);
  await child.closeStdin();
  return (await child.outcome()).signal === "SIGKILL";
}

test.concurrent.each(Array.from({ length: STEPS }, (_, index) => index + 1))(
  "a hook killed at step %d leaves nothing half done, and the next one saves all",
  async (step) => {
    using dir = tempDir();
    const { paths } = new Queue(dir.root);
    configure(dir.root, { checkpointIntervalSeconds: 0 });
    const first = payload("03-posttooluse-edit");
    expect(await killedAt(dir.root, step, first)).toBe(true);
    const enqueued = journaledIds(paths, 0);
    checkInvariants(dir.root);
    // The agent does not call again for the same tool; another delivery, by a plugin, must not count twice.
    await callHook(dir.root, first);
    await callHook(dir.root, payload("29-stop"));
    await runWorkerOnce(dir.root);
    const { failed } = checkInvariants(dir.root, { enqueued: [] });
    expect(failed).toBe(0);
    expect(checkpointOf(dir.root)).toMatchObject({ operationCount: 1, checkpointType: "stop" });
    const seqs = new Set(rows<{ seq: string }>(dir.root, "SELECT seq FROM hive_ledger").map((row) => row.seq));
    expect(enqueued.filter((id) => !seqs.has(id))).toEqual([]);
    expect(rows(dir.root, "SELECT count(*) AS n FROM session_logs WHERE message LIKE '%Edit'")).toEqual([{ n: 1 }]);
  },
);
