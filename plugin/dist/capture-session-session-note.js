// @bun
// src/capture/session/session-note.ts
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "fs";
import { dirname } from "path";
var OF_SESSION2 = "session:", MANY = 1000, OLD_MS = 2592000000;
function noteSession2(path, text) {
  if (existsSync(path) && readFileSync(path, "utf8") === text)
    return;
  let directory = dirname(path);
  mkdirSync(directory, { recursive: !0, mode: 448 });
  let temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, text, { mode: 384 }), renameSync(temporary, path);
  let names = readdirSync(directory);
  if (names.length > MANY)
    for (let name of names)
      removeOld(`${directory}/${name}`);
}
function removeOld(path) {
  let stat = statSync(path, { throwIfNoEntry: !1 });
  if (stat !== void 0 && Date.now() - stat.mtimeMs > OLD_MS)
    rmSync(path, { force: !0 });
}

export { OF_SESSION2, noteSession2 };
