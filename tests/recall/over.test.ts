/** What is over hides nothing that holds, however much of it came later. */
import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { shortText } from "../../src/recall/report/short-text.ts";
import { tempDir } from "../support/temp-dir.ts";
import { command, edit, failingIn, MINUTE, passes, prompt, type Said, START, told } from "../support/told.ts";

const agent = (id: number, status: string): Said => ({
  kind: "agent",
  key: `a${id}`,
  data: { type: "Explore", description: `part ${id}`, status },
});
const task = (id: number, status: string): Said => ({
  kind: "task",
  key: `${id}`,
  data: { subject: `step ${id}`, status },
});
test("three hundred commands that passed hide neither a failing check nor a running server", async () => {
  const { text, report } = await told(
    command("bun run dev", "background", { taskId: "t1" }),
    command("bun test", "failed", { error: "(fail) adds" }),
    ...passes(300),
  );
  expect(failingIn(text)).toContain("“bun test”: “(fail) adds”");
  expect(text).toContain("Running when it stopped:\n- shell “bun run dev”");
  expect(report.state.commands).toHaveLength(20);
});

test.each(["stopped", "killed"])(
  "a server that the agent itself stopped neither runs nor was interrupted: %s",
  async (status) => {
    const server = command("bun run dev", "background", { taskId: "b1" });
    const { text } = await told(server, { kind: "agent", key: "b1", data: { status, by: "TaskStop" } });
    expect(text).not.toContain("bun run dev");
  },
);

const end = (status: string): Said => ({ kind: "agent", key: "b1", data: { status, lastMessage: "(fail) adds" } });

test("a command in the background runs no more once the agent saw its end, and fails if that failed", async () => {
  const check = command("bun test", "background", { taskId: "b1" });
  const passed = await told(check, end("completed"));
  expect(passed.text).not.toContain("Running when it stopped");
  expect(passed.text).toContain("Commands that passed, newest first:\n- “bun test”");
  const failed = await told(check, end("failed"));
  expect(failed.text).not.toContain("Running when it stopped");
  expect(failingIn(failed.text)).toContain("“bun test”: “(fail) adds”");
});

test("a command in the background that somebody else killed was interrupted", async () => {
  const build = command("make all", "background", { taskId: "b1" });
  const { text } = await told(build, { kind: "agent", key: "b1", data: { status: "killed" } });
  expect(text).toContain("Interrupted:\n- “make all”");
});

test("a failure that passed three hundred commands ago is not told", async () => {
  const { text } = await told(
    command("bun test", "failed", { error: "(fail) adds" }),
    command("bun test"),
    ...passes(300),
  );
  expect(failingIn(text)).toBe("");
});

test("thirty finished subagents hide none that runs", async () => {
  const { text } = await told(agent(0, "running"), ...Array.from({ length: 30 }, (_, i) => agent(i + 1, "completed")));
  expect(text).toContain("Running when it stopped:\n- Explore “part 0”");
});

test("sixty finished tasks hide no open one, and all are counted", async () => {
  const { text } = await told(task(0, "pending"), ...Array.from({ length: 60 }, (_, i) => task(i + 1, "completed")));
  expect(text).toContain("Tasks: 60 of 61 done");
  expect(text).toContain("- [pending] “step 0”");
});

test("forty short prompts hide no terms, and all are counted", async () => {
  const { text } = await told(
    prompt("build the importer"),
    prompt("never touch the ledger table"),
    ...Array.from({ length: 40 }, () => prompt("continue")),
  );
  expect(text).toContain("- “never touch the ledger table”");
  expect(text).toContain("beside 40 short ones");
});

test("a hundred and fifty edited files hide no new one", async () => {
  const { text } = await told(
    { kind: "file", key: "/p/new.ts", data: { change: "created", by: "Write", isNew: true } },
    ...Array.from({ length: 150 }, (_, i) => edit(`/p/f${i}.ts`)),
  );
  expect(text).toContain("- new “/p/new.ts”");
});

test.each([
  ["terraform init", "terraform init -reconfigure"],
  ["npm install left-pad", "npm install left-pad --legacy-peer-deps"],
  ["git push", "git push --force-with-lease"],
])("%p is over once %p passed", async (failed, passed) => {
  expect(failingIn((await told(command(failed, "failed"), command(passed))).text)).toBe("");
});

