import { expect, test } from "bun:test";
import * as fs from "node:fs";
import { ERROR, foreignWrite, openQueue, type OpenQueue, states } from "./setup.ts";

const ENTRY = { operation: "o", payload: 1 };
const HOUR_MS = 3_600_000;
const notFound = expect.objectContaining({ code: "HIVE_NOT_FOUND", hint: "list them with: hive failed list" });

/** Buries what is pending. */
function bury({ queue }: OpenQueue): void {
  queue.wake();
  for (const claim of queue.claim(100)) queue.deadLetter(claim, ERROR);
}

function inFailed({ queue }: OpenQueue, name: string): string {
  return `${queue.paths.failed}/${name}`;
}

test("dead letters are listed in the order of their names", () => {
  using open = openQueue();
  for (const name of ["5_b.json", "10_a.json", "5_a.json"]) foreignWrite(open.queue, name);
  bury(open);
  expect(open.queue.deadLetters.names()).toEqual(["10_a.json", "5_a.json", "5_b.json"]);
});

test("a requeued entry comes back with its identity and its attempts forgotten, and the dead letter is gone", () => {
  using open = openQueue();
  const { queue } = open;
  const { seq } = queue.enqueue(ENTRY).entries[0]!;
  const id = foreignWrite(queue, "6_a.json", { ...ENTRY, retries: 2, not_before_ms: 1, extra: "kept" });
  bury(open);
  const names = queue.deadLetters.names().map((name) => queue.deadLetters.requeue(name));
  expect([names, states(queue).failed]).toEqual([[`5_${seq}.json`, "6_a.json"], []]);
  queue.wake();
  const claims = queue.claim(2);
  expect(claims.map((claim) => [claim.id, claim.entry.retries])).toEqual([
    [seq, 0],
    [id, 0],
  ]);
  expect(claims[1]?.entry).toEqual({
    ...ENTRY,
    seq: "a",
    priority: 6,
    metadata: {},
    created_at: "",
    retries: 0,
    hive_id: id,
    extra: "kept",
  } as (typeof claims)[0]["entry"]);
});

test("an entry that is given up again while it is put back is a dead letter still", () => {
  using open = openQueue();
  const { queue, clock } = open;
  foreignWrite(queue, "5_a.json");
  bury(open);
  const { failed_at: firstAt } = queue.deadLetters.read("5_a.json");
  const read = queue.deadLetters.read.bind(queue.deadLetters);
  queue.deadLetters.read = (name) => {
    // A worker that has it before the person's process goes on.
    clock.advance(1000);
    bury(open);
    return read(name);
  };
  queue.deadLetters.requeue("5_a.json");
  expect(states(queue)).toEqual({ pending: [], claimed: [], failed: ["5_a.json"] });
  expect(queue.deadLetters.read("5_a.json").failed_at).not.toBe(firstAt);
});

test("requeue does not replace a pending entry of that name", () => {
  using open = openQueue();
  foreignWrite(open.queue, "5_a.json");
  bury(open);
  foreignWrite(open.queue, "5_a.json", { ...ENTRY, payload: "other" });
  expect(open.queue.deadLetters.requeue("5_a.json")).toBe("5_a~1.json");
  open.queue.wake();
  expect(open.queue.claim(2).map((claim) => claim.entry.payload)).toEqual(["other", 1]);
});

test("requeue of what is no entry is HIVE_INVALID_ENTRY and leaves it", () => {
  using open = openQueue();
  fs.mkdirSync(`${open.queue.paths.pending}/5_a.json`);
  bury(open);
  expect(() => open.queue.deadLetters.requeue("5_a.json")).toThrow(
    expect.objectContaining({
      code: "HIVE_INVALID_ENTRY",
      message: "5_a.json holds no entry that could be applied",
      hint: "look at it with: hive failed show 5_a.json",
    }),
  );
  expect(states(open.queue).failed).toEqual(["5_a.json"]);
});

