import { timeText } from "../../../base/clock.ts";
import { CLOCK_SKEW_MS } from "../../../model/merge.ts";
import type { Statements } from "../statements.ts";
import type { SessionReport } from "./session-batch.ts";

/** A batch's report on one instance of a session. */
interface Instance {
  pid: number | null;
  tty: string | null;
  agent: string | null;
  status: SessionReport["status"];
  readonly firstMs: number;
  lastMs: number;
  operations: number;
  checkpoints: number;
  observations: number;
}

/** The instances of one session, whose rows are written once a batch. */
export class InstanceRows {
  readonly #instances = new Map<string, Instance>();

  /** @param operations that are new with the report */
  count({ instanceId, pid, tty, agent, status, atMs, checkpoint }: SessionReport, operations: number): void {
    const instance = this.#instances.get(instanceId) ?? newInstance(status, atMs);
    this.#instances.set(instanceId, instance);
    instance.pid = pid ?? instance.pid;
    instance.tty = tty ?? instance.tty;
    instance.agent = agent ?? instance.agent;
    instance.status = status;
    instance.lastMs = atMs;
    instance.operations += operations;
    instance.checkpoints += checkpoint === undefined ? 0 : 1;
    instance.observations += 1;
  }

  write(statements: Statements, sessionId: string, nowMs: number): void {
    const boundMs = nowMs + CLOCK_SKEW_MS;
    for (const [instanceId, instance] of this.#instances) {
      const { pid, tty, agent, status, operations, checkpoints, observations, firstMs, lastMs } = instance;
      const row = {
        id: `${instanceId}:${sessionId}`,
        sessionId,
        instanceId,
        pid,
        tty,
        status,
        operations,
        checkpoints,
        firstAt: timeText(firstMs),
        at: timeText(lastMs),
        bound: timeText(boundMs),
      };
      const rows = statements.instanceRows.all({ sessionId, instanceId }).map((found) => found.row);
      // @mutant an instance has one row, whoever made it
      if (rows.length === 0) statements.newInstance.run(row);
      else statements.instance.run({ ...row, row: Math.min(...rows) });
      const own = { sessionId, instanceId, pid, agent, operations, observations, at: lastMs, bound: boundMs };
      statements.ownInstance.run(own);
    }
  }
}

const newInstance = (status: Instance["status"], atMs: number): Instance => ({
  pid: null,
  tty: null,
  agent: null,
  status,
  firstMs: atMs,
  lastMs: atMs,
  operations: 0,
  checkpoints: 0,
  observations: 0,
});
