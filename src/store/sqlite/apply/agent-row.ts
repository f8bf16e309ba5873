import { timeText } from "../../../base/clock.ts";
import { textOf } from "../../../base/json.ts";
import type { Fields } from "../../../model/merge.ts";
import type { Statements } from "../statements.ts";

/** A row of claude-flow's table of agents. */
export interface AgentRow {
  readonly sessionId: string;
  readonly agentId: string;
  readonly atMs: number;
  readonly name: string;
  readonly type: string;
  readonly status: "running" | "completed";
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** @param isTimeless whether it came in no order, as from hive 0.1.0: then a completed agent stays so */
export function writeAgent({ agent }: Statements, row: AgentRow, isTimeless: boolean): void {
  const { sessionId, agentId, atMs, name, type, status } = row;
  const metadata = JSON.stringify({ ...row.metadata, sessionId, type, status });
  agent.run({
    agentId,
    name,
    type,
    role: type,
    status,
    at: timeText(atMs),
    metadata,
    isTimeless: Number(isTimeless),
  });
}

/** The row of a subagent's fact; null for a background shell, which has no type and no description. */
export function agentRowOf(sessionId: string, agentId: string, data: Fields, atMs: number): AgentRow | null {
  const type = textOf(data["type"]);
  const name = textOf(data["description"]) ?? type;
  if (name === undefined) return null;
  const status = data["status"] === "completed" ? "completed" : "running";
  return { sessionId, agentId, atMs, name, type: type ?? "agent", status };
}