test("an entry buried twice is one dead letter", () => {
  using open = openQueue();
  const { queue } = open;
  const { entries } = queue.enqueue(ENTRY);
  bury(open);
  fs.writeFileSync(`${queue.paths.pending}/5_${entries[0]!.seq}.json`, JSON.stringify(entries[0]));
  bury(open);
  expect(states(queue)).toEqual({ pending: [], claimed: [], failed: [`5_${entries[0]!.seq}.json`] });
});

test("a crash between a dead letter and the move of the kept file leaves one of each after the next claim", () => {
  using open = openQueue();
  const { queue } = open;
  fs.mkdirSync(`${queue.paths.pending}/5_a.json`);
  bury(open);
  const { kept_as } = queue.deadLetters.read("5_a.json");
  fs.renameSync(inFailed(open, kept_as!), `${queue.paths.pending}/5_a.json`);
  bury(open);
  expect(fs.readdirSync(queue.paths.failed).toSorted()).toEqual(["5_a.json", kept_as!].toSorted());
});

test("a dead letter that cannot be written leaves the claim", () => {
  using open = openQueue();
  const { queue } = open;
  const [seq] = queue.enqueue(ENTRY).entries.map((entry) => entry.seq);
  fs.rmdirSync(queue.paths.failed);
  expect(() => bury(open)).toThrow(expect.objectContaining({ code: "ENOENT" }) as Error);
  fs.mkdirSync(queue.paths.failed);
  expect(states(queue)).toEqual({ pending: [], claimed: [`w/5_${seq}.json`], failed: [] });
});

test("drop removes a dead letter", () => {
  using open = openQueue();
  foreignWrite(open.queue, "5_a.json");
  bury(open);
  open.queue.deadLetters.drop("5_a.json");
  expect(fs.readdirSync(open.queue.paths.failed)).toEqual([]);
});

test("a sweep removes what is older and leaves what is younger", () => {
  using open = openQueue();
  const { queue, clock } = open;
  foreignWrite(queue, "5_a.json");
  fs.mkdirSync(`${queue.paths.pending}/5_b.json`);
  foreignWrite(queue, "5_c.json");
  bury(open);
  const atMs = clock.nowMs() - HOUR_MS;
  for (const name of ["5_a.json", "5_b.json"]) fs.utimesSync(inFailed(open, name), atMs / 1000, atMs / 1000);
  expect(queue.deadLetters.sweep(HOUR_MS, clock.nowMs())).toBe(2);
  expect(fs.readdirSync(queue.paths.failed)).toEqual(["5_c.json"]);
});

test.each([
  ["text", "no JSON"],
  ["JSON without a reason", '{"operation":"o","payload":1}'],
  ["a letter with the wrong types", '{"reason":null,"entry_id":5,"entry":"text"}'],
  ["a letter without an entry", '{"reason":{"code":"A","message":"b"},"entry_id":"x","attempts":1,"failed_at":""}'],
])("%s that another program put into failed/ is shown as it is and cannot be requeued", (_what, text) => {
  using open = openQueue();
  const path = inFailed(open, "5_a.json");
  fs.writeFileSync(path, text);
  expect(open.queue.deadLetters.read("5_a.json")).toEqual({
    name: "5_a.json",
    entry_id: "5_a.json",
    reason: { code: "UNKNOWN", message: "written by another program, no reason recorded" },
    attempts: 0,
    failed_at: fs.statSync(path).mtime.toISOString(),
    is_untrusted: true,
    entry: null,
    raw: text,
    raw_encoding: "utf8",
  });
  expect(() => open.queue.deadLetters.requeue("5_a.json")).toThrow(
    expect.objectContaining({ code: "HIVE_INVALID_ENTRY" }),
  );
});

