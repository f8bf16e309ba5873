/**
 * Compiles the hook into one executable, `dist/hive-hook`: Bun and the hook's byte code in a file of 110 MB, made on
 * the user's machine. It spares the hook half of its own time. What the hook loads only in need stays in `src/`.
 */
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const top = resolve(import.meta.dir, "..");
const outfile = join(top, "dist", "hive-hook");

mkdirSync(dirname(outfile), { recursive: true });
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
        build.onResolve({ filter: /(fallback|restore|node-io|capacity)\.ts$/ }, ({ path, importer }) => ({
          path: resolve(dirname(importer), path),
          external: true,
        }));
      },
    },
  ],
});
if (!result.success || !existsSync(outfile)) {
  throw new AggregateError(result.logs, "the hook could not be compiled");
}
process.stdout.write(`${outfile}\n`);
