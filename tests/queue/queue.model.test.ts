/**
 * After any sequence of commands by producers, other programs, two workers and a person:
 *
 * - every entry is in exactly one of pending, claimed, dead and acked;
 * - an acked entry never comes back;
 * - attempts only grow, but for a requeue, which forgets them;
 * - nothing is claimed before its time, and what is due is claimed.
 */
import { expect, setDefaultTimeout, test } from "bun:test";
import * as fc from "fast-check";
import { writeFileSync } from "node:fs";
import { lockPath } from "../../src/queue/claims/recover.ts";
import { Queue } from "../../src/queue/queue.ts";
import type { Claim } from "../../src/queue/claims/claim.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { checkInvariants } from "../support/invariants.ts";
import { tempDir } from "../support/temp-dir.ts";
import { ERROR, foreignWrite } from "./setup.ts";

// Real processes on a machine that may be busy: each wait has a limit of its own.
setDefaultTimeout(120_000);

const MAX_ATTEMPTS = 3;
const BACKOFF_MS = 100;

interface Expected {
  state: "pending" | "claimed" | "dead" | "acked";
  attempts: number;
  dueMs: number;
}

type Model = Map<string, Expected>;

/** Two workers on one directory. A crash replaces a worker by one of another name. */
class System {
  readonly root: string;
  readonly clock: FakeClock;
  readonly living = new Set<string>();
  readonly workers: Array<{ queue: Queue; claims: Claim[]; name: string }> = [];
  #started = 0;

  constructor(root: string) {
    this.root = root;
    this.clock = new FakeClock();
    for (const index of [0, 1]) this.start(index);
  }

  start(index: number): void {
    const old = this.workers[index];
    if (old !== undefined) this.living.delete(old.name);
    const name = `w${(this.#started += 1)}`;
    const options = { clock: this.clock, maxAttempts: MAX_ATTEMPTS, retryBackoffMs: BACKOFF_MS };
    const queue = new Queue(this.root, { worker: name, ...options });
    writeFileSync(lockPath(queue.paths, name), "");
    this.living.add(name);
    this.workers[index] = { queue, claims: [], name };
  }
}

interface Action {
  readonly title: string;
  readonly run: (model: Model, system: System) => void;
}

/** Checks the whole directory after each action. */
class Command implements fc.Command<Model, System> {
  readonly #action: Action;

  constructor(action: Action) {
    this.#action = action;
  }

  check(): boolean {
    return true;
  }

  run(model: Model, system: System): void {
    this.#action.run(model, system);
    const count = (state: Expected["state"]): number => [...model.values()].filter((it) => it.state === state).length;
    const acked = [...model].filter(([, it]) => it.state === "acked").map(([id]) => id);
    expect(checkInvariants(system.root, { enqueued: model.keys(), acked })).toEqual({
      pending: count("pending"),
      processing: count("claimed"),
      failed: count("dead"),
      applied: acked.length,
      temporary: 0,
    });
  }

  toString(): string {
    return this.#action.title;
  }
}

function claim(model: Model, system: System, worker: number, limit: number): void {
  const { queue, claims } = system.workers[worker]!;
  queue.wake();
  const taken = queue.claim(limit);
  for (const it of taken) {
    const expected = model.get(it.id);
    expect([expected?.state, expected?.attempts]).toEqual(["pending", it.entry.retries]);
    expect(expected!.dueMs).toBeLessThanOrEqual(system.clock.nowMs());
    expected!.state = "claimed";
  }
  claims.push(...taken);
  if (taken.length > 0) return;
  // A name that this worker holds is not claimed again until then.
  const ready = [...model.values()].filter((it) => it.state === "pending" && it.dueMs <= system.clock.nowMs());
  if (claims.length === 0) expect(ready).toEqual([]);
}

/** Does something with one of a worker's claims, if it has any. */
function end(
  system: System,
  [worker, index]: readonly [number, number],
  act: (queue: Queue, claim: Claim) => void,
): void {
  const { queue, claims } = system.workers[worker]!;
  const [it] = claims.splice(index % Math.max(1, claims.length), 1);
  if (it !== undefined) act(queue, it);
}

