/** What a forgotten session leaves in the store of snapshots: nothing. Without git: no process is started. */
import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { forgetSession, namesOf } from "../../src/snapshots/keep/forget.ts";
import { hashOfBytes } from "../../src/snapshots/objects/objects.ts";
import { undosOf } from "../../src/snapshots/undo/undo-rows.ts";
import { allBytes, manifest, Project } from "../support/snapshots/snapshots.ts";

const kept = (project: Project): string[] => [...project.snapshots.objects.all()].map(({ hash }) => hash).toSorted();

const hashes = (...texts: readonly string[]): string[] =>
  texts.map((text) => hashOfBytes(Buffer.from(text))).toSorted();

async function write(project: Project, text: string, nowMs: number, sessionId = "s1"): Promise<number> {
  writeFileSync(project.path("a"), text);
  const calls = [{ key: `toolu_${text}`, tool: "Bash", sessionId }];
  return (await project.take("call", { nowMs, sessionId, calls })).id!;
}

test("a forgotten session leaves no byte that no other session needs", async () => {
  using project = new Project(false);
  const nowMs = Date.now();
  await write(project, "first\n", nowMs, "other");
  await write(project, "secret-plan\n", nowMs, "forgotten-session");
  await write(project, "shared\n", nowMs, "forgotten-session");
  await write(project, "last\n", nowMs, "other");
  const { directory } = project.snapshots;
  expect(namesOf(directory, "forgotten-session")).toHaveLength(2);
  forgetSession(directory, "forgotten-session");
  expect(namesOf(directory, "forgotten-session")).toEqual([]);
  const bytes = allBytes(directory);
  for (const text of ["secret-plan", "forgotten-session"]) expect(bytes.includes(text)).toBe(false);
  expect(kept(project)).toEqual(hashes("last\n", "shared\n"));
});

test("after a forgotten session the next change can be undone", async () => {
  using project = new Project(false);
  const nowMs = Date.now();
  await write(project, "first\n", nowMs, "other");
  await write(project, "by the forgotten one\n", nowMs, "forgotten-session");
  forgetSession(project.snapshots.directory, "forgotten-session");
  project.tracker = project.newTracker();
  const { id } = await project.take("prompt", { sessionId: "other" });
  const files = manifest(project.top);
  rmSync(project.path("a"));
  await project.take("call", { sessionId: "other" });
  await project.undo({ kind: "to", snapshot: id! }).make();
  expect(manifest(project.top)).toEqual(files);
});

test("the last session of a worktree leaves no row, no object and no half-written file", async () => {
  using project = new Project(false);
  writeFileSync(project.path("notes"), "of the user\n");
  await write(project, "the-only-plan\n", Date.now());
  rmSync(project.path("a"));
  await project.take();
  await project.undo({ kind: "session", sessionId: "s1" }).make();
  const { directory, objects, catalogue } = project.snapshots;
  const orphan = Buffer.from("put by a process that was killed\n");
  objects.put(hashOfBytes(orphan), orphan);
  mkdirSync(join(directory, "objects/00"), { recursive: true });
  writeFileSync(join(directory, "objects/00/half.tmp"), "half\n");
  forgetSession(directory, "s1");
  expect([catalogue.worktrees(), catalogue.snapshots(), [...catalogue.hashes()]]).toEqual([[], [], []]);
  const files = readdirSync(join(directory, "objects"), { recursive: true, withFileTypes: true });
  expect(files.filter((entry) => entry.isFile())).toEqual([]);
  const bytes = allBytes(directory);
  for (const text of ["toolu_", "of the user", project.top])
    expect([text, bytes.includes(text)]).toEqual([text, false]);
  project.tracker = project.newTracker();
  expect((await project.take("start")).id).not.toBeNull();
});

test("what two sessions did at once stays with the other one", async () => {
  using project = new Project(false);
  const nowMs = Date.now();
  await write(project, "first\n", nowMs, "other");
  writeFileSync(project.path("a"), "both\n");
  const calls = ["forgotten-session", "other"].map((sessionId) => ({
    key: `toolu_${sessionId}`,
    tool: "Bash",
    sessionId,
  }));
  const { id } = await project.take("call", { nowMs, sessionId: "forgotten-session", calls });
  forgetSession(project.snapshots.directory, "forgotten-session");
  expect(allBytes(project.snapshots.directory).includes("forgotten-session")).toBe(false);
  const row = project.snapshots.catalogue.snapshots().find((one) => one.id === id);
  expect([row?.sessionId, row?.calls.map(({ key }) => key)]).toEqual(["other", ["toolu_other"]]);
  await project.undo({ kind: "session", sessionId: "other" }).make();
  expect(readFileSync(project.path("a"), "utf8")).toBe("first\n");
});

test("an undo of a forgotten session goes with it, and is named before", async () => {
  using project = new Project(false);
  await write(project, "first\n", Date.now(), "other");
  const id = await write(project, "second\n", Date.now(), "forgotten-session");
  await project.undo({ kind: "session", sessionId: "forgotten-session" }).make();
  const { directory, catalogue } = project.snapshots;
  expect(namesOf(directory, "forgotten-session")).toEqual([
    ...[id, id + 1, id + 2].map((one) => `${directory}: snapshot ${one}`),
    `${directory}: undo 1`,
  ]);
  forgetSession(directory, "forgotten-session");
  expect([namesOf(directory, "forgotten-session"), undosOf(catalogue, 1)]).toEqual([[], []]);
  expect(kept(project)).toEqual(hashes("first\n"));
});

test("a copy of its export goes from another session's snapshots, and a file that was written in its place stays", async () => {
  using project = new Project(false);
  const head = "<!-- hive export of forgotten-session -->";
  writeFileSync(project.path("export.md"), `${head}\nall that it said\n`);
  await write(project, "first\n", Date.now(), "other");
  writeFileSync(project.path("export.md"), "of the user\n");
  await project.take("call", { sessionId: "other" });
  rmSync(project.path("export.md"));
  await project.take("call", { sessionId: "other" });
  const exports = { paths: [project.path("export.md")], head };
  forgetSession(project.snapshots.directory, "forgotten-session", { exports });
  expect(kept(project)).toEqual(hashes("first\n", "of the user\n"));
  const { left } = await project.undo({ kind: "session", sessionId: "other" }).make();
  expect(left.map(({ path, obstacle, lack }) => ({ path, obstacle, lack }))).toEqual([
    { path: "export.md", obstacle: "content not kept", lack: "forgotten" },
  ]);
});

test("a reader that keeps the log from being emptied is told of, and a second forget empties it", async () => {
  using project = new Project(false);
  await write(project, "first\n", Date.now(), "other");
  await write(project, "second\n", Date.now(), "forgotten-session");
  const { directory } = project.snapshots;
  const reader = new Database(join(directory, "catalogue.db"), { readonly: true });
  reader.run("BEGIN");
  reader.query("SELECT * FROM snapshots").all();
  expect(() => forgetSession(directory, "forgotten-session", { busyTimeoutMs: 10 })).toThrow(
    "another process reads the catalogue",
  );
  reader.close();
  forgetSession(directory, "forgotten-session", { busyTimeoutMs: 10 });
  expect(allBytes(directory).includes("forgotten-session")).toBe(false);
}, 30_000);
