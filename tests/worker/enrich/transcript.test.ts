import type { Database } from "bun:sqlite";
import { expect, setDefaultTimeout, test } from "bun:test";
import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { markForgotten } from "../../../src/store/archive/erase.ts";
import { openArchive } from "../../../src/store/archive/open.ts";
import { notePause } from "../../../src/store/archive/pauses.ts";
import { followedSince, keepParts, readSoFar } from "../../../src/store/archive/transcript-rows.ts";
import { DocumentRests } from "../../../src/worker/enrich/document-rests.ts";
import { MAX_DOCUMENT_BYTES } from "../../../src/worker/enrich/transcript-file.ts";
import { followTranscripts } from "../../../src/worker/enrich/transcript.ts";
import { fact, KEY, observation, row, tempArchive } from "../../store/archive/archive-project.ts";
import { configure } from "../../support/settings.ts";

setDefaultTimeout(120_000);

const NOW_MS = Date.parse("2026-11-28T12:00:00Z");

const usage = { input_tokens: 10, output_tokens: 5 };
const line = (fields: object): string => `${JSON.stringify({ timestamp: "2026-11-28T11:00:00Z", ...fields })}\n`;
const prompt = (uuid: string, text: string, more = {}): string =>
  line({ type: "user", uuid, message: { role: "user", content: text }, ...more });
const reply = (uuid: string, text: string, id = uuid): string =>
  line({ type: "assistant", uuid, message: { id, model: "opus", content: [{ type: "text", text }], usage } });
const call = (id: string, command: string): string =>
  line({
    type: "assistant",
    uuid: id,
    message: { content: [{ type: "tool_use", id, name: "Bash", input: { command } }] },
  });

const at = (time: string) => ({ timestamp: `2026-11-28T${time}:00Z` });

interface Given {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly isUntrusted?: boolean;
  readonly hooked?: readonly string[];
  readonly agent?: string;
  /** The file's name. */
  readonly transcript?: string;
}

/** A project with one session that has a transcript. */
function shop(given: Given = {}) {
  const { settings = { archive: "transcripts" }, isUntrusted = false, hooked = [], agent = "claude-code" } = given;
  const archive = tempArchive();
  const project = join(archive.directory, "shop");
  const root = join(project, ".hive-mind");
  mkdirSync(root, { recursive: true });
  configure(root, settings);
  const transcript = join(archive.directory, given.transcript ?? "transcript.jsonl");
  const facts = [
    fact("session", "", 10, { transcriptPath: transcript, model: "gpt-5.5" }),
    ...hooked.map((text, index) => fact("prompt", `h${index}`, 20 + index, { text })),
  ];
  archive.target.put(
    { id: "s", machine: "m", project },
    [row(1, observation("s-1", NOW_MS, facts, { agent }), isUntrusted)],
    NOW_MS,
  );
  archive.target.close();
  const db: Database = openArchive(archive.path, 1000);
  const options = { root, project, key: KEY, nowMs: NOW_MS, sinceMs: 0 };
  return {
    archive,
    db,
    project,
    transcript,
    follow: (rests?: DocumentRests) => followTranscripts(db, { ...options, ...(rests === undefined ? {} : { rests }) }),
    kept: (kind: string): string[] =>
      db
        .query<{ text: string }, [string]>("SELECT text FROM facts WHERE kind = ? ORDER BY id")
        .all(kind)
        .map(({ text }) => text),
    tokens: () =>
      db
        .query<{ data: string }, []>("SELECT data FROM facts WHERE kind = 'usage'")
        .all()
        .map(({ data }) => JSON.parse(data) as object),
    [Symbol.dispose]() {
      db.close();
      archive[Symbol.dispose]();
    },
  };
}

test("what is new in a transcript comes into the archive once, whole lines alone", () => {
  using one = shop();
  one.follow();
  writeFileSync(one.transcript, prompt("u1", "Repair the form") + reply("a1", "I look."));
  expect(one.follow()).toBeNull();
  one.follow();
  const half = reply("a2", "It was the teapot.");
  appendFileSync(one.transcript, half.slice(0, 40));
  one.follow();
  expect(one.kept("reply")).toEqual(["I look."]);
  appendFileSync(one.transcript, half.slice(40) + call("c1", "bun test"));
  one.follow();
  one.follow();
  expect([one.kept("prompt"), one.kept("reply"), one.kept("call")]).toEqual([
    ["Repair the form"],
    ["I look.", "It was the teapot."],
    ["Bash bun test"],
  ]);
  expect(one.archive.found("teapot")).toEqual(["s-1"]);
  expect(one.tokens()).toEqual([{ input: 20, output: 10, cacheRead: 0, cacheWrite: 0, answers: 2 }]);
});

test("an answer of several lines has its tokens counted once", () => {
  using one = shop();
  writeFileSync(one.transcript, reply("a1", "One.", "msg") + reply("a2", "Two.", "msg"));
  one.follow();
  appendFileSync(one.transcript, reply("a3", "Three.", "msg"));
  one.follow();
  expect(one.tokens()).toEqual([{ input: 10, output: 5, cacheRead: 0, cacheWrite: 0, answers: 1 }]);
});

