/** The facts of one session, as each agent reports it in recorded payloads. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { AgentHook } from "../../src/agents/agent.ts";
import { claudeCodeHook } from "../../src/agents/claude-code/hook.ts";
import { type AgentName, agentOf } from "../../src/agents/detect.ts";
import { loadHook } from "../../src/agents/load-hook.ts";
import type { Fact } from "../../src/model/observation.ts";

const FIXTURES = resolve(import.meta.dir, "../../tests/fixtures/agents");

/** The directory of its payloads, and its name for people. */
const AGENTS: ReadonlyArray<readonly [directory: string, agent: AgentName, title: string]> = [
  ["claude", "claude-code", "Claude Code"],
  ["codex", "codex", "Codex"],
  ["gemini", "gemini", "Gemini"],
  ["qwen", "qwen", "Qwen ¹"],
  ["copilot", "copilot", "Copilot CLI"],
  ["vscode", "vscode", "VS Code ¹"],
  ["cursor", "cursor", "Cursor ¹"],
  ["opencode", "opencode", "OpenCode"],
];

/** One call of the hook. */
interface Heard {
  /** 1 the standard session, 2 resumed, 3 compaction, 4 a subagent. */
  readonly part: string;
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly facts: readonly Fact[];
}

async function hear(directory: string, agent: AgentName): Promise<Heard[]> {
  const hook: AgentHook = agent === "claude-code" ? claudeCodeHook : await loadHook(agent);
  const heard: Heard[] = [];
  for (const name of readdirSync(join(FIXTURES, directory)).toSorted()) {
    const text = readFileSync(join(FIXTURES, directory, name), "utf8");
    const fields = JSON.parse(text) as Record<string, unknown>;
    if (agentOf(fields, {}) !== agent) throw new Error(`${directory}/${name} is taken for another agent's`);
    const payload = hook.parse(text, fields);
    if (payload === null) continue;
    heard.push({ part: name[0]!, event: payload.event, fields: payload.fields, facts: hook.facts(payload, 1) });
  }
  return heard;
}

const factsOf = (heard: readonly Heard[], part: string, kind: Fact["kind"]): Fact[] =>
  heard.filter((one) => one.part === part).flatMap(({ facts }) => facts.filter((fact) => fact.kind === kind));

/** The value of a fact in the recorded facts. */
function first<T>(facts: readonly Fact[], read: (fact: Fact) => T | undefined): T | undefined {
  for (const fact of facts) {
    const value = read(fact);
    if (value !== undefined) return value;
  }
  return undefined;
}

const fileIn = (heard: readonly Heard[], path: string): unknown =>
  first(factsOf(heard, "1", "file"), ({ key, data }) => (key.endsWith(path) ? data["change"] : undefined));

const commandIn = (heard: readonly Heard[], begin: string): Fact["data"] | undefined =>
  first(factsOf(heard, "1", "command"), ({ data }) => (String(data["command"]).startsWith(begin) ? data : undefined));

const started = (heard: readonly Heard[], part: string, source: string): string | undefined =>
  heard.some(({ part: of, event, fields }) => of === part && event === "SessionStart" && fields["source"] === source)
    ? source
    : undefined;

const session = (heard: readonly Heard[], field: string): string | undefined =>
  heard.some(({ facts }) => facts.some(({ kind, data }) => kind === "session" && data[field] !== undefined))
    ? "told"
    : undefined;

/** Todos as one list or as tasks, one text each. */
function todosIn(heard: readonly Heard[]): string | undefined {
  const tasks = new Map<string, Fact["data"]>();
  for (const { key, data } of factsOf(heard, "1", "task")) tasks.set(key, { ...tasks.get(key), ...data });
  const list = factsOf(heard, "1", "todos").at(-1)?.data["todos"] ?? [...tasks.values()];
  const texts = (list as Fact["data"][]).map(
    ({ content, subject, status }) => `${String(content ?? subject)}: ${String(status)}`,
  );
  return texts.length === 0 ? undefined : texts.join(", ");
}

