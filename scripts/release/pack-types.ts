/** The declarations of what the library exports. Without them a user's compiler checks hive's sources, by the user's own rules. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const TOP = resolve(import.meta.dir, "../..");
/** Not its launcher, which needs Node. */
const TSC = join(TOP, "node_modules/typescript/lib/tsc.js");
const IMPORTED = /(\bfrom |\bimport\()"(\.[^"]+)\.ts"/g;

let made: ReadonlyMap<string, string> | undefined;

/**
 * Declares what `src/index.ts` leads to. TypeScript does it once in a process.
 * @returns each file by its path, `index.d.ts` first
 */
export function declarations(): ReadonlyMap<string, string> {
  made ??= declare();
  return made;
}

function declare(): ReadonlyMap<string, string> {
  const to = mkdtempSync(join(tmpdir(), "hive-types-"));
  try {
    const command = [process.execPath, TSC, "--project", "scripts/release/tsconfig.types.json", "--outDir", to];
    const { exitCode, stdout } = Bun.spawnSync(command, { cwd: TOP });
    if (exitCode !== 0) throw new Error(`tsc: ${stdout.toString()}`);
    return reachable(to, "index.d.ts", new Map());
  } finally {
    rmSync(to, { recursive: true });
  }
}

/** Adds a file and those that it imports, in the spelling that every setting of TypeScript resolves. */
function reachable(directory: string, path: string, found: Map<string, string>): Map<string, string> {
  if (found.has(path)) return found;
  const text = readFileSync(join(directory, path), "utf8");
  found.set(path, text.replaceAll(IMPORTED, '$1"$2.js"'));
  for (const [, , name] of text.matchAll(IMPORTED)) {
    reachable(directory, join(dirname(path), `${name}.d.ts`), found);
  }
  return found;
}

export function writeDeclarations(directory: string): void {
  for (const [path, text] of declarations()) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}
