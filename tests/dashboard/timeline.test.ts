/** What a session's timeline shows of its facts. */
import { expect, test } from "bun:test";
import { eventsOf } from "../../src/dashboard/read/session-view.ts";
import type { TimelineRow } from "../../src/store/sqlite/read/timeline.ts";

const row = (kind: string, data: Record<string, unknown>, given: Partial<TimelineRow> = {}): TimelineRow => ({
  kind,
  key: "k",
  agentId: "",
  atMs: 5,
  data,
  ...given,
});

test("a command is told with its operation: once, with how it ended and why", () => {
  const rows = [
    row("operation", { tool: "Bash", target: "bun test", outcome: "failed" }),
    row("command", { command: "bun test --all", outcome: "failed", error: "expected 1" }),
  ];
  expect(eventsOf(rows)).toEqual([
    {
      key: "operation  k ",
      kind: "call",
      atMs: 5,
      label: "Bash",
      text: "bun test --all",
      outcome: "failed",
      error: "expected 1",
      agentId: null,
    },
  ]);
});

test("a subagent's command of the same name is its own", () => {
  const rows = [
    row("operation", { tool: "Bash", target: "make" }, { agentId: "a1" }),
    row("command", { command: "make all", outcome: "failed" }),
  ];
  expect(eventsOf(rows)).toMatchObject([{ text: "make", outcome: null, agentId: "a1" }]);
});

test("each kind of fact has its event, and a damaged one has an empty text", () => {
  const kinds = ["prompt", "operation", "turn", "agent", "compact", "end", "checkpoint"];
  const events = eventsOf(kinds.map((kind) => row(kind, { text: 7, tool: null, trigger: ["x"] })));
  expect(events.map(({ kind }) => kind)).toEqual([
    "prompt",
    "call",
    "message",
    "subagent",
    "compaction",
    "end",
    "checkpoint",
  ]);
  expect(events.every(({ text, label }) => text === "" && (label === "" || label === "k"))).toBe(true);
});
