/** The file of rules that gives an agent, in one project, what an earlier session left. */
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RulesFile } from "../agents/agent.ts";
import { HiveError } from "../base/errors.ts";
import { applyChange, readProjectFile, readUnlinkedFile, removeIfEmpty } from "./edit/files.ts";

/**
 * Writes the file; replaces an earlier one that hive wrote.
 * @returns its path
 * @throws HIVE_INVALID_OPTION if somebody else wrote it, or it leads out of the project
 */
export function writeRules({ path: name, isOwn, withRecords }: RulesFile, project: string, text: string): string {
  const path = join(project, name);
  const file = readProjectFile(path, project);
  if (file.text !== null && !isOwn(file.text)) {
    throw new HiveError("HIVE_INVALID_OPTION", `${path}: hive did not write it`, { hint: "move it out of the way" });
  }
  const after = withRecords(text);
  if (after !== file.text) applyChange({ file, after });
  return path;
}

/** The path of the file if there is one that hive wrote. */
export function ownRules(rules: RulesFile | undefined, project: string): string | null {
  if (rules === undefined) return null;
  const path = join(project, rules.path);
  const { text } = readUnlinkedFile(path);
  return text !== null && rules.isOwn(text) ? path : null;
}

/** Removes the file if hive wrote it, with its directory if that becomes empty. The agent's own directory stays. */
export function removeRules(rules: RulesFile | undefined, project: string): void {
  const path = ownRules(rules, project);
  if (path === null) return;
  rmSync(path, { force: true });
  removeIfEmpty(dirname(path));
}
