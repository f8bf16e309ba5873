/**
 * - decode after encode is the identity;
 * - claims come in the order of (priority, seq), whatever the seqs are;
 * - within a group they come in the order of their seqs, whatever their priorities are;
 * - any bytes are an entry or HIVE_INVALID_ENTRY.
 */
import { expect, setDefaultTimeout, test } from "bun:test";
import * as fc from "fast-check";
import { mkdirSync, writeFileSync } from "node:fs";
import { HiveError } from "../../../src/base/errors.ts";
import { Backlog } from "../../../src/queue/backlog.ts";
import { completeEntry, decodeEntry, entryName, newSeq, parseEntryName } from "../../../src/queue/entry.ts";
import { readEntry } from "../../../src/queue/read-entry.ts";
import { tempDir } from "../../support/temp-dir.ts";

// Real processes on a machine that may be busy: each wait has a limit of its own.
setDefaultTimeout(120_000);

const priority = fc.integer({ min: 1, max: 10 });
const name = fc.record({ priority, seq: fc.string({ minLength: 1, unit: "grapheme" }) });
const metadata = fc.dictionary(fc.string(), fc.jsonValue());
const body = fc.oneof(fc.record({ sql: fc.string() }), fc.record({ payload: fc.jsonValue() }));

test("an entry that was encoded decodes to itself", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), body, metadata, priority, (operation, content, facts, urgency) => {
      const entry = completeEntry({ operation, ...content, metadata: facts, priority: urgency }, 5);
      // JSON has no -0.
      const text = JSON.stringify(entry);
      expect(decodeEntry(text, entry)).toEqual(JSON.parse(text) as typeof entry);
      expect(JSON.stringify(decodeEntry(text, entry))).toBe(
        JSON.stringify({ ...(JSON.parse(text) as object), operation: entry.operation }),
      );
    }),
  );
});

test("a name that was formatted parses to itself", () => {
  fc.assert(fc.property(name, (it) => expect(parseEntryName(entryName(it.priority, it.seq))).toEqual(it)));
});

test("hive's own names sort in the order in which the entries were made", () => {
  for (const group of [{}, { group: "s" }]) {
    const seqs = Array.from({ length: 5000 }, () => completeEntry({ operation: "o", payload: 1, ...group }, 0).seq);
    expect(seqs.toSorted()).toEqual(seqs);
  }
});

test("the backlog is in the order of priority and then seq", () => {
  const character = fc.constantFrom("a", "b", "0", "1", "-", "~", ".", "+", " ", "_", "Z");
  const seq = fc.string({ minLength: 1, maxLength: 6, unit: character });
  const names = fc.uniqueArray(fc.record({ priority, seq }), {
    minLength: 2,
    maxLength: 12,
    selector: (it) => entryName(it.priority, it.seq),
  });
  using dir = tempDir();
  let run = 0;
  fc.assert(
    fc.property(names, (given) => {
      const directory = `${dir.path}/${(run += 1)}`;
      mkdirSync(directory);
      for (const it of given) writeFileSync(`${directory}/${entryName(it.priority, it.seq)}`, "");
      const backlog = new Backlog(directory);
      backlog.refresh();
      const expected = given.toSorted((a, b) => a.priority - b.priority || (a.seq < b.seq ? -1 : 1));
      expect(given.map(() => backlog.next())).toEqual(expected.map((it) => entryName(it.priority, it.seq)));
    }),
    {
      examples: [
        [
          [
            { priority: 5, seq: "a" },
            { priority: 5, seq: "a-b" },
          ],
        ],
      ],
    },
  );
});

test("within a group the backlog is in the order of the seqs, and no entry waits behind a less urgent one of another", () => {
  const given = fc.array(fc.record({ priority, group: fc.constantFrom("a", "b", "c", undefined) }), {
    minLength: 2,
    maxLength: 12,
  });
  using dir = tempDir();
  let run = 0;
  fc.assert(
    fc.property(given, (shapes) => {
      const directory = `${dir.path}/${(run += 1)}`;
      mkdirSync(directory);
      const made = shapes.map((shape) => ({ ...shape, seq: newSeq(shape.group) }));
      for (const it of made) writeFileSync(`${directory}/${entryName(it.priority, it.seq)}`, "");
      const backlog = new Backlog(directory);
      backlog.refresh();
      const claimed = made.map(() => parseEntryName(backlog.next()!)!);
      const isOfGroup = (group: string, seq: string): boolean =>
        made.some((it) => it.seq === seq && it.group === group);
      for (const group of ["a", "b", "c"]) {
        const seqs = claimed.map(({ seq }) => seq).filter((seq) => isOfGroup(group, seq));
        expect(seqs).toEqual(seqs.toSorted());
      }
      const urgencyOf = ({ group, seq, priority: own }: (typeof made)[number]): number =>
        Math.min(
          own,
          ...made.filter((it) => group !== undefined && it.group === group && it.seq >= seq).map((it) => it.priority),
        );
      const urgencies = claimed.map(({ seq }) => urgencyOf(made.find((it) => it.seq === seq)!));
      expect(urgencies).toEqual(urgencies.toSorted((a, b) => a - b));
      expect(new Set(claimed.map((it) => entryName(it.priority, it.seq))).size).toBe(made.length);
    }),
  );
});

test("any text is an entry or HIVE_INVALID_ENTRY, and an entry can be written again", () => {
  const fields = fc.record(
    {
      operation: fc.oneof(fc.string(), fc.jsonValue()),
      payload: fc.jsonValue(),
      sql: fc.oneof(fc.string(), fc.jsonValue()),
      metadata: fc.jsonValue(),
      created_at: fc.jsonValue(),
      retries: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fields.map((it) => JSON.stringify(it)),
    fc.integer({ min: 0, max: 300_000 }).map((n) => `{"operation":"o","payload":${"[".repeat(n)}${"]".repeat(n)}}`),
    fc.uint8Array().map((bytes) => Buffer.from(bytes).toString("utf8")),
  );
  fc.assert(
    fc.property(text, (it) => {
      try {
        const entry = decodeEntry(it, { priority: 1, seq: "a" });
        expect(typeof JSON.stringify(entry)).toBe("string");
      } catch (error) {
        expect(error).toBeInstanceOf(HiveError);
        expect((error as HiveError).code).toBe("HIVE_INVALID_ENTRY");
      }
    }),
    { numRuns: 500 },
  );
});

test("a file of any bytes is an entry or unparsable with its bytes", () => {
  using dir = tempDir();
  const path = `${dir.path}/file`;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      writeFileSync(path, bytes);
      const result = readEntry(path, { priority: 1, seq: "a" }, 1000, { key: null });
      const found = result?.kind === "unparsable" ? [...result.bytes] : result?.kind;
      expect(found).toEqual(result?.kind === "entry" ? "entry" : [...bytes]);
    }),
  );
});
