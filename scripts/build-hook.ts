/**
 * Compiles the hook into one executable, `dist/hive-hook`: Bun and the hook's byte code in a file of 110 MB, made on
 * the user's machine. It spares the hook half of its own time. What the hook loads only in need is bundled beside it,
 * in `dist/hook/`: an executable finds no packages by their names, unless it reads the project's package.json at each
 * start.
 */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { installationModule } from "./installation-module.ts";

const RARELY_NEEDED = [
  "src/hook/fallback.ts",
  "src/hook/node-io.ts",
  "src/hook/restore.ts",
  "src/queue/capacity.ts",
  "src/worker/start-worker.ts",
];

const top = resolve(import.meta.dir, "..");
const outfile = join(top, "dist", "hive-hook");
const besides = join(top, "dist", "hook");
const bundled = (path: string): string => join(besides, `${basename(path, ".ts")}.js`);

rmSync(besides, { recursive: true, force: true });
mkdirSync(besides, { recursive: true });
const parts = await Bun.build({
  entrypoints: RARELY_NEEDED.map((path) => join(top, path)),
  outdir: besides,
  naming: "[name].[ext]",
  target: "bun",
  splitting: true,
  minify: true,
  plugins: [installationModule({ main: "../../src/cli/main.ts", manifest: "../../package.json", isPlugin: false })],
});
const result = await Bun.build({
  entrypoints: [join(top, "src/hook/executable.ts")],
  compile: { outfile },
  target: "bun",
  format: "cjs",
  minify: true,
  bytecode: true,
  plugins: [
    {
      name: "rarely-needed",
      setup(build) {
        const names = RARELY_NEEDED.map((path) => basename(path)).join("|");
        build.onResolve({ filter: new RegExp(`/(${names})$`) }, ({ path }) => ({
          path: bundled(path),
          external: true,
        }));
      },
    },
  ],
});
if (!parts.success || !result.success || ![outfile, ...RARELY_NEEDED.map(bundled)].every((path) => existsSync(path))) {
  throw new AggregateError([...parts.logs, ...result.logs], "the hook could not be compiled");
}
process.stdout.write(`${outfile}\n`);
