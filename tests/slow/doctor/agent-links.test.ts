/** The links of agents to hive: each way in which one breaks is told, with the way out. */
import { expect, setDefaultTimeout, test } from "bun:test";
import * as fs from "node:fs";
import { join } from "node:path";
import { codex } from "../../../src/agents/codex/agent.ts";
import { copilot } from "../../../src/agents/copilot/agent.ts";
import { gemini } from "../../../src/agents/gemini/agent.ts";
import { opencode } from "../../../src/agents/opencode/agent.ts";
import { qwen } from "../../../src/agents/qwen/agent.ts";
import { DEFAULTS } from "../../../src/base/config/config.ts";
import type { Finding } from "../../../src/doctor/registry.ts";
import { readStatus } from "../../../src/doctor/status.ts";
import { interpretedHook } from "../../../src/install/hook/command.ts";
import { findProjectPaths, type ProjectPaths } from "../../../src/install/paths.ts";
import { planInstall, planRemoval } from "../../../src/install/plan.ts";
import { makeProject, NO_ANSWERS } from "../../install/project.ts";
import { recordedPayloads } from "../../support/sessions/agent-payloads.ts";
import { callHook, drain } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

// Real processes on a machine that may be busy.
setDefaultTimeout(120_000);

const AGENTS = { codex, copilot, gemini, opencode, qwen };

/** A project of a user with several agents, all of which call hive. */
function linked() {
  const dir = tempDir();
  const first = makeProject(dir.path);
  const { project, env } = first;
  const paths = Object.fromEntries(
    Object.entries(AGENTS).map(([name, agent]) => [name, findProjectPaths(project, env, agent)]),
  ) as Record<keyof typeof AGENTS, ProjectPaths>;
  for (const one of Object.values(paths)) planInstall(one, "user", NO_ANSWERS, interpretedHook()).make();
  return {
    paths,
    root: first.root,
    async finding(code: string): Promise<Finding> {
      const { findings } = await readStatus(first.root, Date.now(), DEFAULTS, { project: first, env });
      return findings.find((one) => one.code === code)!;
    },
    [Symbol.dispose]: () => dir[Symbol.dispose](),
  };
}

test("all that are linked are named, and nothing forbids their hooks", async () => {
  using it = linked();
  const { level, found } = await it.finding("hooks");
  expect(level).toBe("ok");
  for (const name of Object.keys(AGENTS)) expect(found).toContain(`${name} calls hive: user settings`);
  expect((await it.finding("policy")).level).toBe("ok");
});

test("a file that somebody deleted or emptied is told, but not one from which hive was taken out", async () => {
  using it = linked();
  const { opencode: deleted, gemini: emptied } = it.paths;
  fs.rmSync(deleted.settings.user);
  fs.writeFileSync(emptied.settings.user, "{}\n");
  planRemoval(it.paths.qwen, "user").make();
  const { level, found, run } = await it.finding("hooks");
  expect(level).toBe("problem");
  expect(found).toContain(
    `${deleted.settings.user} is gone, which setup had written: it makes OpenCode call hive no more`,
  );
  expect(found).toContain(`${emptied.settings.user} names hive no more`);
  expect(found).not.toContain("Qwen");
  expect(run).toContain("setup --agent opencode --scope user");
});

test.each([
  ["gemini", "hooksConfig", { enabled: false }, '"hooksConfig.enabled"'],
  ["qwen", "disableAllHooks", true, '"disableAllHooks"'],
  ["copilot", "disableAllHooks", true, '"disableAllHooks"'],
] as const)("a switch of %s's own that turns its hooks off is told", async (name, field, value, told) => {
  using it = linked();
  const path = it.paths[name].settings.user;
  fs.writeFileSync(path, JSON.stringify({ ...(JSON.parse(fs.readFileSync(path, "utf8")) as object), [field]: value }));
  const { level, found, advice } = await it.finding("policy");
  expect([level, found]).toEqual(["problem", expect.stringContaining(`${told} in ${path} keeps `)]);
  expect(advice).toContain(`take ${told} out of ${path}`);
});

test("a switch of Copilot's user that stops no Copilot is a warning", async () => {
  using it = linked();
  const path = join(it.paths.copilot.agentDirectory, "settings.json");
  fs.writeFileSync(path, '{ "disableAllHooks": true }');
  const { level, found } = await it.finding("policy");
  expect([level, found]).toEqual(["warning", expect.stringContaining(`"disableAllHooks" in ${path} keeps `)]);
});

test("an agent that has never called is named beside those that have", async () => {
  using it = linked();
  await callHook(it.root, recordedPayloads("gemini")[0]!.text);
  await drain(it.root);
  const { level, found } = await it.finding("calls");
  expect(level).toBe("ok");
  expect(found.replaceAll(" (not on the PATH)", "")).toMatch(
    /: gemini \d+ \w+ ago; none yet of codex, qwen, copilot, opencode$/,
  );
});