test.each([
  [command("npm test", "failed"), command("yarn test")],
  [command("cd p && npm test", "failed"), command("npm test", "ok", { cwd: "/w/p" })],
  [command("npm test", "failed", { cwd: "/w/p" }), command("(cd p && npm test) 2>&1 | tail")],
  [command("pytest tests/a.py::x", "failed"), command("pytest -q")],
  [command("npm test", "failed"), command("npm run lint && npm test")],
])("a check is over once it passed, however it was spelled: %j, %j", async (failed, passed) => {
  const start: Said = { kind: "start", key: "", data: { directory: "/w" } };
  expect(failingIn((await told(start, failed, passed)).text)).toBe("");
  expect(failingIn((await told(start, passed, failed)).text)).not.toBe("");
});

test.each([
  [command("npm test", "failed", { cwd: "/w/p" }), command("npm test")],
  [command("npm test", "failed"), command("npm test", "ok", { cwd: "/w/.claude/worktrees/a" })],
  [command("pytest", "failed"), command("pytest tests/a.py::x")],
])("a check fails until the same one passed in the same place: %j, %j", async (failed, passed) => {
  const start: Said = { kind: "start", key: "", data: { directory: "/w" } };
  expect(failingIn((await told(start, failed, passed)).text)).not.toBe("");
});

test.each(["sudo ls /etc", "FOO=1 ls", "env A=1 cat a", "timeout 5 cat a", "CI=1 git status"])(
  "%p only looks, as without what stands before it",
  async (look) => {
    const { text } = await told(command(look), command("make all"));
    expect(text).toContain("make all");
    expect(text).not.toContain(look);
  },
);

test.each([
  ["bun test", "bun test --only rounds"],
  ["npm install left-pad", "npm install right-pad"],
  ["terraform apply", "terraform apply --dry-run"],
  ["git push origin a", "git push origin b"],
  ["./deploy.sh", "./check.sh"],
])("%p still fails after %p passed", async (failed, passed) => {
  expect(failingIn((await told(command(failed, "failed"), command(passed))).text)).toContain(`“${failed}”`);
});

test("a failure that checks nothing is over after twenty later commands that act, one of a check never", async () => {
  const { text } = await told(command("cp x y", "failed"), command("make", "failed"), ...passes(20));
  expect(failingIn(text)).toContain("“make”");
  expect(text).not.toContain("cp x y");
  const looks = Array.from({ length: 30 }, (_, i) => command(`ls d${i}`));
  expect(failingIn((await told(command("cp x y", "failed"), ...looks)).text)).toContain("cp x y");
});

test("a check from before the last edit says so, whether it passed or failed; one from after it does not", async () => {
  const { text } = await told(
    command("go vet ./..."),
    command("make", "failed"),
    edit("/p/a.go"),
    command("go build ./..."),
    command("go test ./...", "failed"),
  );
  const line = (name: string): string => text.split("\n").find((one) => one.startsWith(`- “${name}”`)) ?? "";
  for (const name of ["go vet ./...", "make"]) expect(line(name)).toEndWith("(files changed since)");
  for (const name of ["go build ./...", "go test ./..."]) expect(line(name)).not.toContain("files changed since");
});

test("the last word of the user comes first and says so, unless a mere yes came after it", async () => {
  const last = "- “wait” (the last prompt)";
  expect((await told(prompt("build it"), prompt("never push"), prompt("wait"))).text).toContain(
    `Later prompts:\n${last}\n- “never push”`,
  );
  expect((await told(prompt("build it"), prompt("wait"), prompt("yes"))).text).not.toContain("the last prompt");
});

test("finished tasks are named, apart from the open ones", async () => {
  const todos = [
    { content: "parse", status: "completed" },
    { content: "print", status: "in_progress" },
  ];
  const { text } = await told({ kind: "todos", key: "", data: { todos } });
  expect(text).toContain("1 of 2 done");
  expect(text).toContain("open ones:\n- [in_progress] “print”\nDone: “parse”");
});

test("a message says how many calls came after it", async () => {
  const call: Said = { kind: "operation", data: { tool: "Bash", target: "ls" } };
  const { text } = await told({ kind: "message", key: "last", data: { text: "next: the reader" } }, call, call);
  expect(text).toContain("Last message of the agent, 2 calls before the end: “next");
});

const git = (files: readonly string[], more = {}, worktree = "/p"): Said => ({
  kind: "git",
  key: "",
  data: {
    branch: "main",
    head: "a",
    worktree,
    dirty: { modified: files.length, untracked: 0, files, atMs: START + 9 * MINUTE, ...more },
  },
});

