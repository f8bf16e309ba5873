import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { DRIVERS } from "./drivers.ts";

const AGENTS = resolve(import.meta.dir, "../../src/agents");
/** A line of a comment. */
const COMMENT = /^\s*(?:\/\/|\/\*|\*)/;

/** The files of src/agents that a session of a tested agent needs, for its calls and its setup. */
function adapterFiles(): string[] {
  const transpiler = new Bun.Transpiler({ loader: "ts" });
  const found = new Set<string>();
  const names = Object.keys(DRIVERS).flatMap((agent) => [`${agent}/hook.ts`, `${agent}/settings.ts`]);
  const open = ["detect.ts", ...names].map((name) => join(AGENTS, name));
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path) || !path.startsWith(`${AGENTS}/`)) continue;
    found.add(path);
    const directory = dirname(path);
    const imports = transpiler.scanImports(readFileSync(path, "utf8")).filter((one) => one.path.startsWith("."));
    open.push(...imports.map((one) => resolve(directory, one.path)));
  }
  return [...found].toSorted();
}

/** A hash of the adapters' code: comments and layout do not count. */
export function adaptersHash(): string {
  const hasher = new Bun.CryptoHasher("sha256");
  for (const path of adapterFiles()) {
    const lines = readFileSync(path, "utf8").split("\n");
    const code = lines.filter((line) => !COMMENT.test(line)).join("");
    hasher.update(`${relative(AGENTS, path)}\n${code.replaceAll(/[\s,]+/g, "")}\n`);
  }
  return hasher.digest("hex").slice(0, 16);
}
