import { expect, setDefaultTimeout, test } from "bun:test";
import { closeSync, mkdirSync, openSync, realpathSync, renameSync, writeFileSync, writeSync } from "node:fs";
import { cli } from "../../support/cli.ts";
import { git } from "../../support/git.ts";
import { callHook, drain, payload } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

async function call(session: string, cwd: string, name: string, root = ""): Promise<string> {
  const env = { CLAUDE_PID: "", HIVE_INSTANCE_ID: "", CLAUDE_PROJECT_DIR: cwd };
  const { stdout, stderr } = await callHook(root, payload(name, { session_id: session, cwd }), env);
  expect(stderr).toBe("");
  return stdout;
}

async function listed(cwd: string): Promise<string[]> {
  const { stdout } = await cli(["sessions", "--json"], { cwd });
  return (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id).toSorted();
}

test("a linked worktree's own older state is given where the shared one has nothing, until somebody goes on from it", async () => {
  using dir = tempDir();
  const top = realpathSync(dir.path);
  const [main, tree] = [`${top}/main`, `${top}/tree`];
  mkdirSync(main);
  git(main, "init", "-q", "-b", "main");
  git(main, "commit", "-q", "--allow-empty", "-m", "first");
  git(main, "worktree", "add", "-q", tree);
  const env = { CLAUDE_PID: "", HIVE_INSTANCE_ID: "" };
  const call = async (session: string, name: string, fields: object, root = ""): Promise<string> => {
    const text = payload(name, { session_id: session, cwd: tree, ...fields });
    const ended = await callHook(root, text, { ...env, CLAUDE_PROJECT_DIR: tree });
    expect(ended.stderr).toBe("");
    return ended.stdout;
  };
  const prompt = (session: string, text: string, root?: string): Promise<string> =>
    call(session, "38-userpromptsubmit", { prompt: text, prompt_id: Bun.randomUUIDv7() }, root);
  const start = (session: string): Promise<string> => call(session, "21-sessionstart-startup", {});
  await call("old", "21-sessionstart-startup", {}, `${tree}/.hive-mind`);
  await prompt("old", "port the parser to streams", `${tree}/.hive-mind`);
  await drain(`${tree}/.hive-mind`);
  // Given is not taken: the first receiver is left without a prompt.
  for (const session of ["s1", "s2"]) expect(await start(session)).toContain("port the parser to streams");
  await prompt("s2", "go on with the tests");
  await drain(`${main}/.hive-mind`);
  const third = await start("s3");
  expect(third).toContain("Session s2");
  await call("s2", "29-stop", {});
  await call("s2", "28-sessionend-clear", {});
  await drain(`${main}/.hive-mind`);
  expect(await start("s4")).not.toContain("port the parser to streams");
});

test("the worktrees of a repository are one project in a state above them, and the latest that worked is taken from it", async () => {
  using dir = tempDir();
  const top = realpathSync(dir.path);
  const [main, one, two, other] = ["main", "one", "two", "other"].map((name) => `${top}/${name}`) as [
    string,
    string,
    string,
    string,
  ];
  for (const path of [main, other]) {
    mkdirSync(path);
    git(path, "init", "-q", "-b", "main");
    git(path, "commit", "-q", "--allow-empty", "-m", "first");
  }
  for (const path of [one, two]) git(main, "worktree", "add", "-q", path);
  for (const [session, cwd] of [
    ["of-other", other],
    ["of-one", one],
    ["of-two", two],
  ] as const) {
    await call(session, cwd, "21-sessionstart-startup", `${top}/.hive-mind`);
    await call(session, cwd, "38-userpromptsubmit", `${top}/.hive-mind`);
  }
  await drain(`${top}/.hive-mind`);
  await call("new", two, "21-sessionstart-startup");
  expect(await listed(two)).toEqual(["new", "of-one", "of-two"]);
  expect(await listed(main)).toEqual(["new", "of-one", "of-two"]);
  const resumed = await cli(["resume", "--json"], { cwd: two });
  expect(JSON.parse(resumed.stdout)).toMatchObject({ sessionId: "of-two" });
  const foreign = `${top}/foreign`;
  mkdirSync(foreign);
  git(foreign, "init", "-q");
  writeFileSync(`${foreign}/.git/commondir`, `${main}/.git\n`);
  expect(await listed(foreign)).toEqual([]);
});

test("an older state that is damaged keeps nobody from the session that worked here", async () => {
  using dir = tempDir();
  const top = realpathSync(dir.path);
  const main = `${top}/main`;
  mkdirSync(main);
  git(main, "init", "-q", "-b", "main");
  for (const [session, root] of [
    ["of-above", `${top}/.hive-mind`],
    ["of-here", `${main}/.hive-mind`],
  ] as const) {
    for (const name of ["21-sessionstart-startup", "38-userpromptsubmit"]) await call(session, main, name, root);
    await drain(root);
  }
  const database = openSync(`${top}/.hive-mind/hive.db`, "r+");
  writeSync(database, Buffer.alloc(3000, "x"), 0, 3000, 100);
  closeSync(database);
  const within = `${main}/src`;
  mkdirSync(within);
  for (const cwd of [main, within]) {
    const resumed = await cli(["resume", "--json"], { cwd });
    expect(resumed).toMatchObject({ stderr: "", exitCode: 0 });
    expect(JSON.parse(resumed.stdout)).toMatchObject({ sessionId: "of-here" });
  }
});

test.each(["is removed", "was moved"])(
  "a session of a worktree that %s is named as of a directory that is gone",
  async (what) => {
    using dir = tempDir();
    const top = realpathSync(dir.path);
    const [main, tree, moved] = [`${top}/main`, `${top}/tree`, `${top}/moved`];
    mkdirSync(main);
    git(main, "init", "-q", "-b", "main");
    git(main, "commit", "-q", "--allow-empty", "-m", "first");
    git(main, "worktree", "add", "-q", tree);
    const at = what === "is removed" ? tree : main;
    for (const name of ["21-sessionstart-startup", "38-userpromptsubmit"]) await call("old", at, name);
    await drain(`${main}/.hive-mind`);
    if (at === tree) git(main, "worktree", "remove", "--force", tree);
    else renameSync(main, moved);
    const told = await call("new", at === tree ? main : moved, "21-sessionstart-startup");
    expect(told).toContain(`hive: A directory that is gone, “${at}”, has an unfinished session: `);
  },
);
