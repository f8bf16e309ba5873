import { expect, test } from "bun:test";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { configOf } from "../../src/base/config/validate.ts";
import type { ProjectView } from "../../src/doctor/project-view.ts";
import { judgeSnapshots, lacksText, snapshotsStatus, undoCheck } from "../../src/doctor/checks/undo.ts";
import { isCaseBlind } from "../../src/snapshots/case-blind.ts";
import { caseFaults, snapshotsCheck } from "../../src/doctor/deep/snapshots.ts";
import { hashOfBytes } from "../../src/snapshots/objects/objects.ts";
import { Tracker } from "../../src/snapshots/tracker.ts";
import { LIMITS } from "../../src/snapshots/limits.ts";
import { Project } from "../support/snapshots/snapshots.ts";

const viewOf = ({ root }: Project, config = configOf()) =>
  ({ root, env: process.env, config }) as unknown as ProjectView;

test("a content that a snapshot names and that is missing is named by its path and snapshot", async () => {
  using project = new Project(false);
  writeFileSync(project.path("a"), "a\n");
  await project.take("start");
  rmSync(project.path("a"));
  const { id } = await project.take();
  const sound = await snapshotsCheck.run(viewOf(project));
  expect([sound.level, sound.found]).toEqual(["ok", expect.stringContaining("each content is whole")]);
  const hash = hashOfBytes(Buffer.from("a\n"));
  rmSync(join(project.snapshots.directory, "objects", hash.slice(0, 2), hash));
  const found = await snapshotsCheck.run(viewOf(project));
  expect([found.level, found.found]).toEqual([
    "warning",
    expect.stringContaining(`1 content missing or damaged: a of #${id} (store)`),
  ]);
});

test("the status says how much is kept since when, and how many files are not, by the reason", async () => {
  using project = new Project(false);
  expect(snapshotsStatus(viewOf(project))).toEqual({ why: "none was taken yet" });
  for (const name of ["one", "two", "three"]) writeFileSync(project.path(name), `${name}\n`);
  writeFileSync(project.path("large"), Buffer.alloc(2000, 1));
  writeFileSync(project.path(".env"), "NAME=1\n");
  const limits = { ...LIMITS, fileBytes: 1000, snapshotFiles: 2 };
  project.tracker = new Tracker(project.worktree, project.snapshots.catalogue, project.snapshots.objects, limits);
  const nowMs = Date.now();
  await project.take("start", { nowMs });
  const status = snapshotsStatus(viewOf(project));
  const objectBytes = project.snapshots.objects.totalBytes();
  expect(status).toMatchObject({
    snapshots: 1,
    since: new Date(nowMs).toISOString(),
    limitBytes: LIMITS.storeBytes,
    notKept: { large: 1, secret: 1, snapshot: 1 },
    isDiskFull: false,
    why: null,
  });
  if (status.why !== null) throw new Error(status.why);
  expect(project.snapshots.catalogue.objectBytes()).toBe(objectBytes);
  expect(status.bytes).toBeGreaterThan(objectBytes);
  expect(lacksText(status.notKept)).toBe(
    "1 file may hold a secret, 1 file above 5.0 MiB, 1 file above the bounds of a snapshot",
  );
  expect(judgeSnapshots(status)).toMatchObject({
    level: "warning",
    found: "an undo cannot bring back 1 file above the bounds of a snapshot",
  });
  expect(judgeSnapshots({ ...status, isDiskFull: true })).toMatchObject({
    level: "warning",
    found: "less than 5 % of the disk is free: no more files are kept for an undo",
  });
  expect(judgeSnapshots({ ...status, notKept: {} })).toMatchObject({ level: "ok" });
});

test("the status says why no files are kept", () => {
  using project = new Project(false);
  expect(snapshotsStatus(viewOf(project, configOf({ snapshots: "off" })))).toEqual({
    why: "the setting snapshots is off",
  });
  const env = { ...process.env, HOME: project.top };
  expect(snapshotsStatus({ root: project.root, config: configOf(), env })).toEqual({
    why: "no snapshots are taken of a home directory, or of one above it",
  });
});

/** The inodes of a directory that is blind to case, which cannot be made here. */
const blind = (path: string): number => new Bun.CryptoHasher("md5").update(path.toLowerCase()).digest()[0]!;

test("a file system that takes names that differ by case for one file is told of", () => {
  using project = new Project(false);
  expect(isCaseBlind(project.top)).toBe(false);
  expect(isCaseBlind(project.top, blind)).toBe(true);
  expect(caseFaults(project.worktree)).toEqual([]);
  expect(caseFaults(project.worktree, () => true)).toEqual([
    `names that differ by case are one file in ${project.top}: an undo has the last of such names alone`,
  ]);
});

test("a catalogue that cannot be read is a warning, and no fault of hive's saving", async () => {
  using project = new Project(false);
  await project.take("start");
  project.snapshots[Symbol.dispose]();
  writeFileSync(join(project.snapshots.directory, "catalogue.db"), "no database at all ".repeat(500));
  const { level, found } = await undoCheck.run(viewOf(project));
  expect([level, found]).toEqual(["warning", expect.stringContaining("the snapshots of the files cannot be read")]);
  rmSync(project.snapshots.directory, { recursive: true });
});
