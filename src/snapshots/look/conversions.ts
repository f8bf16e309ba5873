import { existsSync } from "node:fs";
import { join } from "node:path";
import type { GitView } from "../../git/git-view.ts";
import type { IndexEntries } from "../../git/index/entries.ts";
import type { GitWorktree } from "./git-look.ts";

const ATTRIBUTES = ["text", "eol", "crlf", "ident", "working-tree-encoding", "filter"];
const MAX_BYTES = 512 * 1024 ** 2;

/**
 * The tracked files whose raw bytes may differ from those in git: an attribute or a setting converts them. For all
 * others git's bytes are the file's. git names attributes here, and runs nothing of them.
 */
export async function convertedPaths(
  { git: { tree }, top }: GitWorktree,
  view: GitView,
  entries: IndexEntries,
  deadlineMs: number,
): Promise<Set<string>> {
  if (isConvertingByDefault(await view.flags(deadlineMs))) return new Set(entries.keys());
  const hasAttributes =
    existsSync(join(tree.commonDirectory, "info/attributes")) ||
    existsSync(join(top, ".gitattributes")) ||
    entries.keys().some((path) => path.endsWith(".gitattributes"));
  if (!hasAttributes) return new Set();
  const paths = [...entries.keys(), ""].join("\0");
  const { output } = await view.run(["check-attr", "-z", "--stdin", ...ATTRIBUTES], deadlineMs, paths, MAX_BYTES);
  const found = new Set<string>();
  // Records of three fields: path, attribute, value.
  const parts = output.split("\0");
  for (let at = 0; at + 2 < parts.length; at += 3) {
    // @mutant a file that git converts is kept as it is
    if (parts[at + 2] !== "unspecified" && parts[at + 2] !== "unset") found.add(parts[at]!);
  }
  return found;
}

/** Whether `core.autocrlf` or `core.eol` converts whatever looks like text. */
const isConvertingByDefault = (flags: readonly string[]): boolean =>
  flags.some((flag) => /^core[.](?:autocrlf=(?!false)|eol=crlf)/.test(flag));
