import { expect, test } from "bun:test";
import { type ReleaseParts, releaseFaults } from "../../scripts/release/faults.ts";

const CHANGELOG = "# Changelog\n\n## Unreleased\n\n## 1.2.0 - 2026-12-01\n\n- A thing.\n\n## 1.1.0 - 2026-11-01\n";
const RIGHT: ReleaseParts = {
  version: "1.2.0",
  plugin: "1.2.0",
  packed: "1.2.0",
  changelog: CHANGELOG,
  tags: ["latest", "v1.2.0"],
};

test("a release whose parts say one version may be published", () => {
  expect(releaseFaults(RIGHT)).toEqual([]);
});

test.each<[string, Partial<ReleaseParts>]>([
  ["the plugin 1.1.0", { plugin: "1.1.0" }],
  ["the packed file 1.1.0", { packed: "1.1.0" }],
  ["CHANGELOG.md's newest version is 1.1.0", { changelog: CHANGELOG.replace(/## 1\.2\.0.*\n\n- A thing\.\n\n/, "") }],
  ["CHANGELOG.md's newest version is none", { changelog: "# Changelog\n" }],
  ["says nothing of 1.2.0", { changelog: CHANGELOG.replace("- A thing.\n", "") }],
  ["has text under Unreleased", { changelog: CHANGELOG.replace("Unreleased\n", "Unreleased\n\n- More.\n") }],
  ["no tag v1.2.0, but none", { tags: [] }],
  ["no tag v1.2.0, but v1.1.0", { tags: ["v1.1.0"] }],
])("a release is not ready where it says: %s", (said, parts) => {
  expect(releaseFaults({ ...RIGHT, ...parts }).join()).toContain(said);
});
