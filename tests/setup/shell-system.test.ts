/** A project of the shell system becomes one of hive's: nothing that waited is lost, and what was there can be had again. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { Database } from "bun:sqlite";
import * as fs from "node:fs";
import { join } from "node:path";
import { adopt } from "../../src/doctor/adoption.ts";
import { drain } from "../support/hive.ts";
import { Desk } from "./desk.ts";

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
function leftBehind(): Desk {
  const desk = new Desk();
  const queue = join(desk.root, "queue");
  for (const name of ["pending", "processing", "failed"]) fs.mkdirSync(join(queue, name), { recursive: true });
  fs.writeFileSync(join(queue, "processing", "3_000001.json"), entry("000001", "first"));
  fs.writeFileSync(join(queue, "pending", "3_000002.json"), entry("000002", "second"));
  using db = new Database(join(desk.root, "hive.db"));
  db.run(
    "CREATE TABLE sessions (id TEXT PRIMARY KEY, swarm_id TEXT NOT NULL, swarm_name TEXT NOT NULL, objective TEXT)",
  );
  db.run("INSERT INTO sessions VALUES ('s1', 'w', 'w', 'none')");
  fs.mkdirSync(join(desk.project, ".claude/hooks"), { recursive: true });
  fs.writeFileSync(join(desk.project, ".claude/settings.json"), SETTINGS);
  return desk;
}

const objective = (path: string): string | undefined => {
  using db = new Database(path, { readonly: true });
  return db.query<{ objective: string }, []>("SELECT objective FROM sessions WHERE id = 's1'").get()?.objective;
};

test("its entries in the settings are replaced, and a removal brings them back byte for byte", async () => {
  using desk = leftBehind();
  const settings = join(desk.project, ".claude/settings.json");
  expect((await desk.hive(["setup", "--yes"])).code).toBe(0);
  const text = fs.readFileSync(settings, "utf8");
  expect(text).not.toContain("auto-checkpoint.sh");
  expect(text).toContain('"command": "prettier"');
  expect(text.match(/hive-hook/g)).toHaveLength(8);
  expect((await desk.hive(["setup", "--check"])).code).toBe(0);
  await desk.hive(["setup", "--remove", "--yes"]);
  expect(fs.readFileSync(settings, "utf8")).toBe(SETTINGS);
});

test("what waited is applied once its database is adopted, also what its worker had claimed, and copies are kept", async () => {
  using desk = leftBehind();
  const { out } = await desk.hive(["setup", "--yes"]);
  expect(out).toContain("left 2 entries in the queue");
  expect(out).toContain("hive.db was not made by your hive on this machine");
  await adopt(desk.root, { databases: [join(desk.root, "hive.db")], sessions: [], entries: [] }, Date.now());
  await drain(desk.root);
  expect(objective(join(desk.root, "hive.db"))).toBe("second");
  const [backup] = fs.readdirSync(join(desk.root, "setup")).filter((name) => name.startsWith("shell-system-"));
  const kept = join(desk.root, "setup", backup!);
  expect(objective(join(kept, "hive.db"))).toBe("none");
  expect(fs.readFileSync(join(kept, "processing/3_000001.json"), "utf8")).toBe(entry("000001", "first"));
  expect(fs.existsSync(join(kept, "pending/3_000002.json"))).toBe(true);
  const queue = join(desk.root, "queue");
  const left = ["pending", "processing", "failed"].flatMap((name) => fs.readdirSync(join(queue, name)));
  expect(left).toEqual([]);
});

test("a database that is malformed is copied as it is, what waited stays, and setup says where to look", async () => {
  using desk = leftBehind();
  const malformed = "this is no database".repeat(100);
  fs.writeFileSync(join(desk.root, "hive.db"), malformed);
  const { code, out } = await desk.hive(["setup", "--yes"]);
  expect(code).toBe(0);
  expect(out).toMatch(/left 2 entries in the queue: \S+\/hive doctor says why/);
  expect((await desk.hive(["adopt"])).out).toContain("cannot be adopted: ");
  const [backup] = fs.readdirSync(join(desk.root, "setup")).filter((name) => name.startsWith("shell-system-"));
  expect(fs.readFileSync(join(desk.root, "setup", backup!, "hive.db"), "utf8")).toBe(malformed);
  expect(fs.readFileSync(join(desk.root, "hive.db"), "utf8")).toBe(malformed);
  expect(fs.readdirSync(join(desk.root, "queue/pending"))).toEqual(["3_000001.json", "3_000002.json"]);
  expect((await desk.hive(["status"])).out).toContain("hive.db was not made by your hive");
});

test("a second setup takes nothing over again", async () => {
  using desk = leftBehind();
  await desk.hive(["setup", "--yes"]);
  const { out } = await desk.hive(["setup", "--yes"]);
  expect(out).not.toContain("shell system");
});

test("its hook in another scope's settings is named", async () => {
  using desk = leftBehind();
  const { out } = await desk.hive(["setup", "--yes", "--scope", "local"]);
  expect(out).toContain("settings.json calls the shell system's hook as well");
  expect((await desk.hive(["setup", "--check"])).code).toBe(3);
});

test("its worker that still runs is named with its PID", async () => {
  using desk = leftBehind();
  fs.writeFileSync(join(desk.root, "queue/.heartbeat"), `{"timestamp":"x","pid": ${process.pid},"mode":"event"}`);
  // hive's own worker replaces the heartbeat, so the dry look comes first.
  const { shellWorkerPid } = await import("../../src/install/shell-system.ts");
  const { findPlace } = await import("../../src/install/place.ts");
  expect(shellWorkerPid(findPlace(desk.project, desk.env))).toBe(process.platform === "linux" ? process.pid : null);
});
