import * as v from "valibot";
import { LAST_MS } from "../clock.ts";

/** Milliseconds since 1970 that are a date: whoever reads one shows it as such. */
const time = v.pipe(v.number(), v.minValue(-LAST_MS), v.maxValue(LAST_MS));

/** The kinds of {@link Fact}. */
export const FACT_KINDS = [
  "session",
  "operation",
  "file",
  "command",
  "prompt",
  "message",
  "todos",
  "task",
  "agent",
  "plan",
  "background",
  "compact",
  "end",
  "git",
] as const;

/**
 * What a hook observed, as a cell of the session's state: `(kind, key)` names the cell, `data` holds its fields.
 * Cells merge field by field and the later `atMs` wins, so facts may be applied in any order and any number of times.
 */
const FactSchema = v.object({
  /**
   * | kind | key | data |
   * | --- | --- | --- |
   * | session | "" | cwd, transcriptPath, model, permissionMode, title, source |
   * | operation | tool_use_id | tool, target, outcome (ok, failed), durationMs, agentId |
   * | file | absolute path | change (created, modified, deleted), by (the tool) |
   * | command | tool_use_id | command, description, outcome (ok, failed, interrupted, background), error |
   * | prompt | prompt_id | text |
   * | message | "last" | text |
   * | todos | "" | todos: [{ content, status }] |
   * | task | task id | subject, status |
   * | agent | agent id | type, description, status (running, completed), lastMessage |
   * | plan | "" | text, filePath |
   * | background | "" | tasks, crons |
   * | compact | "" | trigger, instructions, summary |
   * | end | "" | reason |
   * | git | "" | branch, head, dirty (written by the worker) |
   */
  kind: v.picklist(FACT_KINDS),
  key: v.pipe(v.string(), v.maxLength(4096)),
  atMs: time,
  data: v.record(v.string(), v.unknown()),
});
export type Fact = v.InferOutput<typeof FactSchema>;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(256));

const CheckpointSchema = v.object({
  sessionId: id,
  instanceId: id,
  atMs: time,
  type: v.picklist(["auto", "manual", "compact", "stop"]),
  /** The event that caused it, such as `PostToolUse`. */
  trigger: v.pipe(v.string(), v.maxLength(64)),
  facts: v.array(FactSchema),
});
export type CheckpointPayload = v.InferOutput<typeof CheckpointSchema>;

const InstanceSchema = v.object({
  sessionId: id,
  instanceId: id,
  atMs: time,
  pid: v.optional(v.number()),
  tty: v.optional(v.string()),
  status: v.picklist(["active", "ended"]),
  facts: v.array(FactSchema),
});
export type InstancePayload = v.InferOutput<typeof InstanceSchema>;

const LogSchema = v.object({
  sessionId: id,
  atMs: time,
  level: v.picklist(["debug", "info", "warn", "error"]),
  message: v.string(),
  agentId: v.optional(v.string()),
  data: v.optional(v.record(v.string(), v.unknown())),
});
export type LogPayload = v.InferOutput<typeof LogSchema>;

const AgentSchema = v.object({
  sessionId: id,
  agentId: id,
  atMs: time,
  name: v.string(),
  type: v.string(),
  status: v.picklist(["running", "completed"]),
  metadata: v.optional(v.record(v.string(), v.unknown())),
});
export type AgentPayload = v.InferOutput<typeof AgentSchema>;

/** The typed operations and what each takes as its payload. */
export const PAYLOADS = {
  update_checkpoint: CheckpointSchema,
  update_instance: InstanceSchema,
  insert_log: LogSchema,
  insert_agent: AgentSchema,
} as const;