const agents = (heard: readonly Heard[]): Fact["data"][] => factsOf(heard, "4", "agent").map(({ data }) => data);

/**
 * The facts of the session. Each gives an agent's value, in the same words for all agents; undefined if it reports
 * none.
 */
const FACTS: Readonly<Record<string, (heard: readonly Heard[]) => unknown>> = {
  "session: new": (heard) => started(heard, "1", "startup"),
  "session: model": (heard) => session(heard, "model"),
  "session: transcript": (heard) => session(heard, "transcriptPath"),
  prompt: (heard) => first(factsOf(heard, "1", "prompt"), ({ data }) => data["text"]),
  "call: id": (heard) => (heard.some(({ fields }) => fields["tool_use_id"] !== undefined) ? "told" : undefined),
  "file: written anew": (heard) => (fileIn(heard, "/notes.md") === "created" ? "created" : undefined),
  "file: edited": (heard) => fileIn(heard, "/math.ts"),
  "file: changed by a command": (heard) => fileIn(heard, "/made.txt"),
  "edit: failed": (heard) =>
    first(factsOf(heard, "1", "operation"), ({ data }) =>
      String(data["target"]).endsWith("/math.ts") && data["outcome"] === "failed" ? "failed" : undefined,
    ),
  "command: what ran": (heard) => commandIn(heard, "ls nothing")?.["command"],
  "command: failed": (heard) => commandIn(heard, "ls nothing")?.["outcome"],
  "command: what it printed": (heard) => /No such file/.exec(String(commandIn(heard, "ls nothing")?.["error"]))?.[0],
  "command: went well": (heard) => commandIn(heard, "printf")?.["outcome"],
  todos: todosIn,
  "turn: ended": (heard) => (heard.some(({ part, event }) => part === "1" && event === "Stop") ? "told" : undefined),
  "turn: last message": (heard) => first(factsOf(heard, "1", "message"), ({ data }) => data["text"]),
  "session: ended": (heard) => (factsOf(heard, "1", "end").length > 0 ? "told" : undefined),
  "session: resumed": (heard) => started(heard, "2", "resume"),
  "compaction: begins": (heard) => (factsOf(heard, "3", "compact").length > 0 ? "told" : undefined),
  "compaction: ended": (heard) => started(heard, "3", "compact"),
  "subagent: runs": (heard) => (agents(heard).some(({ status }) => status === "running") ? "told" : undefined),
  "subagent: ended": (heard) => (agents(heard).some(({ status }) => status !== "running") ? "told" : undefined),
  "subagent: last message": (heard) => (agents(heard).some(({ lastMessage }) => lastMessage) ? "told" : undefined),
  "subagent: its own work": (heard) =>
    heard.some(({ facts }) => facts.some(({ kind, agentId }) => kind === "operation" && agentId)) ? "told" : undefined,
};

/** The facts that hive finds where an agent does not report them. */
const FOUND: ReadonlySet<string> = new Set(["file: changed by a command"]);

/** One fact as each agent reports it, in the order of {@link AGENT_TITLES}. */
export interface FactRow {
  readonly name: string;
  readonly values: readonly unknown[];
}

export const AGENT_TITLES: readonly string[] = AGENTS.map(([, , title]) => title);

export async function agentFacts(): Promise<FactRow[]> {
  const heard = await Promise.all(AGENTS.map(([directory, agent]) => hear(directory, agent)));
  return Object.entries(FACTS).map(([name, read]) => ({ name, values: heard.map(read) }));
}

/** @returns the table of docs/agents.md */
export async function agentTable(): Promise<string> {
  const rows = (await agentFacts()).map(({ name, values }) => [
    name,
    ...values.map((value) => (value === undefined ? (FOUND.has(name) ? "found ²" : "not told") : "told")),
  ]);
  const heads = ["fact", ...AGENT_TITLES];
  return `${[heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}
