/** What status, doctor and setup's check print: it fits the terminal, and names what is not as it should be. */
import { expect, setDefaultTimeout, test } from "bun:test";
import * as fs from "node:fs";
import { join, relative } from "node:path";
import { queuePaths } from "../../src/queue/layout.ts";
import { CliProject } from "../install/cli-project.ts";
import { callHook, drain, payload } from "../support/hive.ts";

setDefaultTimeout(120_000);

const TOP = join(import.meta.dir, "../..");
/** Each takes 0.4 ms. */
const MOST_MODULES = 190;

/** The modules that an entry loads before it runs. */
async function loadedBy(...entries: readonly string[]): Promise<Set<string>> {
  const entrypoints = entries.map((entry) => join(TOP, entry));
  const { metafile } = await Bun.build({ entrypoints, target: "bun", metafile: true });
  const loaded = new Set<string>();
  const load = (path: string): void => {
    const input = metafile!.inputs[path];
    if (input === undefined || loaded.has(path)) return;
    loaded.add(path);
    for (const one of input.imports) if (one.kind === "import-statement") load(one.path);
  };
  for (const path of entries) load(relative(process.cwd(), join(TOP, path)));
  return loaded;
}

test("hive status loads no rules for secrets, no schemas, no queries of Kysely and nothing that moves a state", async () => {
  const loaded = await loadedBy("src/cli/main.ts", "src/cli/program.ts", "src/cli/commands/status.ts");
  expect([...loaded].filter((path) => /\/(?:redact|kysely|valibot)\/|move-state/.test(path))).toEqual([]);
  expect(loaded.size).toBeLessThan(MOST_MODULES);
  expect(loaded.size).toBeGreaterThan(MOST_MODULES / 2);
});

/** A project in which much is wrong. */
async function spoiled(): Promise<CliProject> {
  const project = new CliProject();
  await callHook(project.root, payload("29-stop"));
  fs.chmodSync(project.root, 0o755);
  const words = "a failure with many words that nobody can read in one line of any terminal that there is";
  fs.writeFileSync(join(project.root, "hook.log"), `${new Date().toISOString()} ${words}\n`, { mode: 0o600 });
  return project;
}

test.each([[["status"]], [["doctor"]], [["setup", "--check"]]])("hive %p fits 60 to 200 columns", async (args) => {
  using project = await spoiled();
  for (const columns of [60, 80, 120, 200]) {
    const env = { ...project.env, NO_COLOR: "1" };
    const { out } = await project.hive(args, { isTTY: true, columns, env });
    const lines = out.split("\n");
    // A command stays on one line, since it is pasted; a path is one word.
    const long = lines.filter((line) => line.length > columns && !/ -> |\S{40}/.test(line));
    expect({ columns, long }).toEqual({ columns, long: [] });
    if (columns === 60) expect(lines.some((line) => /^ {12}\w/.test(line))).toBe(true);
  }
});

test("what setup and resume tell fits a terminal", async () => {
  using project = new CliProject();
  await callHook(project.root, payload("29-stop"));
  const at = { isTTY: true, columns: 80, env: { ...project.env, HIVE_WORKER_START: "never" } };
  const commands = [
    ["setup", "--yes", "--no-proof", "--scope", "project", "--worker", "never"],
    ["resume"],
    ["setup", "--remove", "--yes"],
    ["uninstall", "--yes", "--keep-data"],
  ];
  for (const args of commands) {
    const { out, code } = await project.hive(args, at);
    const sentences = out.split("\n").filter((line) => !/^ *[-+@]|^ {2}cd |\S{40}/.test(line));
    const long = sentences.filter((line) => line.length > 80);
    expect({ args, code, long }).toEqual({ args, code: 0, long: [] });
  }
});

test("status has colours on a terminal, and none with NO_COLOR", async () => {
  using project = await spoiled();
  const on = await project.hive(["status"], { isTTY: true, columns: 100 });
  expect(on.out).toContain("\u001B[31mPROBLEM");
  const off = await project.hive(["status"], { isTTY: true, columns: 100, env: { ...project.env, NO_COLOR: "1" } });
  expect(off.out).not.toContain("\u001B");
});

test("an agent that is not known is told as such", async () => {
  using project = new CliProject();
  await callHook(project.root, payload("29-stop", { transcript_path: "/home/me/.factory/sessions/1.jsonl" }));
  await drain(project.root);
  const { out } = await project.hive(["status"]);
  expect(out).toMatch(/^agents +unknown agent 1 call in 1 session$/m);
});

test("entries that came twice are told", async () => {
  using project = new CliProject();
  await callHook(project.root, payload("29-stop"));
  await drain(project.root);
  const { heartbeat } = queuePaths(project.root);
  const said = JSON.parse(fs.readFileSync(heartbeat, "utf8")) as object;
  fs.writeFileSync(heartbeat, JSON.stringify({ ...said, duplicates: 2 }));
  const { out } = await project.hive(["status"]);
  expect(out).toMatch(/^duplicates +2 entries came twice, and counted once$/m);
});

test.if(process.platform === "linux")(
  "an entry with a name that is not UTF-8 is named as one that hive does not read",
  async () => {
    using project = new CliProject();
    await callHook(project.root, payload("29-stop"));
    await drain(project.root);
    const { pending } = queuePaths(project.root);
    Bun.spawnSync(["sh", "-c", `: > "$(printf '5_caf\\351.json')"`], { cwd: pending });
    const { out } = await project.hive(["status"]);
    expect(out).toContain("odd-files: not made by hive, and not read: queue/pending/5_caf");
    expect(out).not.toContain("1 entry waits");
  },
);
