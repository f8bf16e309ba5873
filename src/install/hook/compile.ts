/** Compiles a program into one executable, and bundles what that loads only in need. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { installationModule, type InstallationPaths } from "./installation-module.ts";

/**
 * The hook loads these modules only in need. An executable finds no packages by name, so they are bundled beside it.
 */
const RARELY_NEEDED = [
  "src/capture/fallback.ts",
  "src/capture/hook-log.ts",
  "src/capture/caller/git-closer.ts",
  "src/capture/node-io.ts",
  "src/capture/unread.ts",
  "src/capture/plugin/plugin.ts",
  "src/capture/session/session-note.ts",
  "src/capture/session/subagent-note.ts",
  "src/capture/workers/older-workers.ts",
  "src/capture/withheld.ts",
  "src/recall/excluded-data.ts",
  "src/git/ignore-file.ts",
  "src/store/sqlite/open/migrations.ts",
  "src/supervisor/spawn.ts",
];

/**
 * At each call of an agent other than Claude Code, at each start of a session, at one where entries wait, and at each
 * call where many wait, or have once waited.
 */
const OFTEN_NEEDED = [
  "src/agents/load-hook.ts",
  "src/recall/restore.ts",
  "src/recall/waiting/waiting.ts",
  "src/queue/producer/capacity.ts",
];

/** Where the executable has a dynamic import, it loads a file beside it. */
const BESIDE_IT = [...RARELY_NEEDED, ...OFTEN_NEEDED];

/**
 * Multiplies the time that code runs before Bun compiles it to machine code. A process of 6 ms never gets that back.
 * It saves 0.3 ms, and costs nothing with a payload of 10 MB.
 */
const JIT_POLICY = 1000;

/** Gives the directory of the executable, wherever that was moved: see {@link leaveOut}. */
const BESIDE = "executable:directory";
const BESIDE_SOURCE = 'export const beside = () => process.execPath.slice(0, process.execPath.lastIndexOf("/") + 1);';

/**
 * Leaves the rarely needed modules out of the executable: Bun would compile a dynamic import into it. The executable
 * looks for them beside itself. A checkout may be moved or copied, and its hook with it.
 * @param parts the directory that they are bundled in, beside the executable
 */
export const leaveOut = (parts: string): Bun.BunPlugin => ({
  name: "rarely-needed",
  setup(build) {
    const names = BESIDE_IT.map((path) => basename(path, ".ts")).join("|");
    const rare = new RegExp(String.raw`\bimport\("[^"]*/(${names})\.ts"\)`, "g");
    build.onResolve({ filter: new RegExp(`^${BESIDE}$`) }, ({ path }) => ({ path, namespace: "executable" }));
    build.onLoad({ filter: /./, namespace: "executable" }, () => ({ contents: BESIDE_SOURCE, loader: "js" }));
    build.onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
      const text = await Bun.file(path).text();
      // @mutant the compiled hook finds its modules beside itself
      const moved = text.replace(rare, (_all, name) => `import(beside() + "${basename(parts)}/${name}.js")`);
      return moved === text ? undefined : { contents: `import { beside } from "${BESIDE}";\n${moved}`, loader: "ts" };
    });
  },
});

/** The parts of a compiled hook. */
export interface HookParts {
  /** The directory of hive's sources. */
  readonly top: string;
  /** The directory for the modules that the hook loads only in need. */
  readonly parts: string;
  /** Where the modules find the rest of hive. */
  readonly installation: InstallationPaths;
}

/**
 * Compiles a program into one executable: Bun and byte code, 110 MB. Modules that the hook loads only when needed are
 * bundled beside it. Where hive is a copy, so is hive's command line.
 * @returns the source files in it
 * @throws AggregateError with the compiler's messages
 */
export async function compileProgram(entry: string, outfile: string, hook: HookParts): Promise<string[]> {
  const { top, parts, installation } = hook;
  const modules = installation.kind === "copy" ? [...RARELY_NEEDED, "src/cli/main.ts"] : RARELY_NEEDED;
  const bundled = await Bun.build({
    entrypoints: modules.map((path) => join(top, path)),
    outdir: parts,
    naming: "[name].[ext]",
    target: "bun",
    splitting: true,
    minify: true,
    metafile: true,
    plugins: [installationModule(installation)],
  });
  // One file each, with byte code: parsing it as text, in ten parts, took 4 of the 15 ms of CPU time of a call.
  const often = await Bun.build({
    entrypoints: OFTEN_NEEDED.map((path) => join(top, path)),
    outdir: parts,
    naming: "[name].[ext]",
    target: "bun",
    format: "cjs",
    minify: true,
    // @mutant what the hook loads often has byte code
    bytecode: true,
    metafile: true,
    plugins: [leaveOut(parts), installationModule(installation)],
  });
  const failed = [bundled, often].filter(({ success }) => !success).flatMap(({ logs }) => logs);
  if (failed.length > 0) throw new AggregateError(failed, "the modules beside the hook could not be bundled");
  const compiled = await compileExecutable(entry, outfile, leaveOut(parts));
  const inputs = [bundled, often, compiled].flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  // A package changes only with its version, which the lockfile names.
  const isSource = (path: string): boolean => !path.slice(top.length).includes("/node_modules/");
  return [...new Set(inputs.filter((path) => !path.includes(BESIDE)).map((path) => resolve(path)))].filter(isSource);
}

/**
 * Compiles one file and what it imports: Bun and byte code, 110 MB.
 * @param without leaves out what is loaded only in need
 * @throws AggregateError with the compiler's messages
 */
export async function compileExecutable(
  entry: string,
  outfile: string,
  without: Bun.BunPlugin,
): Promise<Bun.BuildOutput> {
  const result = await Bun.build({
    entrypoints: [entry],
    compile: {
      outfile,
      jitPolicy: JIT_POLICY,
      // In a deleted directory Bun exits with 1 before it runs anything. The payload names the agent's directory.
      // @mutant the hook saves where its own directory was deleted
      execArgv: ["--cwd=/"],
      // Like bunCommand: hive does not read a project's files for Bun.
      autoloadDotenv: false,
      autoloadBunfig: false,
      autoloadTsconfig: false,
      autoloadPackageJson: false,
    },
    target: "bun",
    format: "cjs",
    minify: true,
    bytecode: true,
    metafile: true,
    plugins: [without],
  });
  if (!result.success || !existsSync(outfile)) throw new AggregateError(result.logs, `${entry} could not be compiled`);
  writeInOne(outfile);
  return result;
}

/**
 * Writes a file anew in one piece. Bun copies itself in small ones, and Linux keeps a file in memory in the pieces in which
 * it was written. From small ones a call took 8.8 ms of CPU time, from large ones 6.4 (Bun 1.4.5, ext4, Linux 6.18, n 80).
 */
function writeInOne(path: string): void {
  const bytes = readFileSync(path);
  const { mode } = statSync(path);
  // Not over the old pieces, which would stay.
  rmSync(path);
  writeFileSync(path, bytes, { mode });
}

/** No compiler takes so long. */
const DEAD_MS = 600_000;

/**
 * The path to compile to, from which a rename puts it into place.
 * Removes what compilers that were killed have left: each is as large as the hook.
 */
export function temporaryFor(command: string): string {
  const name = basename(command);
  for (const other of readdirSync(dirname(command))) {
    const path = join(dirname(command), other);
    const isTemporary = other.startsWith(`${name}.`) && other.endsWith(".tmp");
    if (isTemporary && Date.now() - statSync(path).mtimeMs > DEAD_MS) rmSync(path, { force: true });
  }
  return `${command}.${process.pid}.tmp`;
}
