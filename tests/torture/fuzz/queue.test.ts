/** What lies in the queue's directories, which any program may write and a cloned repository may bring. */
import { afterAll, expect, setDefaultTimeout } from "bun:test";
import * as fc from "fast-check";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { journaledIds } from "../../../src/queue/journal/journal.ts";
import { entryName, isOwnSeq, parseEntryName } from "../../../src/queue/entry.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { readEntry } from "../../../src/queue/read-entry.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { eachNth, fuzz, unlessRefused } from "./fuzz.ts";
import { exchanges, mutatedBytes, mutatedText } from "./mutate.ts";
import { ENTRY_TEXTS, FOREIGN_ENTRY, LETTER_TEXTS } from "./seeds.ts";

setDefaultTimeout(3_600_000);

const NAME = { priority: 5, seq: "a" };
const MAX_ENTRY_BYTES = 1_000_000;
const FOREIGN = exchanges(FOREIGN_ENTRY);

const dir = tempDir();
afterAll(() => dir[Symbol.dispose]());
/** Ahead of the real time, which files carry: no entry waits for its writer or its turn. The long form takes hours. */
let aheadMs = 0;
const clock = { nowMs: () => Date.now() + aheadMs };
const queue = new Queue(dir.root, { worker: "w", maxAttempts: 1, clock });
const { paths, deadLetters } = queue;

/** The entry in a file of these bytes. */
function entryIn(bytes: Uint8Array | string) {
  const path = `${dir.path}/file`;
  writeFileSync(path, bytes);
  return readEntry(path, NAME, MAX_ENTRY_BYTES, { key: null });
}

fuzz(
  "an entry's file is an entry that can be written and read again, or unparsable",
  mutatedBytes(ENTRY_TEXTS),
  500,
  (bytes) => {
    const result = entryIn(bytes);
    if (result?.kind === "unparsable") expect(Buffer.from(result.bytes).equals(bytes)).toBe(true);
    if (result?.kind !== "entry") return;
    expect(result.id).not.toBe("");
    const text = JSON.stringify(result.entry);
    const again = entryIn(text);
    expect(again?.kind === "entry" && JSON.stringify(again.entry)).toBe(text);
  },
  FOREIGN,
);

fuzz(
  "an entry of any content that fails becomes a dead letter that can be put back as it was",
  mutatedBytes(ENTRY_TEXTS),
  100,
  (bytes) => {
    writeFileSync(`${paths.pending}/5_a.json`, bytes);
    aheadMs += 10_000;
    queue.wake();
    const [claim] = queue.claim(1);
    if (claim !== undefined) expect(queue.nack(claim, { code: "HIVE_BUG", message: "no" })).toBe("buried");
    const name = deadLetters.names()[0]!;
    const { reason, entry, entry_id: id, raw } = deadLetters.read(name);
    expect(reason.code).toMatch(/^HIVE_/);
    if (claim === undefined) {
      expect(raw).toBeDefined();
      return deadLetters.drop(name);
    }
    expect(id).toBe(claim.id);
    expect(JSON.stringify(entry)).toBe(JSON.stringify(claim.entry));
    deadLetters.requeue(name);
    queue.wake();
    const [again] = queue.claim(1);
    expect(again).toMatchObject({ id, entry: { retries: 0 } });
    queue.ack(again!);
  },
  eachNth(7, FOREIGN),
);

const NAMES = ["5_a.json", "10_0199d1c0-0000-7000-8000-000000000000.json", "1_a~1.json", "01_x.json", "5_.json"];

fuzz("a name is none of an entry's, or is the one that its parts make", mutatedText(NAMES), 1000, (name) => {
  const parsed = parseEntryName(name);
  if (parsed !== null) expect(entryName(parsed.priority, parsed.seq)).toBe(name);
});

fuzz(
  "a dead letter of any content is listed, put back or refused, and dropped",
  mutatedBytes(LETTER_TEXTS),
  200,
  (bytes) => {
    const name = "5_letter.json";
    writeFileSync(`${paths.failed}/${name}`, bytes);
    expect(deadLetters.names()).toEqual([name]);
    const letter = deadLetters.read(name);
    const { entry_id: id, attempts, failed_at: failedAt, reason } = letter;
    for (const text of [id, failedAt, reason.code, reason.message]) expect(text).toBeString();
    expect(attempts).toBeNumber();
    expect(JSON.stringify(letter)).toBeString();
    const requeued = unlessRefused(["HIVE_INVALID_ENTRY"], () => deadLetters.requeue(name));
    if (requeued === null) deadLetters.drop(name);
    expect(readdirSync(paths.failed)).toEqual([]);
    if (requeued === null) return;
    expect(JSON.parse(readFileSync(`${paths.pending}/${requeued}`, "utf8"))).toMatchObject({ retries: 0 });
    rmSync(`${paths.pending}/${requeued}`);
  },
  LETTER_TEXTS.flatMap(exchanges),
);

fuzz("a journal of any bytes names a seq for each 16 of them", fc.uint8Array({ maxLength: 100 }), 200, (bytes) => {
  writeFileSync(`${paths.journals}/9.ids`, bytes);
  const ids = journaledIds(paths, 0);
  expect(ids).toHaveLength(Math.floor(bytes.length / 16));
  for (const id of ids) expect(isOwnSeq(id)).toBe(true);
});
