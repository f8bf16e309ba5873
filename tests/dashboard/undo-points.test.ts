/** What the page shows of a session's files. Without git: no process is started. */
import { expect, test } from "bun:test";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { fileDiff } from "../../src/dashboard/read/file-diff.ts";
import { projectAt } from "../../src/dashboard/projects.ts";
import { undoPointsOf, worktreeOf } from "../../src/dashboard/read/undo-points.ts";
import { undoScopeOf } from "../../src/dashboard/actions.ts";
import { Project } from "../support/snapshots/snapshots.ts";

const EVER = { sessionId: "s1", fromMs: 0, beforeMs: Number.MAX_SAFE_INTEGER };
const HOSTILE = "<b>\u001b]0;owned\u0007\u202egnp";

const numbered = (name: string): string =>
  Array.from({ length: 600 }, (_, n) => `${n < 50 || n >= 550 ? "same" : name}${n}\n`).join("");

const shown = (project: Project) => projectAt(project.root, process.env);

/** The files of the latest snapshot, and the diff of one of them. */
async function latest(project: Project, path: string) {
  const [point] = undoPointsOf(shown(project), EVER, process.env);
  return { point: point!, diff: (await fileDiff(shown(project), point!.snapshot, path, process.env))! };
}

test("a session's undo points have its prompts, and what its calls changed", async () => {
  using project = new Project(false);
  writeFileSync(project.path("a"), "0\n");
  await project.take("start");
  await project.take("prompt");
  writeFileSync(project.path("a"), "1\n");
  writeFileSync(project.path(HOSTILE), "new\n");
  await project.take("call");
  await project.take("call", { sessionId: "s2" });
  await project.take("stop");
  const points = undoPointsOf(shown(project), EVER, process.env);
  expect(points.map(({ trigger, calls, allFiles }) => [trigger, calls.map(({ tool }) => tool), allFiles])).toEqual([
    ["call", ["Bash"], 2],
    ["prompt", [], 0],
  ]);
  expect(points[0]!.files).toEqual([
    { path: HOSTILE, change: "created" },
    { path: "a", change: "modified" },
  ]);
  expect(undoPointsOf(shown(project), { ...EVER, beforeMs: 1 }, process.env)).toEqual([]);
  expect(worktreeOf(shown(project), "s1", null, process.env)).toBe(project.top);
  expect(worktreeOf(shown(project), "nobody", null, process.env)).toBeNull();
});

test("a file's diff has its lines as they are, and how its mode changed", async () => {
  using project = new Project(false);
  writeFileSync(project.path("a"), "0\n");
  await project.take("start");
  writeFileSync(project.path("a"), `${HOSTILE}\n${"x".repeat(10_000)}\n`);
  chmodSync(project.path("a"), 0o755);
  await project.take("call");
  const { diff, point } = await latest(project, "a");
  expect(diff).toMatchObject({ hidden: null, isCut: false });
  expect(diff.mode).toMatch(/^6[04]{2} → 755$/);
  expect(diff.lines.slice(0, 3)).toEqual(["@@ -1,1 +1,2 @@", "-0", `+${HOSTILE}`]);
  expect(diff.lines[3]).toHaveLength(501);
  expect(await fileDiff(shown(project), point.snapshot, "b", process.env)).toBeNull();
  expect(await fileDiff(shown(project), 999, "a", process.env)).toBeNull();
});

test("a diff shows no secret, no bytes and no endless text, and says so", async () => {
  using project = new Project(false);
  writeFileSync(project.path(".env"), "TOKEN=before\n");
  writeFileSync(project.path("binary"), "a\0b");
  writeFileSync(project.path("large"), "a\n".repeat(300_000));
  writeFileSync(project.path("long"), "");
  writeFileSync(project.path("gone"), "");
  writeFileSync(project.path("rewritten"), numbered("a"));
  await project.take("start");
  writeFileSync(project.path(".env"), "TOKEN=after\n");
  writeFileSync(project.path("binary"), "a\0c");
  writeFileSync(project.path("large"), "b\n".repeat(300_000));
  writeFileSync(project.path("long"), "a\n".repeat(2500));
  rmSync(project.path("gone"));
  writeFileSync(project.path("rewritten"), numbered("b"));
  await project.take("call");
  const of = async (path: string) => (await latest(project, path)).diff;
  expect(await of(".env")).toMatchObject({ hidden: "withheld, as it may hold a secret", lines: [] });
  expect(await of("binary")).toMatchObject({ hidden: "binary", lines: [] });
  expect((await of("large")).hidden).toContain("too large for this page: hive diff");
  expect(await of("gone")).toMatchObject({ hidden: "empty", lines: [] });
  // More differs than is compared: it is shown as replaced.
  const { lines } = await of("rewritten");
  expect(lines.slice(0, 5)).toEqual(["@@ -48,506 +48,506 @@", " same47", " same48", " same49", "-a50"]);
  expect(lines.slice(-4)).toEqual(["+b549", " same550", " same551", " same552"]);
  expect(lines).toHaveLength(1 + 3 + 500 + 500 + 3);
  const long = await of("long");
  expect([long.lines.length, long.isCut]).toEqual([2000, true]);
});

test("a page names what to undo by a known word alone", () => {
  expect(undoScopeOf("call", "toolu_1")).toEqual({ kind: "call", value: "toolu_1" });
  expect(undoScopeOf("to", "12")).toEqual({ kind: "to", value: "12" });
  expect(undoScopeOf("redo", null)).toEqual({ kind: "redo", value: "" });
  for (const [kind, value] of [
    ["call", ""],
    ["to", "0"],
    ["to", "1 --force"],
    ["to", "-1"],
    ["turn", "x"],
    ["toString", "x"],
    [null, null],
  ])
    expect(undoScopeOf(kind, value)).toBeNull();
});
