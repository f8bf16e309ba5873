/** A project of the shell system becomes one of hive's: nothing that waited is lost, and what was there can be had again. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { Database } from "bun:sqlite";
import * as fs from "node:fs";
import { join } from "node:path";
import { adopt } from "../../../src/install/adopt/adoption.ts";
import { drain } from "../../support/hive.ts";
import { CliProject } from "../../install/cli-project.ts";

setDefaultTimeout(60_000);

const SETTINGS = `{
  // ours
  "hooks": {
    "PostToolUse": [
      { "matcher": "Write|Edit|Bash|Task", "hooks": [{ "type": "command", "command": "\\"$CLAUDE_PROJECT_DIR\\"/.claude/hooks/auto-checkpoint.sh" }] },
      { "matcher": "Edit", "hooks": [{ "type": "command", "command": "prettier" }, { "type": "command", "command": "bash .claude/hooks/auto-checkpoint.sh" }] }
    ],
    "Notification": [{ "hooks": [{ "type": "command", "command": ".claude/hooks/auto-checkpoint.sh" }] }]
  }
}
`;

const entry = (seq: string, objective: string): string =>
  JSON.stringify({
    seq,
    priority: 3,
    operation: "update_checkpoint",
    sql: `UPDATE sessions SET objective = '${objective}' WHERE id = 's1';`,
    metadata: {},
    created_at: "2024-01-01T00:00:00Z",
    retries: 0,
  });

/** The shell system as it leaves a project: one entry waits, its worker died over another. */
function leftBehind(): CliProject {
  const project = new CliProject();
  const queue = join(project.root, "queue");
  for (const name of ["pending", "processing", "failed"]) fs.mkdirSync(join(queue, name), { recursive: true });
  fs.writeFileSync(join(queue, "processing", "3_000001.json"), entry("000001", "first"));
  fs.writeFileSync(join(queue, "pending", "3_000002.json"), entry("000002", "second"));
  using db = new Database(join(project.root, "hive.db"));
  db.run(
    "CREATE TABLE sessions (id TEXT PRIMARY KEY, swarm_id TEXT NOT NULL, swarm_name TEXT NOT NULL, objective TEXT)",
  );
  db.run("INSERT INTO sessions VALUES ('s1', 'w', 'w', 'none')");
  fs.mkdirSync(join(project.path, ".claude/hooks"), { recursive: true });
  fs.writeFileSync(join(project.path, ".claude/settings.json"), SETTINGS);
  return project;
}

const objective = (path: string): string | undefined => {
  using db = new Database(path, { readonly: true });
  return db.query<{ objective: string }, []>("SELECT objective FROM sessions WHERE id = 's1'").get()?.objective;
};

test("its entries in the settings are replaced, and a removal brings them back byte for byte", async () => {
  using project = leftBehind();
  const settings = join(project.path, ".claude/settings.json");
  expect((await project.setUp()).code).toBe(0);
  const text = fs.readFileSync(settings, "utf8");
  expect(text).not.toContain("auto-checkpoint.sh");
  expect(text).toContain('"command": "prettier"');
  expect(text.match(/hive-hook/g)).toHaveLength(8);
  expect((await project.hive(["setup", "--check"])).code).toBe(0);
  await project.hive(["setup", "--remove", "--yes"]);
  expect(fs.readFileSync(settings, "utf8")).toBe(SETTINGS);
});

test("what waited is applied once its database is adopted, also what its worker had claimed, and copies are kept", async () => {
  using project = leftBehind();
  const { out } = await project.setUp();
  expect(out).toContain("left 2 entries in the queue");
  expect(out).toContain("hive.db was not made by your hive on this machine");
  await adopt(project.root, { databases: [join(project.root, "hive.db")], sessions: [], entries: [] }, Date.now());
  await drain(project.root);
  expect(objective(join(project.root, "hive.db"))).toBe("second");
  const [backup] = fs.readdirSync(join(project.root, "setup")).filter((name) => name.startsWith("shell-system-"));
  const kept = join(project.root, "setup", backup!);
  expect(objective(join(kept, "hive.db"))).toBe("none");
  expect(fs.readFileSync(join(kept, "processing/3_000001.json"), "utf8")).toBe(entry("000001", "first"));
  expect(fs.existsSync(join(kept, "pending/3_000002.json"))).toBe(true);
  const queue = join(project.root, "queue");
  const left = ["pending", "processing", "failed"].flatMap((name) => fs.readdirSync(join(queue, name)));
  expect(left).toEqual([]);
});

test("a database that is malformed is copied as it is, what waited stays, and setup says where to look", async () => {
  using project = leftBehind();
  const malformed = "this is no database".repeat(100);
  fs.writeFileSync(join(project.root, "hive.db"), malformed);
  const { code, out } = await project.setUp();
  expect(code).toBe(0);
  expect(out).toMatch(/left 2 entries in the queue: \S+\/hive doctor says why/);
  expect((await project.hive(["adopt"])).out).toContain("cannot be adopted: ");
  const [backup] = fs.readdirSync(join(project.root, "setup")).filter((name) => name.startsWith("shell-system-"));
  expect(fs.readFileSync(join(project.root, "setup", backup!, "hive.db"), "utf8")).toBe(malformed);
  expect(fs.readFileSync(join(project.root, "hive.db"), "utf8")).toBe(malformed);
  expect(fs.readdirSync(join(project.root, "queue/pending"))).toEqual(["3_000001.json", "3_000002.json"]);
  expect((await project.hive(["status"])).out).toContain("hive.db was not made by your hive");
});

test("a second setup takes nothing over again", async () => {
  using project = leftBehind();
  await project.setUp();
  const { out } = await project.setUp();
  expect(out).not.toContain("shell system");
});

test("its hook in another scope's settings is named", async () => {
  using project = leftBehind();
  const { out } = await project.setUp("--scope", "local");
  expect(out).toContain("settings.json calls the shell system's hook as well");
  expect((await project.hive(["setup", "--check"])).code).toBe(3);
});

test("its worker that still runs is named with its PID", async () => {
  using project = leftBehind();
  fs.writeFileSync(join(project.root, "queue/.heartbeat"), `{"timestamp":"x","pid": ${process.pid},"mode":"event"}`);
  // hive's own worker replaces the heartbeat, so the dry look comes first.
  const { shellWorkerPid } = await import("../../../src/install/adopt/shell-system.ts");
  const { findProjectPaths } = await import("../../../src/install/paths.ts");
  expect(shellWorkerPid(findProjectPaths(project.path, project.env))).toBe(
    process.platform === "linux" ? process.pid : null,
  );
});
