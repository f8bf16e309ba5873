import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockPath, retireWorker } from "../../src/queue/claims/recover.ts";
import { Queue } from "../../src/queue/queue.ts";
import { ProcessLock } from "../../src/supervisor/lock.ts";
import { checkInvariants } from "../support/invariants.ts";
import { Child } from "../support/process.ts";
import { foreignWrite, openQueue, type OpenQueue, states } from "./setup.ts";

// Real processes on a machine that may be busy: each wait has a limit of its own.
setDefaultTimeout(120_000);

const FIXTURE = join(import.meta.dir, "claims-fixture.ts");
const ENTRY = { operation: "o", payload: 1 };
const NONE = { pending: 0, processing: 0, failed: 0, applied: 0, temporary: 0 };

function recover({ queue }: OpenQueue): number {
  return queue.recover((worker) => ProcessLock.take(lockPath(queue.paths, worker), false));
}

test.concurrent("the claims of a living worker stay, those of a killed one come back", async () => {
  using open = openQueue();
  const { queue, root } = open;
  const ids = queue.enqueue(ENTRY, ENTRY, ENTRY).entries.map((entry) => entry.seq);
  ids.push(foreignWrite(queue, "6_a.json"));
  await using child = new Child(FIXTURE, [root, "victim", "3"]);
  await child.printed("claimed 3");
  expect([recover(open), checkInvariants(root, { enqueued: ids })]).toEqual([
    0,
    { ...NONE, pending: 1, processing: 3 },
  ]);
  child.kill();
  expect((await child.outcome()).signal).toBe("SIGKILL");
  expect([recover(open), checkInvariants(root, { enqueued: ids })]).toEqual([3, { ...NONE, pending: 4 }]);
  expect([readdirSync(queue.paths.processing), existsSync(lockPath(queue.paths, "victim"))]).toEqual([["w"], false]);
  const next = new Queue(root, { worker: "next" });
  expect(next.claim(10).map((claim) => [claim.id, claim.entry.retries])).toEqual(ids.map((id) => [id, 0]));
});

test.concurrent("the claims of a worker without a lock come back", () => {
  using open = openQueue();
  const { queue, root } = open;
  const dead = new Queue(root, { worker: "dead" });
  queue.enqueue(ENTRY, ENTRY);
  dead.claim(2);
  expect([recover(open), new Queue(root, { worker: "next" }).claim(5).length]).toEqual([2, 2]);
});

test.concurrent("an entry that comes back does not replace a foreign one of its name", () => {
  using open = openQueue();
  const { queue, root } = open;
  const dead = new Queue(root, { worker: "dead" });
  const ids = [foreignWrite(queue, "5_a.json")];
  dead.claim(1);
  ids.push(foreignWrite(queue, "5_a.json"));
  expect([recover(open), states(queue).pending]).toEqual([1, ["5_a.json", "5_a~1.json"]]);
  checkInvariants(root, { enqueued: ids });
});

test.concurrent("a directory among the claims comes back, also beside one of its name", () => {
  using open = openQueue();
  const { queue } = open;
  mkdirSync(`${queue.paths.processing}/dead/5_a.json`, { recursive: true });
  mkdirSync(`${queue.paths.pending}/5_a.json`);
  expect([recover(open), states(queue).pending]).toEqual([1, ["5_a.json", "5_a~1.json"]]);
});

test.concurrent("two that recover at once bring each entry back once", async () => {
  using open = openQueue();
  const { queue, root } = open;
  const count = 200;
  const ids = queue.enqueue(...Array.from({ length: count }, () => ENTRY)).entries.map((entry) => entry.seq);
  for (let index = 0; index < count; index += 1) ids.push(foreignWrite(queue, `6_${index}.json`));
  await using child = new Child(FIXTURE, [root, "victim", String(2 * count)]);
  await child.printed(`claimed ${2 * count}`);
  child.kill();
  await child.outcome();
  const fixture = join(import.meta.dir, "recover-fixture.ts");
  await using first = new Child(fixture, [root]);
  await using second = new Child(fixture, [root]);
  await Promise.all([first.printed("ready"), second.printed("ready")]);
  await Promise.all([first.closeStdin(), second.closeStdin()]);
  const outcomes = await Promise.all([first.outcome(), second.outcome()]);
  expect(outcomes.map((it) => [it.stderr, it.exitCode])).toEqual([
    ["", 0],
    ["", 0],
  ]);
  const recovered = outcomes.map((it) => Number(/recovered (\d+)/.exec(it.stdout)?.[1]));
  expect(recovered[0]! + recovered[1]!).toBe(2 * count);
  expect(checkInvariants(root, { enqueued: ids })).toEqual({ ...NONE, pending: 2 * count });
});

test.concurrent("a retired worker leaves its entries in pending/, no claims and no lock", () => {
  using open = openQueue();
  const { queue } = open;
  writeFileSync(lockPath(queue.paths, "w"), "");
  queue.enqueue(ENTRY, ENTRY);
  queue.claim(1);
  retireWorker(queue.paths, "w");
  expect([states(queue).pending.length, readdirSync(queue.paths.processing), readdirSync(queue.paths.workers)]).toEqual(
    [2, [], []],
  );
});
