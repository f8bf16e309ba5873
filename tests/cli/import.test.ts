/** Transcripts that are on disk come into the archive by a person's word. */
import { Database } from "bun:sqlite";
import { expect, setDefaultTimeout, test } from "bun:test";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openArchive } from "../../src/store/archive/open.ts";
import { ArchiveRows } from "../../src/store/archive/rows.ts";
import { importTranscript } from "../../src/worker/enrich/import.ts";
import { TRANSCRIPT_PLACES } from "../../src/worker/enrich/transcript-places.ts";
import { seam } from "../redact/secrets-fixture.ts";
import { cli } from "../support/cli.ts";
import { tempDir } from "../support/temp-dir.ts";

setDefaultTimeout(120_000);

const AT = "2026-11-01T10:00:00Z";

/** A home directory with transcripts of two agents, of projects that are gone. */
function home(config: object = {}) {
  const dir = tempDir();
  const env = { HOME: dir.path, XDG_DATA_HOME: join(dir.path, "data"), XDG_CONFIG_HOME: join(dir.path, "config") };
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(dir.path, path)), { recursive: true });
    writeFileSync(join(dir.path, path), text, { mode: 0o600 });
  };
  write("config/hive/config.json", JSON.stringify(config));
  const claude = (id: string, cwd: string, text: string): string =>
    `no JSON\n${JSON.stringify({ type: "user", uuid: `u-${id}`, cwd, timestamp: AT, message: { content: text } })}\n{"type":`;
  write(".claude/projects/a/5f0c-1.jsonl", `${claude("1", "/gone/shop", "Repair the login form")}\n`);
  write(".claude/projects/b/5f0c-2.jsonl", `${claude("2", "/gone/bank", "Count the teapots")}\n`);
  write(".claude/projects/b/5f0c-3.jsonl", "nothing of a session\n");
  const codex = [
    { type: "session_meta", timestamp: AT, payload: { id: "c-1", cwd: "/gone/shop" } },
    { type: "event_msg", timestamp: AT, payload: { type: "user_message", message: "Paint the page" } },
  ];
  write(".codex/sessions/2026/11/01/rollout-1.jsonl", codex.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const archive = join(dir.path, "data/hive/archive.db");
  return {
    run: (...args: string[]) => cli(["import", ...args], { env, cwd: dir.path }),
    write,
    first: join(dir.path, ".claude/projects/a/5f0c-1.jsonl"),
    archive,
    kept(): string[] {
      if (!existsSync(archive)) return [];
      using db = new Database(archive, { readonly: true });
      const sql =
        "SELECT p.path || ': ' || f.text AS told FROM facts f JOIN sessions s ON s.id = f.session JOIN projects p ON p.id = s.project WHERE f.kind = 'prompt' ORDER BY told";
      return db
        .query<{ told: string }, []>(sql)
        .all()
        .map(({ told }) => told);
    },
    [Symbol.dispose]: () => dir[Symbol.dispose](),
  };
}

test("transcripts of all agents are taken once, with their projects; what is new is taken by the next import", async () => {
  using it = home();
  const { stdout, exitCode } = await it.run("--yes");
  expect([exitCode, stdout]).toEqual([
    0,
    `${claudeDeletes("30 days")}${CODEX_DELETES}claude-code: 2 of 3 transcripts taken, 0 left out by your settings, 1 not understood; 4 lines passed over as no JSON\ncodex: 1 of 1 transcript taken, 0 left out by your settings, 0 not understood\n`,
  ]);
  const all = ["/gone/bank: Count the teapots", "/gone/shop: Paint the page", "/gone/shop: Repair the login form"];
  expect(it.kept()).toEqual(all);
  const line = { type: "user", uuid: "u-4", timestamp: AT, message: { content: "And the kettle" } };
  appendFileSync(it.first, `${JSON.stringify(line)}\n`);
  await it.run("--yes");
  expect(it.kept()).toEqual([
    "/gone/bank: Count the teapots",
    "/gone/shop: And the kettle",
    "/gone/shop: Paint the page",
    "/gone/shop: Repair the login form",
  ]);
});

