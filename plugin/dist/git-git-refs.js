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

// src/git/git-refs.ts
function headIn(read, gitDirectory, commonDirectory) {
  let text = read(`${gitDirectory}/HEAD`)?.trim() ?? "";
  if (isCommit(text))
    return { branch: null, head: text };
  let ref = text.startsWith("ref: ") ? text.slice(5) : "";
  if (!isBranchRef(ref))
    return null;
  let head = read(`${commonDirectory}/${ref}`)?.trim() ?? packed(read(`${commonDirectory}/packed-refs`), ref);
  return { branch: ref.slice(11), head: isCommit(head) ? head : null };
}
function isBranchRef(ref) {
  if (!ref.startsWith("refs/heads/") || ref.length === 11)
    return !1;
  for (let index = 0;index < ref.length; index += 1) {
    let code = ref.charCodeAt(index);
    if (code <= 32 || code === 127)
      return !1;
  }
  return !`${ref}/`.includes("/../") && !ref.endsWith("/.invalid");
}
function packed(text, ref) {
  if (text === null)
    return "";
  let all = `
${text}
`, end = all.indexOf(` ${ref}
`);
  return end < 0 ? "" : all.slice(all.lastIndexOf(`
`, end) + 1, end);
}
function isCommit(text) {
  if (text.length !== 40 && text.length !== 64)
    return !1;
  for (let index = 0;index < text.length; index += 1) {
    let code = text.charCodeAt(index);
    if (!(code >= 48 && code <= 57) && !(code >= 97 && code <= 102))
      return !1;
  }
  return !0;
}

export { directoryByEnvironment, isBelievable, projectsOf, headIn };
