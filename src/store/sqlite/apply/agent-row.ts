import { timeText } from "../../../base/clock.ts";
import { textOf } from "../../../base/json.ts";
import type { Fields } from "../../../model/merge.ts";
import type { Statements } from "../statements.ts";

/** A row of claude-flow's table of agents. */
export interface AgentRow {
  readonly sessionId: string;
  readonly agentId: string;
  readonly atMs: number;
  /** The time of the newest fact; undefined where rows come in no order, as from hive 0.1.0: a completed one stays so. */
  readonly newestMs?: number;
  readonly name: string;
  readonly type: string;
  readonly status: "running" | "completed";
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

export function writeAgent({ agent }: Statements, row: AgentRow): void {
  const { sessionId, agentId, atMs, newestMs, name, type, status } = row;
  agent.run({
    agentId,
    name,
    type,
    role: type,
    status,
    at: timeText(atMs),
    metadata: JSON.stringify({ ...row.metadata, sessionId, type, status, newestMs }),
    newestMs: newestMs ?? Number.MAX_SAFE_INTEGER,
    isTimeless: Number(newestMs === undefined),
  });
}

/** The row of a subagent's fact; null for a background shell, which has no type and no description. */
export function agentRowOf(
  seen: Required<Pick<AgentRow, "sessionId" | "agentId" | "atMs" | "newestMs">>,
  data: Fields,
): AgentRow | null {
  const type = textOf(data["type"]);
  const name = textOf(data["description"]) ?? type;
  if (name === undefined) return null;
  const status = data["status"] === "completed" ? "completed" : "running";
  return { ...seen, name, type: type ?? "agent", status };
}
