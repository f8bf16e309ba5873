/** Whatever happens to a worktree, the kernel's events tell of it: a look at all files finds nothing more. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { chmodSync, linkSync, lstatSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { git } from "../../support/git.ts";
import { Project } from "../../support/snapshots/snapshots.ts";
import { Watched } from "../../support/snapshots/watched.ts";

const PATHS = [
  "a.txt",
  "b",
  "b/inside",
  "dir/c.txt",
  "dir/deep/d",
  "dir/deep/er/e",
  "dir/é ü",
  ":odd *[x]",
  "dir2/c.txt",
  "dir2/some.log",
  "ignored/f",
  "ignored/tracked/g",
  "new/n/m/o",
];
const DIRECTORIES = ["dir", "dir/deep", "dir2", "b", "new", "new/n", "ignored", "ignored/tracked", "nested"];
const IGNORES = [".gitignore", "dir/.gitignore", "new/.gitignore"];

type Step =
  | { readonly does: "write" | "append" | "delete" | "link" | "chmod"; readonly path: string; readonly text: string }
  | { readonly does: "rename" | "hard link" | "replace"; readonly path: string; readonly to: string }
  | { readonly does: "make" | "remove" | "chmod directory" | "nest" | "empty"; readonly path: string }
  | { readonly does: "move out and in"; readonly path: string; readonly to: string }
  | { readonly does: "ignore"; readonly path: string; readonly text: string }
  | { readonly does: "git"; readonly args: readonly string[] }
  | { readonly does: "snapshot" };

const COMMANDS = [
  ["add", "-A"],
  ["add", "-f", "ignored"],
  ["add", "-f", "dir2/some.log"],
  ["commit", "-qam", "some"],
  ["commit", "-qm", "amended", "--amend", "--allow-empty"],
  ["checkout", "-qfB", "other", "HEAD~1"],
  ["checkout", "-qf", "main"],
  ["reset", "-q", "--hard", "HEAD~1"],
  ["reset", "-q", "--soft", "HEAD~1"],
  ["reset", "-q"],
  ["rebase", "-q", "other", "main"],
  ["stash", "-qu"],
  ["stash", "-qa"],
  ["stash", "pop", "-q"],
  ["rm", "-rq", "--cached", "dir"],
  ["rm", "-rqf", "dir2"],
  ["clean", "-qfd"],
  ["clean", "-qfdx", "-e", ".hive-mind"],
  ["clean", "-qffdx", "-e", ".hive-mind"],
  ["mv", "dir", "moved"],
  ["mv", "moved", "dir"],
  ["status"],
];
const path = fc.constantFrom(...PATHS);
const directory = fc.constantFrom(...DIRECTORIES);
const text = fc.constantFrom("", "one\n", "two\r\n", "three\n");
const of = <T extends string>(...names: readonly T[]) => fc.constantFrom(...names);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ does: of("write", "append", "delete", "link", "chmod"), path, text }) },
  { weight: 3, arbitrary: fc.record({ does: of("rename", "hard link", "replace"), path, to: path }) },
  { weight: 5, arbitrary: fc.record({ does: of("make", "remove", "chmod directory", "empty"), path: directory }) },
  { weight: 1, arbitrary: fc.record({ does: of("nest"), path: directory }) },
  { weight: 3, arbitrary: fc.record({ does: of("rename", "move out and in"), path: directory, to: directory }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: of("ignore"),
      path: fc.constantFrom(...IGNORES),
      text: fc.constantFrom("", "*.log\n", "deep/\n", "new/\n", "n/\n!n/m\n", "*\n!c.txt\n"),
    }),
  },
  { weight: 5, arbitrary: fc.record({ does: of("git"), args: fc.constantFrom(...COMMANDS) }) },
  { weight: 6, arbitrary: fc.constant({ does: "snapshot" as const }) },
);

/** Does what can be done: half of the random steps make no sense where they come. */
function perform(project: Project, one: Exclude<Step, { does: "snapshot" }>): void {
  try {
    if (one.does === "git") git(project.top, ...one.args);
    else change(project, one);
  } catch {
    return;
  }
}

function change(project: Project, one: Exclude<Step, { does: "git" | "snapshot" }>): void {
  const full = project.path(one.path);
  const parent = (): void => void mkdirSync(dirname(full), { recursive: true });
  switch (one.does) {
    case "write":
    case "ignore":
      parent();
      return writeFileSync(full, one.text);
    case "append":
      return writeFileSync(full, one.text, { flag: "a" });
    case "delete":
      return rmSync(full);
    case "link":
      parent();
      rmSync(full, { force: true });
      return symlinkSync(one.text === "" ? "a.txt" : "dir", full);
    case "chmod":
      return lstatSync(full).isFile() ? chmodSync(full, one.text === "" ? 0o755 : 0o600) : undefined;
    case "rename":
      mkdirSync(dirname(project.path(one.to)), { recursive: true });
      return renameSync(full, project.path(one.to));
    case "hard link":
      return linkSync(full, project.path(one.to));
    case "replace":
      writeFileSync(`${project.path(one.to)}.tmp`, "replaced\n");
      return renameSync(`${project.path(one.to)}.tmp`, full);
    case "make":
      return void mkdirSync(full, { recursive: true });
    case "remove":
      return rmSync(full, { recursive: true });
    case "empty":
      rmSync(full, { recursive: true });
      return mkdirSync(full);
    case "chmod directory":
      return lstatSync(full).isDirectory() ? chmodSync(full, 0o750) : undefined;
    case "nest":
      mkdirSync(full, { recursive: true });
      return void git(full, "init", "-q");
    case "move out and in": {
      const away = `${project.root}/away`;
      renameSync(full, away);
      writeFileSync(`${away}/while-away`, "away\n");
      return renameSync(away, project.path(one.to));
    }
  }
}

test(
  "a snapshot by the kernel's events misses nothing that a look at all files finds",
  async () => {
    let byEvents = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        using project = new Project();
        writeFileSync(project.path(".git/info/exclude"), "ignored/\n.hive-mind/\n");
        writeFileSync(project.path(".gitignore"), "*.log\n");
        for (const name of ["a.txt", "dir/c.txt", "dir/deep/d", "ignored/f"]) {
          mkdirSync(dirname(project.path(name)), { recursive: true });
          writeFileSync(project.path(name), `${name}\n`);
        }
        git(project.top, "add", "-A");
        git(project.top, "commit", "-qm", "first");
        using watched = new Watched(project);
        await watched.take();
        await watched.take();
        for (const one of [...steps, { does: "snapshot" } as const]) {
          if (one.does !== "snapshot") {
            perform(project, one);
            // Another name may be one that is not watched: then the end of the turn finds it.
            if (one.does === "hard link") await watched.take({ paths: null });
            continue;
          }
          if ((await watched.take()).source === "watcher") byEvents += 1;
          const missed = await project.newTracker().peek();
          expect(missed).toEqual([]);
        }
      }),
      { numRuns: Number(process.env["HIVE_WATCH_RUNS"] ?? 20) },
    );
    expect(byEvents).toBeGreaterThan(0);
  },
  { timeout: 3_600_000 },
);
