/** What a worker notes of the journals, and what `hive status` makes of it. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { appendFileSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { readAccount } from "../../src/doctor/entry-accounting.ts";
import { notableJournals, readJournaled } from "../../src/queue/journal/journal.ts";
import { journalName } from "../../src/queue/producer/enqueue.ts";
import { Queue } from "../../src/queue/queue.ts";
import { readNotes } from "../../src/store/sqlite/ledger/journal-notes.ts";
import { StatusReader } from "../../src/store/sqlite/read/status-reader.ts";
import { Store } from "../../src/store/sqlite/store.ts";
import { noteApplied } from "../../src/worker/note-applied.ts";
import { drain } from "../support/hive.ts";
import { tempDir } from "../support/temp-dir.ts";

setDefaultTimeout(60_000);

const HOUR_MS = 3_600_000;
const NOW_MS = Date.now();
const SINCE_MS = NOW_MS - 24 * HOUR_MS;
/** In the middle of an hour that has ended. */
const PAST_MS = (Math.floor(NOW_MS / HOUR_MS) - 3.5) * HOUR_MS;

interface Made extends Disposable {
  readonly queue: Queue;
  readonly seqs: readonly string[];
  readonly journal: string;
  readonly apply: (...seqs: string[]) => Promise<void>;
  readonly note: (nowMs?: number) => Promise<void>;
  readonly account: () => ReturnType<typeof readAccount>;
}

/** A state with entries in the journal of a past hour. */
function made(entries: number): Made {
  const dir = tempDir();
  const queue = new Queue(dir.root);
  const seqs = Array.from({ length: entries }, (_, index) => Bun.randomUUIDv7("hex", PAST_MS + index));
  const journal = `${queue.paths.journals}/${journalName(PAST_MS)}`;
  const enqueue = (seq: string): void => appendFileSync(journal, Uint8Array.fromHex(seq.replaceAll("-", "")));
  for (const seq of seqs) enqueue(seq);
  return {
    queue,
    seqs,
    journal,
    async apply(...applied) {
      using store = await Store.open(dir.root);
      for (const seq of applied) store.applyBatch([{ id: seq, operation: "x", sql: "SELECT 1" }], NOW_MS);
    },
    async note(nowMs = NOW_MS) {
      using store = await Store.open(dir.root);
      noteApplied(queue.paths, store.db, nowMs, SINCE_MS, 0);
    },
    async account() {
      using reader = await StatusReader.open(dir.root);
      return await readAccount(queue.paths, reader, NOW_MS, SINCE_MS);
    },
    [Symbol.dispose]: () => dir[Symbol.dispose](),
  };
}

async function change(root: string, sql: string): Promise<void> {
  using store = await Store.open(root);
  store.db.run(sql);
}

