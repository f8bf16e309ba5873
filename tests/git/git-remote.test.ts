/** The repository that a directory is a clone of, in one spelling. */
import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { normalisedRemote, originOf } from "../../src/git/git-remote.ts";
import { tempDir } from "../support/temp-dir.ts";

test.each([
  ["https://github.com/Ada/Shop.git", "github.com/Ada/Shop"],
  ["https://ada:token@GitHub.com/Ada/Shop", "github.com/Ada/Shop"],
  ["git@github.com:Ada/Shop.git", "github.com/Ada/Shop"],
  ["ssh://git@github.com:22/Ada/Shop.git/", "github.com/Ada/Shop"],
  ["git://github.com//Ada/Shop", "github.com/Ada/Shop"],
  ["/srv/git/shop.git", null],
  ["../shop", null],
  ["file:///srv/git/shop.git", null],
  ["C:\\git\\shop", null],
  ["", null],
])("%p is %p", (url, expected) => {
  expect(normalisedRemote(url)).toBe(expected);
});

test("only the remote named origin counts, whatever else the configuration holds", () => {
  using dir = tempDir();
  mkdirSync(join(dir.path, ".git"));
  const write = (text: string): void => writeFileSync(join(dir.path, ".git/config"), text);
  write('[remote "other"]\n\turl = https://a.example/x/y\n[branch "main"]\n\turl = https://b.example/x/y\n');
  expect(originOf(dir.path)).toBeNull();
  write('[core]\n\tbare = false\n[remote "origin"]\n\turl = git@a.example:x/y.git\n\tfetch = +refs/*\n');
  expect(originOf(dir.path)).toBe("a.example/x/y");
  expect(originOf("/")).toBeNull();
});
