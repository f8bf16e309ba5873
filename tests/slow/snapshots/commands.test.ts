/** What commands of every day do to the files of a repository, an undo takes back, byte for byte. */
import { expect, test } from "bun:test";
import {
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { git } from "../../support/git.ts";
import { manifest, Project } from "../../support/snapshots/snapshots.ts";
import { Watched } from "../../support/snapshots/watched.ts";

const NAMES = [
  "a.txt",
  "src/one.ts",
  "src/deep/two.ts",
  "with space/and\nline end",
  "-dash",
  "Umlaut-ä.txt".normalize("NFC"),
  "Umlaut-ö.txt".normalize("NFD"),
  "Umlaut-ö.txt".normalize("NFC"),
  "Readme",
  "empty",
  "[a]*?.txt",
  ":(top)x",
];

/** A committed repository with untracked files, edits that are not committed, staged ones and links. */
function newProject(): Project {
  const project = new Project();
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(project.path(name)), { recursive: true });
    writeFileSync(project.path(name), text);
  };
  write(".gitignore", "build/\n.hive-mind/\n");
  for (const name of NAMES) write(name, name === "empty" ? "" : `${name}\r\n`);
  symlinkSync("src", project.path("linked"));
  symlinkSync("../nowhere", project.path("src/dangling"));
  chmodSync(project.path("src/one.ts"), 0o755);
  git(project.top, "add", "-A");
  git(project.top, "commit", "-qm", "first");
  write("a.txt", "edited, not committed\n");
  write("src/staged.ts", "staged\n");
  git(project.top, "add", "src/staged.ts");
  write("src/staged.ts", "staged, then edited\n");
  write("notes/untracked", "untracked\n");
  write("notes/äöü\tü", "untracked\n");
  write("notes/zero", "");
  chmodSync(project.path("notes/untracked"), 0o600);
  return project;
}

const sh = (project: Project, command: string): void => {
  const { exitCode, stderr } = Bun.spawnSync(["sh", "-c", command], { cwd: project.top });
  if (exitCode !== 0) throw new Error(stderr.toString());
};

const SITUATIONS: Readonly<Record<string, (project: Project) => void>> = {
  "git clean -fdx": ({ top }) => git(top, "clean", "-qfdx", "-e", ".hive-mind"),
  "rm -rf * and the state directory": (project) => sh(project, "rm -rf ./* .hive-mind .gitignore"),
  "git stash -a": ({ top }) => git(top, "stash", "-qa"),
  "git reset --hard": ({ top }) => git(top, "reset", "-q", "--hard"),
  "git checkout .": ({ top }) => git(top, "checkout", "-q", "."),
  "git add and commit": ({ top }) => {
    git(top, "add", "-A");
    git(top, "commit", "-qm", "second");
  },
  "git rm": ({ top }) => git(top, "rm", "-rqf", "src"),
  "git mv": ({ top }) => git(top, "mv", "src", "lib"),
  "sed -i": (project) => sh(project, "find . -name '*.t*' -type f -not -path './.git/*' -exec sed -i s/e/E/g {} +"),
  "a build": (project) =>
    sh(project, "mkdir -p build dist && for n in $(seq 200); do echo $n >build/$n; echo $n >dist/$n; done"),
  chmod: (project) => sh(project, "chmod -R u+x,g-r src notes && chmod 400 a.txt"),
  "a link replaced by a directory": (project) => {
    unlinkSync(project.path("linked"));
    mkdirSync(project.path("linked"));
    writeFileSync(project.path("linked/inside"), "inside\n");
  },
  "a directory replaced by a link": (project) => {
    rmSync(project.path("src"), { recursive: true });
    symlinkSync("notes", project.path("src"));
  },
  "a directory replaced by a file": (project) => {
    rmSync(project.path("src"), { recursive: true });
    writeFileSync(project.path("src"), "a file\n");
  },
  "a file replaced by a directory": (project) => {
    unlinkSync(project.path("a.txt"));
    mkdirSync(project.path("a.txt/deep"), { recursive: true });
    writeFileSync(project.path("a.txt/deep/er"), "deep\n");
  },
  "a rename of case only": (project) => renameSync(project.path("Readme"), project.path("README")),
  "mv of a directory": (project) => renameSync(project.path("notes"), project.path("Notes")),
  "an emptied file": (project) => truncateSync(project.path("notes/untracked")),
  "a file of which one character changes": (project) =>
    sh(project, "touch -r a.txt t; sed -i s/edited/Edited/ a.txt; touch -r t a.txt; rm t"),
  "a repository made anew": (project) => sh(project, "rm -rf .git && git init -q && git add -A && git commit -qm new"),
};

for (const [name, perform] of Object.entries(SITUATIONS)) {
  for (const isWatched of [false, true]) {
    test(`${name} is undone and redone, ${isWatched ? "as the kernel tells it" : "as a look at all files finds it"}`, async () => {
      using project = newProject();
      using watched = new Watched(project);
      if (isWatched) {
        await watched.take({ trigger: "start" });
        await watched.take({ trigger: "prompt" });
      } else await project.take("start");
      const before = manifest(project.top);
      perform(project);
      const after = manifest(project.top);
      const repository = manifest(project.path(".git"), []);
      const call = { trigger: "call", calls: [{ key: "toolu_1:x", tool: "Bash", sessionId: "s1" }] } as const;
      await (isWatched ? watched.take(call) : project.take("call"));
      // Nothing but git's own directory has changed.
      if (Bun.deepEquals(before, after)) return;
      const undone = await project.undo({ kind: "call", call: "toolu_1" }).make();
      expect({ left: undone.left, failed: undone.failed }).toEqual({ left: [], failed: [] });
      expect(manifest(project.top)).toEqual({ ...before, ...ignored(after) });
      await project.undo({ kind: "redo" }).make();
      expect(manifest(project.top)).toEqual(after);
      expect(manifest(project.path(".git"), [])).toEqual(repository);
    });
  }
}

const ignored = (files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).filter(([path]) => path.startsWith("build/")));
