import { existsSync } from "node:fs";
import { join } from "node:path";
import { HiveError } from "../base/errors.ts";

/** The page's sources; beside the plugin's bundle the page as {@link buildPage} makes it. */
const PAGE = join(import.meta.dir, "page");

/** A file that the server hands out. */
export interface PageFile {
  readonly type: string;
  readonly text: string;
}

/** The page, as it was built with the plugin, else from its sources. @throws HIVE_BUG if it cannot be built */
export async function openPage(): Promise<ReadonlyMap<string, PageFile>> {
  if (!existsSync(join(PAGE, "main.js"))) return await buildPage();
  const read = (name: string): Promise<string> => Bun.file(join(PAGE, name)).text();
  return await pageOf(await read("main.js"), await read("enter.js"), await read("style.css"));
}

/**
 * Bundles the page: one script and one style sheet, with the libraries in them.
 * @returns each file by its path
 */
export async function buildPage(): Promise<ReadonlyMap<string, PageFile>> {
  const [script, enter, style] = await Promise.all([bundle("main.tsx"), bundle("enter.ts"), bundle("style.css")]);
  return await pageOf(script, enter, style);
}

async function pageOf(script: string, enter: string, style: string): Promise<ReadonlyMap<string, PageFile>> {
  return new Map([
    ["/", { type: "text/html; charset=utf-8", text: await Bun.file(join(PAGE, "index.html")).text() }],
    ["/main.js", { type: "text/javascript; charset=utf-8", text: script }],
    ["/enter.js", { type: "text/javascript; charset=utf-8", text: enter }],
    ["/style.css", { type: "text/css; charset=utf-8", text: style }],
  ]);
}

async function bundle(name: string): Promise<string> {
  const built = await Bun.build({
    entrypoints: [join(PAGE, name)],
    target: "browser",
    minify: true,
    define: { "process.env.NODE_ENV": '"production"' },
    jsx: { runtime: "automatic", importSource: "preact", development: false },
    throw: false,
  });
  const [file] = built.outputs;
  if (built.success && file !== undefined) return await file.text();
  throw new HiveError("HIVE_BUG", `the page cannot be built: ${built.logs.map(String).join("; ")}`);
}
