/** Killed at each step of a snapshot, an undo and a sweep: nothing is torn, and all can be finished or taken back. */
import { expect, test } from "bun:test";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ownDirectories } from "../../support/settings.ts";
import { undosOf } from "../../../src/snapshots/undo/undo-rows.ts";
import { manifest, Project } from "../../support/snapshots/snapshots.ts";

const FIXTURE = join(import.meta.dir, "undo-fixture.ts");
const LIMIT_MS = 300_000;

/** @returns the number of steps; null if it was killed */
function run({ root }: Project, what: string, step: number): number | null {
  const { stdout, stderr, signalCode, exitCode } = Bun.spawnSync(
    [process.execPath, FIXTURE, root, what, String(step)],
    {
      env: { ...process.env, ...ownDirectories() },
      stderr: "pipe",
    },
  );
  if (signalCode === "SIGKILL") return null;
  if (exitCode !== 0) throw new Error(stderr.toString());
  return Number(stdout.toString());
}

/** A project with a first snapshot, and changes of each kind after it. */
async function changed(): Promise<{ project: Project; before: object; after: object }> {
  const project = new Project(false);
  writeFileSync(project.path("deleted"), "deleted\n");
  writeFileSync(project.path("replaced"), "replaced\n");
  await project.take("start");
  const before = manifest(project.top);
  rmSync(project.path("deleted"));
  writeFileSync(project.path("replaced"), "by the agent\n");
  mkdirSync(project.path("made"));
  writeFileSync(project.path("made/file"), "made\n");
  await project.take();
  return { project, before, after: manifest(project.top) };
}

function expectWhole({ snapshots }: Project): void {
  for (const { hash } of snapshots.objects.all()) expect(snapshots.objects.get(hash)).not.toBeNull();
  for (const hash of snapshots.catalogue.hashes()) expect(snapshots.objects.has(hash)).toBe(true);
}

test.each(["undo", "redo"] as const)(
  "an undo that was killed at any step is brought to an end by hive %s",
  async (by) => {
    for (let step = 1; ; step += 1) {
      const { project, before, after } = await changed();
      using _project = project;
      const steps = run(project, "undo", step);
      expectWhole(project);
      if (steps !== null) {
        expect(steps).toBeGreaterThan(6);
        expect(manifest(project.top)).toEqual(before as ReturnType<typeof manifest>);
        return;
      }
      const isBegun = undosOf(project.snapshots.catalogue, project.tracker.id).length > 0;
      const scope = by === "redo" && isBegun ? ({ kind: "redo" } as const) : ({ kind: "to", snapshot: 1 } as const);
      project.tracker = project.newTracker();
      const { left, failed } = await project.undo(scope).make();
      expect({ step, left, failed }).toEqual({ step, left: [], failed: [] });
      expect(manifest(project.top)).toEqual((by === "redo" && isBegun ? after : before) as ReturnType<typeof manifest>);
      expect(readdirSync(project.top).filter((name) => name.startsWith(".hive-undo-"))).toEqual([]);
    }
  },
  LIMIT_MS,
);

test(
  "a snapshot that was killed at any step leaves no torn object, and the next one is whole",
  async () => {
    for (let step = 1; ; step += 1) {
      using project = new Project(false);
      for (const name of ["a", "b"]) writeFileSync(project.path(name), `${name}\n`);
      const steps = run(project, "snapshot", step);
      expectWhole(project);
      project.tracker = project.newTracker();
      await project.take("prompt");
      expectWhole(project);
      expect([...project.snapshots.catalogue.hashes()]).toHaveLength(2);
      if (steps !== null) return;
    }
  },
  LIMIT_MS,
);

test(
  "a sweep that was killed at any step is finished by the next one, and takes nothing that is named",
  async () => {
    for (let step = 1; ; step += 1) {
      const { project } = await changed();
      using _project = project;
      const steps = run(project, "sweep", step);
      expectWhole(project);
      expect(run(project, "sweep", 0)).not.toBeNull();
      const kept = [...project.snapshots.objects.all()].map(({ hash }) => hash);
      expect(kept.toSorted()).toEqual([...project.snapshots.catalogue.hashes()].toSorted());
      if (steps !== null) return;
    }
  },
  LIMIT_MS,
);
