import { expect, setDefaultTimeout, test } from "bun:test";
import { callHook, drain, payload } from "../support/hive.ts";
import { cli } from "../support/cli.ts";
import { tempDir } from "../support/temp-dir.ts";

setDefaultTimeout(120_000);

async function project(...ids: string[]) {
  const dir = tempDir();
  for (const id of ids) await callHook(dir.root, payload("38-userpromptsubmit", { session_id: id, cwd: dir.path }));
  await drain(dir.root);
  const run = (...args: string[]) =>
    cli([...args, "--root", dir.root], { env: { ...process.env, HIVE_WORKER_START: "never" }, cwd: dir.path });
  const listed = async (): Promise<string[]> =>
    (JSON.parse((await run("sessions", "--json")).stdout) as { id: string }[]).map(({ id }) => id).toSorted();
  return { run, ids: listed, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

const A = "aaaa1111-0000-4000-8000-000000000001";
const B = "aaaa2222-0000-4000-8000-000000000002";

test("forget needs a terminal or --yes, and says so before anything goes", async () => {
  using it = await project(A);
  const { exitCode, stderr } = await it.run("forget", A);
  expect([exitCode, stderr]).toEqual([20, expect.stringContaining("pass --yes")]);
  expect(await it.ids()).toEqual([A]);
});

test("a beginning that is unique is enough; one of several, a short one and an unknown one name candidates", async () => {
  using it = await project(A, B);
  const failures = [
    ["aaaa", "2 sessions begin with"],
    ["aaa", "2 sessions begin with"],
    ["bbbb", "there are aaaa11, aaaa22"],
  ] as const;
  for (const [given, message] of failures) {
    const { exitCode, stderr } = await it.run("forget", given, "--yes");
    expect([exitCode, stderr]).toEqual([expect.any(Number), expect.stringContaining(message)]);
    expect(exitCode).not.toBe(0);
  }
  const { exitCode, stdout } = await it.run("forget", "aaaa1", "--yes");
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining("Forgotten: 1 session")]);
  expect(await it.ids()).toEqual([B]);
});

test("a session that ended does not still run, also where its agent's process went on to another", async () => {
  const dir = tempDir();
  using _ = dir;
  const env = { CLAUDE_PID: String(process.pid) };
  for (const id of [A, B]) await callHook(dir.root, payload("38-userpromptsubmit", { session_id: id }), env);
  await callHook(dir.root, payload("26-sessionend-prompt-input-exit", { session_id: A }), env);
  const preview = async (id: string) => (await cli(["forget", id, "--dry-run", "--root", dir.root])).stdout;
  expect(await preview(A)).not.toContain("still runs");
  const resumed = (await cli(["resume", A, "--root", dir.root])).stdout;
  expect(resumed).toContain(`claude --resume ${A}`);
});

test("where one of several ids is not there, none is forgotten", async () => {
  using it = await project(A, B);
  expect((await it.run("forget", A, "nobody", "--yes")).exitCode).toBe(23);
  expect(await it.ids()).toEqual([A, B]);
});

test("--dry-run shows what would go, --json what went", async () => {
  using it = await project(A, B);
  expect((await it.run("forget", A, "--dry-run")).stdout).toContain(`session ${A}`);
  expect(await it.ids()).toEqual([A, B]);
  const { stdout } = await it.run("forget", A, B, "--yes", "--json");
  expect(JSON.parse(stdout)).toMatchObject({ sessionIds: [A, B], left: [] });
  expect(await it.ids()).toEqual([]);
});

test("without an id there is something to finish, or an error that says what to give", async () => {
  using it = await project(A);
  expect(await it.run("forget", "--yes")).toMatchObject({
    exitCode: 20,
    stderr: expect.stringMatching(/^hive: name a session to forget\n.* sessions lists them\n$/) as string,
  });
});
