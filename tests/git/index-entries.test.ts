import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findGitTree } from "../../src/git/git-tree.ts";
import { readIndex } from "../../src/git/index/index-entries.ts";
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
