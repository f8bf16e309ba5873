/**
 * Keeps each released version's command line and settings, so that tests update from it and go back to it. A release calls it:
 * it adds this tree's to `tests/fixtures/earlier-versions.json.zst`. With `VERSION=REVISION …` it adds those of this
 * repository's history instead, with the packages of today:
 * `bun scripts/release/earlier-versions.ts 0.2.0=d80f2fa 0.3.0=5c4b4c7 0.4.0=34a68a5 0.5.0=v0.5.0`
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { $, type BunPlugin } from "bun";
import {
  EARLIER_VERSIONS,
  type EarlierVersion,
  earlierVersions,
} from "../../tests/support/versions/earlier-version.ts";

const TOP = resolve(import.meta.dir, "../..");
/** Where a kept command line finds itself: in one directory with its package.json. */
const INSTALLATION = `import { resolve } from "node:path";
export const KIND = "checkout";
export const IS_PLUGIN = false;
export const MAIN_PROGRAM = import.meta.path;
export const LAUNCHER = resolve(import.meta.dir, "hive");
export const MANIFEST = resolve(import.meta.dir, "package.json");
`;

/** Replaces what cannot be as it was: the place of the sources, and a large package that `hive mcp` alone needs. */
const REPLACED: BunPlugin = {
  name: "replaced",
  setup(builder) {
    builder.onLoad({ filter: /src\/(platform\/)?installation\.ts$/ }, () => ({ contents: INSTALLATION, loader: "ts" }));
    builder.onLoad({ filter: /node_modules\/@modelcontextprotocol\// }, () => ({
      contents: "module.exports = {}",
      loader: "js",
    }));
  },
};

/** @returns the command line of the sources in a directory */
async function built(top: string): Promise<string> {
  const { outputs } = await Bun.build({
    entrypoints: [join(top, "src/cli/main.ts")],
    target: "bun",
    // Names that stay make the versions alike: together they take a third of the room.
    minify: { whitespace: true, syntax: true, identifiers: false },
    plugins: [REPLACED],
  });
  return await outputs[0]!.text();
}

/** @returns what setup writes into the settings of a project, with TOP for the directory of the sources */
async function settingsOf(top: string): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), "hive-earlier-home-"));
  try {
    const env = { HOME: home, PATH: process.env["PATH"] ?? "", HIVE_WORKER_START: "never" };
    mkdirSync(join(home, "project/.git"), { recursive: true });
    await $`${process.execPath} ${top}/src/cli/main.ts setup --yes`.env(env).cwd(`${home}/project`).quiet();
    return readFileSync(`${home}/project/.claude/settings.local.json`, "utf8").replaceAll(top, "TOP");
  } finally {
    rmSync(home, { recursive: true });
  }
}

async function ofTree(top: string): Promise<EarlierVersion> {
  return { main: await built(top), settings: await settingsOf(top) };
}

async function ofRevision(revision: string): Promise<EarlierVersion> {
  const top = mkdtempSync(join(tmpdir(), "hive-earlier-"));
  try {
    await $`git -C ${TOP} archive ${revision} | tar -x -C ${top}`;
    symlinkSync(join(TOP, "node_modules"), join(top, "node_modules"));
    return await ofTree(top);
  } finally {
    rmSync(top, { recursive: true });
  }
}

const { version } = JSON.parse(readFileSync(join(TOP, "package.json"), "utf8")) as { version: string };
const versions = existsSync(EARLIER_VERSIONS) ? earlierVersions() : {};
const asked = process.argv.slice(2).map((argument) => argument.split("=") as [string, string]);
if (asked.length === 0) versions[version] = await ofTree(TOP);
for (const [name, revision] of asked) versions[name] = await ofRevision(revision);
const ordered = Object.fromEntries(Object.entries(versions).toSorted(([a], [b]) => Bun.semver.order(a, b)));
writeFileSync(EARLIER_VERSIONS, Bun.zstdCompressSync(JSON.stringify(ordered), { level: 22 }));
process.stdout.write(`${EARLIER_VERSIONS}: ${Object.keys(ordered).join(", ")}\n`);
