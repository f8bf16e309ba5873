// @bun
import {
  treeAt
} from "./git-git-head.js";

// src/recall/choose/place.ts
import { realpathSync } from "fs";
class Places {
  #own;
  #project;
  #real = /* @__PURE__ */ new Map;
  constructor(directory, project) {
    this.#own = { directory: this.#realOf(directory), worktree: treeAt(directory)?.worktree ?? null }, this.#project = this.#realOf(project);
  }
  isHere({ worktree, directory }) {
    if (worktree !== null && this.#own.worktree !== null)
      return this.#realOf(worktree) === this.#own.worktree;
    if (directory === null || this.#own.directory === null)
      return !1;
    let real = this.#realOf(directory);
    if (real === this.#own.directory)
      return !0;
    if (!this.#isInProject(real) || !this.#isInProject(this.#own.directory))
      return !1;
    return this.#own.worktree === null || isInside(real, this.#own.worktree);
  }
  distanceOf(place) {
    if (!this.isHere(place))
      return 2;
    let { directory: own, worktree } = this.#own, directory = place.directory === null ? null : this.#realOf(place.directory);
    if (own === null || own === worktree || directory === null)
      return 0;
    return directory !== worktree && isInside(own, directory) ? 0 : 1;
  }
  isOfProject(place) {
    let directory = place.worktree ?? place.directory;
    return this.isHere(place) || directory !== null && this.#isInProject(this.#realOf(directory));
  }
  isShared(directory) {
    return this.#own.worktree !== null && !isInside(this.#realOf(directory), this.#own.worktree);
  }
  #isInProject(real) {
    return isInside(real, this.#project);
  }
  #realOf(path) {
    let known = this.#real.get(path);
    if (known !== void 0)
      return known;
    let real = realOf(path);
    return this.#real.set(path, real), real;
  }
}
var isInside = (path, directory) => path === directory || path.startsWith(`${directory}/`);
function realOf(path) {
  let plain = path.replace(/(?<=.)\/+$/, "");
  try {
    return realpathSync(plain);
  } catch {
    let end = plain.lastIndexOf("/");
    if (end <= 0)
      return plain;
    let above = realOf(plain.slice(0, end));
    return `${above === "/" ? "" : above}${plain.slice(end)}`;
  }
}

export { Places };
