/** A state above a repository holds the sessions of its neighbours, too. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { EXIT_CODES } from "../../../src/base/errors.ts";
import { cli } from "../../support/cli.ts";
import { git, repository } from "../../support/git.ts";
import { callHook, drain } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

/** A state that two repositories shared. Only the first call comes from the repository that asks. */
async function shared(count: number) {
  const dir = tempDir();
  const [asking, other] = ["asking", "other"].map((name) => join(dir.path, name)) as [string, string];
  for (const path of [asking, other]) repository(path);
  const call = (session: string, cwd: string) => {
    const text = { session_id: session, hook_event_name: "UserPromptSubmit", cwd, prompt: `the work of ${session}` };
    return callHook(dir.root, JSON.stringify(text), { CLAUDE_PID: "", HIVE_INSTANCE_ID: "" });
  };
  if (count > 0) await call("own-session", asking);
  for (let n = 0; n < Math.max(count, 1); n += 1) await call(`others-${n}`, other);
  await drain(dir.root);
  const run = (...args: string[]) => cli(args, { cwd: asking });
  return { ...dir, asking, run };
}

test("a new repository below a state is given no session of its neighbour, except by its id", async () => {
  using it = await shared(0);
  expect(await it.run("resume")).toMatchObject({ exitCode: EXIT_CODES.HIVE_NOT_FOUND, stdout: "" });
  expect((await it.run("resume", "--for", "codex")).stdout).toBe("");
  expect((await it.run("sessions")).stdout).toBe("no session saved yet\n");
  expect((await it.run("sessions", "--search", "work")).stdout).toBe("no such session\n");
  expect((await it.run("resume", "others-0")).stdout).toContain("the work of others-0");
});

test("a repository finds its own session in the state above, behind later ones of a neighbour", async () => {
  using it = await shared(3);
  expect((await it.run("resume")).stdout).toContain("the work of own-session");
  const listed = JSON.parse((await it.run("sessions", "--json", "--limit", "1")).stdout) as { id: string }[];
  expect(listed.map(({ id }) => id)).toEqual(["own-session"]);
});

test("a linked worktree finds its main worktree's session in the state above both", async () => {
  using it = await shared(3);
  const cwd = join(it.path, "linked");
  git(it.asking, "worktree", "add", "-q", "-b", "w", cwd);
  expect((await cli(["resume"], { cwd })).stdout).toContain("the work of own-session");
  const listed = JSON.parse((await cli(["sessions", "--json"], { cwd })).stdout) as { id: string }[];
  expect(listed.map(({ id }) => id)).toEqual(["own-session"]);
});
