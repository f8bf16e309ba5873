import { expect, test } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findGitTree } from "../../src/git/git-tree.ts";
import { readIndex } from "../../src/git/index/index-entries.ts";
import { packedIndex, parseIndex } from "../../src/git/index/parse.ts";
import { git } from "../support/git.ts";
import { tempDir } from "../support/temp-dir.ts";

const LONG = `${"directory-with-a-long-name/".repeat(8)}file`;
const NAMES = [
  "a",
  "a b",
  "a.ts",
  "b/a",
  "ä/ö.txt",
  "日本/語",
  LONG,
  ...Array.from({ length: 300 }, (_, n) => `many/${LONG}-${n}`),
];

/** What git lists: mode, id, path. */
const listedIn = (top: string): string[] =>
  git(top, "ls-files", "--stage", "-z")
    .split("\0")
    .filter((line) => line !== "")
    .map((line) => line.replace(/ \d\t/, " "));

test.each([2, 4])(
  "the entries of an index of version %d are those that git lists, and each is found by its path",
  (version) => {
    using dir = tempDir();
    const top = join(dir.path, "top");
    mkdirSync(top);
    git(top, "init", "-q");
    for (const name of NAMES) {
      mkdirSync(dirname(join(top, name)), { recursive: true });
      writeFileSync(join(top, name), name);
    }
    git(top, "add", "-A");
    git(top, "update-index", `--index-version=${version}`);
    const { entries, submodules } = readIndex(findGitTree(top)!, 20)!;
    const found = entries.values().map(({ mode, blob, path }) => `${mode.toString(8)} ${blob} ${path}`);
    expect([...found]).toEqual(listedIn(top));
    expect([...entries.keys()]).toEqual([...NAMES].toSorted((a, b) => Buffer.from(a).compare(Buffer.from(b))));
    for (const path of NAMES) expect(entries.get(path)).toMatchObject({ path, size: Buffer.byteLength(path) });
    expect(entries.has("many")).toBe(false);
    expect(entries.get(`many/${LONG}-300`)).toBeUndefined();
    expect(entries.has("a\0")).toBe(false);
    const directories = new Set(NAMES.map((name) => name.slice(0, Math.max(0, name.lastIndexOf("/")))));
    expect([...entries.directories()].toSorted()).toEqual([...directories].toSorted());
    for (const one of ["many", "ä", dirname(LONG), "a", "none"]) {
      expect([...entries.within(one)]).toEqual([...entries.keys()].filter((name) => name.startsWith(`${one}/`)));
    }
    expect(submodules).toEqual([]);
  },
);

test("a path in a merge is one entry, and a submodule is none", () => {
  using dir = tempDir();
  const top = join(dir.path, "top");
  mkdirSync(top);
  git(top, "init", "-q");
  const blob = (text: string): string => {
    writeFileSync(join(top, "text"), text);
    return git(top, "hash-object", "-w", "text").trim();
  };
  const stages = ["base", "ours", "theirs"].map((text, n) => `100644 ${blob(text)} ${n + 1}\tin-merge`);
  const lines = [...stages, `160000 ${"1".repeat(40)} 0\tsub`, `100755 ${blob("plain")} 0\ttool`];
  const set = Bun.spawnSync(["git", "update-index", "--index-info"], {
    cwd: top,
    stdin: Buffer.from(`${lines.join("\n")}\n`),
  });
  expect(set.exitCode).toBe(0);
  const { entries, submodules, isPlain } = readIndex(findGitTree(top)!, 20)!;
  expect([...entries.keys()]).toEqual(["in-merge", "tool"]);
  expect(entries.get("in-merge")!.blob).toBe(blob("base"));
  expect(entries.get("tool")!.mode).toBe(0o100755);
  expect(submodules).toEqual(["sub"]);
  expect(isPlain).toBe(false);
});

test("an index whose count of entries is not true is not read", () => {
  using dir = tempDir();
  const top = join(dir.path, "top");
  mkdirSync(top);
  git(top, "init", "-q");
  const header = Buffer.alloc(100);
  header.write("DIRC");
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(2 ** 32 - 1, 8);
  writeFileSync(join(top, ".git/index"), header);
  expect(readIndex(findGitTree(top)!, 20)).toBeNull();
});

test("two indexes differ by the paths that one of both has, and by those whose stat, id or flags are others", () => {
  using dir = tempDir();
  const top = join(dir.path, "top");
  mkdirSync(top);
  git(top, "init", "-q");
  const write = (...names: string[]): void => {
    for (const name of names) writeFileSync(join(top, name), `${name} ${Math.random()}`);
    git(top, "add", "-A");
  };
  const read = () => readIndex(findGitTree(top)!, 20)!.entries;
  write("a", "b", "c", "d");
  const [before, again] = [read(), read()];
  git(top, "rm", "-q", "--cached", "d");
  git(top, "update-index", "--skip-worktree", "a");
  writeFileSync(join(top, ".git/info/exclude"), "d\n");
  write("b", "bb", "z");
  const after = read();
  expect([...before.differing(after)]).toEqual(["a", "b", "bb", "d", "z"]);
  expect([...after.differing(before)]).toEqual(["a", "b", "bb", "d", "z"]);
  expect([...before.differing(again)]).toEqual([]);
  expect([...after.values()].filter(({ isSkipped }) => isSkipped).map(({ path }) => path)).toEqual(["a"]);
});

