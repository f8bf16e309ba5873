/**
 * Builds the Claude Code plugin: one bundle without dependencies. Without flags it is built in `plugin/`, where git
 * keeps it, since an agent installs a plugin by cloning it; scripts/release.ts commits it, and nothing else does. `--to
 * DIR` builds it there, with its launchers.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { hooksFor } from "../../src/agents/claude-code/entry.ts";
import { VERSION } from "../../src/base/version.ts";
import { buildPage } from "../../src/dashboard/page-files.ts";
import { installationModule } from "../../src/install/hook/installation-module.ts";

const top = resolve(import.meta.dir, "../..");
const { values: flags } = parseArgs({ options: { to: { type: "string" } } });
const plugin = flags.to === undefined ? join(top, "plugin") : resolve(flags.to);

const MANIFEST = {
  name: "hive",
  version: VERSION,
  description: "Saves the session's working state at each tool call, and gives it back after a crash or a compaction.",
  author: { name: "the hive authors" },
  license: "MIT",
  keywords: ["checkpoint", "session", "resume", "hooks", "sqlite"],
  // It reaches none.
  network: { hosts: [] },
};

/** Each keeps its name; the rest are parts that they share. */
const ENTRIES = ["main.js", "plugin-executable.js"];

const HOOKS = {
  description: "hive saves the session's working state",
  hooks: hooksFor({ command: "${CLAUDE_PLUGIN_ROOT}/bin/hive-hook", args: [] }),
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The licences of the packages in the bundle, whose names the bundler leaves beside their code. */
function licencesOf(texts: readonly string[]): string {
  const found = texts.flatMap((text) => [...text.matchAll(/^\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)/gm)]);
  const names = [...new Set(found.map(([, name]) => name!))].toSorted();
  const licences = names.map((name) => {
    const directory = join(top, "node_modules", name);
    const file = readdirSync(directory).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} has no licence file`);
    return `${name}\n\n${readFileSync(join(directory, file), "utf8").trim()}\n`;
  });
  return licences.join(`\n${"-".repeat(80)}\n\n`);
}

/** The names of a bundle's chunks without their content's hash: of the last module in each, which is its purpose. */
function stableNames(chunks: readonly { readonly name: string; readonly text: string }[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { name, text } of chunks) {
    const modules = [...text.matchAll(/^\/\/ src\/(.+)\.ts$/gm)];
    const base = modules.at(-1)?.[1]?.replaceAll("/", "-") ?? `import-${name.replace(/-[0-9a-z]{8}\.js$/, "")}`;
    let stable = `${base}.js`;
    for (let n = 2; taken.has(stable); n++) stable = `${base}-${n}.js`;
    taken.add(stable);
    names.set(name, stable);
  }
  return names;
}

/** @returns each file that is made: its path below the plugin's directory, and its text */
async function build(): Promise<(readonly [path: string, text: string])[]> {
  const { outputs } = await Bun.build({
    entrypoints: [join(top, "src/cli/main.ts"), join(top, "src/capture/plugin-executable.ts")],
    target: "bun",
    // The hook loads an eighth of it: in one file it takes three times as long.
    splitting: true,
    minify: { whitespace: false, identifiers: false, syntax: true },
    naming: { entry: "[name].js", chunk: "[name]-[hash].js" },
    plugins: [
      installationModule({
        kind: "plugin",
        main: "main.js",
        launcher: "../bin/hive",
        manifest: "../.claude-plugin/plugin.json",
      }),
    ],
  });
  const chunks = await Promise.all(
    outputs.map(async (output) => ({ name: basename(output.path), text: await output.text() })),
  );
  const names = stableNames(chunks.filter(({ name }) => !ENTRIES.includes(name)));
  const renamed = (text: string): string =>
    text.replace(/"\.\/([\w-]+\.js)"/g, (whole, name: string) => {
      const stable = names.get(name);
      return stable === undefined ? whole : `"./${stable}"`;
    });
  return [
    ...chunks.map(({ name, text }) => [`dist/${names.get(name) ?? name}`, renamed(text)] as const),
    ...(await pageFiles()),
    ["dist/LICENCES.txt", licencesOf(chunks.map(({ text }) => text))],
    [".claude-plugin/plugin.json", json(MANIFEST)],
    ["hooks/hooks.json", json(HOOKS)],
  ];
}

/** The page of hive dashboard, since the plugin has not its sources. */
async function pageFiles(): Promise<(readonly [path: string, text: string])[]> {
  const page = await buildPage();
  return [...page].map(([path, { text }]) => [`dist/page${path === "/" ? "/index.html" : path}`, text]);
}

const files = await build();
rmSync(join(plugin, "dist"), { recursive: true, force: true });
for (const [path, text] of files) {
  mkdirSync(dirname(join(plugin, path)), { recursive: true });
  writeFileSync(join(plugin, path), text);
}
if (flags.to !== undefined) {
  for (const path of ["bin", "README.md", ".claude-plugin/icon.png"]) {
    cpSync(join(top, "plugin", path), join(plugin, path), { recursive: true });
  }
}
process.stdout.write(`${plugin}: ${files.length} files\n`);
