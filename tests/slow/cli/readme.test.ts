/** The README's commands work as printed. */
import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { PlayedSession } from "../../../scripts/docs/played-session.ts";

setDefaultTimeout(120_000);

const TOP = resolve(import.meta.dir, "../../..");
const text = readFileSync(join(TOP, "README.md"), "utf8");
const session = new PlayedSession();
afterAll(() => session[Symbol.dispose]());

const daily =
  text
    .split("## Every day")[1]!
    .split("```")[1]!
    .match(/^hive [^#\n]+/gm) ?? [];

test("it has at most 150 lines, and four daily commands", () => {
  expect(text.split("\n").length).toBeLessThanOrEqual(150);
  expect(daily).toHaveLength(4);
});

test.each(daily)("in a project with a saved session it prints something: %s", (command) => {
  expect(session.hive(...command.trim().split(/\s+/).slice(1))).not.toBe("");
});

test.each(["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", ...new Bun.Glob("docs/*.md").scanSync({ cwd: TOP })])(
  "each link in %s leads to a file",
  (path) => {
    const document = readFileSync(join(TOP, path), "utf8");
    const links = [...document.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !existsSync(join(TOP, dirname(path), link)))).toEqual([]);
  },
);

test.each(["README.md", "CONTRIBUTING.md", ...new Bun.Glob("docs/*.md").scanSync({ cwd: TOP })])(
  "each script that %s names is there",
  (path) => {
    const generated = /<!-- (\S+): begin -->[\s\S]*?<!-- \1: end -->/g;
    const document = readFileSync(join(TOP, path), "utf8").replaceAll(generated, "");
    const { scripts } = JSON.parse(readFileSync(join(TOP, "package.json"), "utf8")) as { scripts: object };
    const files = [...document.matchAll(/(?<![\w/-])(?:scripts|bench|src)\/[\w./-]*\w/g)].map(([file]) => file);
    expect(files.filter((file) => !existsSync(join(TOP, file)))).toEqual([]);
    const runs = [...document.matchAll(/\bbun run ([\w:-]+)/g)].map(([, name]) => name!);
    expect(runs.filter((name) => !(name in scripts))).toEqual([]);
  },
);
