/** What an undo of many files holds in memory, and what its plan shows. */
import { expect, test } from "bun:test";
import { heapStats } from "bun:jsc";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { cli } from "../../support/cli.ts";
import { ownDirectories } from "../../support/settings.ts";
import { committed } from "../../support/snapshots/committed.ts";
import { manifest, type Project } from "../../support/snapshots/snapshots.ts";

const SESSION = { kind: "session", sessionId: "s1" } as const;

/** A call has deleted all of some committed files. */
async function deleted(files: number): Promise<Project> {
  const names = Array.from({ length: files }, (_, n) => `src/${n % 50}/file-${n}.ts`);
  const project = await committed(Object.fromEntries(names.map((name, n) => [name, `${n}\n`])));
  await project.take("start");
  rmSync(project.path("src"), { recursive: true });
  await project.take();
  return project;
}

/** What lives on the heap: garbage is collected first, so that this depends on no moment. */
function liveObjects(): number {
  Bun.gc(true);
  return heapStats().objectCount;
}

test("an undo of many files, its plan and its redo hold less than three objects for each file", async () => {
  const files = 6000;
  using project = await deleted(files);
  const before = manifest(project.top);
  const held: Record<string, number> = {};
  let least = liveObjects();
  const note = (when: string): void => void (held[when] = (liveObjects() - least) / files);
  using plan = await project.work(SESSION).plan();
  note("planned");
  for (const [name, scope] of [["undo", SESSION] as const, ["redo", { kind: "redo" }] as const]) {
    least = liveObjects();
    const onStep = (step: string): void => {
      if (step === "begun" || step === "ended") note(`${name} ${step}`);
    };
    await project.work(scope, { onStep }).make();
  }
  expect(plan.files.counts()).toEqual({ todo: files, left: 0, failed: 0 });
  expect(Object.keys(held)).toHaveLength(5);
  expect(Object.entries(held).filter(([, perFile]) => perFile >= 3)).toEqual([]);
  expect(manifest(project.top)).toEqual(before);
}, 300_000);

test("the plan of very many files names some of them on a terminal, those that stay first, and all in JSON", async () => {
  using project = await deleted(1100);
  mkdirSync(project.path("src/49"), { recursive: true });
  writeFileSync(project.path("src/49/file-1099.ts"), "by hand\n");
  const hive = async (...args: string[]) =>
    (
      await cli(["undo", "--dry-run", ...args], {
        cwd: project.top,
        env: { ...ownDirectories(), HOME: "/nonexistent" },
      })
    ).stdout;
  const lines = (await hive()).trimEnd().split("\n");
  expect(lines).toHaveLength(1 + 1000 + 1);
  expect(lines.slice(1, 3)).toEqual([
    "  stays    src/49/file-1099.ts: its present content is in no snapshot",
    "  write    src/0/file-0.ts",
  ]);
  expect(lines.at(-1)).toBe("  … and 100 more files: --json names them all");
  const { files } = JSON.parse(await hive("--json")) as { files: unknown[] };
  expect(files).toHaveLength(1100);
}, 300_000);
