/** Leaves out data that the user excludes. It is loaded only if a setting excludes something, and imports little. */
import { Exclusion } from "../base/exclude/exclusion.ts";
import { namesExcluded } from "../base/exclude/excluded-names.ts";
import { isObject, textOf } from "../base/json.ts";
import type { PathIo } from "../base/state-directory.ts";
import type { Fact } from "../model/observation.ts";
import { isBelievable, projectsOf } from "../origin/user-directories.ts";
import type { HookPayload } from "../agents/claude-code/payload.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** A call's directories, and the user's excluded globs. */
export interface Call {
  readonly io: Pick<PathIo, "kind" | "real">;
  readonly root: string;
  /** The directory that holds the state directory. */
  readonly project: string;
  readonly exclude: readonly string[];
  readonly payload: HookPayload;
  readonly env: Env;
}

/** Decides which data of a call are saved. */
export class Withholding {
  readonly #exclusion: Exclusion;
  readonly #payload: HookPayload;
  readonly #cwd: string | undefined;

  private constructor({ io, project, exclude, payload }: Call, home: string) {
    this.#payload = payload;
    this.#cwd = textOf(payload.fields["cwd"]);
    // A linked worktree shares the state of another directory.
    const tree = this.#cwd === undefined ? null : worktreeOf(io, this.#cwd);
    const projects = [project, ...(tree === null ? [] : [tree])] as const;
    this.#exclusion = new Exclusion({ globs: exclude, projects, home, real: (path) => realPath(io, path) });
  }

  static async of(call: Call): Promise<Withholding> {
    return new Withholding(call, await homeOf(call));
  }

  /** True if nothing of the call is saved: its project or directory is excluded. */
  get isWhole(): boolean {
    // @mutant a call in an excluded directory is not saved
    return this.#exclusion.coversProject || (this.#cwd !== undefined && this.#exclusion.covers(this.#cwd));
  }

  /**
   * The facts without excluded data. Files, calls and commands that name an excluded path go; in other texts it is
   * masked.
   */
  withoutExcluded(facts: readonly Fact[]): Fact[] {
    const exclusion = this.#exclusion;
    const cwd = this.#cwd;
    // Look at the original input: the saved part may be cut off before the path.
    const isCallNamed = namesExcluded(exclusion, this.#payload.fields["tool_input"], cwd);
    const isLeftOut = ({ kind, key }: Fact): boolean => {
      // @mutant a command that names an excluded path is not saved
      if (kind === "operation" || kind === "command") return isCallNamed;
      // @mutant a file that is excluded is not saved
      return kind === "file" && exclusion.covers(key, cwd);
    };
    const masked = (value: unknown): unknown => {
      if (typeof value === "string") return exclusion.mask(value, cwd);
      if (Array.isArray(value)) return value.map(masked);
      if (!isObject(value)) return value;
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, masked(inner)]));
    };
    return facts
      .filter((fact) => !isLeftOut(fact))
      .map((fact) => ({ ...fact, data: masked(fact.data) as Fact["data"] }));
  }
}

async function homeOf({ io, env, root }: Call): Promise<string> {
  const { HOME: home = "" } = env;
  if (isBelievable(home, projectsOf(env, root), (at) => io.kind(`${at}/.git`) !== null)) return home;
  return (await import("../origin/own-directory.ts")).homeOf(env, root);
}

/** The nearest directory at or above with a `.git`. */
function worktreeOf(io: Call["io"], directory: string): string | null {
  for (let at = directory; at.startsWith("/"); at = at.slice(0, at.lastIndexOf("/"))) {
    if (io.kind(`${at}/.git`) !== null) return at;
  }
  return null;
}

/** Asks for the real path, which takes milliseconds, only if a link is in it. */
function realPath(io: Call["io"], path: string): string {
  for (let at = path, rest = ""; at !== "" && at !== "/"; at = at.slice(0, at.lastIndexOf("/"))) {
    if (io.kind(at) === "link") return (io.real(at) ?? at) + rest;
    rest = at.slice(at.lastIndexOf("/")) + rest;
  }
  return path;
}
