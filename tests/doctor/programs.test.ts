/** What doctor says of the programs of agents that are set up, and of the hooks that Codex trusts. */
import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Agent } from "../../src/agents/agent.ts";
import { AGENTS } from "../../src/agents/agents.ts";
import { codex } from "../../src/agents/codex/agent.ts";
import { copilot } from "../../src/agents/copilot/agent.ts";
import { gemini } from "../../src/agents/gemini/agent.ts";
import { programsCheck } from "../../src/doctor/deep/programs.ts";
import { trustCheck } from "../../src/doctor/deep/trust.ts";
import type { ProjectView } from "../../src/doctor/project-view.ts";
import { tempDir } from "../support/temp-dir.ts";

/** A machine with these programs, on which these agents are set up. */
function machine(agents: readonly Agent[], programs: Readonly<Record<string, string>>) {
  const dir = tempDir();
  const bin = join(dir.path, "bin");
  mkdirSync(bin);
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(bin, name), text, { mode: 0o755 });
  const installedHooks = () => agents.map((agent) => ({ agent, where: "user" }));
  const view = { installedHooks, cwd: "/", env: { PATH: `${bin}:/usr/bin:/bin` } } as unknown as ProjectView;
  return { view, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

test("an agent that is set up and whose program is not on the PATH is named, and is no fault", async () => {
  using it = machine([gemini, copilot], { "code-insiders": "#!/bin/sh\n" });
  expect(await programsCheck.run(it.view)).toMatchObject({
    level: "ok",
    found: "not on the PATH, unless an editor or an alias starts it: Gemini (gemini)",
  });
});

test("agents whose programs are there are well", async () => {
  using it = machine(AGENTS, Object.fromEntries(AGENTS.map(({ programs: [name] }) => [name!, "#!/bin/sh\n"])));
  expect(await programsCheck.run(it.view)).toMatchObject({ level: "ok" });
});

test("Codex is asked for as many hooks as its settings have", async () => {
  const hook = { command: "/opt/hive/dist/hive-hook", enabled: true, trustStatus: "trusted" };
  const answer = JSON.stringify({ id: 2, result: { data: [{ cwd: "/", hooks: [hook] }] } });
  using it = machine([codex], { codex: `#!/bin/sh\nread -r a; read -r b; read -r c\necho '${answer}'\n` });
  expect(await trustCheck.run(it.view)).toMatchObject({
    level: "warning",
    found: `Codex trusts 1 of hive's hooks, and knows none of the other ${codex.settings.events.length - 1}`,
  });
});
