/**
 * A reader that lays waiting entries over the store sees what it would see had they been applied: whichever of the
 * facts wait, and in whatever order they come.
 */
import { expect, setDefaultTimeout, test } from "bun:test";
import * as fc from "fast-check";
import { mkdirSync } from "node:fs";
import type { Fact } from "../../../src/model/observation.ts";
import { ResumeReader } from "../../../src/store/sqlite/read/resume-queries.ts";
import type { WaitingEntries } from "../../../src/store/sqlite/read/saved-session.ts";
import { Store } from "../../../src/store/sqlite/store.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

const KINDS = ["session", "operation", "file", "prompt", "message", "task", "todos", "compact", "end", "git"] as const;
const value = fc.oneof(
  fc.string({ maxLength: 5 }),
  fc.integer(),
  fc.constant(null),
  fc.array(fc.integer(), { maxLength: 2 }),
);
const data = fc.dictionary(
  fc.constantFrom("a", "b", "c", "d"),
  fc.oneof(value, fc.dictionary(fc.constantFrom("x", "y"), value, { maxKeys: 2 })),
  { maxKeys: 3 },
);
const shape = fc.record({ kind: fc.constantFrom(...KINDS), key: fc.constantFrom("k1", "k2", "k3"), data });
const sequence = fc
  .array(fc.record({ fact: shape, isCheckpoint: fc.boolean() }), { minLength: 1, maxLength: 14 })
  .chain((steps) =>
    fc.record({
      steps: fc.constant(steps),
      // Each its own time: of two at the same time the one that is applied last wins.
      times: fc.shuffledSubarray([...steps.keys()], { minLength: steps.length }),
      applied: fc.integer({ min: 0, max: steps.length }),
    }),
  );

interface Step {
  readonly fact: Fact;
  readonly isCheckpoint: boolean;
}

const SESSION = { sessionId: "s", instanceId: "i" };

function entryOf({ fact, isCheckpoint }: Step, index: number) {
  const { atMs } = fact;
  const checkpoint = { ...SESSION, atMs, type: "auto", trigger: "Stop", facts: [fact] };
  const instance = { ...SESSION, atMs, status: "active", facts: [fact] };
  return isCheckpoint
    ? { id: `${index}`, operation: "update_checkpoint", payload: checkpoint }
    : { id: `${index}`, operation: "update_instance", payload: instance };
}

function waitingOf(steps: readonly Step[]): ReadonlyMap<string, WaitingEntries> {
  if (steps.length === 0) return new Map();
  const times = steps.filter((step) => step.isCheckpoint).map(({ fact }) => fact.atMs);
  const waiting: WaitingEntries = {
    entries: steps.length,
    facts: steps.map((step) => step.fact),
    checkpoints: times.map((atMs) => ({ atMs, type: "auto", trigger: "Stop" })),
    instances: [],
  };
  return new Map([["s", waiting]]);
}

async function seen(applied: readonly Step[], waiting: readonly Step[]) {
  using dir = tempDir();
  mkdirSync(dir.root);
  {
    using store = await Store.open(dir.root);
    store.applyBatch(applied.map(entryOf), 10_000);
  }
  using reader = await ResumeReader.open(dir.root, waitingOf(waiting), 1000);
  const session = reader.session("s");
  if (session === null) return null;
  const { waitingEntries, instances: _, ...rest } = session;
  expect(waitingEntries).toBe(waiting.length);
  return rest;
}

test("a session is the same whether its entries were applied or still wait", async () => {
  await fc.assert(
    fc.asyncProperty(sequence, async ({ steps, times, applied }) => {
      const all = steps.map(({ fact, isCheckpoint }, index) => ({
        fact: { ...fact, atMs: 1000 + times[index]! },
        isCheckpoint,
      }));
      expect(await seen(all.slice(0, applied), all.slice(applied))).toEqual(await seen(all, []));
    }),
    { numRuns: 80 },
  );
});

test("of two deliveries of one operation that wait, the first counts", async () => {
  const steps = [1, 2].map((atMs): Step => ({
    fact: { kind: "operation", key: "k", atMs, data: {} },
    isCheckpoint: atMs === 1,
  }));
  expect(await seen([], steps)).toEqual(await seen(steps, []));
});

test("what waits is seen where nothing was ever applied", async () => {
  const fact: Fact = { kind: "prompt", key: "p", atMs: 5, data: { text: "hello" } };
  using dir = tempDir();
  using reader = await ResumeReader.open(dir.root, waitingOf([{ fact, isCheckpoint: false }]), 100);
  expect(reader.sessionIds("", 5, false)).toEqual(["s"]);
  expect(reader.session("s")).toMatchObject({ waitingEntries: 1, state: { prompts: [{ text: "hello" }] } });
});
