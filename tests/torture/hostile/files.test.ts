/** Files that are no entries, or entries that try something: each is applied as data or buried with its reason. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Queue } from "../../../src/queue/queue.ts";
import { openDatabase } from "../../support/database.ts";
import { runWorkerOnce, rows } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { reportCases } from "../../support/torture-report.ts";
import { hostileContents } from "./contents.ts";

setDefaultTimeout(120_000);

/** Before the time for which a file may still be being written. */
const LONG_AGO = new Date(Date.now() - 60_000);
const GOOD = { operation: "insert_log", payload: { sessionId: "good", atMs: 0, level: "info", message: "still here" } };

function put(directory: string, name: string, content: Uint8Array | string): void {
  const path = join(directory, name);
  writeFileSync(path, content, { mode: 0o600 });
  utimesSync(path, LONG_AGO, LONG_AGO);
}

function schemaOf(root: string): unknown[] {
  using db = openDatabase(root, { readonly: true });
  return db.query("SELECT type, name, sql FROM sqlite_schema ORDER BY name").all();
}

test("each of 500 hostile contents and more is applied as data or buried with its reason, and nothing else changes", async () => {
  using untouched = tempDir();
  await runWorkerOnce(untouched.root);
  using dir = tempDir();
  const { paths, deadLetters } = new Queue(dir.root);
  const contents = hostileContents();
  expect(contents.length).toBeGreaterThan(500);
  for (const [index, content] of contents.entries()) put(paths.pending, `5_hostile${index}.json`, content);
  put(paths.pending, "10_good.json", JSON.stringify(GOOD));

  await runWorkerOnce(dir.root);

  const { applied, failed } = checkInvariants(dir.root, { expectDrained: true });
  expect(applied + failed).toBe(contents.length + 1);
  expect(failed).toBeGreaterThan(contents.length / 2);
  for (const name of deadLetters.names()) {
    const { reason, entry, raw, kept_as: keptAs } = deadLetters.read(name);
    expect(reason.code).toMatch(/^HIVE_/);
    expect(reason.message).not.toBe("");
    expect(entry !== null || raw !== undefined || keptAs !== undefined).toBe(true);
  }
  expect(rows(dir.root, "SELECT message FROM session_logs WHERE session_id = 'good'")).toEqual([
    { message: "still here" },
  ]);
  expect(schemaOf(dir.root)).toEqual(schemaOf(untouched.root));
  reportCases("hostile contents of entries", contents.length);
});

/** Names that an entry may have and that mean something elsewhere. */
const NAMES = [
  ["..", "..\u2215x", "a\u2215..\u2215x"],
  ["a\nb", "a\rb", "a\tb", "a b", "-rf", "--help", "$(reboot)", "`id`", ";reboot", "'", '"', "\\", "%00", "%s%n"],
  ["\u001b[2J", "\u202egpj", "\u0301", "\u{1f4a9}", "con", "nul", ".hidden", "~", "~1", "a.json", "a.json.tmp"],
  ["a".repeat(248), "ä".repeat(124), "0", "00000000-0000-0000-0000-000000000000", "__proto__", "*", "?", "[a-z]"],
].flat();

test("an entry is applied whatever its name holds, and reaches no other place by it", async () => {
  using dir = tempDir();
  const { paths } = new Queue(dir.root);
  for (const [index, seq] of NAMES.entries()) {
    put(paths.pending, `5_${seq}.json`, JSON.stringify({ ...GOOD, payload: { ...GOOD.payload, message: `${index}` } }));
  }
  const before = readdirSync(dir.path).toSorted();
  await runWorkerOnce(dir.root);
  const { applied } = checkInvariants(dir.root, { expectDrained: true });
  expect(applied).toBe(NAMES.length);
  expect(rows(dir.root, "SELECT message FROM session_logs")).toHaveLength(NAMES.length);
  expect(readdirSync(dir.path).toSorted()).toEqual(before);
  reportCases("hostile names of entries", NAMES.length);
});

test("what is no regular file is not read, not followed, and does not keep others from their turn", async () => {
  using dir = tempDir();
  const { paths, deadLetters } = new Queue(dir.root);
  const secret = join(dir.path, "secret.json");
  writeFileSync(secret, JSON.stringify(GOOD));
  symlinkSync(secret, `${paths.pending}/1_link.json`);
  symlinkSync("/dev/zero", `${paths.pending}/1_device.json`);
  symlinkSync("1_loop.json", `${paths.pending}/1_loop.json`);
  symlinkSync("/nowhere", `${paths.pending}/1_dangling.json`);
  mkdirSync(`${paths.pending}/1_directory.json`);
  writeFileSync(`${paths.pending}/1_directory.json/inside`, "kept");
  expect(Bun.spawnSync(["mkfifo", `${paths.pending}/1_fifo.json`]).exitCode).toBe(0);
  linkSync(secret, `${paths.pending}/2_hard.json`);
  put(paths.pending, "10_good.json", JSON.stringify(GOOD));
  await runWorkerOnce(dir.root);
  const letters = deadLetters.names().map((name) => deadLetters.read(name));
  expect(letters.map(({ reason }) => reason.message).toSorted()).toEqual([
    ...Array.from({ length: 4 }, () => "a symbolic link"),
    ...Array.from({ length: 2 }, () => "not a regular file"),
  ]);
  // A hard link is a file like any other of the user's own.
  expect(rows(dir.root, "SELECT 1 FROM session_logs")).toHaveLength(2);
  expect(readFileSync(secret, "utf8")).toBe(JSON.stringify(GOOD));
  const directory = letters.find(({ name }) => name === "1_directory.json")!.kept_as;
  expect(readFileSync(`${paths.failed}/${directory}/inside`, "utf8")).toBe("kept");
  reportCases("what is no regular file", 7);
});
