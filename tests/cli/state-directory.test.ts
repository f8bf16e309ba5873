/** The hook, the commands and setup ask for the same state directory, wherever somebody stands. */
import { afterAll, describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { chownSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type PathIo, type PathKind, stateDirectoryOf } from "../../src/base/state-directory.ts";
import { parsePayload } from "../../src/agents/claude-code/payload.ts";
import { openHookIo } from "../../src/capture/io.ts";
import { nodeHookIo } from "../../src/capture/node-io.ts";
import { stateDirectory } from "../../src/capture/session/state-directory.ts";
import { findRoot } from "../../src/cli/root.ts";
import { findProjectPaths } from "../../src/install/paths.ts";
import { tempDir } from "../support/temp-dir.ts";

const umask = process.umask();
const io = await openHookIo();
afterAll(() => void process.umask(umask));

const dir = tempDir();
afterAll(() => dir[Symbol.dispose]());
const top = realpathSync(dir.path);
const at = (path: string): string => join(top, path);
const make = (path: string): string => {
  mkdirSync(at(path), { recursive: true });
  return at(path);
};
const git = (directory: string, ...args: string[]): void => {
  const of = ["-c", "user.name=a", "-c", "user.email=a@b", "-C", directory];
  const { exitCode, stderr } = Bun.spawnSync(["git", ...of, ...args]);
  if (exitCode !== 0) throw new Error(stderr.toString());
};
const repository = (path: string): string => {
  git(make(path), "init", "-q", "-b", "main");
  git(at(path), "commit", "-q", "--allow-empty", "-m", "i");
  return at(path);
};
const HOME = make("home/u");
const env = { HOME };

/** What each of the three says, the hook over both of its file layers. */
function answers(cwd: string, more: Readonly<Record<string, string>> = {}): string[] {
  const variables = { ...env, ...more };
  const text = JSON.stringify({ session_id: "s", hook_event_name: "Stop", cwd });
  const payload = parsePayload(text, JSON.parse(text) as Record<string, unknown>)!;
  const terminal = { env: variables, cwd, isTTY: false, out: () => undefined, err: () => undefined };
  return [
    stateDirectory(variables, payload, io).root,
    stateDirectory(variables, payload, nodeHookIo).root,
    findRoot({ ...terminal, readStdin: () => Promise.resolve("") }, undefined),
    findProjectPaths(cwd, variables).root,
  ];
}

/** A layout: where somebody stands, and where his state directory is. */
const LAYOUTS: Readonly<Record<string, () => { cwd: string; root: string; env?: Record<string, string> }>> = {
  "no git": () => ({ cwd: make("plain"), root: at("plain/.hive-mind") }),
  "below a state directory, no git": () => {
    make("kept/.hive-mind");
    return { cwd: make("kept/a/b"), root: at("kept/.hive-mind") };
  },
  "a git repository": () => ({ cwd: repository("repo"), root: at("repo/.hive-mind") }),
  "below the top of a git repository": () => {
    repository("deep");
    return { cwd: make("deep/a/b"), root: at("deep/.hive-mind") };
  },
  "a package of a monorepo with a state directory of its own": () => {
    repository("mono");
    make("mono/.hive-mind");
    make("mono/pkg/.hive-mind");
    return { cwd: make("mono/pkg/src"), root: at("mono/pkg/.hive-mind") };
  },
  "a package of a monorepo without one": () => {
    repository("mono2");
    make("mono2/.hive-mind");
    return { cwd: make("mono2/pkg"), root: at("mono2/.hive-mind") };
  },
  "a repository below a directory with a state directory": () => {
    make("work/.hive-mind");
    return { cwd: repository("work/repo"), root: at("work/repo/.hive-mind") };
  },
  "below such a repository": () => {
    make("work2/.hive-mind");
    repository("work2/repo");
    return { cwd: make("work2/repo/packages/a"), root: at("work2/repo/.hive-mind") };
  },
  "a directory without git beside such a repository": () => {
    make("work3/.hive-mind");
    repository("work3/repo");
    return { cwd: make("work3/notes"), root: at("work3/.hive-mind") };
  },
  "a linked worktree": () => {
    git(repository("main"), "worktree", "add", "-q", "-b", "w", at("linked"));
    return { cwd: at("linked"), root: at("main/.hive-mind") };
  },
  "below the top of a linked worktree": () => {
    git(repository("main2"), "worktree", "add", "-q", "-b", "w", at("linked2"));
    return { cwd: make("linked2/a"), root: at("main2/.hive-mind") };
  },
  "a package of a linked worktree whose main worktree has a state directory for it": () => {
    git(repository("main3"), "worktree", "add", "-q", "-b", "w", at("linked3"));
    make("main3/pkg/.hive-mind");
    return { cwd: make("linked3/pkg"), root: at("main3/pkg/.hive-mind") };
  },
  "a linked worktree within its main worktree": () => {
    git(repository("main4"), "worktree", "add", "-q", "-b", "w", ".claude/worktrees/a");
    return { cwd: at("main4/.claude/worktrees/a"), root: at("main4/.hive-mind") };
  },
  "a linked worktree that names its repository by a relative path": () => {
    git(repository("main5"), "worktree", "add", "-q", "-b", "w", at("linked5"));
    writeFileSync(at("linked5/.git"), "gitdir: ../main5/.git/worktrees/linked5\n");
    writeFileSync(at("main5/.git/worktrees/linked5/gitdir"), "../../../../linked5/.git\n");
    return { cwd: at("linked5"), root: at("main5/.hive-mind") };
  },
  "a linked worktree with an older state of its own": () => {
    git(repository("main6"), "worktree", "add", "-q", "-b", "w", at("linked6"));
    make("linked6/.hive-mind");
    return { cwd: at("linked6"), root: at("main6/.hive-mind") };
  },
  "a directory whose .git file names a worktree of another's place": () => {
    git(repository("victim"), "worktree", "add", "-q", "-b", "w", at("honest"));
    make("copied");
    writeFileSync(at("copied/.git"), `gitdir: ${at("victim/.git/worktrees/honest")}\n`);
    return { cwd: at("copied"), root: at("copied/.hive-mind") };
  },
  "a directory whose .git file names a repository as a whole": () => {
    repository("victim2");
    make("copied2");
    writeFileSync(at("copied2/.git"), `gitdir: ${at("victim2/.git")}\n`);
    return { cwd: at("copied2"), root: at("copied2/.hive-mind") };
  },
  "a repository that pretends to have worktrees": () => {
    repository("victim3");
    const fake = make("clone/git-files/worktrees/x");
    writeFileSync(join(fake, "gitdir"), `${at("clone")}/.git\n`);
    writeFileSync(join(fake, "commondir"), `${at("victim3/.git")}\n`);
    writeFileSync(at("clone/.git"), `gitdir: ${fake}\n`);
    return { cwd: at("clone"), root: at("clone/.hive-mind") };
  },
  "a linked worktree of a bare repository": () => {
    git(top, "clone", "-q", "--bare", repository("origin"), at("bare.git"));
    git(at("bare.git"), "worktree", "add", "-q", "-b", "w", at("ofbare"));
    return { cwd: at("ofbare"), root: at("ofbare/.hive-mind") };
  },
  "a submodule": () => {
    const outer = repository("outer");
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", repository("inner"), "sub");
    return { cwd: at("outer/sub"), root: at("outer/sub/.hive-mind") };
  },
  "a link to a project": () => {
    make("real/project/.hive-mind");
    symlinkSync(at("real"), at("alias"));
    return { cwd: at("alias/project"), root: at("real/project/.hive-mind") };
  },
  "a name that ends with slashes": () => ({ cwd: `${repository("slash")}//`, root: at("slash/.hive-mind") }),
  "a name that leads back": () => ({ cwd: `${make("there/x")}/../y`, root: `${make("there/y")}/.hive-mind` }),
  "the home directory": () => ({ cwd: HOME, root: at("home/u/.hive-mind") }),
  "below the home directory, which has a state directory": () => {
    make("home/u/.hive-mind");
    return { cwd: make("home/u/proj"), root: at("home/u/proj/.hive-mind") };
  },
  "below a home directory that is a repository": () => {
    const home = repository("home/dots");
    return { cwd: make("home/dots/proj"), root: at("home/dots/proj/.hive-mind"), env: { HOME: home } };
  },
  "a home directory within a repository": () => {
    repository("all");
    return { cwd: make("all/home/u"), root: at("all/home/u/.hive-mind"), env: { HOME: at("all/home/u") } };
  },
  "below a home directory within a repository": () => {
    repository("all2");
    make("all2/home/u/.hive-mind");
    return { cwd: make("all2/home/u/p"), root: at("all2/home/u/p/.hive-mind"), env: { HOME: at("all2/home/u") } };
  },
  "below the home directory, which HOME names by a link": () => {
    make("home/u/.hive-mind");
    symlinkSync(at("home"), at("var"));
    return { cwd: make("home/u/proj2"), root: at("home/u/proj2/.hive-mind"), env: { HOME: at("var/u") } };
  },
  "below the home directory, which HOME names with a slash": () => {
    make("home/u/.hive-mind");
    return { cwd: make("home/u/proj3"), root: at("home/u/proj3/.hive-mind"), env: { HOME: `${HOME}/` } };
  },
  HIVE_ROOT: () => ({ cwd: make("named"), root: at("elsewhere"), env: { HIVE_ROOT: at("elsewhere") } }),
};

test.each(Object.keys(LAYOUTS))("hook, commands and setup name the same state directory: %s", (name) => {
  const { cwd, root, env: more } = LAYOUTS[name]!();
  expect(answers(cwd, more)).toEqual([root, root, root, root]);
});

test.skipIf(process.geteuid?.() !== 0)("another user's state directory and repository are for nobody else", () => {
  make("others/.hive-mind");
  repository("theirs");
  for (const path of ["others/.hive-mind", "theirs/.git"]) chownSync(at(path), 12_345, 12_345);
  for (const path of ["others/mine", "theirs/mine"]) {
    const own = join(make(path), ".hive-mind");
    expect(answers(at(path))).toEqual([own, own, own, own]);
  }
  // Somebody else's repository with a worktree that this user may write.
  git(repository("theirs2"), "worktree", "add", "-q", "-b", "w", at("given"));
  chownSync(at("theirs2/.git"), 12_345, 12_345);
  expect(answers(at("given"))[0]).toBe(at("given/.hive-mind"));
});

test("a worktree's older state is named beside its main worktree's, and only while it is another", () => {
  git(repository("m"), "worktree", "add", "-q", "-b", "w", at("m-linked"));
  expect(stateDirectoryOf(io, env, at("m-linked"))).toMatchObject({ root: at("m/.hive-mind"), older: null });
  make("m-linked/.hive-mind");
  expect(stateDirectoryOf(io, env, at("m-linked")).older).toBe(at("m-linked/.hive-mind"));
  git(at("m"), "worktree", "add", "-q", "-b", "x", "inside");
  make("m/.hive-mind");
  expect(stateDirectoryOf(io, env, at("m/inside")).older).toBeNull();
});

test("a state above a repository is read beside its own, unless that is the home directory's", () => {
  make("above/.hive-mind");
  const repo = repository("above/repo");
  const expected = { root: at("above/repo/.hive-mind"), older: at("above/.hive-mind") };
  expect(stateDirectoryOf(io, env, repo)).toMatchObject({ ...expected, kind: null });
  make("above/repo/.hive-mind");
  expect(stateDirectoryOf(io, env, repo)).toMatchObject({ ...expected, kind: "directory" });
  expect(stateDirectoryOf(io, { HOME: at("above") }, repo)).toMatchObject({ root: expected.root, older: null });
});

test("a linked worktree shares its main worktree's state and what is read beside it, where a state lies above", () => {
  make("over/.hive-mind");
  const main = repository("over/main");
  git(main, "worktree", "add", "-q", "-b", "w", at("over-linked"));
  const expected = { root: at("over/main/.hive-mind"), older: at("over/.hive-mind") };
  for (const kind of [null, "directory"] as const) {
    if (kind !== null) make("over/main/.hive-mind");
    for (const cwd of [main, at("over-linked")])
      expect(stateDirectoryOf(io, env, cwd)).toMatchObject({ ...expected, kind });
  }
  make("over-linked/.hive-mind");
  expect(stateDirectoryOf(io, env, at("over-linked"))).toMatchObject({
    ...expected,
    older: at("over-linked/.hive-mind"),
  });
});

test("the state of `/` is used only there, not for projects below it", () => {
  const kinds: Readonly<Record<string, PathKind>> = {
    "/.hive-mind": "directory",
    "/srv": "directory",
    "/": "directory",
  };
  const whole = (more: Readonly<Record<string, PathKind>> = {}): PathIo => ({
    kind: (path) => ({ ...kinds, ...more })[path] ?? null,
    read: () => null,
    real: (path) => path,
  });
  expect(stateDirectoryOf(whole(), {}, "/srv").root).toBe("/srv/.hive-mind");
  expect(stateDirectoryOf(whole(), {}, "/").root).toBe("/.hive-mind");
  expect(stateDirectoryOf(whole({ "/.git": "directory" }), {}, "/srv").root).toBe("/.hive-mind");
});

describe("a link or a file in the place of the state directory", () => {
  test.each(["link", "other"] as const)("is named with its kind: %s", (kind) => {
    const cwd = make(`odd-${kind}`);
    if (kind === "link") symlinkSync(make("target"), join(cwd, ".hive-mind"));
    else writeFileSync(join(cwd, ".hive-mind"), "");
    expect(stateDirectoryOf(io, env, cwd)).toEqual({ root: join(cwd, ".hive-mind"), kind, project: cwd, older: null });
    expect(stateDirectoryOf(nodeHookIo, env, cwd).kind).toBe(kind);
  });
});

test("a project that is gone is named as such, and its real path is not asked for, which would load node:fs", () => {
  const asked: string[] = [];
  const counted = { ...io, real: (path: string) => (asked.push(path), io.real(path)) };
  for (const path of [at("never/made"), join(at("never"), "made/in/it")])
    expect(stateDirectoryOf(counted, env, path)).toMatchObject({ project: null, kind: null });
  expect(asked).toEqual([]);
});

test("whatever a directory's name, both file layers of the hook give one answer, which is at or above its real path", () => {
  make("p/.hive-mind");
  make("p/a/b");
  symlinkSync(at("p/a"), at("p/l"));
  const part = fc.constantFrom("a", "b", "l", ".", "..", "", "p");
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const given = `${at("p")}/${parts.join("/")}`;
      const found = stateDirectoryOf(io, env, given);
      expect(found).toEqual(stateDirectoryOf(nodeHookIo, env, given));
      if (found.project === null) return;
      expect(found.project).toBe(realpathSync(given));
      expect(`${found.project}/`).toStartWith(dirname(found.root).replace(/\/?$/, "/"));
    }),
  );
});
