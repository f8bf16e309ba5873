/** What Codex says of its trust in hive's hooks, and what it says when it says nothing. */
import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { codex } from "../../../src/agents/codex/agent.ts";
import type { Trust } from "../../../src/agents/agent.ts";
import { tempDir } from "../../support/temp-dir.ts";

const hook = (trustStatus: string, more: object = {}): object => ({
  key: "/home/d/.codex/hooks.json:stop:0:0",
  command: "/opt/hive/dist/hive-hook",
  enabled: true,
  trustStatus,
  ...more,
});
const answer = (hooks: readonly object[]): string =>
  `printf '%s\\n' '${JSON.stringify({ id: 1, result: {} })}' '${JSON.stringify({ method: "configWarning" })}' '${JSON.stringify({ id: 2, result: { data: [{ cwd: "/work", hooks }] } })}'`;

/** Asks a program that runs these lines of shell, after it has read the questions. */
async function ask(lines: string | null, installed = 0): Promise<Trust> {
  using dir = tempDir();
  if (lines !== null) {
    const questions = "read -r a; read -r b; read -r c";
    writeFileSync(join(dir.path, "codex"), `#!/bin/sh\n${questions}\n${lines}\n`, { mode: 0o755 });
  }
  return await codex.askTrust!({ cwd: "/", env: { PATH: `${dir.path}:/usr/bin:/bin` }, hooks: installed });
}

const FOREIGN = hook("untrusted", { command: "notify-send done" });

test.each([
  ["all", [hook("trusted"), hook("managed"), FOREIGN], { isGiven: true, found: "Codex trusts all of hive's 2 hooks" }],
  [
    "one that is untrusted",
    [hook("trusted"), hook("untrusted")],
    {
      isGiven: false,
      found: "Codex trusts 1 of hive's 2 hooks, and calls no other",
      advice: expect.stringContaining("/hooks"),
    },
  ],
  ["one that was changed", [hook("modified")], { isGiven: false, advice: expect.stringContaining("/hooks") }],
  ["one that is off", [hook("trusted", { enabled: false })], { isGiven: false }],
  ["none of hive's", [FOREIGN], { isGiven: false, found: "Codex finds none of hive's hooks" }],
] as const)("Codex's list of hooks: %s", async (_what, hooks, expected) => {
  expect(await ask(answer(hooks))).toMatchObject(expected);
});

test("hooks that Codex does not list, as an older version or an untrusted project, are told", async () => {
  const listed = answer([hook("trusted"), hook("managed")]);
  expect(await ask(listed, 8)).toEqual({
    isGiven: null,
    found: "Codex trusts 2 of hive's hooks, and knows none of the other 6",
    advice: "update codex, and trust the project in it",
  });
  expect(await ask(listed, 2)).toMatchObject({ isGiven: true });
});

test.each([
  ["that ends at once", "exit 1"],
  ["that answers with no JSON", "echo hello"],
  ["that refuses", `echo '{"id":2,"error":{"message":"no"}}'`],
  ["that is not there", null],
])("a Codex %s leaves the trust unknown", async (_what, lines) => {
  expect((await ask(lines)).isGiven).toBeNull();
});
