import { expect, test } from "bun:test";
import { agentOf } from "../../../bench/scenarios/agent.ts";
import { smokeContext } from "../support/context.ts";

test("a session of the agent is skipped with a reason where it is not installed", async () => {
  const { figures, series, notes } = await agentOf("/nowhere/claude").run(smokeContext());
  expect({ figures, series }).toEqual({ figures: [], series: [] });
  expect(notes).toEqual([expect.stringMatching(/^Skipped: Claude Code is not installed here/)]);
});