test("burying does not replace a foreign file of that name in failed/", () => {
  using open = openQueue();
  fs.writeFileSync(inFailed(open, "5_a.json"), "foreign");
  fs.mkdirSync(inFailed(open, "5_a~1.json"));
  fs.symlinkSync("/nowhere", inFailed(open, "5_a~2.json"));
  foreignWrite(open.queue, "5_a.json");
  bury(open);
  expect(open.queue.deadLetters.names()).toEqual(["5_a.json", "5_a~3.json"]);
  expect(fs.readFileSync(inFailed(open, "5_a.json"), "utf8")).toBe("foreign");
});

test("a link or a directory in failed/ is no dead letter, and stops no sweep", () => {
  using open = openQueue();
  const { deadLetters } = open.queue;
  fs.mkdirSync(inFailed(open, "5_directory.json"));
  fs.symlinkSync("/etc/passwd", inFailed(open, "5_link.json"));
  expect([deadLetters.names(), deadLetters.sweep(0, Date.now() + HOUR_MS)]).toEqual([[], 0]);
  expect(() => deadLetters.read("5_link.json")).toThrow(notFound);
});

test.each(["..", "../pending", "../pending/5_a.json", "", ".", "5_a.json/", "5_missing.json"])(
  "%j names no dead letter",
  (name) => {
    using open = openQueue();
    const { queue } = open;
    fs.writeFileSync(`${queue.paths.pending}/5_a.json`, "{}");
    for (const act of ["read", "requeue", "drop"] as const) {
      expect(() => queue.deadLetters[act](name)).toThrow(notFound);
    }
    expect(states(queue).pending).toEqual(["5_a.json"]);
  },
);

test.each(["..", "../pending/5_victim.json", "5_b.json", ".", 7, "../x.orig"])(
  "a foreign dead letter that says it is kept as %j removes nothing but itself",
  (kept) => {
    using open = openQueue();
    const { queue } = open;
    foreignWrite(queue, "5_a.json");
    bury(open);
    const letter = queue.deadLetters.read("5_a.json");
    fs.writeFileSync(inFailed(open, "5_a.json"), JSON.stringify({ ...letter, kept_as: kept }));
    fs.writeFileSync(inFailed(open, "5_b.json"), "{}");
    fs.writeFileSync(`${queue.paths.queue}/x.orig`, "");
    foreignWrite(queue, "5_victim.json");
    queue.deadLetters.drop("5_a.json");
    expect([states(queue), fs.existsSync(`${queue.paths.queue}/x.orig`)]).toEqual([
      { pending: ["5_victim.json"], claimed: [], failed: ["5_b.json"] },
      true,
    ]);
  },
);

test("names of 255 bytes are buried, kept, requeued and dropped", () => {
  using open = openQueue();
  const { queue } = open;
  const name = `5_${"a".repeat(248)}.json`;
  foreignWrite(queue, name);
  fs.mkdirSync(`${queue.paths.pending}/6_${"b".repeat(248)}.json`);
  bury(open);
  const misnamed = `${"c".repeat(250)}.json`;
  fs.copyFileSync(inFailed(open, name), inFailed(open, misnamed));
  expect(queue.deadLetters.requeue(name)).toBe(name);
  expect(queue.deadLetters.requeue(misnamed)).toMatch(/^5_[0-9a-f]+\.json$/);
  queue.deadLetters.drop(queue.deadLetters.names()[0]!);
  expect(fs.readdirSync(queue.paths.failed)).toEqual([]);
});

test("a letter that nests deeper than an entry may is listed as another program's", () => {
  using open = openQueue();
  const deep = `${"[".repeat(60_000)}${"]".repeat(60_000)}`;
  const letter = {
    entry_id: "i",
    reason: ERROR,
    attempts: 1,
    failed_at: "",
    entry: { operation: "o", payload: "deep" },
  };
  fs.writeFileSync(inFailed(open, "5_a.json"), JSON.stringify(letter).replace('"deep"', deep));
  const read = open.queue.deadLetters.read("5_a.json");
  expect(read).toMatchObject({ entry: null, reason: { code: "UNKNOWN" } });
  expect(JSON.stringify(read)).toContain(deep);
});
