// @bun
import {
  readUnlinkedFile,
  readProjectFile,
  applyChange,
  removeIfEmpty
} from "./install-edit-files.js";
import {
  HiveError
} from "./base-errors.js";

// src/install/rules.ts
import { rmSync } from "fs";
import { dirname, join } from "path";
function writeRules({ path: name, isOwn, withRecords }, project, text) {
  let path = join(project, name), file = readProjectFile(path, project);
  if (file.text !== null && !isOwn(file.text))
    throw new HiveError("HIVE_INVALID_OPTION", `${path}: hive did not write it`, { hint: "move it out of the way" });
  let after = withRecords(text);
  if (after !== file.text)
    applyChange({ file, after });
  return path;
}
function ownRules(rules, project) {
  if (rules === void 0)
    return null;
  let path = join(project, rules.path), { text } = readUnlinkedFile(path);
  return text !== null && rules.isOwn(text) ? path : null;
}
function removeRules(rules, project) {
  let path = ownRules(rules, project);
  if (path === null)
    return;
  rmSync(path, { force: !0 }), removeIfEmpty(dirname(path));
}

export { writeRules, ownRules, removeRules };
