/** A fork's conversation is a copy of another session's: what it is told, and what the next session is told of it. */
import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { Store } from "../../../src/store/sqlite/store.ts";
import { UNTRUSTED } from "../../../src/store/sqlite/untrusted.ts";
import { callHook, drain, payload } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

const agents: Bun.Subprocess[] = [];
afterEach(async () => {
  for (const agent of agents.splice(0)) {
    agent.kill();
    await agent.exited;
  }
});

/** A process with the arguments of an agent. */
function agentWith(...args: string[]) {
  const agent = Bun.spawn(["sh", "-c", "read line", "claude", ...args], { stdin: "pipe" });
  agents.push(agent);
  return agent;
}

const TASK = "rewrite the billing; never touch the migrations";

/** The hook of a fresh project, as agents of different processes call it. */
function stage() {
  const dir = tempDir();
  const call = async (pid: number, session: string, name: string, fields: object = {}): Promise<string> => {
    const text = payload(name, { session_id: session, cwd: dir.path, ...fields });
    const env = { CLAUDE_PID: String(pid), HIVE_INSTANCE_ID: "", CLAUDE_PROJECT_DIR: dir.path };
    const { stdout, stderr } = await callHook(dir.root, text, env);
    expect(stderr).toBe("");
    return stdout;
  };
  const begin = (pid: number, session: string, source: string): Promise<string> =>
    call(pid, session, "21-sessionstart-startup", { source });
  const prompt = (pid: number, session: string, text: string): Promise<string> =>
    call(pid, session, "38-userpromptsubmit", { prompt: text, prompt_id: Bun.randomUUIDv7() });
  return { call, begin, prompt, root: dir.root, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

test.each<[string, readonly string[] | null]>([
  ["that the agent's arguments name", ["--resume", "parent", "--fork-session"]],
  ["that was the latest, where they ask to continue", ["--continue", "--fork-session"]],
  ["of the same process, as after /branch", null],
])("a fork that crashes is told with the task of the session %s", async (_what, args) => {
  using it = stage();
  const first = agentWith();
  await it.begin(first.pid, "parent", "startup");
  await it.prompt(first.pid, "parent", TASK);
  await it.call(first.pid, "parent", "11-posttoolusefailure-bash");
  await it.call(first.pid, "parent", "29-stop");
  await it.call(first.pid, "parent", "26-sessionend-prompt-input-exit", { reason: "resume" });
  await drain(it.root);
  const second = args === null ? first : agentWith(...args);
  await it.begin(second.pid, "fork", "fork");
  await it.prompt(second.pid, "fork", "try the other way");
  await it.call(second.pid, "fork", "11-posttoolusefailure-bash");
  second.kill();
  await second.exited;
  await drain(it.root);
  const told = await it.begin(agentWith().pid, "next", "startup");
  expect(told).toContain("Session fork");
  expect(told).toContain("It went on from session parent: told here as one.");
  expect(told).toContain(TASK);
  expect(told).toContain("try the other way");
});

test("a crashed session that a fork goes on with is taken, and the fork is told what was in flight", async () => {
  using it = stage();
  const first = agentWith();
  await it.begin(first.pid, "parent", "startup");
  await it.prompt(first.pid, "parent", TASK);
  await it.call(first.pid, "parent", "08-posttooluse-bash-background");
  first.kill();
  await first.exited;
  const second = agentWith("--resume=parent", "--fork-session");
  expect(await it.begin(second.pid, "fork", "fork")).toContain("“bun run dev” ran when the session stopped");
  await it.prompt(second.pid, "fork", "try the other way");
  expect(await it.begin(agentWith().pid, "next", "startup")).toBe("");
});

test("a session that ran on beside its fork, and crashed later, is given to the next one", async () => {
  using it = stage();
  const first = agentWith();
  await it.begin(first.pid, "parent", "startup");
  await it.prompt(first.pid, "parent", TASK);
  await it.call(first.pid, "parent", "11-posttoolusefailure-bash");
  const second = agentWith("--resume", "parent", "--fork-session");
  await it.begin(second.pid, "fork", "fork");
  await it.prompt(second.pid, "fork", "try the other way");
  first.kill();
  await first.exited;
  await drain(it.root);
  expect(await it.begin(agentWith().pid, "next", "startup")).toContain("Session parent");
});

test("a fork of Claude Code's latest session is told nothing of another agent's later one in the directory", async () => {
  using it = stage();
  const first = agentWith();
  await it.begin(first.pid, "parent", "startup");
  await it.prompt(first.pid, "parent", TASK);
  await it.call(first.pid, "parent", "26-sessionend-prompt-input-exit", { reason: "resume" });
  const codex = agentWith();
  const place = { transcript_path: "/home/u/.codex/sessions/1.jsonl" };
  for (const name of ["21-sessionstart-startup", "38-userpromptsubmit"])
    await it.call(codex.pid, "of-codex", name, { ...place, source: "startup", prompt: "cut the logs" });
  const second = agentWith("--continue", "--fork-session");
  await it.begin(second.pid, "fork", "fork");
  await it.prompt(second.pid, "fork", "try the other way");
  second.kill();
  await second.exited;
  await drain(it.root);
  const told = await it.begin(agentWith().pid, "next", "startup");
  expect(told).toContain("It went on from session parent: told here as one.");
  expect(told).not.toContain("of-codex");
});

test("a session without proof in the same directory hides none that a fork was copied from", async () => {
  using it = stage();
  const first = agentWith();
  for (const session of ["parent", "of-clone"]) {
    await it.begin(first.pid, session, "startup");
    await it.prompt(first.pid, session, session === "parent" ? TASK : "cut the logs");
  }
  await drain(it.root);
  {
    using store = await Store.open(it.root);
    store.db.run("INSERT INTO hive_state (session_id, kind, key, at_ms, data) VALUES ('of-clone', ?, '', 0, '{}')", [
      UNTRUSTED,
    ]);
  }
  const second = agentWith("--continue", "--fork-session");
  await it.begin(second.pid, "fork", "fork");
  await it.prompt(second.pid, "fork", "try the other way");
  second.kill();
  await second.exited;
  expect(await it.begin(agentWith().pid, "next", "startup")).toContain(
    "It went on from session parent: told here as one.",
  );
});

test("after a fork that is done a new task is told alone", async () => {
  using it = stage();
  const worked = async (pid: number, session: string, source: string, task: string): Promise<void> => {
    await it.begin(pid, session, source);
    await it.prompt(pid, session, task);
    await it.call(pid, session, "11-posttoolusefailure-bash");
  };
  const parted = async (pid: number, session: string): Promise<void> => {
    await it.call(pid, session, "29-stop");
    await it.call(pid, session, "26-sessionend-prompt-input-exit", { reason: "prompt_input_exit" });
  };
  const first = agentWith();
  await worked(first.pid, "parent", "startup", TASK);
  await parted(first.pid, "parent");
  const second = agentWith("--resume", "parent", "--fork-session");
  await worked(second.pid, "fork", "fork", "try the other way");
  await parted(second.pid, "fork");
  for (const agent of [first, second]) {
    agent.kill();
    await agent.exited;
  }
  await drain(it.root);
  const third = agentWith();
  await worked(third.pid, "third", "startup", "migrate the database");
  third.kill();
  await third.exited;
  await drain(it.root);
  const told = await it.begin(agentWith().pid, "next", "startup");
  expect(told).toContain("Task: “migrate the database”");
  for (const earlier of [TASK, "try the other way"]) expect(told).not.toContain(earlier);
});

test("a fork whose source is not known is told nothing, and stands alone", async () => {
  using it = stage();
  const first = agentWith();
  await it.begin(first.pid, "parent", "startup");
  await it.prompt(first.pid, "parent", TASK);
  first.kill();
  await first.exited;
  expect(await it.begin(agentWith("--resume", "--fork-session").pid, "fork", "fork")).toBe("");
  expect(await it.begin(agentWith().pid, "next", "startup")).toContain("Session parent");
});
