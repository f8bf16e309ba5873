/** A session that `hive resume --start` began has the earlier state in its prompt. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { continuedIn, continuing } from "../../src/recall/continued.ts";
import { repository } from "../support/git.ts";
import { callHook, payload } from "../support/hive.ts";
import { withEarlier } from "../support/earlier-session.ts";

// Real processes on a machine that may be busy.
setDefaultTimeout(120_000);

async function start(
  root: string,
  sessionId: string,
  env: Readonly<Record<string, string | undefined>>,
  cwd = "/home/dev/app",
) {
  const stdin = payload("21-sessionstart-startup", { session_id: sessionId, cwd });
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
  expect(await start(dir.root, "next", continuing("earlier", dir.root, Date.now()))).toBe("");
  expect(continued(dir.root)).toEqual(["earlier"]);
});

test("without the variable it is told", async () => {
  using dir = withEarlier();
  expect(await start(dir.root, "next", {})).toContain("Add two");
});

test("an agent that inherits the variable from another's shell is told as ever", async () => {
  using dir = withEarlier();
  const env = continuing("of-another-machine", dir.root, Date.now());
  expect(await start(dir.root, "next", env)).toBe("");
  expect(continued(dir.root)).toEqual([]);
  expect(await start(dir.root, "inner", env)).toContain("Add two");
});

test("the variable of another project, and one of two hours ago, are as none", async () => {
  using dir = withEarlier();
  using other = withEarlier();
  const env = continuing("earlier", dir.root, Date.now());
  expect(await start(other.root, "inner", env)).toContain("Add two");
  expect(continued(other.root)).toEqual(["earlier"]);
  expect(await start(dir.root, "later", continuing("earlier", dir.root, Date.now() - 7_200_000))).toContain("Add two");
});

test("a session of the state above is continued, whatever the repository itself has", async () => {
  using dir = withEarlier();
  const repo = join(dir.path, "repo");
  repository(repo);
  const root = join(repo, ".hive-mind");
  const begin = (id: string, more: Readonly<Record<string, string | undefined>>): Promise<string> =>
    start("", id, { HIVE_ROOT: "", CLAUDE_PROJECT_DIR: "", ...more }, repo);
  expect(await begin("first", continuing("earlier", root, Date.now()))).toBe("");
  expect(continued(root)).toEqual(["earlier"]);
  const work = { session_id: "first", cwd: repo, prompt: "Add three" };
  expect(
    (
      await callHook("", payload("38-userpromptsubmit", work), {
        HIVE_ROOT: "",
        CLAUDE_PROJECT_DIR: "",
        CLAUDE_PID: "",
      })
    ).stdout,
  ).toBe("");
  expect(await begin("second", continuing("earlier", root, Date.now()))).toBe("");
  expect(continued(root)).toEqual(["earlier", "earlier"]);
});

test.each([undefined, "", "earlier", "1:", ":earlier", "x:earlier", "1:earlier", "1:0:earlier"])(
  "the variable %p names no session",
  (value) => {
    expect(continuedIn({ HIVE_CONTINUES: value }, "/p/.hive-mind", 1)).toBeNull();
  },
);
