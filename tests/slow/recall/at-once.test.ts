/** Sessions that were killed together, and sessions that start at the same moment, each with a process of its own. */
import { expect, setDefaultTimeout, test } from "bun:test";
import type { Subprocess } from "bun";
import { callHook, payload } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { start } from "./restore-fixture.ts";

setDefaultTimeout(120_000);

/** Processes that stand for agents. */
class Agents implements Disposable {
  readonly #all: Subprocess[] = [];

  env(): { readonly CLAUDE_PID: string } {
    const agent = Bun.spawn(["sleep", "600"], { stdio: ["ignore", "ignore", "ignore"] });
    this.#all.push(agent);
    return { CLAUDE_PID: String(agent.pid) };
  }

  async killAll(): Promise<void> {
    for (const agent of this.#all) agent.kill("SIGKILL");
    await Promise.all(this.#all.map(({ exited }) => exited));
    this.#all.length = 0;
  }

  [Symbol.dispose](): void {
    for (const agent of this.#all) agent.kill("SIGKILL");
  }
}

const prompt = (session: string, text: string): string =>
  payload("38-userpromptsubmit", { session_id: session, prompt: text, prompt_id: `${session}-${text}` });

/** Plays sessions that are killed together. */
async function crash(root: string, agents: Agents, sessions: readonly string[]): Promise<void> {
  for (const session of sessions) {
    const env = agents.env();
    expect((await callHook(root, payload("21-sessionstart-startup", { session_id: session }), env)).exitCode).toBe(0);
    expect((await callHook(root, prompt(session, `do the part of ${session}`), env)).exitCode).toBe(0);
  }
  await agents.killAll();
}

const toldOf = (context: string | null): string => /do the part of (\w+)/.exec(context ?? "")?.[1] ?? "nothing";

test("two that were killed together go to two of three that start at once; once those work, the next gets nothing", async () => {
  using dir = tempDir();
  using agents = new Agents();
  await crash(dir.root, agents, ["one", "two"]);
  const starting = ["a", "b", "c"].map((session) => ({ session, env: agents.env() }));
  const given = await Promise.all(
    starting.map(async ({ session, env }) => ({
      session,
      env,
      of: toldOf(await start(dir.root, "startup", { session_id: session }, env)),
    })),
  );
  expect([...new Set(given.map(({ of }) => of))].toSorted()).toEqual(["one", "two"]);
  const receivers = ["one", "two"].map((crashed) => given.find(({ of }) => of === crashed)!);
  for (const { session, env } of receivers) {
    expect((await callHook(dir.root, prompt(session, "go on"), env)).exitCode).toBe(0);
  }
  expect(await start(dir.root, "startup", { session_id: "d" }, agents.env())).toBeNull();
});

test("two that were killed together go to two that start at once, where one that was given a state has ended without work", async () => {
  using dir = tempDir();
  using agents = new Agents();
  await crash(dir.root, agents, ["one", "two"]);
  expect(toldOf(await start(dir.root, "startup", { session_id: "quick" }, agents.env()))).toBe("two");
  await agents.killAll();
  const given = await Promise.all(
    ["a", "b"].map(async (session) => toldOf(await start(dir.root, "startup", { session_id: session }, agents.env()))),
  );
  expect(given.toSorted()).toEqual(["one", "two"]);
});

test("a state goes to the next that starts, where the one that was given it has ended without work", async () => {
  using dir = tempDir();
  using agents = new Agents();
  await crash(dir.root, agents, ["one", "two"]);
  expect(toldOf(await start(dir.root, "startup", { session_id: "a" }, agents.env()))).toBe("two");
  await agents.killAll();
  expect(toldOf(await start(dir.root, "startup", { session_id: "b" }, agents.env()))).toBe("two");
  expect(toldOf(await start(dir.root, "startup", { session_id: "c" }, agents.env()))).toBe("one");
});
