// @bun
import {
  namesExcluded
} from "./base-exclude-excluded-names.js";
import {
  Exclusion
} from "./base-exclude-exclusion.js";
import {
  isObject2,
  textOf2
} from "./base-json.js";
import {
  isBelievable,
  projectsOf
} from "./git-git-refs.js";

// src/capture/withheld.ts
class Withholding {
  #exclusion;
  #payload;
  #cwd;
  constructor({ io, project, exclude, payload }, home) {
    this.#payload = payload, this.#cwd = textOf2(payload.fields.cwd);
    let tree = this.#cwd === void 0 ? null : worktreeOf(io, this.#cwd), projects = [project, ...tree === null ? [] : [tree]];
    this.#exclusion = new Exclusion({ globs: exclude, projects, home, real: (path) => realPath(io, path) });
  }
  static async of(call) {
    return new Withholding(call, await homeOf(call));
  }
  get isWhole() {
    return this.#exclusion.coversProject || this.#cwd !== void 0 && this.#exclusion.covers(this.#cwd);
  }
  withoutExcluded(facts) {
    let exclusion = this.#exclusion, cwd = this.#cwd, isCallNamed = namesExcluded(exclusion, this.#payload.fields.tool_input, cwd), isLeftOut = ({ kind, key }) => {
      if (kind === "operation" || kind === "command")
        return isCallNamed;
      return kind === "file" && exclusion.covers(key, cwd);
    }, masked = (value) => {
      if (typeof value === "string")
        return exclusion.mask(value, cwd);
      if (Array.isArray(value))
        return value.map(masked);
      if (!isObject2(value))
        return value;
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, masked(inner)]));
    };
    return facts.filter((fact) => !isLeftOut(fact)).map((fact) => ({ ...fact, data: masked(fact.data) }));
  }
}
async function homeOf({ io, env, root }) {
  let { HOME: home = "" } = env;
  if (isBelievable(home, projectsOf(env, root), (at) => io.kind(`${at}/.git`) !== null))
    return home;
  return (await import("./import-own-directory.js")).homeOf(env, root);
}
function worktreeOf(io, directory) {
  for (let at = directory;at.startsWith("/"); at = at.slice(0, at.lastIndexOf("/")))
    if (io.kind(`${at}/.git`) !== null)
      return at;
  return null;
}
function realPath(io, path) {
  for (let at = path, rest = "";at !== "" && at !== "/"; at = at.slice(0, at.lastIndexOf("/"))) {
    if (io.kind(at) === "link")
      return (io.real(at) ?? at) + rest;
    rest = at.slice(at.lastIndexOf("/")) + rest;
  }
  return path;
}
export {
  Withholding
};