const event = (payload: object): string => line({ type: "event_msg", payload });

test("tokens that Codex counts later in a turn are those of the turn's model", () => {
  using one = shop({ agent: "codex" });
  writeFileSync(one.transcript, event({ type: "user_message", message: "Boil the water" }));
  one.follow();
  const info = { last_token_usage: { input_tokens: 10, output_tokens: 5 } };
  appendFileSync(one.transcript, event({ type: "token_count", info }));
  one.follow();
  expect(one.db.query("SELECT key FROM facts WHERE kind = 'usage'").all()).toEqual([{ key: "gpt-5.5" }]);
});

test("what a hook told of already is not kept twice", () => {
  using one = shop({ hooked: ["Repair the form"] });
  writeFileSync(one.transcript, prompt("u1", "Repair the form") + prompt("u2", "Paint it"));
  one.follow();
  expect(one.kept("prompt")).toEqual(["Repair the form", "Paint it"]);
});

test("foreign and malformed lines are counted, and stop nothing", () => {
  using one = shop();
  writeFileSync(
    one.transcript,
    `no JSON\n{"type":\n[1]\n{"type":"unknown"}\n\u0000\u0001\n${prompt("u1", "Repair the form")}`,
  );
  one.follow();
  expect(one.kept("prompt")).toEqual(["Repair the form"]);
  expect(one.db.query("SELECT malformed FROM transcripts").get()).toEqual({ malformed: 4 });
});

test("a line of many megabytes is passed over, and counted once", () => {
  using one = shop();
  writeFileSync(
    one.transcript,
    prompt("u1", "before") + prompt("u2", "x".repeat(9 * 1024 ** 2)) + prompt("u3", "after"),
  );
  for (let pass = 0; one.follow() === 0 && pass < 10;) pass += 1;
  expect(one.kept("prompt")).toEqual(["before", "after"]);
  expect(readSoFar(one.db, 1)?.malformed).toBe(1);
});

test("a file that was cut or replaced is read from its beginning, and its tokens are not doubled", () => {
  using one = shop();
  writeFileSync(one.transcript, prompt("u1", "first") + reply("a1", "answer"));
  one.follow();
  renameSync(one.transcript, `${one.transcript}.old`);
  writeFileSync(one.transcript, prompt("u1", "first") + reply("a1", "answer") + prompt("u2", "second"));
  one.follow();
  expect(one.kept("prompt")).toEqual(["first", "second"]);
  expect(one.tokens()).toEqual([{ input: 10, output: 5, cacheRead: 0, cacheWrite: 0, answers: 1 }]);
  truncateSync(one.transcript, 0);
  appendFileSync(one.transcript, prompt("u3", "third") + reply("a1", "answer"));
  one.follow();
  expect(one.kept("prompt")).toEqual(["first", "second", "third"]);
  expect(one.tokens()).toEqual([{ input: 10, output: 5, cacheRead: 0, cacheWrite: 0, answers: 1 }]);
});

const geminiAnswer = (id: string) => ({
  id,
  type: "gemini",
  content: "Done",
  model: "flash",
  tokens: { input: 9, output: 2 },
});
const geminiDocument = (...messages: object[]): string => JSON.stringify({ sessionId: "s-1", messages }, null, 2);

test("a session that is one JSON document is read anew when it has changed, and its tokens are not doubled", () => {
  using one = shop({ agent: "gemini", transcript: "session.json" });
  const said = { id: "m1", type: "user", content: "Boil the water" };
  writeFileSync(one.transcript, geminiDocument(said, geminiAnswer("a1")).slice(0, -20));
  one.follow();
  expect([one.kept("prompt"), one.tokens()]).toEqual([[], []]);
  writeFileSync(one.transcript, geminiDocument(said, geminiAnswer("a1")));
  one.follow();
  writeFileSync(
    one.transcript,
    geminiDocument(said, geminiAnswer("a1"), { ...said, id: "m2", content: "Pour it" }, geminiAnswer("a2")),
  );
  one.follow();
  one.follow();
  expect(one.kept("prompt")).toEqual(["Boil the water", "Pour it"]);
  expect(one.tokens()).toEqual([{ input: 18, output: 4, cacheRead: 0, cacheWrite: 0, answers: 2 }]);
});

test("a document that takes long to read rests two hundred times as long, and is then read to its end", () => {
  using one = shop({ agent: "gemini", transcript: "session.json" });
  let nowMs = 0;
  let tickMs = 3;
  const rests = new DocumentRests(() => (nowMs += tickMs));
  const grown = (n: number): number | null => {
    const said = Array.from({ length: n }, (_, index) => ({ id: `m${index}`, type: "user", content: `Cup ${index}` }));
    writeFileSync(one.transcript, geminiDocument(...said));
    return one.follow(rests);
  };
  expect([grown(1), grown(2), one.kept("prompt").length]).toEqual([null, null, 2]);
  tickMs = 100;
  expect([grown(3), one.kept("prompt").length]).toEqual([null, 3]);
  expect([grown(4), one.kept("prompt").length]).toEqual([19_900, 3]);
  nowMs += 19_800;
  expect([one.follow(rests), one.kept("prompt").length]).toEqual([null, 4]);
});

