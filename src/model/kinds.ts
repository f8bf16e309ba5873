import * as v from "valibot";

// What is null is not known, as what is absent: other programs write it so.
const text = v.nullish(v.string());
const number = v.nullish(v.number());
const list = v.nullish(v.array(v.unknown()));

/** How two rows of one name become one. See {@link mergeRows}. */
export type MergeRule = "fields" | "first";

/** What is known of a kind of fact. */
export interface Kind {
  /** The fields that hive reads; others are kept as they are. */
  readonly schema: v.GenericSchema<Record<string, unknown>>;
  readonly merge: MergeRule;
  /** So many of the newest are told, of the main agent and of its subagents each. One of a kind that has one. */
  readonly limit: number;
  /** Where a session's state holds it. */
  readonly field: string;
  /** Above what a person or an agent reads of it. */
  readonly title: string;
  /** Whether an agent or its user did something; the others say only where. */
  readonly isWork: boolean;
  /** Whether what subagents did is told beside what the main agent did. */
  readonly ofSubagents: boolean;
}

const one = { merge: "fields", limit: 1, ofSubagents: false } as const;
const many = { merge: "fields", ofSubagents: false } as const;

/**
 * Every kind of fact, declared once. The key that tells two rows of a kind apart:
 *
 * | kind | key |
 * | --- | --- |
 * | operation, command | the operation: see {@link Fact} |
 * | file | absolute path |
 * | prompt | the prompt's id |
 * | message | "last" |
 * | task, agent | its id |
 * | others | "" |
 */
export const KINDS = {
  session: {
    ...one,
    field: "session",
    title: "session",
    isWork: false,
    schema: v.looseObject({
      /** The program, such as `claude-code`: see src/agents/detect.ts. */
      agent: text,
      cwd: text,
      transcriptPath: text,
      model: text,
      permissionMode: text,
      source: text,
      title: text,
    }),
  },
  git: {
    ...one,
    field: "git",
    title: "git",
    isWork: false,
    /**
     * As the hook read it at its call: a detached HEAD has no branch, a new repository no commit, and where there is no
     * tree there is no worktree. `dirty` is what the
     * worker saw of the files later, at its `atMs`, or why it is `unknown`.
     */
    schema: v.looseObject({
      branch: text,
      head: text,
      worktree: text,
      dirty: v.optional(v.unknown()),
    }),
  },
  prompt: {
    ...many,
    field: "prompts",
    title: "prompts",
    isWork: true,
    limit: 5,
    schema: v.looseObject({ text }),
  },
  message: {
    ...one,
    field: "lastAssistantMessage",
    title: "last message",
    isWork: true,
    schema: v.looseObject({ text }),
  },
  todos: { ...one, field: "todos", title: "todos", isWork: true, schema: v.looseObject({ todos: list }) },
  task: {
    ...many,
    field: "tasks",
    title: "tasks",
    isWork: true,
    limit: 50,
    schema: v.looseObject({ subject: text, status: text }),
  },
  plan: {
    ...one,
    field: "plan",
    title: "plan",
    isWork: true,
    schema: v.looseObject({ text, filePath: text }),
  },
  file: {
    ...many,
    field: "files",
    title: "files",
    isWork: true,
    ofSubagents: true,
    limit: 100,
    /** `change`: created, modified, deleted; `by`: the tool. */
    schema: v.looseObject({ change: text, by: text }),
  },
  command: {
    ...many,
    field: "commands",
    title: "commands",
    isWork: true,
    ofSubagents: true,
    limit: 20,
    /** `outcome`: ok, failed, interrupted, background. */
    schema: v.looseObject({ command: text, description: text, outcome: text, error: text }),
  },
  agent: {
    ...many,
    field: "subagents",
    title: "subagents",
    isWork: true,
    limit: 20,
    /** `status`: running, completed. */
    schema: v.looseObject({ type: text, description: text, status: text, lastMessage: text }),
  },
  background: {
    ...one,
    field: "background",
    title: "background",
    isWork: true,
    schema: v.looseObject({ tasks: list, crons: list }),
  },
  compact: {
    ...one,
    field: "compact",
    title: "compaction",
    isWork: true,
    schema: v.looseObject({ trigger: text, instructions: text, summary: text }),
  },
  end: { ...one, field: "end", title: "end", isWork: false, schema: v.looseObject({ reason: text }) },
  operation: {
    merge: "first",
    field: "operations",
    title: "operations",
    isWork: true,
    ofSubagents: true,
    limit: 30,
    /** `outcome`: ok, failed. */
    schema: v.looseObject({ tool: text, target: text, outcome: text, durationMs: number }),
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof KINDS;

export const KIND_NAMES = Object.keys(KINDS) as readonly KindName[];
