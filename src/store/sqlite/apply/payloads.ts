import * as v from "valibot";
import { CHECKPOINT_TYPES, FactSchema, id, ObservationSchema, time } from "../../../model/observation.ts";

/** hive 0.1.0 wrote a call as several entries, one per subject; other programs may do so still. */
const CheckpointSchema = v.object({
  sessionId: id,
  instanceId: id,
  atMs: time,
  type: v.picklist(CHECKPOINT_TYPES),
  /** The event that caused it, such as `PostToolUse`. */
  trigger: v.pipe(v.string(), v.maxLength(64)),
  facts: v.array(FactSchema),
});

const InstanceSchema = v.object({
  sessionId: id,
  instanceId: id,
  atMs: time,
  pid: v.optional(v.number()),
  tty: v.optional(v.string()),
  status: v.picklist(["active", "ended"]),
  facts: v.array(FactSchema),
});

const LogSchema = v.object({
  sessionId: id,
  atMs: time,
  level: v.picklist(["debug", "info", "warn", "error"]),
  message: v.string(),
  agentId: v.optional(v.string()),
  data: v.optional(v.record(v.string(), v.unknown())),
});

const AgentSchema = v.object({
  sessionId: id,
  agentId: id,
  atMs: time,
  name: v.string(),
  type: v.string(),
  status: v.picklist(["running", "completed"]),
  metadata: v.optional(v.record(v.string(), v.unknown())),
});

/** The typed operations and the payload of each. */
export const PAYLOADS = {
  observe: ObservationSchema,
  update_checkpoint: CheckpointSchema,
  update_instance: InstanceSchema,
  insert_log: LogSchema,
  insert_agent: AgentSchema,
} as const;

export type Payloads = { [K in keyof typeof PAYLOADS]: v.InferOutput<(typeof PAYLOADS)[K]> };
