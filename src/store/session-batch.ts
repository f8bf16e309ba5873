import { timeText } from "../base/clock.ts";
import { textOf } from "../base/json.ts";
import { CLOCK_SKEW_MS, type Fields } from "../model/merge.ts";
import type { CheckpointType, Fact } from "../model/observation.ts";
import type { CheckpointDraft, Checkpoints } from "./checkpoint.ts";
import type { SessionDocument, SessionDocuments } from "./session-document.ts";
import type { Change, StateRows } from "./state-rows.ts";
import type { Statements } from "./statements.ts";

/** What an entry tells of a session. */
export interface Sighting {
  readonly sessionId: string;
  readonly instanceId: string;
  readonly atMs: number;
  readonly status: "active" | "ended";
  readonly pid?: number | undefined;
  readonly tty?: string | undefined;
  /** The program; undefined where an older hive saw it. */
  readonly agent?: string | undefined;
  readonly facts: readonly Fact[];
  readonly checkpoint?:
    { readonly type: CheckpointType; readonly trigger: string; readonly entryId: string } | undefined;
}

/** What a batch says of one instance of a session. */
interface Instance {
  pid: number | null;
  tty: string | null;
  agent: string | null;
  status: Sighting["status"];
  readonly firstMs: number;
  lastMs: number;
  operations: number;
  checkpoints: number;
  observations: number;
}

interface Parts {
  readonly statements: Statements;
  readonly checkpoints: Checkpoints;
  readonly state: StateRows;
  readonly documents: SessionDocuments;
  readonly nowMs: number;
}

/** What a batch tells of sessions, each row of which SQLite hears of once. */
export class SessionBatch {
  readonly #sightings = new Map<string, Sighting[]>();
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  add(sighting: Sighting): void {
    const { sessionId } = sighting;
    const known = this.#sightings.get(sessionId);
    if (known === undefined) this.#sightings.set(sessionId, [sighting]);
    else known.push(sighting);
  }

  /** Writes what it was told, in the order of time: a checkpoint holds what came before it. */
  flush(): void {
    for (const [sessionId, sightings] of this.#sightings) {
      this.#write(sessionId, sightings.toSorted(inTime));
    }
    this.#parts.state.flush();
    this.#sightings.clear();
  }

  #write(sessionId: string, sightings: readonly Sighting[]): void {
    const { statements, checkpoints, documents } = this.#parts;
    const drafts = sightings.filter((sighting) => sighting.checkpoint !== undefined);
    // Of more than are kept the earlier ones would go again.
    const kept = new Set(drafts.slice(-checkpoints.history));
    let operations = drafts.length === 0 ? 0 : (statements.operations.get({ sessionId })?.n ?? 0);
    const instances = new Map<string, Instance>();
    let document = documents.get(sessionId);
    const agents = new Map<string, { readonly data: Fields; readonly firstMs: number }>();
    for (const sighting of sightings) {
      const changes = this.#merge(sighting);
      for (const change of changes) {
        const { kind, agentId, name, row } = change;
        document?.note({ kind, agentId, name, atMs: row.atMs, data: change.json() });
        if (kind !== "agent" || agentId !== "") continue;
        agents.set(name, { data: row.data, firstMs: agents.get(name)?.firstMs ?? sighting.atMs });
      }
      const added = changes.filter(({ kind, isNew }) => isNew && kind === "operation").length;
      operations += added;
      count(instances, sighting, added);
      if (!kept.has(sighting)) continue;
      if (document === undefined || document.isStale) document = this.#documentOf(sessionId);
      checkpoints.add(draftOf(sighting), operations, document);
    }
    this.#writeRows(sessionId, sightings, instances);
    for (const [agentId, { data, firstMs }] of agents) this.#writeAgent(sessionId, agentId, data, firstMs);
    const last = drafts.at(-1);
    if (last !== undefined) checkpoints.settle(draftOf(last), operations, this.#parts.nowMs + CLOCK_SKEW_MS);
  }

