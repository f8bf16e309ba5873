/** The account by counting says what sets of ids would say, whatever a worker has noted before. */
import { expect, setDefaultTimeout, test } from "bun:test";
import * as fc from "fast-check";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { journalName } from "../../../src/queue/producer/enqueue.ts";
import { queuePaths, type QueuePaths } from "../../../src/queue/layout.ts";
import { makeQueue } from "../../../src/queue/make.ts";
import { StatusReader } from "../../../src/store/sqlite/read/status-reader.ts";
import { Store } from "../../../src/store/sqlite/store.ts";
import { readAccount } from "../../../src/doctor/entry-accounting.ts";
import { noteApplied } from "../../../src/worker/note-applied.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

const HOUR_MS = 3_600_000;
const NOW_MS = Date.now();
const SINCE_MS = NOW_MS - 24 * HOUR_MS;

const PLACES = ["pending", "processing", "failed", "applied", "dropped"] as const;
type Place = (typeof PLACES)[number];

interface Sample {
  readonly seq: string;
  readonly atMs: number;
  /** In none of them it is missing; a crash can leave it in two. */
  readonly places: readonly Place[];
  readonly isJournaled: boolean;
  readonly isTwice: boolean;
  /** How long after it was made it was applied: less than nothing where the clock was set back. */
  readonly appliedAfterMs: number;
  /** Numbered, as where another has its name. */
  readonly isNumbered: boolean;
  /** What others enqueued, and was applied at the same time. */
  readonly besides: readonly string[];
}

/** Seqs that are no ids, some of which have as many bytes or characters as one. */
const FOREIGN = ["!", "0", "z", "é".repeat(16), "é".repeat(36), "x".repeat(36), "\u0000".repeat(36)];
/** Two bytes more than an id, and two less: one comes before each id, the other behind it. */
const AROUND = ["0".repeat(36), "f".repeat(24) + "-".repeat(12)];

const samples = fc.array(
  fc
    .record({
      ageMs: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 3000, max: 23 * HOUR_MS }) },
        fc.constant(500),
        fc.constant(25 * HOUR_MS),
      ),
      places: fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...PLACES).map((place) => [place]) },
        fc.constant<Place[]>([]),
        fc.subarray([...PLACES]),
      ),
      isForeign: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
      isTwice: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
      appliedAfterMs: fc.constantFrom(0, 1, 5000, -3 * HOUR_MS, -30 * HOUR_MS),
      isNumbered: fc.boolean(),
      besides: fc.oneof(fc.subarray(FOREIGN), fc.constant(AROUND)),
    })
    .map(({ ageMs, isForeign, ...rest }): Sample => {
      const atMs = NOW_MS - ageMs;
      return { ...rest, atMs, seq: Bun.randomUUIDv7("hex", atMs), isJournaled: !isForeign };
    }),
  { maxLength: 40 },
);

const hourOf = (atMs: number): number => Math.floor(atMs / HOUR_MS);

function expected(all: readonly Sample[]) {
  const enqueued = all.filter((one) => one.isJournaled && one.atMs >= SINCE_MS && !one.places.includes("dropped"));
  const left = new Set(enqueued);
  const take = (isThere: (one: Sample) => boolean): number => {
    const found = [...left].filter(isThere);
    for (const one of found) left.delete(one);
    return found.length;
  };
  // What was applied at a time before the first journal of the account is looked for last.
  const hours = all.filter((one) => one.isJournaled && hourOf(one.atMs) >= hourOf(SINCE_MS));
  const firstMs = Math.min(...hours.map(({ atMs }) => hourOf(atMs) * HOUR_MS)) - 60_000;
  const isRecent = ({ atMs, appliedAfterMs }: Sample): boolean => atMs + appliedAfterMs >= Math.max(SINCE_MS, firstMs);
  const applied = take((one) => one.places.includes("applied") && isRecent(one));
  const pending = take((one) => one.places.includes("pending") || one.places.includes("processing"));
  const failed = take((one) => one.places.includes("failed"));
  const isOneMissed = [...left].some(({ atMs, places }) => NOW_MS - atMs > 2000 && !places.includes("dropped"));
  const appliedLate = isOneMissed ? take((one) => one.places.includes("applied")) : 0;
  const young = take(({ atMs }) => NOW_MS - atMs <= 2000);
  const missing = [...left].map(({ seq }) => seq).toSorted();
  return { enqueued: enqueued.length, applied: applied + appliedLate, pending: pending + young, failed, missing };
}

function writeIds(paths: QueuePaths, ending: string, { seq, atMs }: Sample): void {
  const journal = journalName(atMs).replace("ids", ending);
  appendFileSync(`${paths.journals}/${journal}`, Uint8Array.fromHex(seq.replaceAll("-", "")));
}

