/** One session, as each agent tells it. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AGENT_TITLES, agentFacts, agentTable } from "../../scripts/docs/agent-facts.ts";
import { withMarked } from "../../scripts/docs/marked-table.ts";

const PAGE = join(import.meta.dir, "../../docs/agents.md");
const rows = await agentFacts();
const toldBy = (title: string): string[] => {
  const column = AGENT_TITLES.findIndex((one) => one.startsWith(title));
  return rows.filter(({ values }) => values[column] !== undefined).map(({ name }) => name);
};
const notToldBy = (title: string): string[] => {
  const told = toldBy(title);
  return rows.map(({ name }) => name).filter((name) => !told.includes(name));
};

test.each(rows)("$name is the same fact, whichever agent tells it", ({ values }) => {
  const told = values.filter((value) => value !== undefined);
  expect(new Set(told).size).toBeLessThan(2);
});

test.each([
  ["Claude Code", ["file: changed by a command", "edit: failed"]],
  [
    "Codex",
    [
      "file: changed by a command",
      "edit: failed",
      "command: failed",
      "command: what it printed",
      "command: went well",
      "todos",
      "subagent: ended",
      "subagent: last message",
      "subagent: its own work",
    ],
  ],
  [
    "Gemini",
    [
      "session: model",
      "call: id",
      "file: changed by a command",
      "compaction: begins",
      "compaction: ended",
      "subagent: runs",
      "subagent: its own work",
    ],
  ],
  [
    "Copilot",
    ["session: model", "call: id", "file: changed by a command", "todos", "turn: last message", "compaction: ended"],
  ],
  [
    "Cursor",
    [
      "session: transcript",
      "file: written anew",
      "file: changed by a command",
      "turn: last message",
      "session: resumed",
      "compaction: ended",
      "subagent: its own work",
    ],
  ],
  ["OpenCode", ["session: transcript"]],
])("%s does not tell, and hive does not guess: %j", (title, names) => {
  expect(notToldBy(title)).toEqual(names);
});

test("docs/agents.md has the table that the payloads give", async () => {
  expect(readFileSync(PAGE, "utf8")).toBe(withMarked(PAGE, "agents", await agentTable()));
});
