/**
 * After any sequence of commands by producers, other programs, a person, workers that end in order and workers that are
 * killed, once nothing is left to do:
 *
 * - what can be applied has been, its effect is there once, and the ledger knows it;
 * - what cannot is a dead letter, once, and stays one however often it is put back;
 * - what could not be and now can is applied when it is put back;
 * - of entries with one key one has an effect.
 */
import { expect, setDefaultTimeout, test } from "bun:test";
import * as fc from "fast-check";
import { checkInvariants } from "../../support/invariants.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { IS_LONG, reportCases } from "../../support/torture-report.ts";
import { System } from "./system.ts";

setDefaultTimeout(IS_LONG ? 3_600_000 : 120_000);

const RUNS = IS_LONG ? 500 : 8;
const MAX_COMMANDS = IS_LONG ? 60 : 14;

interface Expected {
  /** `early`: needs a table that is made later. */
  readonly kind: "good" | "bad" | "early";
  readonly message: string;
  state: "waiting" | "applied" | "dead";
}

interface Model {
  /** By the id of the entry. */
  readonly entries: Map<string, Expected>;
  /** By their key, the seqs of the entries that carry it. */
  readonly deliveries: Map<string, string[]>;
  hasTable: boolean;
  messages: number;
}

interface Action {
  readonly title: string;
  readonly run: (model: Model, system: System) => Promise<void> | void;
}

class Command implements fc.AsyncCommand<Model, System> {
  readonly #action: Action;

  constructor(action: Action) {
    this.#action = action;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, system: System): Promise<void> {
    await this.#action.run(model, system);
  }

  toString(): string {
    return this.#action.title;
  }
}

const log = (message: string) => ({
  operation: "insert_log",
  payload: { sessionId: "s", atMs: 0, level: "info", message },
});
const sqlLog = (values: string): string =>
  `INSERT INTO session_logs (session_id, timestamp, log_level, message) VALUES ('s', '', 'info', ${values})`;

/** What an entry may hold, by what becomes of it. */
const BODIES = {
  typed: ["good", log],
  sql: ["good", (message: string) => ({ operation: "raw", sql: sqlLog(`'${message}'`) })],
  // `||` may take long, so a process of its own applies it.
  apart: ["good", (message: string) => ({ operation: "raw", sql: sqlLog(`'${message}' || ''`) })],
  invalid: ["bad", (message: string) => ({ operation: "insert_log", payload: { message } })],
  refused: ["bad", (message: string) => ({ operation: "raw", sql: `DROP TABLE sessions -- ${message}` })],
  early: ["early", (message: string) => ({ operation: "raw", sql: `INSERT INTO later VALUES ('${message}')` })],
} as const;
type Body = keyof typeof BODIES;

function newMessage(model: Model): string {
  return `m${(model.messages += 1)}`;
}

function enqueue(model: Model, system: System, producer: number, body: Body, priority: number): void {
  const message = newMessage(model);
  const [kind, make] = BODIES[body];
  const { entries } = system.producers[producer]!.enqueue({ ...make(message), priority });
  model.entries.set(entries[0]!.seq, { kind, message, state: "waiting" });
}

/** Several deliveries of one thing, each in an entry of its own. */
function deliver(model: Model, system: System, producer: number, key: string): void {
  const { entries } = system.producers[producer]!.enqueue({ ...log(key), id: key });
  model.deliveries.set(key, [...(model.deliveries.get(key) ?? []), entries[0]!.seq]);
  if (!model.entries.has(key)) model.entries.set(key, { kind: "good", message: key, state: "waiting" });
}

function foreign(model: Model, system: System, name: string, body: Body): void {
  const message = newMessage(model);
  const [kind, make] = BODIES[body];
  const id = system.foreignWrite(name, make(message));
  if (id !== null) model.entries.set(id, { kind, message, state: "waiting" });
}

/** A person puts a dead letter back. */
function requeue(model: Model, system: System, index: number): void {
  const { deadLetters } = system.queue;
  const names = deadLetters.names();
  const name = names[index % Math.max(1, names.length)];
  if (name === undefined) return;
  const expected = model.entries.get(deadLetters.read(name).entry_id)!;
  deadLetters.requeue(name);
  expected.state = "waiting";
}

