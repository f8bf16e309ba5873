/** The tools of agents that were not run, by their names in the agents' sources: tests/fixtures/tool-names.json. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HookPayload } from "../../src/agents/claude-code/payload.ts";
import { fileCall } from "../../src/agents/facts/file-call.ts";
import { effectOf } from "../../src/agents/facts/tool-names.ts";
import { qwenSettings } from "../../src/agents/qwen/settings.ts";

const FIXTURE = join(import.meta.dir, "../fixtures/tool-names.json");
const LISTS = JSON.parse(readFileSync(FIXTURE, "utf8")) as Readonly<
  Record<"qwen" | "vscode", { readonly tools: Readonly<Record<string, string | null>> }>
>;
/** A patch is known by its text, and a subagent by its result. */
const BY_OTHER_MEANS = ["patches", "starts a subagent"];

test.each(
  Object.entries(LISTS).flatMap(([agent, { tools }]) => Object.entries(tools).map((one) => [agent, ...one] as const)),
)("of %s, %s %p", (_agent, tool, effect) => {
  const expected = effect === null || BY_OTHER_MEANS.includes(effect) ? undefined : effect;
  expect<string | undefined>(effectOf(tool)).toBe(expected);
});

test("Qwen calls hive after each tool with an effect that hive knows, and after no other", () => {
  const file = JSON.parse(qwenSettings.install(null, { command: "/opt/hive/dist/hive-hook", args: [] })) as {
    readonly hooks: Readonly<Record<string, ReadonlyArray<{ readonly matcher?: string }>>>;
  };
  for (const event of ["PostToolUse", "PostToolUseFailure"]) {
    const matcher = new RegExp(file.hooks[event]![0]!.matcher!);
    for (const [tool, effect] of Object.entries(LISTS.qwen.tools)) {
      expect([event, tool, matcher.test(tool)]).toEqual([event, tool, effect !== null]);
    }
  }
});

test("an edit of a notebook names its file in a field of its own", () => {
  const fields = { cwd: "/a", tool_name: "notebook_edit", tool_input: { notebook_path: "b.ipynb", new_source: "x" } };
  const call = fileCall({ fields } as unknown as HookPayload, { isFailed: false });
  expect(call.files).toEqual([{ path: "/a/b.ipynb", change: "modified" }]);
});