function nack(model: Model, system: System, queue: Queue, it: Claim): void {
  const expected = model.get(it.id)!;
  expected.attempts += 1;
  const isLast = expected.attempts >= MAX_ATTEMPTS;
  expect(queue.nack(it, ERROR)).toBe(isLast ? "buried" : "retried");
  expected.state = isLast ? "dead" : "pending";
  expected.dueMs = system.clock.nowMs() + BACKOFF_MS * 2 ** (expected.attempts - 1);
}

function requeue(model: Model, system: System, index: number): void {
  const { deadLetters } = system.workers[0]!.queue;
  const names = deadLetters.names();
  const name = names[index % Math.max(1, names.length)];
  if (name === undefined) return;
  const expected = model.get(deadLetters.read(name).entry_id)!;
  deadLetters.requeue(name);
  Object.assign(expected, { state: "pending", attempts: 0, dueMs: 0 });
}

function crash(model: Model, system: System, worker: number): void {
  for (const it of system.workers[worker]!.claims) expect(model.get(it.id)?.state).toBe("claimed");
  system.start(worker);
}

function recover(model: Model, system: System): void {
  const takeLock = (name: string) => (system.living.has(name) ? null : { release: () => undefined });
  const held = new Set(system.workers.flatMap((it) => it.claims.map((one) => one.id)));
  const lost = [...model].filter(([id, it]) => it.state === "claimed" && !held.has(id));
  expect(system.workers[0]!.queue.recover(takeLock)).toBe(lost.length);
  for (const [, it] of lost) it.state = "pending";
}

/** Another program writes under one of a few names; over a pending one it would replace its own entry. */
function writeForeign(model: Model, system: System, name: string): void {
  const { queue } = system.workers[0]!;
  const isTaken = new Bun.Glob(name).scanSync({ cwd: queue.paths.pending }).next().done !== true;
  if (isTaken) return;
  model.set(foreignWrite(queue, name), { state: "pending", attempts: 0, dueMs: 0 });
}

const worker = fc.integer({ min: 0, max: 1 });
const which = fc.tuple(worker, fc.nat(5));
const priority = fc.integer({ min: 1, max: 10 });
const command = (title: string, run: Action["run"]): Command => new Command({ title, run });

const COMMANDS = [
  priority.map((it) =>
    command(`enqueue ${it}`, (model, system) => {
      const { entries } = system.workers[0]!.queue.enqueue({ operation: "o", payload: 1, priority: it });
      model.set(entries[0]!.seq, { state: "pending", attempts: 0, dueMs: 0 });
    }),
  ),
  fc
    .constantFrom("5_a.json", "5_b.json", "1_a.json")
    .map((name) => command(`write ${name}`, (model, system) => writeForeign(model, system, name))),
  fc
    .tuple(worker, fc.integer({ min: 1, max: 4 }))
    .map(([by, limit]) => command(`claim ${limit} by ${by}`, (model, system) => claim(model, system, by, limit))),
  which.map((it) =>
    command(`ack ${it.join(" ")}`, (model, system) =>
      end(system, it, (queue, one) => {
        queue.ack(one);
        model.get(one.id)!.state = "acked";
      }),
    ),
  ),
  which.map((it) =>
    command(`nack ${it.join(" ")}`, (model, system) =>
      end(system, it, (queue, one) => nack(model, system, queue, one)),
    ),
  ),
  which.map((it) =>
    command(`putBack ${it.join(" ")}`, (model, system) =>
      end(system, it, (queue, one) => {
        queue.putBack(one);
        Object.assign(model.get(one.id)!, { state: "pending" });
      }),
    ),
  ),
  fc.nat(5).map((it) => command(`requeue ${it}`, (model, system) => requeue(model, system, it))),
  worker.map((it) => command(`crash ${it}`, (model, system) => crash(model, system, it))),
  fc.constant(command("recover", recover)),
  fc.constantFrom(1, 99, 100, 1000).map((ms) => command(`advance ${ms}`, (_, system) => system.clock.advance(ms))),
];

test("each entry is in exactly one state, is not claimed before its time, and never comes back after its ack", () => {
  fc.assert(
    fc.property(fc.commands(COMMANDS, { maxCommands: 40, size: "max" }), (commands) => {
      using dir = tempDir();
      fc.modelRun(() => ({ model: new Map<string, Expected>(), real: new System(dir.root) }), commands);
    }),
    { numRuns: 40 },
  );
});
