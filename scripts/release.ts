/**
 * Makes a release, up to its publication: `bun run release VERSION` sets the version, gives CHANGELOG's Unreleased its
 * heading, builds the plugin, keeps the version for later tests of updates, commits all of it under a tag, and packs the npm package. Nothing else commits `plugin/dist`.
 * `--check` does none of that: it ends with 1 where version, changelog, plugin, packed file and tag do not agree.
 * Neither pushes or publishes anything.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { $ } from "bun";
import { isOlder } from "../src/base/version.ts";
import { releaseFaults } from "./release/faults.ts";

const TOP = resolve(import.meta.dir, "..");
const TO = join(TOP, "dist/release");
$.cwd(TOP);

function fail(why: string): never {
  process.stderr.write(`release: ${why}\n`);
  process.exit(1);
}

const versionIn = (manifest: string): string => (JSON.parse(manifest) as { version: string }).version;

/** Packs in a process of its own, which has this commit's version. @returns the packed file */
async function packed(): Promise<string> {
  mkdirSync(TO, { recursive: true });
  return (await $`${process.execPath} scripts/release/pack.ts --to ${TO}`.text()).trim();
}

/** Compares what the parts of the release in this commit say. */
async function check(file: string): Promise<void> {
  const faults = releaseFaults({
    version: versionIn(readFileSync(join(TOP, "package.json"), "utf8")),
    plugin: versionIn(readFileSync(join(TOP, "plugin/.claude-plugin/plugin.json"), "utf8")),
    packed: versionIn(await $`tar -xzOf ${file} package/package.json`.text()),
    changelog: readFileSync(join(TOP, "CHANGELOG.md"), "utf8"),
    tags: (await $`git tag --points-at HEAD`.text()).split("\n").filter((tag) => tag !== ""),
  });
  if (faults.length > 0) fail(faults.join("\n         "));
}

async function commitRelease(version: string): Promise<void> {
  if (!/^\d+\.\d+\.\d+$/.test(version)) fail("say the version, as in: bun run release 0.4.0");
  const present = versionIn(readFileSync(join(TOP, "package.json"), "utf8"));
  if (!isOlder(present, version)) fail(`hive is at ${present} already`);
  if ((await $`git status --porcelain`.text()) !== "") fail("the checkout has changes that are not committed");
  if ((await $`git tag --list ${`v${version}`}`.text()) !== "") fail(`there is a tag v${version} already`);
  const today = new Date().toISOString().slice(0, 10);
  const path = join(TOP, "CHANGELOG.md");
  const changelog = readFileSync(path, "utf8");
  const released = changelog.replace("## Unreleased\n", `## Unreleased\n\n## ${version} - ${today}\n`);
  if (released === changelog) fail("CHANGELOG.md has no Unreleased part");
  if (/^## Unreleased\s+(?:## |$(?![^]))/m.test(changelog)) fail("CHANGELOG.md says nothing under Unreleased");
  writeFileSync(path, released);
  await $`bun pm pkg set version=${version}`.quiet();
  await $`bun run --silent build:plugin`.quiet();
  await $`${process.execPath} scripts/release/earlier-versions.ts`.quiet();
  await $`git add CHANGELOG.md package.json plugin tests/fixtures/earlier-versions.json.zst`;
  await $`git commit --quiet --message ${`Release hive ${version}`}`;
  await $`git tag ${`v${version}`}`;
}

const [argument = "", ...rest] = process.argv.slice(2);
if (rest.length > 0) fail("say one version, or --check");
if (argument !== "--check") await commitRelease(argument);
const file = await packed();
await check(file);
const sum = new Bun.CryptoHasher("sha256").update(readFileSync(file)).digest("hex");
process.stdout.write(`${file}
sha256 ${sum}
Nothing is pushed or published. After scripts/test --all:
  git push --follow-tags
  npm publish ${file}
`);