test.each([
  ["is cut while it is written", (whole: string) => whole.slice(0, -20)],
  ["grows too long to be read", (whole: string) => whole.replace("{", `{${" ".repeat(MAX_DOCUMENT_BYTES)}`)],
])("what was read of a document stays where it %s", (_how, changed) => {
  using one = shop({ agent: "gemini", transcript: "session.json" });
  const whole = geminiDocument({ id: "m1", type: "user", content: "Boil the water" }, geminiAnswer("a1"));
  writeFileSync(one.transcript, whole);
  one.follow();
  const before = [one.kept("prompt"), one.tokens()];
  writeFileSync(one.transcript, changed(whole));
  one.follow();
  expect([one.kept("prompt"), one.tokens()]).toEqual(before);
  expect(one.tokens()).toHaveLength(1);
});

test("a part that another process has read meanwhile is kept once", () => {
  using one = shop();
  writeFileSync(one.transcript, reply("a1", "One."));
  one.follow();
  const session = followedSince(one.db, one.project, 0)[0]!;
  const read = readSoFar(one.db, session.id)!;
  const tokens = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0, answers: 1 };
  const part = { kind: "usage", key: "opus", atMs: 1, data: tokens, text: null } as const;
  keepParts(one.db, session, [part], { before: null, read: { ...read, bytes: 1 }, isAnew: true }, KEY);
  expect(one.tokens()).toEqual([{ input: 10, output: 5, cacheRead: 0, cacheWrite: 0, answers: 1 }]);
  expect(readSoFar(one.db, session.id)).toEqual(read);
});

test("what was read stays when the transcript is deleted", () => {
  using one = shop();
  writeFileSync(one.transcript, prompt("u1", "first"));
  one.follow();
  rmSync(one.transcript);
  one.follow();
  expect(one.archive.found("first")).toEqual(["s-1"]);
});

test.each([
  { archive: "facts" },
  { archive: "off" },
  {},
  { archive: "transcripts", paused: true },
  { archive: "transcripts", exclude: ["**"] },
])("nothing is read with %j", (settings) => {
  using one = shop({ settings });
  writeFileSync(one.transcript, prompt("u1", "first"));
  expect(one.follow()).toBeNull();
  expect(one.kept("prompt")).toEqual([]);
  expect(one.db.query("SELECT * FROM transcripts").all()).toEqual([]);
});

test("nothing is read of an untrusted session, nor through a link", () => {
  using one = shop({ isUntrusted: true });
  writeFileSync(one.transcript, prompt("u1", "first"));
  one.follow();
  expect(one.kept("prompt")).toEqual([]);
  using other = shop();
  symlinkSync(one.transcript, other.transcript);
  other.follow();
  expect(other.kept("prompt")).toEqual([]);
});

test("secrets are taken out, and excluded paths with the calls that name them", () => {
  using one = shop({ settings: { archive: "transcripts", exclude: ["secrets/**"] } });
  const token = `ghp_${"a1B2".repeat(9)}`;
  writeFileSync(
    one.transcript,
    prompt("u1", `Use ${token} for it`) +
      reply("a1", `It is ${token}, and in secrets/key.pem`) +
      call("c1", "cat secrets/key.pem") +
      call("c2", "bun test"),
  );
  one.follow();
  const all = JSON.stringify([one.kept("prompt"), one.kept("reply"), one.kept("call")]);
  expect(all).not.toContain(token);
  expect(all).not.toContain("key.pem");
  expect(all).toContain("[redacted:");
  expect(one.kept("call")).toEqual(["Bash bun test"]);
});

test("what was said in a pause is not kept, whenever it is read", () => {
  using one = shop();
  notePause(one.archive.path, one.project, Date.parse("2026-11-28T09:00:00Z"), null);
  notePause(one.archive.path, one.project, Date.parse("2026-11-28T10:00:00Z"), undefined);
  notePause(one.archive.path, null, Date.parse("2026-11-28T10:30:00Z"), Date.parse("2026-11-28T10:40:00Z"));
  writeFileSync(
    one.transcript,
    prompt("u1", "before", at("08:59")) +
      prompt("u2", "within", at("09:30")) +
      prompt("u3", "between", at("10:10")) +
      prompt("u4", "within all", at("10:35")) +
      prompt("u5", "after", at("10:50")),
  );
  one.follow();
  expect(one.kept("prompt")).toEqual(["before", "between", "after"]);
});

test("a forgotten session does not come back from its transcript", () => {
  using one = shop();
  writeFileSync(one.transcript, prompt("u1", "first"));
  markForgotten(one.db, "s-1", KEY, NOW_MS);
  one.follow();
  expect(one.kept("prompt")).toEqual([]);
});
