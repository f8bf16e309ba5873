/**
 * What every store keeps to, whatever engine it is on: run by each with a harness of its own. The state of a session is
 * read past the port, as rows of the model.
 */
import { describe, expect, mock, test } from "bun:test";
import * as fc from "fast-check";
import { HiveError } from "../../src/base/errors.ts";
import type { StoreEntry, StorePort } from "../../src/store/port.ts";

/** A fact as the store has it: no time, since fields of one row have their own. */
export interface StoredFact {
  readonly kind: string;
  readonly key: string;
  readonly agentId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A store in a place of its own. */
export interface OpenedStore extends AsyncDisposable {
  readonly store: StorePort;
  /** Closes it, and opens what it left. */
  reopen(): Promise<StorePort>;
  /** In an order of its own. */
  facts(sessionId: string): Promise<StoredFact[]>;
  /** What each checkpoint of a session holds, the earliest first. */
  checkpoints(sessionId: string): Promise<{ readonly type: string; readonly git: unknown }[]>;
}

const NOW_MS = 1_000_000;
/** A time that a clock shows which was set. */
const SET_MS = Date.UTC(2024, 0);
const BAD: StoreEntry = { id: "bad", operation: "observe", payload: { sessionId: 7 } };

const prompt = (key: string, atMs: number, data: object = { text: key }) => ({ kind: "prompt", key, atMs, data });

function observe(id: string, atMs: number, facts: readonly object[], more: object = {}): StoreEntry {
  const payload = { sessionId: "s", instanceId: "i", event: "Stop", agent: "claude-code", atMs, facts, ...more };
  return { id, operation: "observe", payload };
}

const git = (head: string, atMs: number) => ({ kind: "git" as const, key: "", atMs, data: { head } });

const keysOf = (facts: readonly StoredFact[]): string[] =>
  facts.filter(({ kind }) => kind === "prompt").map(({ key }) => key);

const FIELDS = fc.dictionary(fc.constantFrom("text", "more", "last"), fc.constantFrom("1", "2", "3"), {
  minKeys: 1,
  maxKeys: 3,
});

/** @param open makes a store that is empty */
export function testStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name}, as a store`, () => {
    test("gives an entry its effect once, in one batch, in the next, and after it was opened again", async () => {
      await using opened = await open();
      const first = observe("e1", 10, [prompt("a", 10)]);
      expect(await opened.store.applyBatch([first, first], NOW_MS)).toEqual([
        { kind: "applied" },
        { kind: "duplicate" },
      ]);
      expect(await opened.store.applyBatch([first], NOW_MS)).toEqual([{ kind: "duplicate" }]);
      const again = await opened.reopen();
      expect(await again.hasApplied("e1")).toBe(true);
      expect(await again.applyBatch([first], NOW_MS)).toEqual([{ kind: "duplicate" }]);
      expect(keysOf(await opened.facts("s"))).toEqual(["a"]);
    });

    test("rejects what it cannot apply, with a code, and applies the rest of the batch", async () => {
      await using opened = await open();
      const batch = [observe("e1", 10, [prompt("a", 10)]), BAD, observe("e2", 20, [prompt("b", 20)])];
      const outcomes = await opened.store.applyBatch(batch, NOW_MS);
      expect(outcomes.map(({ kind }) => kind)).toEqual(["applied", "rejected", "applied"]);
      expect(outcomes[1]).toMatchObject({ error: { code: "HIVE_INVALID_ENTRY" } });
      expect(await opened.store.hasApplied("bad")).toBe(false);
      expect(keysOf(await opened.facts("s"))).toEqual(["a", "b"]);
    });

    test("keeps of each field what was said last, in whichever order and batches it is told", async () => {
      const said = fc.array(fc.record({ atMs: fc.integer({ min: 1, max: 50 }), data: FIELDS }), {
        minLength: 2,
        maxLength: 6,
      });
      await fc.assert(
        fc.asyncProperty(said, fc.boolean(), async (all, isOneBatch) => {
          const entries = all.map(({ atMs, data }, index) => {
            // Two that are said at one time have no order.
            const time = atMs * 10 + index;
            return observe(`e${index}`, time, [prompt("a", time, data)]);
          });
          const latest: Record<string, unknown> = {};
          const inTime = all.map((one, index) => ({ ...one, at: one.atMs * 10 + index }));
          for (const { data } of inTime.toSorted((a, b) => a.at - b.at)) Object.assign(latest, data);
          await using opened = await open();
          if (isOneBatch) await opened.store.applyBatch(entries.toReversed(), NOW_MS);
          else for (const entry of entries.toReversed()) await opened.store.applyBatch([entry], NOW_MS);
          const [fact] = (await opened.facts("s")).filter(({ kind }) => kind === "prompt");
          expect(fact?.data).toEqual(latest);
        }),
        { numRuns: 20 },
      );
    });

    test("keeps a subagent's facts apart from the main agent's", async () => {
      await using opened = await open();
      const todos = { kind: "todos", key: "", atMs: 10, data: { items: [] } };
      await opened.store.applyBatch([observe("e1", 10, [todos, { ...todos, agentId: "g" }])], NOW_MS);
      const kept = (await opened.facts("s")).filter(({ kind }) => kind === "todos");
      expect(kept.map(({ agentId }) => agentId).toSorted()).toEqual(["", "g"]);
    });

    test("adds what is learned late to the checkpoint that it belongs to, not to a later one", async () => {
      await using opened = await open();
      const checkpoint = { checkpoint: "auto" };
      await opened.store.applyBatch(
        [observe("c1", 10, [prompt("a", 10)], checkpoint), observe("c2", 20, [prompt("b", 20)], checkpoint)],
        NOW_MS,
      );
      await opened.store.addLate("c1", "s", git("one", 10), NOW_MS);
      await opened.store.addLate("c2", "s", git("two", 20), NOW_MS);
      const heads = (await opened.checkpoints("s")).map((one) => (one.git as { head: string }).head);
      expect(heads).toEqual(["one", "two"]);
    });

    test("forgets old entries, but not one whose file is there still", async () => {
      await using opened = await open();
      await opened.store.applyBatch([observe("e1", 10, []), observe("e2", 20, [])], NOW_MS);
      expect(await opened.store.sweepLedger(NOW_MS + 1, () => ["e2"])).toBe(1);
      expect([await opened.store.hasApplied("e1"), await opened.store.hasApplied("e2")]).toEqual([false, true]);
    });

    test("asks for the files that are there only where an entry is old", async () => {
      await using opened = await open();
      await opened.store.applyBatch([observe("e1", 10, [])], NOW_MS);
      const keptSeqs = mock(() => []);
      expect(await opened.store.sweepLedger(NOW_MS, keptSeqs)).toBe(0);
      expect(keptSeqs).not.toHaveBeenCalled();
    });

    test("deletes the sessions that were not seen since a time, and no other", async () => {
      await using opened = await open();
      const other = { sessionId: "t" };
      await opened.store.applyBatch(
        [observe("e1", SET_MS, [prompt("a", SET_MS)]), observe("e2", SET_MS + 500, [prompt("b", SET_MS + 500)], other)],
        SET_MS + 1000,
      );
      expect(await opened.store.pruneSessions(SET_MS + 100)).toBe(1);
      expect([keysOf(await opened.facts("s")), keysOf(await opened.facts("t"))]).toEqual([[], ["b"]]);
    });

    test("is unavailable once it is closed", async () => {
      await using opened = await open();
      await opened.store.close();
      const apply = async () => await opened.store.applyBatch([observe("e1", 10, [])], NOW_MS);
      const error = await apply().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(HiveError);
      expect((error as HiveError).code).toBe("HIVE_STORE_UNAVAILABLE");
    });
  });
}
