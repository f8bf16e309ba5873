import * as v from "valibot";
import { LAST_MS } from "../base/clock.ts";
import { KIND_SCHEMAS } from "./kind-schemas.ts";
import { KIND_NAMES, type KindName } from "./kinds.ts";

/** Milliseconds since 1970 that are a valid date: readers show it as one. */
export const time = v.pipe(v.number(), v.minValue(-LAST_MS), v.maxValue(LAST_MS));

export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(256));

const shape = {
  key: v.pipe(v.string(), v.maxLength(4096)),
  atMs: time,
  agentId: v.optional(id),
};

/**
 * One statement in an observation, kept as a row of the session's state. `(agentId, kind, key)` names the row, `data`
 * holds its fields. See {@link mergeRows}.
 */
export const FactSchema: v.GenericSchema<Fact> = v.lazy(
  (input) => SCHEMAS.get((input as Partial<Fact> | null)?.kind) ?? NO_KIND,
);

// Not `v.variant`, which tries one kind after the other.
const SCHEMAS = new Map<unknown, v.GenericSchema<Fact>>(
  KIND_NAMES.map((kind) => [kind, v.object({ kind: v.literal(kind), ...shape, data: KIND_SCHEMAS[kind] })]),
);
const NO_KIND = v.object({ kind: v.picklist(KIND_NAMES), ...shape, data: v.looseObject({}) });

export interface Fact {
  readonly kind: KindName;
  /** For an operation: `tool_use_id` and a hash of tool, input and prompt, since agents reuse an id. */
  readonly key: string;
  /** The time of the statement, in ms since 1970. */
  readonly atMs: number;
  readonly data: Readonly<Record<string, unknown>>;
  /** The subagent that owns the row: it changes none of the main agent's. @default the main agent */
  readonly agentId?: string | undefined;
}

export const CHECKPOINT_TYPES = ["auto", "manual", "compact", "stop"] as const;
export type CheckpointType = (typeof CHECKPOINT_TYPES)[number];

/** The observation by one call of a hook: the payload of an `observe` entry. */
export const ObservationSchema = v.object({
  sessionId: id,
  instanceId: id,
  atMs: time,
  /** The time since the boot, in ms: it gives the age of a call whose date was wrong. */
  upMs: v.optional(v.number()),
  /** The event, by Claude Code's name if hive knows one, such as `PostToolUse`; else by the agent's own. */
  event: v.pipe(v.string(), v.maxLength(64)),
  /** The calling program, such as `claude-code`, or `unknown`. */
  agent: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  /** The agent's process, if the agent gives it. */
  pid: v.optional(v.number()),
  /** Set if the session's state is to be kept as a checkpoint. */
  checkpoint: v.optional(v.picklist(CHECKPOINT_TYPES)),
  facts: v.array(FactSchema),
});
export type Observation = v.InferOutput<typeof ObservationSchema>;
