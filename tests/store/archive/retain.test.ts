import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { openArchive } from "../../../src/store/archive/open.ts";
import { bytesIn, retain } from "../../../src/store/archive/retain.ts";
import { fact, observation, row, SOURCE, tempArchive } from "./archive-project.ts";

setDefaultTimeout(120_000);

const DAY_MS = 86_400_000;
const FOR_EVER = { days: 0, maxBytes: Number.MAX_SAFE_INTEGER };

/** Sessions of so many days ago, each of some 10 KB. */
function filled(days: readonly number[], nowMs: number) {
  const archive = tempArchive();
  const rows = days.map((day, index) => {
    const words = Array.from({ length: 2_000 }, (_, word) => `w${day}x${word % 500}`).join(" ");
    const atMs = nowMs - day * DAY_MS;
    return row(index + 1, observation(`s-${day}`, atMs, [fact("prompt", "p", atMs, { text: `day${day} ${words}` })]));
  });
  archive.target.put(SOURCE, rows, nowMs);
  archive.target.close();
  return archive;
}

const NOW_MS = 1_000 * DAY_MS;

describe("the archive's retention", () => {
  test("keeps all for ever where it is not told otherwise", () => {
    using archive = filled([1, 900], NOW_MS);
    using db = openArchive(archive.path, 1000);
    expect(retain(db, FOR_EVER, NOW_MS)).toBe(0);
    expect(archive.found("day900")).toEqual(["s-900"]);
  });

  test("deletes what was without activity for longer, with its words", () => {
    using archive = filled([1, 29, 31, 900], NOW_MS);
    using db = openArchive(archive.path, 1000);
    const before = bytesIn(db);
    expect(retain(db, { ...FOR_EVER, days: 30 }, NOW_MS)).toBe(2);
    expect(["day1", "day29", "day31", "day900"].map((word) => archive.found(word).length)).toEqual([1, 1, 0, 0]);
    expect(bytesIn(db)).toBeLessThan(before);
    expect(retain(db, { ...FOR_EVER, days: 30 }, NOW_MS)).toBe(0);
  });

  test("deletes the sessions longest without activity from one that is too large, until it is not", () => {
    const days = Array.from({ length: 30 }, (_, index) => index + 1);
    using archive = filled(days, NOW_MS);
    using db = openArchive(archive.path, 1000);
    const maxBytes = bytesIn(db) / 2;
    let deleted = 0;
    for (let lot = retain(db, { days: 0, maxBytes }, NOW_MS); lot > 0; lot = retain(db, { days: 0, maxBytes }, NOW_MS))
      deleted += lot;
    expect(bytesIn(db)).toBeLessThanOrEqual(maxBytes);
    expect([archive.found("day1"), archive.found("day30")]).toEqual([["s-1"], []]);
    expect(deleted).toBeLessThan(30);
    expect(archive.all("SELECT session_id FROM sessions")).toHaveLength(30 - deleted);
  });
});
