/** git's files HEAD and refs, as texts: the caller supplies the reader. Plain loops, for the hook. */

/** The state of a git tree. */
export interface GitHead {
  /** Null for a detached HEAD. */
  readonly branch: string | null;
  /** The commit; null before the first one. */
  readonly head: string | null;
}

/** The state of a git tree at a call. */
export interface GitSeen extends GitHead {
  /** The directory that holds `.git`. */
  readonly worktree: string;
}

/** A small file's text; null when it cannot be had. */
export type ReadText = (path: string) => string | null;

const REFERENCE = "ref: ";
const BRANCHES = "refs/heads/";

/**
 * Reads the state from git's files, without a process; null for another storage format (reftable).
 * @param gitDirectory holds the tree's HEAD
 * @param commonDirectory holds the references, which worktrees share
 */
export function headIn(read: ReadText, gitDirectory: string, commonDirectory: string): GitHead | null {
  const text = read(`${gitDirectory}/HEAD`)?.trim() ?? "";
  if (isCommit(text)) return { branch: null, head: text };
  const ref = text.startsWith(REFERENCE) ? text.slice(REFERENCE.length) : "";
  if (!isBranchRef(ref)) return null;
  const head = read(`${commonDirectory}/${ref}`)?.trim() ?? packed(read(`${commonDirectory}/packed-refs`), ref);
  return { branch: ref.slice(BRANCHES.length), head: isCommit(head) ? head : null };
}

/** A file can hold any text as its reference. Refuse one outside of the references or forbidden by git. */
function isBranchRef(ref: string): boolean {
  if (!ref.startsWith(BRANCHES) || ref.length === BRANCHES.length) return false;
  for (let index = 0; index < ref.length; index += 1) {
    const code = ref.charCodeAt(index);
    if (code <= 0x20 || code === 0x7f) return false;
  }
  return !`${ref}/`.includes("/../") && !ref.endsWith("/.invalid");
}

/** The commit of one reference in `packed-refs`: a line has a commit, a space and a reference. */
function packed(text: string | null, ref: string): string {
  if (text === null) return "";
  const all = `\n${text}\n`;
  const end = all.indexOf(` ${ref}\n`);
  return end < 0 ? "" : all.slice(all.lastIndexOf("\n", end) + 1, end);
}

/** SHA-1 or SHA-256, in small letters. */
function isCommit(text: string): boolean {
  if (text.length !== 40 && text.length !== 64) return false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (!(code >= 0x30 && code <= 0x39) && !(code >= 0x61 && code <= 0x66)) return false;
  }
  return true;
}
