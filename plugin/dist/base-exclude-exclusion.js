// @bun
// src/base/exclude/exclusion.ts
class Exclusion {
  #rules;
  #projects;
  #home;
  #real;
  #known = /* @__PURE__ */ new Map;
  constructor({ globs, projects, home, real }) {
    this.#real = real, this.#projects = [.../* @__PURE__ */ new Set([...projects, ...projects.map(real)])], this.#home = home, this.#rules = globs.map((glob) => this.#ruleOf(glob.normalize("NFC")));
  }
  get coversProject() {
    return this.#projects.some((project) => this.covers(project));
  }
  covers(path, directory = this.#projects[0]) {
    let full = path.startsWith("/") ? path : `${directory}/${path}`, isCovered = this.#known.get(full);
    if (isCovered === void 0) {
      let written = normalized(full);
      isCovered = this.#coversOne(written);
      let real = isCovered ? written : this.#real(written);
      if (real !== written)
        isCovered = this.#coversOne(real);
      this.#known.set(full, isCovered);
    }
    return isCovered;
  }
  isNamedIn(command, directory) {
    return pieces(command, 0).some(({ text }) => this.#isPath(text, directory));
  }
  mask(text, directory) {
    if (!looksLikePath(text))
      return text;
    if (text.length < LONGEST_PATH && !text.includes(`
`) && this.#isPath(text, directory))
      return "[excluded]";
    let masked = "", at = 0;
    for (let { text: word, from, to } of pieces(text, 0)) {
      if (from < at || !looksLikePath(word) || !this.#isPath(word, directory))
        continue;
      masked += text.slice(at, from) + "[excluded]", at = to;
    }
    return masked + text.slice(at);
  }
  #isPath(word, directory) {
    let path = this.#expanded(word);
    if (path === "" || path.length > LONGEST_PATH || path.includes("\x00"))
      return !1;
    if (this.covers(path, directory))
      return !0;
    return PUNCTUATION.includes(path.at(-1)) && this.covers(path.replace(/[.,;:!?]+$/, ""), directory);
  }
  #expanded(word) {
    if (word[0] === "@")
      return word.slice(1);
    return word[0] === "~" || word[0] === "$" ? word.replace(HOME, this.#home) : word;
  }
  #coversOne(path) {
    let normal = path.normalize("NFC");
    return this.#rules.some(({ bases, glob, isWhole }) => (bases === "any" ? [this.#projects.find((one) => isWithin(normal, one)) ?? ""] : bases).some((base) => {
      if (!isWithin(normal, base))
        return !1;
      return isWhole || below(normal, base).some((part) => glob.match(part));
    }));
  }
  #ruleOf(glob) {
    let plain = glob.replace(/^\.\//, "").replace(/(?:\/|\/\*\*)+$/, ""), isAll = plain === "**" || plain === "**/*", rule = (bases, pattern) => ({
      bases: isAll || glob.startsWith("/") && plain === "" ? [""] : bases,
      glob: new Bun.Glob(pattern),
      isWhole: isAll || pattern === "" || pattern === "."
    });
    if (plain === "~" || plain.startsWith("~/"))
      return rule([.../* @__PURE__ */ new Set([this.#home, this.#real(this.#home)])].filter((home) => home !== ""), plain.slice(2));
    if (glob.startsWith("/"))
      return rule([""], plain.slice(1));
    if (plain.startsWith("**/"))
      return rule("any", plain);
    return glob.replace(/\/$/, "").includes("/") || plain === "." ? rule(this.#projects, plain) : rule("any", `**/${plain}`);
  }
}
var LONGEST_PATH = 4096, looksLikePath = (word) => word.includes("/") || word.includes("."), HOME = /^(?:~|\$HOME|\$\{HOME\})(?=\/|$)/, PUNCTUATION = ".,;:!?", isWithin = (path, base) => path === base || path.startsWith(`${base}/`);
function below(path, base) {
  let names = path.slice(base.length + 1).split("/").filter((name) => name !== "");
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}
function normalized(path) {
  let names = [];
  for (let name of path.split("/"))
    if (name === "..")
      names.pop();
    else if (name !== "" && name !== ".")
      names.push(name);
  return `/${names.join("/")}`;
}
var QUOTED = /"((?:[^"\\]|\\.)*)"|'([^']*)'|`([^`]*)`/g, WORD = /(?:\\.|[^\s"'`\\])+/g, PART = /[^=:,;|&<>(){}[\]]+/g;
function pieces(text, at) {
  let found = [];
  for (let match of text.matchAll(QUOTED)) {
    let inner = match[1] ?? match[2] ?? match[3] ?? "", from = at + match.index + 1;
    found.push({ text: inner.replaceAll(/\\(.)/g, "$1"), from, to: from + inner.length });
  }
  for (let { 0: word, index } of text.matchAll(WORD)) {
    let from = at + index;
    found.push({ text: word.replaceAll(/\\(.)/g, "$1"), from, to: from + word.length });
    for (let { 0: part, index: within } of word.matchAll(PART))
      if (part.length < word.length)
        found.push({ text: part, from: from + within, to: from + within + part.length });
  }
  return found.toSorted((a, b) => a.from - b.from || b.to - a.to);
}

export { Exclusion };