test("a name that is not UTF-8 is no entry", () => {
  using dir = tempDir();
  const top = join(dir.path, "top");
  mkdirSync(top);
  git(top, "init", "-q");
  writeFileSync(join(top, "text"), "text");
  const blob = git(top, "hash-object", "-w", "text").trim();
  const lines = ["a", "caf\xe9", "caf\xe9e", "z"].map((name) => `100644 ${blob} 0\t${name}\0`).join("");
  const command = ["git", "update-index", "-z", "--index-info"];
  expect(Bun.spawnSync(command, { cwd: top, stdin: Buffer.from(lines, "latin1") }).exitCode).toBe(0);
  expect([...readIndex(findGitTree(top)!, 20)!.entries.keys()]).toEqual(["a", "z"]);
});

test("an index that is not in git's order, or ends too early, is not read", () => {
  using dir = tempDir();
  const top = join(dir.path, "top");
  mkdirSync(top);
  git(top, "init", "-q");
  for (const name of ["one", "two"]) writeFileSync(join(top, name), name);
  git(top, "add", "-A");
  const path = join(top, ".git/index");
  const bytes = readFileSync(path);
  const swapped = Buffer.from(bytes);
  swapped.write("two", bytes.indexOf("one"));
  swapped.write("one", bytes.indexOf("two"));
  for (const wrong of [swapped, bytes.subarray(0, bytes.indexOf("two") + 3)]) {
    writeFileSync(path, wrong);
    expect(readIndex(findGitTree(top)!, 20)).toBeNull();
  }
});

test("files that are listed in any order are found by their paths, once each", () => {
  const listed = ["\u{1F600}", "b", "\uFF5E", "a/b", "a", "b"].map((path, n) => ({
    path,
    mode: 0o100644,
    blob: String(n).repeat(40),
  }));
  const { entries, submodules } = packedIndex([...listed, { path: "s", mode: 0o160000, blob: "f".repeat(40) }], 20);
  expect([...entries.keys()]).toEqual(["a", "a/b", "b", "\uFF5E", "\u{1F600}"]);
  for (const path of entries.keys()) expect(entries.get(path)).toMatchObject({ path, mode: 0o100644 });
  expect(entries.get("a")!.blob).toBe("4".repeat(40));
  expect(submodules).toEqual(["s"]);
});

test("a path that is asked for again has the answer that it had, whatever was asked for in between", () => {
  const files = ["a", "b"].map((path) => ({ path, mode: 0o100644, blob: "a".repeat(40) }));
  const { entries } = packedIndex(files, 20);
  const asked = ["a", "a", "gone", "gone", "b", "a", "gone", "b"];
  expect(asked.map((path) => entries.get(path)?.path ?? null)).toEqual(["a", "a", null, null, "b", "a", null, "b"]);
  expect(asked.map((path) => entries.has(path))).toEqual(asked.map((path) => path !== "gone"));
});

test("an id that is longer than the repository's settings say changes no path", () => {
  const { entries } = packedIndex([{ path: "a", mode: 0o100644, blob: "ff".repeat(32) }], 20);
  expect([...entries.values()]).toMatchObject([{ path: "a", blob: "ff".repeat(20), isSkipped: false }]);
});

/** What a path drops of the one before, as git encodes it, and what follows. */
type Packed = readonly [dropped: readonly number[], rest: string];

/** The paths that are read from an index of version 4. */
function pathsIn(...entries: readonly Packed[]): string[] | undefined {
  const header = Buffer.alloc(12);
  header.write("DIRC");
  header.writeUInt32BE(4, 4);
  header.writeUInt32BE(entries.length, 8);
  const packed = entries.map(([dropped, rest]) =>
    Buffer.concat([Buffer.alloc(40 + 20 + 2), Buffer.from(dropped), Buffer.from(`${rest}\0`)]),
  );
  const found = parseIndex(Buffer.concat([header, ...packed, Buffer.alloc(20)]), 20);
  return found === null ? undefined : [...found.entries.keys()];
}

test("an index of which few bytes stand for very many of its paths is not read", () => {
  expect(pathsIn([[0], "one"], [[2], "ther"])).toEqual(["one", "other"]);
  // A number beyond 31 bits, which would be below 0.
  expect(pathsIn([[0], "one"], [[0x87, 0xff, 0xff, 0xff, 0x7f], "two"])).toBeUndefined();
  const longer = Array.from({ length: 10 }, (): Packed => [[0], "a"]);
  expect(pathsIn([[0], "a".repeat(4090)], ...longer)).toBeUndefined();
});
