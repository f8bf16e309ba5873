import type { Ended } from "../agents/claude-code/transcript.ts";
import { isObject } from "../base/json.ts";
import type { SeenRow, SessionState } from "../store/sqlite/read/session-state.ts";

/** A subagent, or a command in the background. */
export interface Task {
  /** Such as `Explore`, `shell`. */
  readonly type: string | undefined;
  readonly text: unknown;
  readonly atMs: number;
  readonly status: string;
  readonly lastMessage?: unknown;
}

const isRunningStatus = (status: unknown): boolean => status === "running" || status === "pending";

/** The state with what the transcript has of ends: of each task the hooks may have reported another one. */
export function withEnded(state: SessionState, ended: readonly Ended[], atMs: number): SessionState {
  const known = new Map((state.subagents ?? []).map((row) => [row.key, row]));
  const isOpen = ({ taskId, status }: Ended): boolean => {
    const row = known.get(taskId);
    return !isRunningStatus(status) && (row?.["status"] === undefined || isRunningStatus(row["status"]));
  };
  const news = ended.filter(isOpen).map(({ taskId, status, result }): SeenRow => {
    const row = known.get(taskId);
    return { ...row, key: taskId, atMs, status, ...(result === undefined ? {} : { lastMessage: result }) };
  });
  if (news.length === 0) return state;
  const keys = new Set(news.map(({ key }) => key));
  return { ...state, subagents: [...news, ...(state.subagents ?? []).filter(({ key }) => !keys.has(key))] };
}

/** The running subagents and commands. The agent's own list of them overrides every fact from before it. */
export function runningTasks(state: SessionState): Task[] {
  const { subagents = [], commands = [], background } = state;
  const listed = new Map<unknown, Readonly<Record<string, unknown>>>();
  const tasks = background?.["tasks"];
  const isListed = Array.isArray(tasks);
  for (const task of isListed ? tasks.filter(isObject) : [])
    if (isRunningStatus(task["status"])) listed.set(task["id"], task);
  const listedMs = isListed ? background!.atMs : Number.NEGATIVE_INFINITY;
  const ended = new Map(subagents.filter((row) => !isRunningStatus(row["status"])).map((row) => [row.key, row]));
  const runs = (id: unknown, startedMs: number): boolean =>
    !ended.has(String(id)) && (listed.has(id) || startedMs > listedMs);

  const agents = subagents
    .filter((row) => isRunningStatus(row["status"]) && isNamed(row) && runs(row.key, row.atMs))
    .map((row) => taskOf(row));
  const shells = commands
    .filter((row) => row["outcome"] === "background" && runs(row["taskId"], row.atMs))
    .map((row): Task => ({ type: "shell", text: row["command"], atMs: row.atMs, status: "running" }));
  const known = new Set<unknown>([...subagents.map(({ key }) => key), ...commands.map((row) => row["taskId"])]);
  const others = [...listed.values()]
    .filter((task) => !known.has(task["id"]))
    .map((task): Task => {
      const type = typeof task["type"] === "string" ? task["type"] : undefined;
      return { type, text: task["command"] ?? task["description"], atMs: listedMs, status: "running" };
    });
  return distinct([...agents, ...shells, ...others]);
}

/** The last messages of ended subagents, the latest first. */
export function finishedAgents({ subagents = [] }: SessionState): Task[] {
  return subagents
    .filter((row) => isNamed(row) && !isRunningStatus(row["status"]) && row["status"] !== undefined)
    .map((row) => taskOf(row))
    .toSorted((a, b) => b.atMs - a.atMs);
}

const isNamed = (row: SeenRow): boolean => isText(row["type"]) || isText(row["description"]);

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

function taskOf(row: SeenRow): Task {
  const { key, atMs } = row;
  const type = isText(row["type"]) ? row["type"] : undefined;
  const status = isText(row["status"]) ? row["status"] : "?";
  return { type, text: row["description"] ?? key, atMs, status, lastMessage: row["lastMessage"] };
}

/** A command that was started again counts once. */
function distinct(tasks: readonly Task[]): Task[] {
  const seen = new Set<string>();
  return tasks.filter(({ type, text }) => {
    const name = `${type}\0${String(text)}`;
    return type !== "shell" || (!seen.has(name) && seen.add(name));
  });
}
