/** docs/field.md lists every failure from the field, each with a test that is there. */
import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const TOP = resolve(import.meta.dir, "../..");
const ROW = /^\| (\d\d\w?) +\|.*\| \[([^\]]+)\]\(\.\.\/(tests\/[\w./-]+)\) +\|$/;

const rows = readFileSync(join(TOP, "docs/field.md"), "utf8")
  .split("\n")
  .flatMap((line) => {
    const [, name, title, file] = ROW.exec(line) ?? [];
    return name === undefined ? [] : [{ name, title: title!, file: file! }];
  });

test("every failure from the field has one row on its page", () => {
  const files = readdirSync(join(TOP, "tests/fixtures/field")).map((file) => file.split("-")[0]!);
  expect(rows.map(({ name }) => name)).toEqual(files.toSorted());
  expect(files).toHaveLength(28);
});

test.each(rows)("the test of field case $name is there", ({ name, title, file }) => {
  const text = readFileSync(join(TOP, file), "utf8");
  expect(text).toContain(title);
  // One title is of a table of cases.
  if (title.includes("%s") && file.includes("recall/field")) expect(text).toContain(`\n  "${name}": {`);
});
