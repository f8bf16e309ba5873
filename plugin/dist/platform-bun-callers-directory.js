// @bun
// src/git/ignore-rules.ts
var IGNORE_ALL = `*
`, MAY_BE_KEPT = ["!config.json", "!/config.json", "!.gitignore", "!/.gitignore"];
function ignoresAll(text) {
  if (text === `*
`)
    return !0;
  let patterns = patternsOf(text);
  return patterns.includes("*") && patterns.every((pattern) => pattern[0] !== "!" || MAY_BE_KEPT.includes(pattern));
}
var patternsOf = (text) => (text ?? "").split(`
`).map((line) => line.replace(/\r$/, "")).filter((line) => line !== "" && !line.startsWith("#"));

// src/queue/layout.ts
function queuePaths(root) {
  let queue = `${root}/queue`;
  return {
    root,
    instances: `${root}/instances`,
    queue,
    tmp: `${queue}/.tmp`,
    pending: `${queue}/pending`,
    processing: `${queue}/processing`,
    failed: `${queue}/failed`,
    workers: `${queue}/workers`,
    journals: `${queue}/captured`,
    heartbeat: `${queue}/.heartbeat`,
    doorbell: `${queue}/doorbell`
  };
}
function queueDirectories(paths) {
  let { root, instances, queue, tmp, pending, processing, failed, workers, journals } = paths;
  return [root, instances, queue, tmp, pending, processing, failed, workers, journals];
}

// src/platform/process/process-stat.ts
function statIn(text) {
  if (text === null)
    return null;
  let end = text.lastIndexOf(")"), fields = text.slice(end + 2).split(" "), startTicks = Number(fields[19]);
  if (end < 0 || !(startTicks >= 0))
    return null;
  return {
    name: text.slice(text.indexOf("(") + 1, end),
    state: fields[0],
    parentPid: Number(fields[1]),
    startTicks
  };
}

// src/base/state-directory.ts
var STATE_NAME = ".hive-mind";
function stateDirectoryOf(io, env, directory, roots = {}) {
  let found = inTree(io, env, directory), top = parentOf(found.root);
  for (let at = top;; at = parentOf(at)) {
    let root = roots[at];
    if (root !== void 0 && (at === top || !isHomeOf(io, env, at))) {
      let kind = io.kind(root), older = found.kind === "directory" ? found.root : found.older;
      return { root, kind: kind === "link" ? "directory" : kind, project: found.project, older };
    }
    if (at === "/")
      return found;
  }
}
var isHomeOf = (io, env, path) => {
  let named = env.HOME ?? "";
  return named !== "" && (path === named || path === realPath(io, named));
};
function inTree(io, env, directory) {
  let project = realPath(io, directory), start = project ?? directory, named = env.HOME ?? "", home, isHome = (path) => {
    if (named === "" || path === named)
      return named !== "";
    return home ??= realPath(io, named), path === home;
  }, nearest = (from, last, own = from) => {
    for (let at = from;; at = parentOf(at)) {
      let root = within(at, ".hive-mind"), kind = io.kind(root);
      if (kind !== null && (at === own || at !== "/" && kind !== "another's" && !isHome(at)))
        return { root, kind };
      if (at === last)
        return null;
    }
  }, tree = gitTreeOf(io, start, isHome), top = tree?.top ?? null, main = tree?.main ?? null, above = (from) => {
    let found = from === "/" ? null : nearest(parentOf(from), "/", start);
    return found?.kind === "directory" ? found.root : null;
  };
  if (top === null || main === null) {
    let root = within(top ?? start, ".hive-mind"), older = top === null ? null : above(top);
    return { ...nearest(start, top ?? "/") ?? { root, kind: io.kind(root) }, project, older };
  }
  let own = nearest(start, top), found = nearest(main + start.slice(top.length), main), root = within(main, ".hive-mind"), older = own?.kind === "directory" && own.root !== found?.root ? own.root : above(main);
  return { ...found ?? { root, kind: io.kind(root) }, project, older };
}
function gitTreeOf(io, start, isHome) {
  for (let at = start;; at = parentOf(at)) {
    if (at !== start && isHome(at))
      return null;
    let kind = io.kind(within(at, ".git"));
    if (kind === "another's" || kind !== null && io.kind(at) !== "directory")
      return null;
    if (kind !== null)
      return { top: at, main: kind === "other" ? mainWorktreeOf(io, at) : null };
    if (at === "/" || isHome(at))
      return null;
  }
}
function mainWorktreeOf(io, worktree) {
  let named = lineOf(io, `${worktree}/.git`);
  if (named === null || !named.startsWith("gitdir: "))
    return null;
  let gitDirectory = io.real(from(worktree, named.slice(8)));
  if (gitDirectory === null || io.kind(gitDirectory) !== "directory")
    return null;
  let back = lineOf(io, `${gitDirectory}/gitdir`), shared = lineOf(io, `${gitDirectory}/commondir`);
  if (back === null || shared === null)
    return null;
  let isNamedBack = io.real(parentOf(from(gitDirectory, back))) === worktree && back.endsWith("/.git"), common = io.real(from(gitDirectory, shared));
  if (!isNamedBack || common === null || !common.endsWith("/.git"))
    return null;
  if (parentOf(gitDirectory) !== `${common}/worktrees`)
    return null;
  let main = parentOf(common);
  return io.kind(common) === "directory" && io.kind(main) === "directory" ? main : null;
}
function lineOf(io, path) {
  let line = io.read(path)?.trim();
  return line === void 0 || line === "" || line.includes(`
`) ? null : line;
}
function realPath(io, path) {
  if (path === "/")
    return path;
  if (!(!path.endsWith("/") && !path.includes("//") && !`${path}/`.includes("/./") && !`${path}/`.includes("/../")))
    return io.real(path);
  for (let at = path;at !== "/"; at = parentOf(at)) {
    let kind = io.kind(at);
    if (kind === null)
      return null;
    if (kind === "link")
      return io.real(path);
  }
  return path;
}
var from = (directory, path) => path.startsWith("/") ? path : `${directory}/${path}`, within = (directory, name) => directory === "/" ? `/${name}` : `${directory}/${name}`, parentOf = (path) => path.slice(0, path.lastIndexOf("/")) || "/", whyMissing = (path) => path.includes("\uFFFD") ? "has a name that is not UTF-8, which Bun cannot find: rename it" : "is gone";

// src/platform/bun/callers-directory.ts
function callersDirectory(env) {
  let cwd = ownDirectory();
  if (cwd !== "/" && cwd !== null)
    return cwd;
  if (env.HIVE_CWD === "")
    return "";
  let told = env.HIVE_CWD ?? env.PWD;
  return told?.startsWith("/") === !0 ? told : cwd ?? "";
}
function ownDirectory() {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}

export { IGNORE_ALL, ignoresAll, patternsOf, queuePaths, queueDirectories, callersDirectory, statIn, STATE_NAME, stateDirectoryOf, whyMissing };
