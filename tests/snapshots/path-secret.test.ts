/** Which paths hold a secret: those are in no snapshot. */
import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { isPathWithSecret } from "../../src/snapshots/objects/path-secret.ts";
import { findsSecret } from "../../src/redact/apply.ts";
import { FORMATS } from "../../src/redact/rules.ts";
import { ruleOf } from "../../src/redact/formats/format.ts";
import { SECRETS, seam } from "../redact/secrets-fixture.ts";
import { Project } from "../support/snapshots/snapshots.ts";

const RULES = FORMATS.flatMap((formats) => formats.split("\n")).map(ruleOf);

/** Some formats are told by a vendor's name beside them alone. */
const isKnownIn = (path: string): boolean =>
  RULES.some((rule) => rule.keywords.some((word) => path.toLowerCase().includes(word)) && findsSecret(rule, path));

test("a secret of each vendor's format is found in a path", () => {
  const paths = SECRETS.map(([, , secret]) => `backup/export ${secret}.csv`);
  const known = paths.filter(isKnownIn);
  expect(known.length).toBeGreaterThan(100);
  expect(known.filter((path) => !isPathWithSecret(path))).toEqual([]);
});

test.each([seam("backup/AK|IAIOSFODNN7EXAMPLE.csv"), seam("np|g_aB3dE5fG7hI9.txt"), seam("AK|IAIOSFODNNQEXAMPLE")])(
  "a short secret is found in a path: %s",
  (path) => {
    expect(isPathWithSecret(path)).toBe(true);
  },
);

const ORDINARY = [
  "test_migration_0042_adds_index_to_user_emails.py",
  "test_20240115093000_adds_index_to_user_emails.py",
  "sk-learn-pipeline-2024-11.ipynb",
  "sk-a-long-name-of-utf8-and-base64-things.md",
  "task_test_helpers_of_2024_report.py",
  "fn._mm512_mask_test_epi64_mask.html",
  "glrt-rendering-pipeline-of-2024.md",
  "index-DJxK3k2l9fA.js",
  "sk-learn-pipeline-of-2024 8f14e45fceea467f.ipynb",
];

test("names of words with dates and marks are kept, and nothing is said of them", async () => {
  using project = new Project(false);
  await project.take("start");
  for (const name of ORDINARY) writeFileSync(project.path(name), "1\n");
  const { changes, notes } = await project.take();
  expect(changes.map(({ path }) => path).toSorted()).toEqual(ORDINARY.toSorted());
  expect(notes).toEqual([]);
});

test("a call that makes only a file with a secret in its path has a snapshot that says so", async () => {
  using project = new Project(false);
  await project.take("start");
  writeFileSync(project.path(seam("AK|IAIOSFODNN7EXAMPLE")), "1\n");
  const { id, notes } = await project.take();
  expect(id).not.toBeNull();
  expect(notes).toEqual(["1 file withheld and not named, as the path may hold a secret"]);
  expect((await project.take()).id).toBeNull();
});
