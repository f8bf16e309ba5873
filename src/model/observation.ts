import * as v from "valibot";
import { LAST_MS } from "../base/clock.ts";
import { KIND_NAMES, type KindName, KINDS } from "./kinds.ts";

/** Milliseconds since 1970 that are a date: whoever reads one shows it as such. */
export const time = v.pipe(v.number(), v.minValue(-LAST_MS), v.maxValue(LAST_MS));

export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(256));

const shape = {
  key: v.pipe(v.string(), v.maxLength(4096)),
  atMs: time,
  agentId: v.optional(id),
};

/**
 * One statement in an observation, kept as a row of the session's state: `(agentId, kind, key)` names the row, `data`
 * holds its fields. See {@link mergeRows}.
 */
export const FactSchema: v.GenericSchema<Fact> = v.lazy(
  (input) => SCHEMAS.get((input as Partial<Fact> | null)?.kind) ?? NO_KIND,
);

// Not `v.variant`, which tries one kind after the other.
const SCHEMAS = new Map<unknown, v.GenericSchema<Fact>>(
  KIND_NAMES.map((kind) => [kind, v.object({ kind: v.literal(kind), ...shape, data: KINDS[kind].schema })]),
);
const NO_KIND = v.object({ kind: v.picklist(KIND_NAMES), ...shape, data: v.looseObject({}) });

export interface Fact {
  readonly kind: KindName;
  /** Of an operation: `tool_use_id` and a hash of tool, input and prompt, since agents use an id again. */
  readonly key: string;
  /** When it was said, in ms since 1970. */
  readonly atMs: number;
  readonly data: Readonly<Record<string, unknown>>;
  /** The subagent whose row it is: it touches none of the main agent's. @default the main agent */
  readonly agentId?: string | undefined;
}

export const CHECKPOINT_TYPES = ["auto", "manual", "compact", "stop"] as const;
export type CheckpointType = (typeof CHECKPOINT_TYPES)[number];

/** What one call of a hook saw: the payload of an `observe` entry. */
export const ObservationSchema = v.object({
  sessionId: id,
  instanceId: id,
  atMs: time,
  /** The event, in Claude Code's words where hive knows them, such as `PostToolUse`; else in the agent's own. */
  event: v.pipe(v.string(), v.maxLength(64)),
  /** The program that called, such as `claude-code`, or `unknown`. */
  agent: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  /** The agent's process, where it says which. */
  pid: v.optional(v.number()),
  /** Set where the session's state is to be kept as a checkpoint. */
  checkpoint: v.optional(v.picklist(CHECKPOINT_TYPES)),
  facts: v.array(FactSchema),
});
export type Observation = v.InferOutput<typeof ObservationSchema>;
