/** A subagent of a subagent of Copilot's, whose calls do not name its session: only its start and its end do. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import type { Observation } from "../../../src/model/observation.ts";
import { recordedPayloads } from "../../support/sessions/agent-payloads.ts";
import { callHook } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

// Real processes on a machine that may be busy.
setDefaultTimeout(120_000);

const NESTED = recordedPayloads("copilot", /preToolUse/).filter(({ name }) => name.startsWith("5"));
const [SESSION, FIRST, SECOND] = ["1", "2", "4"].map((n) => `00000000-0000-4000-8000-00000000000${n}`);

/** Plays the recorded calls of these names, and gives back the files that were told, with their session and subagent. */
async function filesAfter(names: RegExp, isOwnPlace = false): Promise<unknown[]> {
  using dir = tempDir();
  const project = `${dir.path}/app`;
  mkdirSync(project);
  const state = isOwnPlace ? `${dir.path}/state` : `${project}/.hive-mind`;
  for (const { text } of NESTED.filter(({ name }) => names.test(name))) {
    const payload = JSON.stringify({ ...(JSON.parse(text) as object), cwd: project });
    const env = { HOME: dir.path, XDG_DATA_HOME: "", COPILOT_CLI: "1" };
    const { exitCode, stderr } = await callHook(isOwnPlace ? state : "", payload, env);
    expect([exitCode, stderr]).toEqual([0, ""]);
  }
  const waiting = readdirSync(`${state}/queue/pending`).toSorted();
  const entries = waiting.map((name) => JSON.parse(readFileSync(`${state}/queue/pending/${name}`, "utf8")) as object);
  const seen = entries.map((entry) => (entry as { readonly payload: Partial<Observation> }).payload);
  return seen.flatMap(({ sessionId, facts = [] }) =>
    facts.filter(({ kind }) => kind === "file").map(({ key, agentId }) => [sessionId, agentId, key]),
  );
}

test.each([
  ["in its project's state directory", false],
  ["in a state directory that the user names", true],
])("what a subagent's subagent does is its session's, and its own: %s", async (_name, isOwnPlace) => {
  expect(await filesAfter(/subagentStart|postToolUse-create/, isOwnPlace)).toEqual([
    [SESSION, FIRST, "/home/dev/app/outer.txt"],
    [SESSION, SECOND, "/home/dev/app/part.txt"],
  ]);
});

test("a subagent's subagent whose start hive did not see keeps the id of the one that started it", async () => {
  expect(await filesAfter(/postToolUse-create/)).toEqual([
    [SESSION, FIRST, "/home/dev/app/outer.txt"],
    [FIRST, SECOND, "/home/dev/app/part.txt"],
  ]);
});