async function make(root: string, all: readonly Sample[]): Promise<QueuePaths> {
  const paths = queuePaths(root);
  makeQueue(paths);
  mkdirSync(`${paths.processing}/w`, { recursive: true });
  using store = await Store.open(root);
  let n = 0;
  const insert = store.db.prepare("INSERT OR IGNORE INTO hive_ledger VALUES (?1, ?1, 'o', ?2)");
  store.db.run("BEGIN");
  for (const one of all) {
    const name = one.isNumbered ? `5_${one.seq}~1.json` : `5_${one.seq}.json`;
    for (let copies = one.isTwice ? 2 : 1; copies > 0; copies -= 1) if (one.isJournaled) writeIds(paths, "ids", one);
    for (const place of one.places) {
      if (place === "applied") {
        insert.run(one.seq, one.atMs + one.appliedAfterMs);
        for (const foreign of one.besides) {
          const number = String((n += 1)).padStart(4, "0");
          const seq = `${foreign.slice(0, 32)}${number}`;
          insert.run(seq, one.atMs + one.appliedAfterMs);
        }
      }
      if (place === "dropped") writeIds(paths, "dropped", one);
      if (place === "processing" || place === "pending" || place === "failed")
        writeFileSync(place === "processing" ? `${paths.processing}/w/${name}` : `${paths[place]}/${name}`, "{}");
    }
  }
  store.db.run("COMMIT");
  insert.finalize();
  return paths;
}

test("for any mix of applied, pending, processing, failed, dropped and missing the account is that of sets", async () => {
  await fc.assert(
    fc.asyncProperty(samples, async (all) => {
      using dir = tempDir();
      const paths = await make(dir.root, all);
      using reader = await StatusReader.open(paths.root);
      const account = await readAccount(paths, reader, NOW_MS, SINCE_MS);
      expect({ ...account, missing: [...account.missing].toSorted() }).toEqual(expected(all));
    }),
    { numRuns: 100 },
  );
});

/** What becomes of an entry after a worker's note. */
const later = fc.array(fc.constantFrom<Place[]>([], [], ["applied"], ["dropped"]), { minLength: 40, maxLength: 40 });

test("after a worker's note, and what was applied, dropped and enqueued since, the account is that of sets", async () => {
  const inOrder = samples.map((all) => all.map((one) => ({ ...one, appliedAfterMs: Math.max(0, one.appliedAfterMs) })));
  await fc.assert(
    fc.asyncProperty(inOrder, later, fc.nat(40), async (all, since, known) => {
      using dir = tempDir();
      const paths = await make(dir.root, all.slice(0, known));
      {
        using store = await Store.open(dir.root);
        noteApplied(paths, store.db, NOW_MS, SINCE_MS, 0);
      }
      const changes = all.map((one, index): Sample => {
        const isNew = index >= known;
        const places = isNew ? one.places : since[index]!;
        // A worker applies by its own clock.
        const appliedAfterMs = one.places.includes("applied") ? one.appliedAfterMs : NOW_MS - one.atMs;
        return { ...one, places, appliedAfterMs, isJournaled: one.isJournaled && isNew };
      });
      await make(dir.root, changes);
      const made = all.map((one, index) => {
        const places = [...one.places, ...(index < known ? since[index]! : [])];
        return { ...one, appliedAfterMs: changes[index]!.appliedAfterMs, places };
      });
      using reader = await StatusReader.open(paths.root);
      const account = await readAccount(paths, reader, NOW_MS, SINCE_MS);
      expect({ ...account, missing: [...account.missing].toSorted() }).toEqual(expected(made));
    }),
    { numRuns: 100 },
  );
});

test("a burst that was applied in one millisecond, and entries hours apart, are all found", async () => {
  using dir = tempDir();
  const burst = Array.from({ length: 20_000 }, () => NOW_MS - 2 * HOUR_MS);
  const spread = Array.from({ length: 23 }, (_, hour) => NOW_MS - hour * HOUR_MS - 60_000);
  const all = [...burst, ...spread].map((atMs): Sample => ({
    seq: Bun.randomUUIDv7("hex", atMs),
    atMs,
    places: ["applied"],
    isJournaled: true,
    isTwice: false,
    appliedAfterMs: 1,
    isNumbered: false,
    besides: FOREIGN,
  }));
  const paths = await make(dir.root, all);
  using reader = await StatusReader.open(paths.root);
  const account = await readAccount(paths, reader, NOW_MS, SINCE_MS);
  expect(account).toEqual({ enqueued: 20_023, applied: 20_023, pending: 0, failed: 0, missing: [] });
});
