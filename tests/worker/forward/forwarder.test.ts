import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { ArchiveTarget } from "../../../src/store/archive/archive-target.ts";
import type { ArchiveStep } from "../../../src/store/archive/archive-target.ts";
import type { Source } from "../../../src/store/target.ts";
import { entry, FakeTarget, forwardProject, KEY } from "./forward-project.ts";

setDefaultTimeout(120_000);

const NOW_MS = 1_000_000;
const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `e${index}`);

describe("the outbox", () => {
  test("has a row for each applied observation, and none for a duplicate, a rejected or another entry", async () => {
    using project = await forwardProject();
    const log = { sessionId: "s", atMs: 1, level: "info", message: "m" };
    const outcomes = project.store.applyBatch(
      [
        entry("a", 10),
        entry("a", 10),
        entry("bad", 20, "s", { payload: { sessionId: 7 } }),
        entry("log", 30, "s", { operation: "insert_log", payload: log }),
        entry("b", 40, "s", { isUntrusted: true }),
      ],
      NOW_MS,
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(["applied", "duplicate", "rejected", "applied", "applied"]);
    const rows = project.store.db
      .query("SELECT entry_id, session_id, is_untrusted FROM hive_outbox ORDER BY seq")
      .all();
    expect(rows).toEqual([
      { entry_id: "a", session_id: "s", is_untrusted: 0 },
      { entry_id: "b", session_id: "s", is_untrusted: 1 },
    ]);
  });

  test("is left empty where nobody wants it", async () => {
    using project = await forwardProject({ hasOutbox: false });
    project.store.applyBatch([entry("a", 10)], NOW_MS);
    expect(project.outbox()).toEqual([]);
  });

  test("has no row of a batch that failed", async () => {
    using project = await forwardProject({
      hasOutbox: true,
      onStep: (step) => {
        if (step === "applied") throw new Error("killed");
      },
    });
    expect(() => project.store.applyBatch([entry("a", 10)], NOW_MS)).toThrow("killed");
    expect(project.outbox()).toEqual([]);
  });

  test("keeps what a target lacks, and never gives a seq twice", async () => {
    using project = await forwardProject();
    project.store.applyBatch([entry("a", 10), entry("b", 20)], NOW_MS);
    const { source } = await project.forwarder({ targets: [new FakeTarget()] }).pass();
    project.store.noteForwarded("of another database", 2);
    project.store.dropForwarded();
    expect(project.outbox()).toEqual([1, 2]);
    project.store.noteForwarded(source, 2);
    expect(project.outbox()).toEqual([1, 2]);
    project.store.dropForwarded();
    expect(project.outbox()).toEqual([]);
    project.store.applyBatch([entry("c", 30)], NOW_MS);
    expect(project.outbox()).toEqual([3]);
  });
});

describe("the forwarder", () => {
  test("brings all rows to each target, each at its own pace", async () => {
    using project = await forwardProject();
    project.store.applyBatch(
      ids(300).map((id, index) => entry(id, index)),
      NOW_MS,
    );
    const [first, second] = [new FakeTarget("first"), new FakeTarget("second")];
    second.isAway = true;
    let timeMs = 0;
    const forwarder = project.forwarder({ targets: [first, second], elapsedMs: () => timeMs });
    const told = await forwarder.pass();
    expect(first.rows.map(({ entryId }) => entryId)).toEqual(ids(300));
    expect(told).toMatchObject({
      seq: 0,
      targets: [
        { name: "first", error: null },
        { name: "second", error: "second is away" },
      ],
    });
    expect(told.againInMs).toBeGreaterThan(0);
    second.isAway = false;
    expect((await forwarder.pass()).seq).toBe(0);
    timeMs += told.againInMs!;
    expect(await forwarder.pass()).toMatchObject({ seq: 300, againInMs: null });
    expect(second.rows.map(({ seq }) => seq)).toEqual(first.rows.map(({ seq }) => seq));
    expect(first.rows).toHaveLength(300);
  });

  test("waits longer after each failure, and not as long as another does", async () => {
    using project = await forwardProject();
    project.store.applyBatch([entry("a", 10)], NOW_MS);
    const target = new FakeTarget();
    target.isAway = true;
    const waits = async (jitter: number): Promise<number[]> => {
      let timeMs = 0;
      const forwarder = project.forwarder({ targets: [target], random: () => jitter, elapsedMs: () => timeMs });
      const waited: number[] = [];
      for (let pass = 0; pass < 14; pass += 1) {
        const { againInMs } = await forwarder.pass();
        waited.push(againInMs!);
        timeMs += againInMs!;
      }
      return waited;
    };
    expect((await waits(1)).slice(0, 4)).toEqual([20, 40, 80, 160]);
    expect((await waits(0)).slice(0, 4)).toEqual([10, 20, 40, 80]);
    expect((await waits(1)).at(-1)).toBe(60_000);
  });

  test.each([
    ["lacks rows that the target has", { seq: 5 }],
    ["has rows that were saved after the target's of the same seq", { seq: 2, atMs: 15 }],
  ])("sends all under another id from a database that was put back: it %s", async (_, cursor) => {
    using project = await forwardProject();
    project.store.applyBatch([entry("a", 10), entry("b", 20)], NOW_MS);
    const target = new FakeTarget();
    const forwarder = project.forwarder({
      targets: [Object.assign(target, { cursor: ({ id }: Source) => (id === before ? cursor : { seq: 0 }) })],
    });
    let before = "";
    before = (await project.forwarder({ targets: [new FakeTarget()] }).pass()).source;
    expect(await forwarder.pass()).toMatchObject({ isBehind: true, seq: 0, source: before });
    expect(target.rows).toEqual([]);
    project.store.renewSource(before);
    const after = await forwarder.pass();
    expect(after).toMatchObject({ isBehind: false, seq: 2, againInMs: null });
    expect(after.source).not.toBe(before);
    expect(target.rows.map(({ entryId }) => entryId)).toEqual(["a", "b"]);
    project.store.noteForwarded(before, 2);
    project.store.dropForwarded();
    expect(project.outbox()).toEqual([1, 2]);
  });

  test("takes a database whose rows came before for what it is", async () => {
    using project = await forwardProject();
    project.store.applyBatch([entry("a", 10), entry("b", 20), entry("c", 99, "s", { isUntrusted: true })], NOW_MS);
    const target = Object.assign(new FakeTarget(), { cursor: () => ({ seq: 3, atMs: 20 }) });
    expect(await project.forwarder({ targets: [target] }).pass()).toMatchObject({ isBehind: false, seq: 3 });
  });

  test("has a bad row refused, and brings the others", async () => {
    using project = await forwardProject();
    project.store.applyBatch(
      ids(40).map((id, index) => entry(id, index)),
      NOW_MS,
    );
    const target = new FakeTarget();
    target.isBad = ({ entryId }) => entryId === "e7" || entryId === "e39";
    const told = await project.forwarder({ targets: [target] }).pass();
    expect(target.refused.map(({ entryId }) => entryId)).toEqual(["e7", "e39"]);
    expect(target.rows).toHaveLength(38);
    expect(told).toMatchObject({ seq: 40, targets: [{ refused: 2, error: null }] });
  });

  const STEPS: readonly (ArchiveStep | "read" | "put")[] = [
    "read",
    "begun",
    "row-written",
    "written",
    "committed",
    "put",
  ];
  test.each(STEPS)("that dies at the step '%s' loses nothing and doubles nothing", async (killedAt) => {
    using project = await forwardProject();
    project.store.applyBatch(
      ids(5).map((id, index) => entry(id, index)),
      NOW_MS,
    );
    const onStep = (step: string): void => {
      if (step === killedAt) throw new Error("killed");
    };
    const killed = new ArchiveTarget({ path: project.archive, key: KEY, onStep });
    // As a process dies: nothing of it goes on, and what it wrote without a commit is gone.
    killed.refuse = () => {
      throw new Error("killed");
    };
    const dying = project.forwarder({ targets: [killed], onStep });
    expect(await dying.pass().catch((error: unknown) => String(error))).toContain("killed");
    killed.close();
    const { source, seq } = await project.forwarder().pass();
    expect(project.archived()).toEqual(ids(5));
    project.store.noteForwarded(source, seq);
    project.store.dropForwarded();
    expect(project.outbox()).toEqual([]);
    await project.forwarder().pass();
    expect(project.archived()).toEqual(ids(5));
  });

  test("begins anew with a database that was made anew", async () => {
    using project = await forwardProject();
    project.store.applyBatch([entry("a", 10), entry("b", 20)], NOW_MS);
    const forwarder = project.forwarder();
    await forwarder.pass();
    project.store.close();
    for (const suffix of ["", "-wal", "-shm"]) await Bun.file(`${project.root}/hive.db${suffix}`).delete();
    await project.store.reopenIfLost(true);
    project.store.applyBatch([entry("c", 30)], NOW_MS);
    await forwarder.pass();
    expect(project.archived()).toEqual(["a", "b", "c"]);
  });
});
