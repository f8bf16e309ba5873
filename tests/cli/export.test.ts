import { expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { callHook, drain, payload, SESSION } from "../support/hive.ts";
import { cli } from "../support/cli.ts";
import { configure } from "../support/settings.ts";
import { tempDir } from "../support/temp-dir.ts";

setDefaultTimeout(120_000);

const NASTY = "``` ![x](http://evil.example/x) <img src=x> --> # head\u001b[2J\n```\n[a](b) `code`";

async function project() {
  const dir = tempDir();
  configure(dir.root, { checkpointIntervalSeconds: 0 });
  const calls: [string, object][] = [
    ["21-sessionstart-startup", {}],
    ["38-userpromptsubmit", { prompt: `Fix the ledger ${NASTY}`, prompt_id: "p1" }],
    ["03-posttooluse-edit", {}],
    ["11-posttoolusefailure-bash", { error: `it failed ${NASTY}` }],
    ["18-posttooluse-todowrite", {}],
    ["29-stop", { last_assistant_message: "all is said" }],
    ["26-sessionend-prompt-input-exit", {}],
  ];
  for (const [name, fields] of calls) await callHook(dir.root, payload(name, { cwd: dir.path, ...fields }));
  await drain(dir.root);
  await callHook(dir.root, payload("38-userpromptsubmit", { prompt: "it waits", prompt_id: "p2", cwd: dir.path }));
  const run = (...args: string[]) =>
    cli([...args, "--root", dir.root], { env: { ...process.env, HIVE_WORKER_START: "never" }, cwd: dir.path });
  return { path: dir.path, run, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

test("an export tells all that is saved of a session, also what waits", async () => {
  using it = await project();
  const { stdout, exitCode } = await it.run("export", SESSION.slice(0, 6));
  expect(exitCode).toBe(0);
  for (const part of [
    "# Session",
    `- id: \`${SESSION}\``,
    `- project: \`${it.path}\``,
    "- ended:",
    "## Prompts",
    "it waits",
    "## Last message",
    "all is said",
    "## Todos",
    "- [x] ",
    "## Files",
    "- modified `/home/dana/code/ledger-api/src/accounts.ts` by Edit",
    "## Commands",
    "- failed: ",
    "## Checkpoints",
    "after Stop",
  ])
    expect(stdout).toContain(part);
});

test("what was saved is code in it: no markup, no image, nothing that a terminal takes for a command", async () => {
  using it = await project();
  const { stdout } = await it.run("export", SESSION);
  const html = Bun.markdown.html(stdout);
  const outside = html.replaceAll(/<code[^>]*>[\s\S]*?<\/code>/g, "");
  expect(outside).not.toMatch(/evil|<img|<a |it failed/);
  expect(html).toContain("evil.example");
  expect(stdout).not.toContain("\u001b");
});

test("--out writes a file for its user alone, replaces none without --force, and follows no link", async () => {
  using it = await project();
  expect(JSON.parse((await it.run("export", SESSION, "--out", "a.md", "--json")).stdout)).toEqual({
    sessionId: SESSION,
    path: `${it.path}/a.md`,
  });
  expect(statSync(`${it.path}/a.md`).mode & 0o777).toBe(0o600);
  writeFileSync(`${it.path}/mine.md`, "mine");
  expect(await it.run("export", SESSION, "--out", "mine.md")).toMatchObject({ exitCode: 20, stdout: "" });
  expect(readFileSync(`${it.path}/mine.md`, "utf8")).toBe("mine");
  expect((await it.run("export", SESSION, "--out", "mine.md", "--force")).exitCode).toBe(0);
  expect(readFileSync(`${it.path}/mine.md`, "utf8")).toStartWith("<!-- hive export");
  symlinkSync("a.md", `${it.path}/link.md`);
  expect((await it.run("export", SESSION, "--out", "link.md", "--force")).exitCode).toBe(20);
  expect((await it.run("export", SESSION, "--out", "no/such/a.md")).exitCode).toBe(20);
});

test("forget deletes what was exported; a file whose first line is a person's stays", async () => {
  using it = await project();
  for (const name of ["a.md", "b.md"]) await it.run("export", SESSION, "--out", name);
  // As a kill in the middle of an export leaves it.
  cpSync(`${it.path}/a.md`, `${it.path}/a.md.${crypto.randomUUID()}.tmp`);
  writeFileSync(`${it.path}/b.md`, `mine now\n${readFileSync(`${it.path}/b.md`, "utf8")}`);
  expect((await it.run("forget", SESSION, "--yes")).stdout).toContain("exported files: 2");
  expect(readdirSync(it.path).filter((name) => name.includes(".md"))).toEqual(["b.md"]);
  expect(readFileSync(`${it.path}/.hive-mind/exports.jsonl`, { encoding: "utf8", flag: "a+" })).toBe("");
});

test("a session that came without proof is marked", async () => {
  using it = await project();
  const facts = [{ kind: "prompt", key: "p", atMs: Date.now(), data: { text: "believe me" } }];
  const seen = { sessionId: "a-foreign-session", instanceId: "i", atMs: Date.now(), event: "x", agent: "x", facts };
  writeFileSync(
    `${it.path}/.hive-mind/queue/pending/5_foreign.json`,
    JSON.stringify({ operation: "observe", payload: seen }),
  );
  await drain(`${it.path}/.hive-mind`);
  expect((await it.run("export", "a-foreign-session")).stdout).toContain("**UNTRUSTED**");
});
