// @bun
import {
  KIND_NAMES
} from "./model-merge.js";
import {
  maxLength,
  maxValue,
  minLength,
  minValue,
  array,
  boolean,
  lazy,
  literal,
  looseObject,
  nullish,
  number,
  object,
  optional,
  picklist,
  record,
  string,
  unknown,
  pipe
} from "./import-main-4.js";
import {
  kernelText
} from "./platform-process-kernel-text.js";
import {
  UPTIME_FILE,
  upMsIn
} from "./platform-boot-clock.js";
import {
  LAST_MS
} from "./base-clock.js";

// src/store/sqlite/apply/age.ts
function ageOf({ upMs, facts = [] }) {
  if (upMs === void 0)
    return;
  let nowMs = upMsIn(kernelText(UPTIME_FILE));
  if (nowMs === void 0 || upMs > nowMs || !facts.every(isOfThisBoot))
    return;
  return nowMs - upMs;
}
function isOfThisBoot({ data }) {
  let seen = data.process;
  return seen?.bootId === void 0 || seen.bootId === kernelText("/proc/sys/kernel/random/boot_id")?.trim();
}

// src/model/kind-schemas.ts
var text = nullish(string()), number2 = nullish(number()), list = nullish(array(unknown())), KIND_SCHEMAS = {
  session: looseObject({
    agent: text,
    cwd: text,
    transcriptPath: text,
    model: text,
    permissionMode: text,
    source: text,
    title: text,
    isAttended: nullish(boolean()),
    wasAttended: nullish(boolean()),
    process: nullish(looseObject({ pid: number() }))
  }),
  start: looseObject({ directory: text, worktree: text }),
  continues: looseObject({ activeMs: number2 }),
  git: looseObject({
    branch: text,
    head: text,
    worktree: text,
    dirty: optional(unknown())
  }),
  prompt: looseObject({ text }),
  message: looseObject({ text }),
  turn: looseObject({ text }),
  todos: looseObject({ todos: list }),
  task: looseObject({ subject: text, status: text }),
  plan: looseObject({ text, filePath: text }),
  file: looseObject({ change: text, by: text, isNew: nullish(boolean()) }),
  command: looseObject({ command: text, description: text, outcome: text, error: text, taskId: text, cwd: text }),
  agent: looseObject({ type: text, description: text, status: text, lastMessage: text, by: text }),
  background: looseObject({ tasks: list, crons: list }),
  compact: looseObject({ trigger: text, instructions: text, summary: text }),
  end: looseObject({ reason: text }),
  operation: looseObject({ tool: text, target: text, outcome: text, durationMs: number2 })
};

// src/model/observation.ts
var time = pipe(number(), minValue(-LAST_MS), maxValue(LAST_MS)), id = pipe(string(), minLength(1), maxLength(256)), shape = {
  key: pipe(string(), maxLength(4096)),
  atMs: time,
  agentId: optional(id)
}, FactSchema = lazy((input) => SCHEMAS.get(input?.kind) ?? NO_KIND), SCHEMAS = new Map(KIND_NAMES.map((kind) => [kind, object({ kind: literal(kind), ...shape, data: KIND_SCHEMAS[kind] })])), NO_KIND = object({ kind: picklist(KIND_NAMES), ...shape, data: looseObject({}) }), CHECKPOINT_TYPES = ["auto", "manual", "compact", "stop"], ObservationSchema = object({
  sessionId: id,
  instanceId: id,
  atMs: time,
  upMs: optional(number()),
  event: pipe(string(), maxLength(64)),
  agent: pipe(string(), minLength(1), maxLength(64)),
  pid: optional(number()),
  checkpoint: optional(picklist(CHECKPOINT_TYPES)),
  facts: array(FactSchema)
});

// src/store/sqlite/apply/payloads.ts
var CheckpointSchema = object({
  sessionId: id,
  instanceId: id,
  atMs: time,
  type: picklist(CHECKPOINT_TYPES),
  trigger: pipe(string(), maxLength(64)),
  facts: array(FactSchema)
}), InstanceSchema = object({
  sessionId: id,
  instanceId: id,
  atMs: time,
  pid: optional(number()),
  tty: optional(string()),
  status: picklist(["active", "ended"]),
  facts: array(FactSchema)
}), LogSchema = object({
  sessionId: id,
  atMs: time,
  level: picklist(["debug", "info", "warn", "error"]),
  message: string(),
  agentId: optional(string()),
  data: optional(record(string(), unknown()))
}), AgentSchema = object({
  sessionId: id,
  agentId: id,
  atMs: time,
  name: string(),
  type: string(),
  status: picklist(["running", "completed"]),
  metadata: optional(record(string(), unknown()))
}), PAYLOADS = {
  observe: ObservationSchema,
  update_checkpoint: CheckpointSchema,
  update_instance: InstanceSchema,
  insert_log: LogSchema,
  insert_agent: AgentSchema
};

export { ageOf, PAYLOADS };
