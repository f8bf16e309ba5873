// @bun
// src/origin/user-directories.ts
var DIRECTORIES = {
  data: { variable: "XDG_DATA_HOME", below: "/.local/share" },
  config: { variable: "XDG_CONFIG_HOME", below: "/.config" }
};
function isDevious(path) {
  let name = `${path}/`;
  if (path.includes("//") || name.includes("/./") || name.includes("/../"))
    return !0;
  return name.startsWith("/proc/") || name.startsWith("/dev/") && !path.startsWith("/dev/shm/");
}
function directoryByEnvironment(which, env, state, holdsGit) {
  let { variable, below } = DIRECTORIES[which], inNone = projectsOf(env, state), named = env[variable];
  if (named !== void 0 && isBelievable(named, inNone, holdsGit))
    return `${named}/hive`;
  let home = env.HOME ?? "";
  if (!isBelievable(home, inNone, holdsGit) || !isBelievable(`${home}${below}`, inNone))
    return null;
  return `${home}${below}/hive`;
}
function isBelievable(directory, inNone, holdsGit) {
  if (!directory.startsWith("/") || isDevious(directory))
    return !1;
  for (let project of inNone)
    if (isWithin(directory, project))
      return !1;
  if (holdsGit === void 0)
    return !0;
  for (let at = directory;at !== ""; at = at.slice(0, at.lastIndexOf("/")))
    if (holdsGit(at))
      return !1;
  return !0;
}
function projectsOf(env, state) {
  let named = env.CLAUDE_PROJECT_DIR, own = state === void 0 ? [] : [state.slice(0, state.lastIndexOf("/"))];
  return named === void 0 ? own : [...own, named];
}
var isWithin = (path, project) => project.length > 1 && (path === project || path.startsWith(project.endsWith("/") ? project : `${project}/`));

export { directoryByEnvironment, isBelievable, projectsOf };
