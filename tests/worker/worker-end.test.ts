import { expect, setDefaultTimeout, spyOn, test } from "bun:test";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { Queue } from "../../src/queue/queue.ts";
import { DoorbellSource } from "../../src/wake/doorbell.ts";
import { ProcessLock } from "../../src/supervisor/lock.ts";
import { openDatabase } from "../support/database.ts";
import { checkInvariants } from "../support/invariants.ts";
import { startOwnWorker } from "../support/workers/own-worker.ts";
import { tempDir } from "../support/temp-dir.ts";

setDefaultTimeout(120_000);

const ENTRY = { operation: "insert_log", payload: { sessionId: "s", atMs: 0, level: "info", message: "m" } };
const checkpoint = (sessionId: string) => ({
  operation: "update_checkpoint",
  payload: { sessionId, instanceId: "i", atMs: 0, type: "auto", trigger: "PostToolUse", facts: [] },
});

/** A producer comes right after nobody listens any more. */
class LateDoorbell extends DoorbellSource {
  readonly heard: boolean[] = [];
  readonly #queue: Queue;

  constructor(queue: Queue) {
    super(queue.paths.doorbell);
    this.#queue = queue;
  }

  override async stopListening(limitMs: number): Promise<void> {
    await super.stopListening(limitMs);
    if (this.heard.length === 0) this.heard.push(this.#queue.enqueue(ENTRY).isHeard);
  }
}

test("an entry that comes when an idle worker has just stopped listening is applied by it", async () => {
  using dir = tempDir();
  const doorbell = new LateDoorbell(new Queue(dir.root));
  const worker = await startOwnWorker(dir.root, { idleExitSeconds: 0.05, backstopIntervalMs: 3_600_000 }, { doorbell });
  await worker.done;
  expect(doorbell.heard).toEqual([false]);
  expect(checkInvariants(dir.root, { expectDrained: true })).toMatchObject({ applied: 1, pending: 0 });
});

test("a worker gives up its lock when nothing is claimed in its name any more", async () => {
  using dir = tempDir();
  const worker = await startOwnWorker(dir.root, {});
  const { processing, pending } = worker.queue.paths;
  const claims = `${processing}/${worker.id}`;
  // As of a batch whose outcome could not be noted.
  writeFileSync(`${claims}/5_a.json`, JSON.stringify(ENTRY));
  const release = Object.getOwnPropertyDescriptor(ProcessLock.prototype, "release")!.value as () => void;
  const held: boolean[] = [];
  using _spy = spyOn(ProcessLock.prototype, "release").mockImplementation(function (this: ProcessLock) {
    held.push(existsSync(claims));
    release.call(this);
  });
  await worker.stop();
  expect(held).toEqual([false]);
  expect(readdirSync(pending)).toEqual(["5_a.json"]);
});

test("an entry that makes its whole batch fail is given up alone", async () => {
  using dir = tempDir();
  const worker = await startOwnWorker(dir.root, { retryBackoffMs: 1, batchSize: 10 }, { isOnce: true });
  await worker.done;
  spoil(dir.root);
  new Queue(dir.root).enqueue(checkpoint("good"), checkpoint("bad"), ENTRY);
  await (
    await startOwnWorker(dir.root, { retryBackoffMs: 1, batchSize: 10 }, { isOnce: true })
  ).done;
  expect(checkInvariants(dir.root)).toMatchObject({ applied: 2, failed: 1, pending: 0, processing: 0 });
});

/** A rule of somebody else's that no checkpoint of one session may pass: it fails after all entries were applied. */
function spoil(root: string): void {
  using db = openDatabase(root);
  db.run(
    "CREATE TRIGGER spoil BEFORE INSERT ON hive_checkpoints WHEN NEW.session_id = 'bad' BEGIN SELECT RAISE(ABORT, 'no'); END",
  );
}