  #merge({ sessionId, facts }: Sighting): Change[] {
    const changes: Change[] = [];
    for (const fact of facts) {
      const change = this.#parts.state.merge(sessionId, fact);
      if (change !== null) changes.push(change);
    }
    return changes;
  }

  #documentOf(sessionId: string): SessionDocument {
    const { state, checkpoints, documents } = this.#parts;
    state.flush();
    const document = checkpoints.documentOf(sessionId);
    documents.set(sessionId, document);
    return document;
  }

  /** The row that claude-flow's table has of a subagent. */
  #writeAgent(sessionId: string, agentId: string, data: Fields, atMs: number): void {
    const type = textOf(data["type"]);
    const name = textOf(data["description"]) ?? type;
    // A notification may name a background shell as well: what has no type and no description is no agent.
    if (name === undefined) return;
    const role = type ?? "agent";
    const status = data["status"] === "completed" ? "completed" : "running";
    const metadata = JSON.stringify({ sessionId, type: role, status });
    this.#parts.statements.agent.run({
      agentId,
      name,
      type: role,
      role,
      status,
      at: timeText(atMs),
      metadata,
      isTimeless: 0,
    });
  }

  /** A session has ended where its main agent was not seen after its end: a subagent may be. Null where that is not known. */
  #statusOf(sessionId: string): Sighting["status"] | null {
    const { state } = this.#parts;
    const seenMs = state.row(sessionId, "session", "")?.atMs;
    const endMs = state.row(sessionId, "end", "")?.atMs;
    if (seenMs === undefined || endMs === undefined) return null;
    return endMs >= seenMs ? "ended" : "active";
  }

  #writeRows(sessionId: string, sightings: readonly Sighting[], instances: ReadonlyMap<string, Instance>): void {
    const { statements, nowMs } = this.#parts;
    const boundMs = nowMs + CLOCK_SKEW_MS;
    const bound = timeText(boundMs);
    const last = sightings.at(-1)!;
    const firstAt = timeText(sightings[0]!.atMs);
    const derived = this.#statusOf(sessionId);
    const status = derived ?? last.status;
    const isDerived = derived === null ? 0 : 1;
    statements.session.run({ sessionId, status, isDerived, firstAt, at: timeText(last.atMs), bound });
    for (const [instanceId, instance] of instances) {
      const { pid, tty, agent, status: lastStatus, operations, observations, lastMs } = instance;
      const row = {
        id: `${instanceId}:${sessionId}`,
        sessionId,
        instanceId,
        pid,
        tty,
        status: lastStatus,
        operations,
        checkpoints: instance.checkpoints,
        firstAt: timeText(instance.firstMs),
        at: timeText(lastMs),
        bound,
      };
      if (statements.instance.run(row) === 0) statements.newInstance.run(row);
      statements.ownInstance.run({
        sessionId,
        instanceId,
        pid,
        agent,
        operations,
        observations,
        at: lastMs,
        bound: boundMs,
      });
    }
  }
}

/** At one time an end comes last. */
const inTime = (a: Sighting, b: Sighting): number =>
  a.atMs - b.atMs || Number(a.status === "ended") - Number(b.status === "ended");

function draftOf({ sessionId, instanceId, atMs, checkpoint }: Sighting): CheckpointDraft {
  return { sessionId, instanceId, atMs, ...checkpoint! };
}

function count(instances: Map<string, Instance>, sighting: Sighting, operations: number): void {
  const { instanceId, pid, tty, agent, status, atMs, checkpoint } = sighting;
  const known = instances.get(instanceId);
  const instance: Instance = known ?? {
    pid: null,
    tty: null,
    agent: null,
    status,
    firstMs: atMs,
    lastMs: atMs,
    operations: 0,
    checkpoints: 0,
    observations: 0,
  };
  if (known === undefined) instances.set(instanceId, instance);
  instance.pid = pid ?? instance.pid;
  instance.tty = tty ?? instance.tty;
  instance.agent = agent ?? instance.agent;
  instance.status = status;
  instance.lastMs = atMs;
  instance.operations += operations;
  instance.checkpoints += checkpoint === undefined ? 0 : 1;
  instance.observations += 1;
}
