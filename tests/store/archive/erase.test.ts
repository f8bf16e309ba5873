import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import {
  deleteSessions,
  eraseForgotten,
  eraseProject,
  forgetSession,
  hasSession,
  isErasingUnfinished,
} from "../../../src/store/archive/erase.ts";
import { openArchive } from "../../../src/store/archive/open.ts";
import { keepParts } from "../../../src/store/archive/transcript-rows.ts";
import { fact, KEY, observation, row, SOURCE, tempArchive } from "./archive-project.ts";

setDefaultTimeout(120_000);

const NOW_MS = 5000;
const CANARY = "canary-5f0c2b1e";

/** Sessions that say a canary, in words, a path and a key, between sessions that do not. */
function filled() {
  const archive = tempArchive();
  const rows = Array.from({ length: 60 }, (_, index) => {
    const text = index % 3 === 0 ? `${CANARY} ${"word ".repeat(300)}` : `other ${index}`;
    const facts = [
      fact("prompt", `${text.slice(0, 20)}-${index}`, index, { text }),
      fact("file", `/${text.slice(0, 20)}`, index, {}),
    ];
    return row(index + 1, observation(index % 3 === 0 ? "gone" : `kept-${index % 3}`, index, facts));
  });
  archive.target.put(SOURCE, rows, NOW_MS);
  return archive;
}

const bytesOf = (path: string): string =>
  ["", "-wal", "-shm"]
    .filter((suffix) => existsSync(path + suffix))
    .map((suffix) => readFileSync(path + suffix, "latin1"))
    .join("");

describe("what leaves the archive", () => {
  test("is no longer found, and the rest is", async () => {
    using archive = filled();
    expect(archive.found("canary")).toEqual(["gone"]);
    forgetSession(archive.path, "gone", KEY, NOW_MS);
    expect(archive.found("canary")).toEqual([]);
    expect(archive.found("other")).toEqual(["kept-1", "kept-2"]);
    expect(hasSession(archive.path, "gone")).toBe(false);
    using db = openArchive(archive.path, 1000);
    // The index agrees with the texts.
    db.run("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)");
  });

  test("is overwritten as it is deleted", () => {
    using archive = filled();
    archive.target.close();
    using db = openArchive(archive.path, 1000);
    const ids = db.query<{ id: number }, []>("SELECT id FROM sessions WHERE session_id = 'gone'").all();
    db.transaction(() =>
      deleteSessions(
        db,
        ids.map(({ id }) => id),
      ),
    ).immediate();
    db.run("PRAGMA wal_checkpoint(TRUNCATE)");
    expect(bytesOf(archive.path)).toContain("other 1");
    expect(bytesOf(archive.path)).not.toContain(CANARY);
  });

  test("is in no byte once it is erased", async () => {
    using archive = filled();
    forgetSession(archive.path, "gone", KEY, NOW_MS);
    expect(isErasingUnfinished(archive.path)).toBe(true);
    archive.target.close();
    await eraseForgotten(archive.path);
    expect(isErasingUnfinished(archive.path)).toBe(false);
    expect(bytesOf(archive.path)).not.toContain(CANARY);
    expect(bytesOf(archive.path)).not.toContain("gone");
    expect(archive.found("other")).toEqual(["kept-1", "kept-2"]);
  });

  test("leaves no hash of its text", async () => {
    using archive = filled();
    const db = openArchive(archive.path, 1000);
    const { id } = db.query<{ id: number }, []>("SELECT id FROM sessions WHERE session_id = 'gone'").get()!;
    const session = { id, sessionId: "gone", agent: "claude-code", model: null, path: "/t", project: "/p" };
    const read = { path: "/t", ino: 1, bytes: 1, lastUsage: "", malformed: 0 };
    keepParts(db, session, [], { before: null, read, isAnew: true }, KEY);
    const { hex } = db
      .query<{ hex: string }, [number]>(
        "SELECT printf('%016x', start_hash) AS hex FROM facts WHERE session = ? AND kind = 'prompt'",
      )
      .get(id)!;
    const hash = Buffer.from(hex, "hex").toString("latin1");
    expect(bytesOf(archive.path)).toContain(hash);
    db.close();
    archive.target.close();
    forgetSession(archive.path, "gone", KEY, NOW_MS);
    await eraseForgotten(archive.path);
    expect(bytesOf(archive.path)).not.toContain(hash);
  });

  test("is a whole project's, and no other's", async () => {
    using archive = filled();
    const other = { ...SOURCE, id: "other", project: "/elsewhere" };
    archive.target.put(
      other,
      [row(1, observation("gone", 1, [fact("prompt", "p", 1, { text: "elsewhere" })]))],
      NOW_MS,
    );
    archive.target.close();
    await eraseProject(archive.path, SOURCE.project);
    expect(archive.all("SELECT path FROM projects")).toEqual([{ path: "/elsewhere" }] as never);
    expect([archive.found("other"), archive.found("elsewhere")]).toEqual([[], ["gone"]]);
    expect(archive.all("SELECT source FROM cursors")).toEqual([{ source: "other" }] as never);
    expect(bytesOf(archive.path)).not.toContain(CANARY);
  });
});