describe("a note on a journal", () => {
  test("saves a reader its ids and its ledger rows", async () => {
    using it = made(3);
    await it.apply(...it.seqs);
    await it.note();
    {
      using reader = await StatusReader.open(it.queue.paths.root);
      const { ids, noted, ledgerSinceMs } = readJournaled(it.queue.paths, SINCE_MS, reader!.notes());
      expect([ids.size, noted, ledgerSinceMs]).toEqual([0, 3, Number.POSITIVE_INFINITY]);
    }
    expect(await it.account()).toEqual({ enqueued: 3, applied: 3, pending: 0, failed: 0, missing: [] });
  });

  test("is of the bytes that the journal had: what came later is looked for, and then noted too", async () => {
    using it = made(2);
    await it.apply(...it.seqs);
    await it.note();
    const [found, lost] = [Bun.randomUUIDv7("hex", PAST_MS + 8), Bun.randomUUIDv7("hex", PAST_MS + 9)];
    for (const seq of [found, lost]) appendFileSync(it.journal, Uint8Array.fromHex(seq.replaceAll("-", "")));
    await it.apply(found);
    const account = { enqueued: 4, applied: 3, pending: 0, failed: 0, missing: [lost] };
    expect(await it.account()).toEqual(account);
    await it.note();
    expect(await it.account()).toEqual(account);
    using reader = await StatusReader.open(it.queue.paths.root);
    expect([...reader!.notes().values()]).toMatchObject([{ bytes: 64, ids: 4 }]);
  });

  test("does not count where the journal has other bytes", async () => {
    using it = made(2);
    await it.apply(...it.seqs);
    await it.note();
    const lost = Bun.randomUUIDv7("hex", PAST_MS + 9);
    writeFileSync(it.journal, Uint8Array.fromHex(lost.replaceAll("-", "").repeat(2)));
    expect(await it.account()).toEqual({ enqueued: 1, applied: 0, pending: 0, failed: 0, missing: [lost] });
  });

  test("names what was not applied: a lost entry stays missing, one that is applied later is found", async () => {
    using it = made(3);
    const [applied, late, lost] = it.seqs as [string, string, string];
    await it.apply(applied);
    await it.note();
    await it.apply(late);
    expect(await it.account()).toEqual({ enqueued: 3, applied: 2, pending: 0, failed: 0, missing: [lost] });
    await it.note(NOW_MS + HOUR_MS);
    using reader = await StatusReader.open(it.queue.paths.root);
    expect([...reader!.notes().values()].map(({ ids, rest }) => [ids, rest.length])).toEqual([[3, 16]]);
  });

  test.each([
    ["leaves a dead letter where it is, and does not count once it is dropped", false],
    ["does not count once a letter is dropped of an entry that was applied too, as where a crash left it", true],
  ])("%s", async (_, isAppliedToo) => {
    using it = made(2);
    const [applied, failed] = it.seqs as [string, string];
    await it.apply(...(isAppliedToo ? it.seqs : [applied]));
    const letter = `5_${failed}.json`;
    const reason = { code: "HIVE_INVALID_ENTRY", message: "x" };
    const text = JSON.stringify({ entry_id: failed, reason, attempts: 1, failed_at: "", entry: null });
    writeFileSync(`${it.queue.paths.failed}/${letter}`, text, { mode: 0o600 });
    await it.note();
    const [done, left] = isAppliedToo ? [2, 0] : [1, 1];
    expect(await it.account()).toEqual({ enqueued: 2, applied: done, pending: 0, failed: left, missing: [] });
    it.queue.deadLetters.drop(letter);
    expect(await it.account()).toEqual({ enqueued: 1, applied: 1, pending: 0, failed: 0, missing: [] });
    expect(notableJournals(it.queue.paths, SINCE_MS)).toEqual([]);
  });

  test("is in no database of an older hive, which is read row by row", async () => {
    using it = made(2);
    await it.apply(...it.seqs);
    await it.note();
    await change(it.queue.paths.root, "DROP TABLE hive_journals");
    expect(await it.account()).toEqual({ enqueued: 2, applied: 2, pending: 0, failed: 0, missing: [] });
  });

  test("is made by a worker at its end, where it is of thousands of ids", async () => {
    for (const [entries, noted] of [
      [4095, []],
      [4096, [[Math.floor(PAST_MS / HOUR_MS), 4096, 4096 * 16]]],
    ] as const) {
      using it = made(entries);
      await drain(it.queue.paths.root);
      using store = await Store.open(it.queue.paths.root);
      const hours = [...readNotes(store.db).values()].map(({ hour, ids, rest }) => [hour, ids, rest.length]);
      expect(hours).toEqual([...noted].map((one) => [...one]));
      expect((await it.account()).missing).toEqual(it.seqs);
    }
  });

  test("is of its whole journal also where the account begins within the hour", async () => {
    using it = made(4);
    await it.apply(...it.seqs.slice(1));
    await it.note();
    using reader = await StatusReader.open(it.queue.paths.root);
    const account = await readAccount(it.queue.paths, reader, NOW_MS, PAST_MS + 2);
    expect(account).toEqual({ enqueued: 2, applied: 2, pending: 0, failed: 0, missing: [] });
  });

  test("is not made where more is open than is worth a note", async () => {
    using it = made(4097);
    await it.note();
    expect(readFileSync(it.journal).length).toBe(4097 * 16);
    using reader = await StatusReader.open(it.queue.paths.root);
    expect(reader!.notes().size).toBe(0);
    unlinkSync(it.journal);
  });
});
