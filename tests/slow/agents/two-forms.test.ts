/**
 * Agents that run the hooks in Claude Code's settings beside their own call hive twice for one call. Copilot's calls are
 * recorded: see tests/fixtures/agents/README.md. VS Code's and Cursor's second forms are made after their documentation.
 */
import { expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { queuePaths } from "../../../src/queue/layout.ts";
import { readHeartbeat } from "../../../src/supervisor/heartbeat.ts";
import { recordedPayloads } from "../../support/sessions/agent-payloads.ts";
import { callHook, drain, rows } from "../../support/hive.ts";
import { configure } from "../../support/settings.ts";
import { tempDir } from "../../support/temp-dir.ts";

// Real processes on a machine that may be busy.
setDefaultTimeout(120_000);

type Fields = Readonly<Record<string, unknown>>;
/** One call in the form of the agent's own hooks, and in that of Claude Code's. */
interface Twice {
  readonly own: Fields;
  readonly claude: Fields;
}

const RECORDED = JSON.parse(
  readFileSync(join(import.meta.dir, "../../fixtures/two-forms/copilot.json"), "utf8"),
) as Readonly<Record<string, readonly Twice[]>>;

const fieldsOf = (agent: string, ignored?: RegExp): Fields[] =>
  recordedPayloads(agent, ignored)
    .filter(({ name, isHandled }) => isHandled && !name.startsWith("2"))
    .map(({ text }) => JSON.parse(text) as Fields);

const CLAUDES_TOOLS: Fields = { Shell: "Bash", StrReplace: "Edit" };
/** Cursor maps the names of events and tools for Claude Code's hooks. */
function mapped(own: Fields): Fields {
  const event = String(own["hook_event_name"]).replace("beforeSubmitPrompt", "userPromptSubmit");
  const name = `${event[0]!.toUpperCase()}${event.slice(1)}`;
  const tool = own["tool_name"] as string | undefined;
  return { ...own, hook_event_name: name, ...(tool && { tool_name: CLAUDES_TOOLS[tool] ?? tool }) };
}

const SESSIONS: ReadonlyArray<readonly [agent: string, title: string, calls: readonly Twice[]]> = [
  ...Object.entries(RECORDED).map(([title, calls]) => ["copilot", `${title} session`, calls] as const),
  ["vscode", "session", fieldsOf("vscode", /PreToolUse/).map((own) => ({ own, claude: own }))],
  ["cursor", "session", fieldsOf("cursor").map((own) => ({ own, claude: mapped(own) }))],
];

/** What a store holds of calls, without times of arrival. */
async function stored(agent: string, payloads: readonly Fields[]) {
  using dir = tempDir();
  // One checkpoint of a call alone: how many more there are would depend on how long the calls take.
  configure(dir.root, { checkpointIntervalSeconds: 3600 });
  const env: Record<string, string> = agent === "copilot" ? { COPILOT_CLI: "1" } : {};
  for (const fields of payloads) {
    expect(await callHook(dir.root, JSON.stringify(fields), env)).toMatchObject({ exitCode: 0, stderr: "" });
  }
  await drain(dir.root);
  const { root } = dir;
  const counted = "SELECT kind, count(*) AS n FROM hive_state GROUP BY kind ORDER BY kind";
  return {
    facts: rows(root, counted),
    checkpoints: rows(root, "SELECT count(*) AS n FROM hive_checkpoints"),
    duplicates: readHeartbeat(queuePaths(root))?.duplicates,
  };
}

test.each(SESSIONS)("a call that %s tells in two forms counts once: a %s", async (agent, _title, calls) => {
  const once = await stored(
    agent,
    calls.map(({ own }) => own),
  );
  const twice = await stored(
    agent,
    calls.flatMap(({ own, claude }) => [own, claude]),
  );
  expect(twice).toEqual({ ...once, duplicates: calls.length });
  expect(once.duplicates).toBe(0);
});

test("two calls of Copilot's with the same input, one after the other, are two", async () => {
  const call = RECORDED["standard"]!.find(({ own }) => own["toolName"] === "bash")!.own;
  const next = { ...call, timestamp: Number(call["timestamp"]) + 1 };
  const found = await stored("copilot", [call, next]);
  expect(found).toMatchObject({ duplicates: 0 });
  expect(found.facts).toContainEqual({ kind: "operation", n: 2 });
});