test("a secret in the name of an imported session's directory is not in the archive", async () => {
  using it = home();
  const token = seam("gh|p_") + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
  it.write("shop/.git/HEAD", "ref: refs/heads/main\n");
  const cwd = join(dirname(dirname(dirname(dirname(it.first)))), "shop", token);
  const line = { type: "user", uuid: "u", cwd, timestamp: AT, message: { content: "Water the plants" } };
  it.write(".claude/projects/c/5f0c-4.jsonl", `${JSON.stringify(line)}\n`);
  await it.run("--yes");
  expect(it.kept().filter((told) => told.endsWith("Water the plants"))).toHaveLength(1);
  const files = ["", "-wal"].map((end) => it.archive + end).filter((path) => existsSync(path));
  expect(files.some((path) => readFileSync(path, "latin1").includes(token))).toBe(false);
});

test("a transcript that is gone when it is read is not understood, and stops nothing", () => {
  using dir = tempDir();
  using db = openArchive(join(dir.path, "archive.db"), 0);
  const options = {
    rows: new ArchiveRows(db),
    machine: "m",
    key: "k",
    nowMs: 1,
    projectOf: () => expect.unreachable(),
  };
  const gone = join(dir.path, "gone.jsonl");
  expect(importTranscript(db, TRANSCRIPT_PLACES[0]!, gone, options)).toEqual({ outcome: "none", malformed: 0 });
});

const claudeDeletes = (after: string, soon = "0 of 3") =>
  `Claude Code deletes a transcript ${after} after its last change (cleanupPeriodDays): ${soon} within 7 days\n`;
const GEMINI_DELETES =
  "Gemini deletes a transcript 30 days after its last change (general.sessionRetention.maxAge): 0 of 1 within 7 days\n";
const CODEX_DELETES = "hive knows of no time after which Codex deletes transcripts\n";

test.each([
  ["claude", {}, claudeDeletes("30 days")],
  ["claude", { cleanupPeriodDays: 400 }, claudeDeletes("400 days")],
  ["claude", { cleanupPeriodDays: 7 }, claudeDeletes("7 days", "3 of 3")],
  ["gemini", {}, GEMINI_DELETES],
  ["gemini", { general: { sessionRetention: { maxAge: "2w" } } }, GEMINI_DELETES.replace("30", "14")],
  [
    "gemini",
    { general: { sessionRetention: { maxAge: "36h" } } },
    GEMINI_DELETES.replace("30 days", "2 days").replace("0 of 1", "1 of 1"),
  ],
  [
    "gemini",
    { general: { sessionRetention: { maxCount: 1 } } },
    GEMINI_DELETES.replace("\n", "; it keeps 1 transcript of a project (general.sessionRetention.maxCount)\n"),
  ],
  // Below its minRetention, a day without the setting, Gemini refuses to delete anything.
  ...[
    { enabled: false },
    { maxAge: "12h" },
    { maxAge: "0d" },
    { maxAge: "2d", minRetention: "1w" },
    { maxCount: 0 },
  ].map((sessionRetention): [string, object, string] => [
    "gemini",
    { general: { sessionRetention } },
    "Gemini deletes no transcript, by its settings (general.sessionRetention)\n",
  ]),
  ["codex", {}, CODEX_DELETES],
])("what %s deletes by its settings %j is said before its transcripts are taken", async (agent, settings, says) => {
  using it = home();
  it.write(".gemini/tmp/tea/chats/session-1.jsonl", "");
  it.write(`.${agent}/settings.json`, JSON.stringify(settings));
  const { stdout } = await it.run("--yes", "--agent", agent === "claude" ? "claude-code" : agent);
  expect(stdout.slice(0, says.length)).toBe(says);
});

test("one agent's are taken alone, and a project that is excluded, paused or off is left out", async () => {
  using it = home({ exclude: ["/gone/bank/**"], projects: { "/gone/shop": { archive: "off" } } });
  expect((await it.run("--yes", "--agent", "claude-code")).stdout).toContain("0 of 3 transcripts taken, 2 left out");
  expect(it.kept()).toEqual([]);
  using other = home({ projects: { "/gone/shop": { paused: true } } });
  await other.run("--yes");
  expect(other.kept()).toEqual(["/gone/bank: Count the teapots"]);
});

