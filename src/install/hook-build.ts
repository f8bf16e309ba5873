/** Compiles the hook into one executable and says of an executable what it was compiled from. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import * as v from "valibot";
import { errorCode, HiveError } from "../base/errors.ts";
import { VERSION } from "../base/version.ts";
import { compiledHook } from "./hook-command.ts";
import { installationModule } from "./installation-module.ts";

const TOP = resolve(import.meta.dir, "../..");

/** What the hook loads only in need. An executable finds no packages by their names, so these are bundled beside it. */
const RARELY_NEEDED = [
  "src/capture/fallback.ts",
  "src/agents/foreign.ts",
  "src/capture/git-closer.ts",
  "src/capture/node-io.ts",
  "src/capture/older-workers.ts",
  "src/recall/restore.ts",
  "src/queue/capacity.ts",
  "src/queue/ignore-file.ts",
  "src/supervisor/start-worker.ts",
];

/**
 * How many times longer than usual code runs before Bun compiles it to machine code: a process of 6 ms never gets that
 * back. It saves 0.3 ms, and costs nothing with a payload of 10 MB.
 */
const JIT_POLICY = 1000;

const bundled = (path: string, top: string): string => join(top, "dist/hook", `${basename(path, ".ts")}.js`);

const StampSchema = v.object({
  /** hive's version. */
  version: v.string(),
  /** The version of the Bun that is in it. */
  bun: v.string(),
  /** Size of the executable: one of another size is not the one that this tells of. */
  bytes: v.number(),
  /** SHA-256 of each source file, by its path from the top. */
  inputs: v.record(v.string(), v.string()),
});

/** What a compiled hook was made from, in a file beside it: asking the hook itself would cost each call of it. */
export type HookStamp = v.InferOutput<typeof StampSchema>;

const stampPath = (top: string): string => `${compiledHook(top).command}.json`;
const sha256 = (path: string): string => new Bun.CryptoHasher("sha256").update(readFileSync(path)).digest("hex");

/**
 * Compiles a program into one executable: Bun and byte code, 110 MB. What the hook loads only in need is bundled in
 * `dist/hook/`.
 * @returns the source files that went into it
 * @throws AggregateError with what the compiler says
 */
export async function compileProgram(entry: string, outfile: string, top = TOP): Promise<string[]> {
  const parts = await Bun.build({
    entrypoints: RARELY_NEEDED.map((path) => join(top, path)),
    outdir: join(top, "dist/hook"),
    naming: "[name].[ext]",
    target: "bun",
    splitting: true,
    minify: true,
    metafile: true,
    plugins: [
      installationModule({
        main: "../../src/cli/main.ts",
        launcher: "../../scripts/hive",
        manifest: "../../package.json",
        isPlugin: false,
      }),
    ],
  });
  if (!parts.success) throw new AggregateError(parts.logs, "what the hook loads in need could not be bundled");
  const result = await Bun.build({
    entrypoints: [entry],
    compile: {
      outfile,
      jitPolicy: JIT_POLICY,
      // Like bunCommand: what a project carries for Bun is not for hive.
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
    plugins: [
      {
        name: "rarely-needed",
        setup(build) {
          const names = RARELY_NEEDED.map((path) => basename(path)).join("|");
          build.onResolve({ filter: new RegExp(`/(${names})$`) }, ({ path }) => ({
            path: bundled(path, top),
            external: true,
          }));
        },
      },
    ],
  });
  if (!result.success || !existsSync(outfile)) throw new AggregateError(result.logs, `${entry} could not be compiled`);
  const inputs = [parts, result].flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  // A package changes with its version alone, which the lockfile names.
  return [...new Set(inputs.map((path) => resolve(path)))].filter((path) => !path.includes("/node_modules/"));
}

/**
 * Compiles the hook to `dist/hive-hook` and stamps it. The new one takes the place of the old in one step: an agent may
 * be calling it.
 * @returns where it is
 */
export async function buildHook(top = TOP): Promise<string> {
  const { command } = compiledHook(top);
  const temporary = `${command}.${process.pid}.tmp`;
  mkdirSync(dirname(command), { recursive: true });
  try {
    const inputs = await compileProgram(join(top, "src/capture/executable.ts"), temporary, top);
    const hashes = inputs.map((path) => [relative(top, path), sha256(path)]);
    const { size: bytes } = statSync(temporary);
    const stamp: HookStamp = { version: VERSION, bun: Bun.version, bytes, inputs: Object.fromEntries(hashes) };
    renameSync(temporary, command);
    writeFileSync(stampPath(top), `${JSON.stringify(stamp, null, 2)}\n`);
  } finally {
    rmSync(temporary, { force: true });
  }
  return command;
}

/** What is known of the compiled hook: its stamp, and why it is not what this hive would compile; null when it is. */
export interface HookState {
  readonly stamp: HookStamp | null;
  readonly stale: string | null;
}

/** Compares the compiled hook with the sources as they are now. @throws when there is none */
export function hookState(top = TOP): HookState {
  const stamp = readStamp(top);
  if (stamp === null) return { stamp, stale: "it does not say what it was compiled from" };
  if (stamp.bytes !== statSync(compiledHook(top).command).size) {
    return { stamp: null, stale: "it is not the one that its stamp tells of" };
  }
  if (stamp.version !== VERSION) return { stamp, stale: `it is of hive ${stamp.version}` };
  const changed = Object.entries(stamp.inputs).filter(([path, hash]) => !isSame(join(top, path), hash));
  const isStale = changed.length > 0;
  return { stamp, stale: isStale ? `its source has changed since: ${changed.map(([path]) => path).join(", ")}` : null };
}

function isSame(path: string, hash: string): boolean {
  return existsSync(path) && sha256(path) === hash;
}

function readStamp(top: string): HookStamp | null {
  try {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), StampSchema), readFileSync(stampPath(top), "utf8"));
    return parsed.success ? parsed.output : null;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw new HiveError("HIVE_UNHEALTHY", `${stampPath(top)} cannot be read`, { cause: error });
  }
}
