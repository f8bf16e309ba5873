/** A session that `hive resume --start` began has the earlier state in its prompt. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { continuedIn, continuing } from "../../src/recall/continued.ts";
import { callHook, payload } from "../support/hive.ts";
import { withEarlier } from "../support/earlier-session.ts";

// Real processes on a machine that may be busy.
setDefaultTimeout(120_000);

async function start(root: string, sessionId: string, env: Readonly<Record<string, string | undefined>>) {
  const stdin = payload("21-sessionstart-startup", { session_id: sessionId, cwd: "/home/dev/app" });
  return (await callHook(root, stdin, { ...(env as Record<string, string>), CLAUDE_PID: "" })).stdout;
}

/** The sessions that the saved calls continue. */
function continued(root: string): string[] {
  const texts = readdirSync(`${root}/queue/pending`).map((name) =>
    readFileSync(`${root}/queue/pending/${name}`, "utf8"),
  );
  const facts = texts.flatMap(
    (text) => (JSON.parse(text) as { payload: { facts: { kind: string; key: string }[] } }).payload.facts,
  );
  return facts.filter(({ kind }) => kind === "continues").map(({ key }) => key);
}

test("a session whose prompt holds an earlier state is not told it again, and continues that session", async () => {
  using dir = withEarlier();
  expect(await start(dir.root, "next", continuing("earlier", 1))).toBe("");
  expect(continued(dir.root)).toEqual(["earlier"]);
});

test("without the variable it is told", async () => {
  using dir = withEarlier();
  expect(await start(dir.root, "next", {})).toContain("Add two");
});

test("an agent that inherits the variable from another's shell is told as ever", async () => {
  using dir = withEarlier();
  const env = continuing("of-another-machine", 1);
  expect(await start(dir.root, "next", env)).toBe("");
  expect(continued(dir.root)).toEqual([]);
  expect(await start(dir.root, "inner", env)).toContain("Add two");
});

test.each([undefined, "", "earlier", "1:", ":earlier", "x:earlier"])("the variable %p names no session", (value) => {
  expect(continuedIn({ HIVE_CONTINUES: value })).toBeNull();
});