test("without a terminal and without --yes nothing is taken", async () => {
  using it = home();
  expect((await it.run()).exitCode).toBe(20);
  expect(existsSync(it.archive)).toBe(false);
});

const GEMINI_PROMPT = { id: "m-1", timestamp: AT, type: "user", content: [{ text: "Boil the water" }] };
const sha256 = (text: string): string => new Bun.CryptoHasher("sha256").update(text).digest("hex");
const geminiHead = (sessionId: string, root: string) => ({ sessionId, projectHash: sha256(root), startTime: AT });
const jsonLines = (...values: object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join("");

test("a transcript of Gemini's is of the directory that its marker names", async () => {
  using it = home();
  it.write(".gemini/tmp/tea/.project_root", "/gone/tea");
  it.write(
    ".gemini/tmp/tea/chats/session-1.jsonl",
    `${jsonLines(geminiHead("g-1", "/gone/tea"), GEMINI_PROMPT)}no JSON\n`,
  );
  expect((await it.run("--yes", "--agent", "gemini")).stdout).toBe(
    `${GEMINI_DELETES}gemini: 1 of 1 transcript taken, 0 left out by your settings, 0 not understood; 1 line passed over as no JSON\n`,
  );
  expect(it.kept()).toEqual(["/gone/tea: Boil the water"]);
});

test("without a marker it is of the project in the archive that has its hash, or of no known project", async () => {
  using it = home();
  for (const root of ["/gone/shop", "/gone/nowhere"])
    it.write(
      `.gemini/tmp/${sha256(root)}/chats/session-1.jsonl`,
      jsonLines(geminiHead(`g-${root.length}`, root), GEMINI_PROMPT),
    );
  it.write(".gemini/tmp/old/chats/session-2.json", JSON.stringify({ messages: [GEMINI_PROMPT] }, null, 2));
  expect((await it.run("--yes")).stdout).toContain(
    "gemini: 1 of 3 transcripts taken, 0 left out by your settings, 1 not understood, 1 of no known project\n",
  );
  expect(it.kept()).toContain("/gone/shop: Boil the water");
});

const geminiDocument = (...texts: string[]): string => {
  const messages = texts.map((content, index) => ({ id: `m-${index}`, timestamp: AT, type: "user", content }));
  return JSON.stringify({ ...geminiHead("g-1", "/gone/tea"), lastUpdated: AT, messages }, null, 2);
};

test("a session of Gemini's that is one JSON document is taken, and again as far as it is new", async () => {
  using it = home();
  it.write(".gemini/tmp/tea/.project_root", "/gone/tea");
  it.write(".gemini/tmp/tea/chats/session-1.json", geminiDocument("Boil the water"));
  it.write(".gemini/tmp/tea/chats/session-2.json", geminiDocument("Cut off").slice(0, -9));
  expect((await it.run("--yes", "--agent", "gemini")).stdout).toContain(
    "gemini: 1 of 2 transcripts taken, 0 left out by your settings, 1 not understood",
  );
  expect(it.kept()).toEqual(["/gone/tea: Boil the water"]);
  it.write(".gemini/tmp/tea/chats/session-1.json", geminiDocument("Boil the water", "Pour it"));
  await it.run("--yes", "--agent", "gemini");
  expect(it.kept()).toEqual(["/gone/tea: Boil the water", "/gone/tea: Pour it"]);
});

test.each(["tea/shop", ""])("a marker that names no absolute directory is none: %p", async (marker) => {
  using it = home();
  it.write(".gemini/tmp/tea/.project_root", marker);
  it.write(".gemini/tmp/tea/chats/session-1.jsonl", jsonLines(geminiHead("g-1", "/gone/tea"), GEMINI_PROMPT));
  expect((await it.run("--yes", "--agent", "gemini")).stdout).toContain("0 not understood, 1 of no known project");
});
