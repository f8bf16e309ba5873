import { expect, test } from "bun:test";
import { readdirSync, rmSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { journaledIds, sweepJournals } from "../../../src/queue/journal/journal.ts";
import { journalName } from "../../../src/queue/producer/enqueue.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { ERROR, foreignWrite, openQueue } from "../setup.ts";

const HOUR_MS = 3_600_000;
const ENTRY = { operation: "o", payload: 1 };
const ID = "00112233-4455-6677-8899-aabbccddeeff";
const bytesOf = (id: string): Uint8Array => Uint8Array.fromHex(id.replaceAll("-", ""));

test("the ids of enqueued entries are journaled in their order, those of foreign ones are not", () => {
  using open = openQueue();
  const { queue } = open;
  const sinceMs = Date.now();
  const first = queue.enqueue(ENTRY, ENTRY).entries;
  foreignWrite(queue, "5_a.json");
  const second = queue.enqueue(ENTRY).entries;
  expect(journaledIds(queue.paths, sinceMs)).toEqual([...first, ...second].map((entry) => entry.seq));
});

test("the ids of hours before the given one are left out, a torn id at the end, and the second of two that are the same", () => {
  using open = openQueue();
  const { journals } = open.queue.paths;
  writeFileSync(`${journals}/${journalName(5 * HOUR_MS)}`, bytesOf(ID));
  writeFileSync(`${journals}/${journalName(6 * HOUR_MS)}`, Buffer.concat([bytesOf(ID), bytesOf(ID).slice(0, 7)]));
  writeFileSync(`${journals}/note.txt`, "x");
  expect(journaledIds(open.queue.paths, 5.5 * HOUR_MS)).toEqual([ID]);
  expect(journaledIds(open.queue.paths, 6 * HOUR_MS)).toEqual([ID]);
});

test("an entry that was dropped from failed/ is missed by nobody, one that was requeued or deleted past hive is", () => {
  using open = openQueue();
  const { queue } = open;
  const [dropped, requeued, deleted] = queue.enqueue(ENTRY, ENTRY, ENTRY).entries.map(({ seq }) => seq);
  for (const claim of queue.claim(3)) queue.deadLetter(claim, ERROR);
  queue.deadLetters.drop(`5_${dropped}.json`);
  queue.deadLetters.requeue(`5_${requeued}.json`);
  unlinkSync(`${queue.paths.failed}/5_${deleted}.json`);
  expect(journaledIds(queue.paths, 0)).toEqual([requeued!, deleted!]);
  const dropName = readdirSync(queue.paths.journals).find((name) => name.endsWith(".dropped"));
  expect(statSync(`${queue.paths.journals}/${dropName}`).mode & 0o777).toBe(0o600);
  expect(sweepJournals(queue.paths, Date.now() + 2 * HOUR_MS)).toBe(2);
  expect(readdirSync(queue.paths.journals)).toEqual([]);
});

test("an entry is dropped though that cannot be noted", () => {
  using open = openQueue();
  const { queue } = open;
  queue.enqueue(ENTRY);
  for (const claim of queue.claim(1)) queue.deadLetter(claim, ERROR);
  rmSync(queue.paths.journals, { recursive: true });
  for (const name of queue.deadLetters.names()) queue.deadLetters.drop(name);
  expect(queue.deadLetters.names()).toEqual([]);
});

test("a sweep removes the journals of hours that ended before a time", () => {
  using open = openQueue();
  const { paths } = open.queue;
  for (const hour of [5, 6, 7]) writeFileSync(`${paths.journals}/${journalName(hour * HOUR_MS)}`, "");
  expect(sweepJournals(paths, 6 * HOUR_MS - 1)).toBe(0);
  expect(sweepJournals(paths, 7 * HOUR_MS)).toBe(2);
  expect(readdirSync(paths.journals)).toEqual(["7.ids"]);
});

test("the ids that were journaled are those that the invariants find", () => {
  using open = openQueue();
  const { queue, root } = open;
  queue.enqueue(ENTRY, ENTRY, ENTRY);
  const [claim] = queue.claim(1);
  queue.ack(claim!);
  const expectation = { enqueued: journaledIds(queue.paths, 0), acked: [claim!.id] };
  expect(checkInvariants(root, expectation)).toEqual({
    pending: 2,
    processing: 0,
    failed: 0,
    applied: 1,
    temporary: 0,
  });
  expect(() => checkInvariants(root, { ...expectation, acked: [] })).toThrow(`${claim!.id} is lost`);
});
