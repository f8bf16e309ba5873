import { join } from "node:path";
import { readGitFile, treeAt } from "./git-tree.ts";

/**
 * The repository that a directory is a clone of, in one spelling for all ways to reach it: `github.com/owner/name`.
 * Without user, password, scheme, port and `.git`.
 * @returns null without a tree or a remote named origin
 */
export function originOf(directory: string): string | null {
  const tree = treeAt(directory);
  const url = tree === null ? undefined : remoteUrl(readGitFile(join(tree.commonDirectory, "config")) ?? "");
  return url === undefined ? null : normalisedRemote(url);
}

/** The `url` of `[remote "origin"]`: git's own parser would act on the rest of the file. */
function remoteUrl(config: string): string | undefined {
  let isOrigin = false;
  for (const line of config.split("\n")) {
    const text = line.trim();
    if (text.startsWith("[")) isOrigin = /^\[\s*remote\s+"origin"\s*\]/i.test(text);
    const url = isOrigin ? /^url\s*=\s*"?([^"]+?)"?$/i.exec(text)?.[1] : undefined;
    if (url !== undefined) return url;
  }
  return undefined;
}

/** @returns null for a path of this machine, which names nothing elsewhere */
export function normalisedRemote(url: string): string | null {
  const [, host, path] =
    /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?([^:/]+)(?::\d+)?\/+(.+)$/i.exec(url) ??
    /^(?:[^@/:]*@)?([^@/:]{2,}):(?!\/\/)\/*(.+)$/.exec(url) ??
    [];
  if (host === undefined || path === undefined || /^file:/i.test(url)) return null;
  return `${host.toLowerCase()}/${path.replace(/\/+$/, "").replace(/\.git$/, "")}`;
}