/** Lets the workers finish, and compares all there is with the model. */
async function settle(model: Model, system: System): Promise<void> {
  await system.settle();
  for (const expected of model.entries.values()) {
    if (expected.state !== "waiting") continue;
    const isApplied = expected.kind === "good" || (expected.kind === "early" && model.hasTable);
    expected.state = isApplied ? "applied" : "dead";
  }
  const inState = (state: Expected["state"]) => [...model.entries].filter(([, it]) => it.state === state);
  const { ledger, messages } = system.effects();
  const applied = inState("applied");
  expect(messages.toSorted()).toEqual(applied.map(([, { message }]) => message).toSorted());
  // The ledger knows a delivery that came too late by its seq as well: which one that was, the workers decided. One that
  // was applied comes again where its worker was killed before the ack.
  const late = [...model.deliveries.values()].flatMap((seqs) => seqs.slice(1));
  const lateKnown = [...model.deliveries.values()].flat().filter((seq) => ledger.includes(seq));
  expect(lateKnown.length).toBeGreaterThanOrEqual(late.length);
  expect(ledger.filter((id) => !lateKnown.includes(id)).toSorted()).toEqual(applied.map(([id]) => id).toSorted());
  const { deadLetters } = system.queue;
  const dead = deadLetters.names().map((name) => deadLetters.read(name).entry_id);
  expect(dead.toSorted()).toEqual(
    inState("dead")
      .map(([id]) => id)
      .toSorted(),
  );
  expect(checkInvariants(system.root)).toMatchObject({ pending: 0, processing: 0 });
}

/** What could not be applied can be from now on. */
async function addTable(model: Model, system: System): Promise<void> {
  await settle(model, system);
  system.addTable();
  model.hasTable = true;
}

const producer = fc.nat(1);
const slot = fc.nat(1);
const body = fc.constantFrom<Body[]>("typed", "typed", "typed", "sql", "apart", "invalid", "refused", "early");
const command = (title: string, run: Action["run"]): Command => new Command({ title, run });

const WRITES = fc.oneof(
  fc
    .tuple(producer, body, fc.integer({ min: 1, max: 10 }))
    .map(([by, what, priority]) =>
      command(`${what} by ${by} at ${priority}`, (model, system) => enqueue(model, system, by, what, priority)),
    ),
  fc
    .tuple(producer, fc.constantFrom("key-a", "key-b"))
    .map(([by, key]) => command(`${key} by ${by}`, (model, system) => deliver(model, system, by, key))),
  fc
    .tuple(fc.constantFrom("5_a.json", "1_b.json"), body)
    .map(([name, what]) => command(`${what} as ${name}`, (model, system) => foreign(model, system, name, what))),
  fc.nat(5).map((index) => command(`requeue ${index}`, (model, system) => requeue(model, system, index))),
);

const WORKERS = fc.oneof(
  slot.map((it) => command(`start ${it}`, (_, system) => system.startOwn(it))),
  slot.map((it) => command(`stop ${it}`, (_, system) => system.stopOwn(it))),
  slot.map((it) => command(`start process ${it}`, (_, system) => system.startProcess(it))),
  fc
    .tuple(slot, fc.nat(250))
    .map(([it, ms]) => command(`kill process ${it} after ${ms} ms`, (_, system) => system.killProcess(it, ms))),
  fc.constant(command("run once", (_, system) => system.runOnce())),
  fc.constant(command("settle", settle)),
  fc.constant(command("add table", addTable)),
);

test("whoever enqueues, works and dies meanwhile, each entry ends where the model says, its effect there once", async () => {
  let commandsRun = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.commands([WRITES, WRITES, WORKERS], { maxCommands: MAX_COMMANDS, size: "max" }),
      async (commands) => {
        using dir = tempDir();
        await using system = await System.open(dir.root);
        const model: Model = { entries: new Map(), deliveries: new Map(), hasTable: false, messages: 0 };
        await fc.asyncModelRun(() => ({ model, real: system }), commands);
        await settle(model, system);
        commandsRun += [...commands].length;
      },
    ),
    { numRuns: RUNS },
  );
  reportCases("producers, workers, kills and requeues against a model (commands)", commandsRun);
});
