/**
 * Builds the Claude Code plugin in `plugin/`: one bundle without dependencies, which is kept in git, since an agent
 * installs a plugin by cloning it. With `--check`, says whether what is kept is what the sources give; with `--to DIR`,
 * builds it there, launchers included.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { pluginHooks } from "../src/install/settings.ts";
import { VERSION } from "../src/base/version.ts";
import { installationModule } from "../src/install/installation-module.ts";

const top = resolve(import.meta.dir, "..");
const { values: flags } = parseArgs({ options: { check: { type: "boolean" }, to: { type: "string" } } });
const plugin = flags.to === undefined ? join(top, "plugin") : resolve(flags.to);

const MANIFEST = {
  name: "hive",
  version: VERSION,
  description: "Saves the session's working state at each tool call, and gives it back after a crash or a compaction.",
  license: "MIT",
  keywords: ["checkpoint", "session", "resume", "hooks", "sqlite"],
};

const HOOKS = {
  description: "hive saves the session's working state",
  hooks: pluginHooks({ command: "${CLAUDE_PLUGIN_ROOT}/bin/hive-hook", args: [] }),
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

/** The files that are made, by their paths below `plugin/`. */
async function build(): Promise<Map<string, string>> {
  const outdir = mkdtempSync(join(tmpdir(), "hive-plugin-"));
  try {
    const result = await Bun.build({
      entrypoints: [join(top, "src/cli/main.ts")],
      outdir,
      target: "bun",
      splitting: true,
      minify: { whitespace: false, identifiers: false, syntax: true },
      naming: { entry: "[name].js", chunk: "[name]-[hash].js" },
      plugins: [
        installationModule({
          main: "main.js",
          launcher: "../bin/hive",
          manifest: "../.claude-plugin/plugin.json",
          isPlugin: true,
        }),
      ],
    });
    if (!result.success) throw new AggregateError(result.logs, "the plugin could not be bundled");
    const files = readdirSync(outdir).map(
      (name) => [`dist/${name}`, readFileSync(join(outdir, name), "utf8")] as const,
    );
    const licences = ["dist/LICENCES.txt", licencesOf(files.map(([, text]) => text))] as const;
    return new Map([
      ...files,
      licences,
      [".claude-plugin/plugin.json", json(MANIFEST)],
      ["hooks/hooks.json", json(HOOKS)],
    ]);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const files = await build();
const dist = join(plugin, "dist");
for (const path of [dist, join(plugin, ".claude-plugin"), join(plugin, "hooks")]) mkdirSync(path, { recursive: true });
if (flags.to !== undefined) cpSync(join(top, "plugin/bin"), join(plugin, "bin"), { recursive: true });
const kept = readdirSync(dist).map((name) => `dist/${name}`);
if (flags.check === true) {
  const stale = [...files].filter(([path, text]) => readIfThere(join(plugin, path)) !== text).map(([path]) => path);
  const extra = kept.filter((path) => !files.has(path));
  for (const path of [...stale, ...extra]) process.stderr.write(`plugin/${path} is not what the sources give\n`);
  if (stale.length + extra.length > 0) process.stderr.write("bun scripts/build-plugin.ts builds it anew\n");
  process.exit(stale.length + extra.length > 0 ? 1 : 0);
}
for (const path of kept) rmSync(join(plugin, path));
for (const [path, text] of files) writeFileSync(join(plugin, path), text);
process.stdout.write(`${plugin}: ${files.size} files\n`);

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
