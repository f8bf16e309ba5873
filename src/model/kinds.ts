/** The way to merge two rows of one name. See {@link mergeRows}. */
export type MergeRule = "fields" | "first";

/** The rules for a kind of fact. */
export interface Kind {
  readonly merge: MergeRule;
  /** The number of the newest rows shown, for the main agent and its subagents each; 1 for a single row. */
  readonly limit: number;
  /**
   * The number of rows that recall reads. It is larger where many finished rows could hide an open one: a failure, a
   * task.
   * @default limit
   */
  readonly recallLimit?: number;
  /** The name of its field in a session's state. */
  readonly field: string;
  /** The heading above its rows, for people and agents. */
  readonly title: string;
  /** True if it records work by an agent or its user; other kinds only describe the session. */
  readonly isWork: boolean;
  /** True if rows of subagents are shown beside those of the main agent. */
  readonly ofSubagents: boolean;
}

const one = { merge: "fields", limit: 1, ofSubagents: false } as const;
const many = { merge: "fields", ofSubagents: false } as const;

/**
 * Every kind of fact, declared once. The key that distinguishes two rows of a kind:
 *
 * | kind | key |
 * | --- | --- |
 * | operation, command | the operation: see {@link Fact} |
 * | file | absolute path |
 * | prompt, turn | the prompt's id |
 * | message | "last" |
 * | task, agent | its id |
 * | continues | the id of the earlier session |
 * | others | "" |
 */
export const KINDS = {
  session: {
    ...one,
    field: "session",
    title: "session",
    isWork: false,
  },
  start: {
    merge: "first",
    limit: 1,
    ofSubagents: false,
    field: "start",
    title: "start",
    isWork: false,
  },
  continues: {
    ...many,
    field: "continues",
    title: "continues",
    isWork: false,
    limit: 5,
  },
  git: {
    ...one,
    field: "git",
    title: "git",
    isWork: false,
  },
  prompt: {
    ...many,
    field: "prompts",
    title: "prompts",
    isWork: true,
    limit: 20,
    recallLimit: 200,
  },
  message: {
    ...one,
    field: "lastAssistantMessage",
    title: "last message",
    isWork: true,
  },
  turn: {
    ...many,
    field: "turns",
    title: "ends of turns",
    isWork: false,
    limit: 5,
  },
  todos: { ...one, field: "todos", title: "todos", isWork: true },
  task: {
    ...many,
    field: "tasks",
    title: "tasks",
    isWork: true,
    limit: 50,
    recallLimit: 500,
  },
  plan: {
    ...one,
    field: "plan",
    title: "plan",
    isWork: true,
  },
  file: {
    ...many,
    field: "files",
    title: "files",
    isWork: true,
    ofSubagents: true,
    limit: 100,
    recallLimit: 300,
  },
  command: {
    ...many,
    field: "commands",
    title: "commands",
    isWork: true,
    ofSubagents: true,
    limit: 20,
    recallLimit: 500,
  },
  agent: {
    ...many,
    field: "subagents",
    title: "subagents",
    isWork: true,
    limit: 20,
    recallLimit: 200,
  },
  background: {
    ...one,
    field: "background",
    title: "background",
    isWork: true,
  },
  compact: {
    ...one,
    field: "compact",
    title: "compaction",
    isWork: true,
  },
  end: { ...one, field: "end", title: "end", isWork: false },
  operation: {
    merge: "first",
    field: "operations",
    title: "operations",
    isWork: true,
    ofSubagents: true,
    limit: 30,
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof KINDS;

/** The number of a kind's newest rows that recall reads, for the main agent and its subagents each. */
export function recallLimitOf(kind: KindName): number {
  const { limit, recallLimit = limit }: Kind = KINDS[kind];
  return recallLimit;
}

/**
 * The first version whose workers know all kinds. An older worker would turn an observation of an unknown kind into a
 * dead letter. So hooks and workers end it first.
 */
export const KINDS_SINCE = "0.4.0";

export const KIND_NAMES = Object.keys(KINDS) as readonly KindName[];
