// @bun
import {
  homeOf2
} from "./origin-own-directory.js";

// src/doctor/unheard-work.ts
import { statSync } from "fs";
var QUIET_MS = 600000, MAX_READ = 50;
async function unheardWork(view, lastMs) {
  if (lastMs !== null && view.nowMs - lastMs < QUIET_MS)
    return null;
  if (view.installedHooks().length === 0)
    return null;
  let { directoryOf } = await import("./import-import.js"), { TRANSCRIPT_PLACES, transcriptsOf } = await import("./import-transcript-places.js"), home = homeOf2(view.env, view.root), ours = TRANSCRIPT_PLACES.flatMap((place) => {
    let setUpMs = setUpAtMs(view, place.agent);
    if (setUpMs === null)
      return [];
    let sinceMs = Math.max(setUpMs, lastMs ?? 0) + QUIET_MS;
    return transcriptsOf(place, home).files.filter(({ changedMs }) => changedMs > sinceMs).map(({ path, changedMs }) => ({ place, path, changedMs }));
  }).toSorted((a, b) => b.changedMs - a.changedMs).slice(0, MAX_READ).find(({ place, path }) => isIn(view.project.project, directoryOf(place, path)));
  return ours === void 0 ? null : { title: ours.place.title, atMs: ours.changedMs };
}
function setUpAtMs(view, agent) {
  let paths = view.installedHooks().flatMap(({ agent: { name }, path }) => name === agent ? path : []);
  if (paths.length === 0)
    return null;
  return Math.max(...paths.map((path) => statSync(path, { throwIfNoEntry: !1 })?.mtimeMs ?? Number.POSITIVE_INFINITY));
}
var isIn = (project, directory) => directory === project || directory?.startsWith(`${project}/`) === !0;
export {
  unheardWork
};
