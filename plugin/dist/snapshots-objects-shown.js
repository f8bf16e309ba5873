// @bun
import {
  notADirectory
} from "./snapshots-files.js";
import {
  readBlobs
} from "./snapshots-objects-blobs.js";
import {
  hashOfBytes
} from "./snapshots-keep-catalogue.js";
import {
  errorCode
} from "./base-errors.js";

// src/snapshots/objects/contents.ts
import { readFileSync, readlinkSync } from "fs";
import { join } from "path";
async function contentsOf(snapshots, worktree, states) {
  let blobs = /* @__PURE__ */ new Set;
  for (let [, state] of states)
    if (typeof state !== "string" && state.kept === "git" && state.blob !== null)
      blobs.add(state.blob);
  let fromGit = /* @__PURE__ */ new Map;
  if (worktree.git !== null) {
    let inGit = { ...worktree, git: worktree.git };
    for await (let lot of readBlobs(inGit, [...blobs]))
      for (let [id, bytes] of lot)
        fromGit.set(id, bytes);
  }
  return states.map(([path, state]) => {
    if (typeof state === "string")
      return { state, bytes: null };
    let stored = state.hash === null ? null : snapshots.objects.get(state.hash);
    if (stored !== null)
      return { state, bytes: stored };
    let committed = state.kept === "git" && state.blob !== null ? fromGit.get(state.blob) : void 0;
    if (committed !== void 0)
      return { state, bytes: committed };
    return { state, bytes: state.lack === "secret" ? null : presentBytes(worktree.top, path, state) };
  });
}
function presentBytes(top, path, { kind, hash }) {
  if (notADirectory(top, path) !== null)
    return null;
  try {
    let full = join(top, path), bytes = kind === "link" ? Buffer.from(readlinkSync(full)) : readFileSync(full);
    return hashOfBytes(bytes) === hash ? bytes : null;
  } catch (error) {
    if (errorCode(error) === void 0)
      throw error;
    return null;
  }
}

// src/snapshots/objects/shown.ts
var WITHHELD = "withheld, as it may hold a secret";
function whyHidden({ state, bytes }) {
  if (state === "absent")
    return null;
  if (state === "unknown")
    return "not known";
  if (bytes === null)
    return state.lack === "secret" ? "withheld, as it may hold a secret" : "not kept";
  return bytes.includes(0) ? "binary" : null;
}
var modeOf = (state) => typeof state === "string" ? null : state.kind === "link" ? "link" : state.mode.toString(8), linesOf = ({ state, bytes }) => state === "absent" ? null : bytes.toString("utf8");

export { contentsOf, WITHHELD, whyHidden, modeOf, linesOf };