test("a file that git calls clean after its last change is not told as changed", async () => {
  using tree = tempDir();
  writeFileSync(`${tree.path}/a.ts`, "");
  const paths = ["a.ts", "b.ts", "lib/c.ts", "removed.ts"].map((name) => `${tree.path}/${name}`);
  const { text } = await told(...paths.map((path) => edit(path)), git(["b.ts", "lib/"], {}, tree.path));
  const [clean, ...changed] = paths.map((path) => `“${path}”`);
  expect(text).toContain(`- changed ${changed.toReversed().join(", ")}\n- clean in git by now: ${clean}`);
});

test.each([
  ["there is no commit", {}, null],
  ["the list of changed files is cut off", { modified: 30 }, "a"],
  ["git looked before the change", { atMs: START - MINUTE }, "a"],
  ["git's answer is not known", { files: undefined }, "a"],
])("nothing is called clean if %s", async (_why, more, head) => {
  using tree = tempDir();
  writeFileSync(`${tree.path}/a.ts`, "");
  const seen = git(["b.ts"], more, tree.path);
  const { text } = await told(edit(`${tree.path}/a.ts`), { ...seen, data: { ...seen.data, head } });
  expect(text).not.toContain("clean in git");
});

test("of a new directory that git names alone, the known files are told", async () => {
  const { text } = await told(edit("/p/lib/c.ts"), git(["lib/", "other/"]));
  expect(text).toContain("“/p/other/” by git");
  expect(text).not.toContain("“/p/lib/” by git");
});

test("a pasted log leaves room for the terms behind it", async () => {
  const log = Array.from({ length: 40 }, (_, i) => `Order Load (${i}.1ms) SELECT orders.* FROM orders`).join("\n");
  const { text } = await told(prompt(`make it fast. the log:\n${log}\nDo not cache the page.`));
  expect(text).toContain(
    "make it fast. the log: Order Load (0.1ms) SELECT orders.* FROM orders … Do not cache the page.”",
  );
});

test("a failure that is over brings no older run of its command back", async () => {
  const { text } = await told(command("cp x y"), command("cp x y", "failed"), ...passes(25));
  expect(text).not.toContain("cp x y");
});

test("a command that outlives a session is told after a clean end, too", async () => {
  const { report } = await told(prompt("serve it"), command("bun run dev", "background", { taskId: "t1" }));
  const text = shortText(report, { nowMs: Date.now(), isSameSession: false, command: "hive" });
  expect(text).toContain("Running when it ended: “bun run dev”");
});

test("what a later prompt allows or forbids is told after a clean end, too, however long the last message is", async () => {
  const { report } = await told(
    prompt("Move the ledger to cents."),
    prompt("Also round half up. Do not touch packages/legacy, and only use integers."),
    { kind: "message", key: "last", data: { text: "The ledger counts cents now, and the tests pass. ".repeat(20) } },
  );
  const text = shortText(report, { nowMs: Date.now(), isSameSession: false, command: "hive" });
  expect(text).toContain("Do not touch packages/legacy, and only use integers.");
  expect(text).toContain("Task: “Move the ledger to cents.”");
  expect(text.length).toBeLessThanOrEqual(500);
});

test("the limits of each later prompt are told beside all else, however many they are", async () => {
  const limits = Array.from(
    { length: 9 },
    (_, i) => `Rewrite the part ${i} of the importer. Do not touch src/legacy${i}.`,
  );
  const long = "The importer has grown over the years, and it is slow. ".repeat(4);
  const { text } = await told(
    prompt(`Make the importer fast. ${long}Only use Postgres 13. ${long}No new dependencies.`),
    ...limits.map(prompt),
    ...Array.from({ length: 30 }, (_, i) => prompt(`Now look at the table number ${i}, please. ${long}`)),
    ...Array.from({ length: 12 }, (_, i) => command(`make part${i}`, "failed", { error: `error: ${long}` })),
    ...Array.from({ length: 12 }, (_, i) => agent(i, "running")),
    ...Array.from({ length: 20 }, (_, i) => task(i, "pending")),
    ...Array.from({ length: 40 }, (_, i) => edit(`/work/src/file${i}.ts`)),
  );
  expect(text.length).toBeLessThan(2000);
  for (const limit of ["Only use Postgres 13.", "No new dependencies."]) expect(text).toContain(limit);
  for (const at of limits.keys()) expect(text).toContain(`Do not touch src/legacy${at}.`);
});
