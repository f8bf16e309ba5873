import { writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { makeDirectory } from "../../queue/make.ts";
import { unlinkIfThere } from "../../queue/claims/recover.ts";
import { callingPrograms } from "../../platform/process/callers.ts";
import { programPath, safePath } from "../../platform/programs.ts";
import { isUnderAgent } from "../../recall/archive/scope.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** A file that leads a browser to an address with a secret in it. Only the user can read it. */
export interface RedirectFile {
  readonly path: string;
  readonly remove: () => void;
}

/**
 * Writes the file. A command line would show the address to everybody on the machine.
 * @param directory one of the user's own
 */
export function writeRedirect(directory: string, address: string): RedirectFile {
  makeDirectory(directory);
  const path = join(directory, `open-${process.pid}-${crypto.randomUUID()}.html`);
  const html = `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0; url=${address}"><title>hive</title>`;
  writeFileSync(path, html, { mode: 0o600, flag: "wx" });
  return { path, remove: () => unlinkIfThere(path) };
}

/** The programs that open a file as the user's desktop does. */
const OPENERS = process.platform === "darwin" ? ["open"] : ["xdg-open"];

/**
 * The environment of such a program. It runs what `BROWSER` names, which a project's settings may set for what its agent
 * runs: then the desktop's own choice counts.
 */
export function openerEnvironment(env: Env, project: string, callers: readonly string[] = []): Env {
  const { BROWSER: browsers, ...others } = env;
  const isOwn = (command: string): boolean => {
    const [name = ""] = command.split(" ");
    if (!name.includes("/")) return programPath(name, env, project) !== null;
    return name.startsWith("/") && programPath(basename(name), { PATH: dirname(name) }, project) !== null;
  };
  // @mutant a browser that a project may have named is not started
  const isLeftOut = browsers === undefined || isUnderAgent(env, callers) || !browsers.split(":").every(isOwn);
  const safe = { ...others, PATH: safePath(env, project) };
  return isLeftOut ? safe : { ...safe, BROWSER: browsers };
}

/** Opens a file in the user's browser. @returns false where no program does */
export function openInBrowser(path: string, env: Env, project: string): boolean {
  const isHeadless = process.platform !== "darwin" && !env["DISPLAY"] && !env["WAYLAND_DISPLAY"];
  const opener = isHeadless ? undefined : OPENERS.map((name) => programPath(name, env, project)).find(Boolean);
  if (opener === undefined || opener === null) return false;
  const child = Bun.spawn([opener, path], {
    cwd: "/",
    env: openerEnvironment(env, project, callingPrograms()),
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
    detached: true,
  });
  child.unref();
  return true;
}
