/** Whatever an agent and its user do to the files of a repository, an undo brings back any moment of it. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { chmodSync, lstatSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { git } from "../../support/git.ts";
import { manifest, Project } from "../../support/snapshots/snapshots.ts";

const PATHS = ["a.txt", "b", "dir/c.txt", "dir/deep/d", "dir/é ü", "-odd\n\"name'", "b/inside", "dir2/c.txt", "run.sh"];
const TEXTS = ["", "one\n", "two\r\nlines\r\n", "\0binary\xff", "one\n more\n", "$Id$\n"];
const MODES = [0o644, 0o755, 0o600, 0o664, 0o444];

type Step =
  | { readonly does: "write"; readonly path: string; readonly text: string }
  | { readonly does: "rename"; readonly path: string; readonly to: string }
  | { readonly does: "delete" | "write in its place"; readonly path: string }
  | { readonly does: "chmod"; readonly path: string; readonly mode: number }
  | { readonly does: "link"; readonly path: string; readonly to: string }
  | { readonly does: "git"; readonly args: readonly string[] }
  | { readonly does: "snapshot" };

const path = fc.constantFrom(...PATHS);
const commands = [
  ["add", "-A"],
  ["commit", "-qam", "some"],
  ["commit", "-qm", "amended", "--amend", "--allow-empty"],
  ["checkout", "-qfB", "other", "HEAD~1"],
  ["checkout", "-qf", "main"],
  ["reset", "-q", "--hard", "HEAD~1"],
  ["reset", "-q", "--soft", "HEAD~1"],
  ["rebase", "-q", "other", "main"],
  ["stash", "-qu"],
  ["stash", "pop", "-q"],
  ["rm", "-q", "--cached", "a.txt"],
  ["clean", "-qfd"],
  ["mv", "dir", "moved"],
];
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant("write" as const), path, text: fc.constantFrom(...TEXTS) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("rename" as const), path, to: path }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("delete" as const), path }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("chmod" as const), path, mode: fc.constantFrom(...MODES) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant("link" as const),
      path,
      to: fc.constantFrom("a.txt", "/no/such/place", "dir"),
    }),
  },
  {
    weight: 2,
    // In the place of a directory. What is written there goes through it, so it leads to no place outside that exists.
    arbitrary: fc.record({
      does: fc.constant("link" as const),
      path: fc.constantFrom("dir", "dir/deep"),
      to: fc.constantFrom("dir2", "a.txt", "/nonexistent/hive"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant("write in its place" as const), path: fc.constantFrom("dir", "dir2") }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant("git" as const), args: fc.constantFrom(...commands) }) },
  { weight: 4, arbitrary: fc.constant({ does: "snapshot" as const }) },
);

/** Does what can be done: half of the random steps make no sense where they come. */
function perform(project: Project, one: Step): void {
  try {
    if (one.does === "git") git(project.top, ...one.args);
    else if (one.does !== "snapshot") change(project, one);
  } catch {
    return;
  }
}

function change(project: Project, one: Exclude<Step, { does: "git" | "snapshot" }>): void {
  const full = project.path(one.path);
  if (one.does === "delete") rmSync(full, { recursive: true });
  else if (one.does === "chmod" && lstatSync(full).isFile()) chmodSync(full, one.mode);
  else if (one.does === "rename") {
    mkdirSync(dirname(project.path(one.to)), { recursive: true });
    renameSync(full, project.path(one.to));
  } else if (one.does === "write") {
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, Buffer.from(one.text, "latin1"));
  } else if (one.does === "link") {
    rmSync(full, { recursive: true, force: true });
    symlinkSync(one.to, full);
  } else if (one.does === "write in its place") {
    rmSync(full, { recursive: true, force: true });
    writeFileSync(full, "in its place\n");
  }
}

test(
  "an undo to any snapshot brings back each file, mode and link, and a redo brings back the present",
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), fc.nat(), async (steps, which) => {
        using project = new Project();
        writeFileSync(project.path("kept"), "kept\n");
        writeFileSync(project.path(".git/info/exclude"), "ignored/\n.hive-mind/\n");
        mkdirSync(project.path("ignored"));
        writeFileSync(project.path("ignored/file"), "ignored\n");
        git(project.top, "add", "-A");
        git(project.top, "commit", "-qm", "first");
        const moments = [{ id: (await project.take("start")).id!, files: manifest(project.top) }];
        for (const one of steps) {
          perform(project, one);
          if (one.does === "snapshot")
            moments.push({ id: (await project.take("prompt")).id!, files: manifest(project.top) });
          // A new process knows no more than the catalogue.
          if (one.does === "snapshot" && moments.length % 3 === 0) project.tracker = project.newTracker();
        }
        await project.take("stop");
        const last = manifest(project.top);
        const repository = manifest(project.path(".git"), []);
        const { id, files } = moments[which % moments.length]!;
        const undone = await project.undo({ kind: "to", snapshot: id }).make();
        expect({ left: undone.left, failed: undone.failed }).toEqual({ left: [], failed: [] });
        expect(manifest(project.top)).toEqual(files);
        if (undone.id !== null) await project.undo({ kind: "redo" }).make();
        expect(manifest(project.top)).toEqual(last);
        expect(manifest(project.path(".git"), [])).toEqual(repository);
      }),
      { numRuns: Number(process.env["HIVE_UNDO_RUNS"] ?? 12) },
    );
  },
  { timeout: 300_000 },
);
