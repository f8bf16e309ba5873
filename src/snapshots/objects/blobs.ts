import { type GitWorktree, MAX_GIT_BYTES, openView } from "../look/git-look.ts";

const TIMEOUT_MS = 120_000;
/** Bytes of files that are read from git at once. */
const LOT_BYTES = 8 * 1024 ** 2;
const NEWLINE = 0x0a;

/**
 * Reads files from git's objects, in batches of bounded size. No filter runs: the bytes are as git stores them.
 * @returns by id, without missing ones
 */
export async function* readBlobs(
  worktree: GitWorktree,
  blobs: readonly string[],
): AsyncGenerator<ReadonlyMap<string, Buffer>> {
  if (blobs.length === 0) return;
  using view = openView(worktree);
  const run = (args: readonly string[], ids: readonly string[]) =>
    view.run(args, performance.now() + TIMEOUT_MS, ids.map((id) => `${id}\n`).join(""), MAX_GIT_BYTES);
  const { output } = await run(["cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)"], blobs);
  const sizes = output
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([, type]) => type === "blob");
  let lot: string[] = [];
  let bytes = 0;
  for (const [id, , size] of sizes) {
    lot.push(id!);
    bytes += Number(size);
    if (bytes < LOT_BYTES) continue;
    yield contentsIn((await run(["cat-file", "--batch"], lot)).bytes);
    lot = [];
    bytes = 0;
  }
  if (lot.length > 0) yield contentsIn((await run(["cat-file", "--batch"], lot)).bytes);
}

/** Those of some objects, such as files and commits, that git has not. */
export async function missingInGit(worktree: GitWorktree, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  using view = openView(worktree);
  const lines = ids.map((id) => `${id}\n`).join("");
  const args = ["cat-file", "--batch-check=%(objectname)"];
  const { output } = await view.run(args, performance.now() + TIMEOUT_MS, lines, MAX_GIT_BYTES);
  // A line is the id, or the id and "missing".
  return new Set(output.split("\n").flatMap((line) => (line.endsWith(" missing") ? [line.split(" ")[0]!] : [])));
}

/** A line with id, kind and size, the bytes, a line end; and so on. */
function contentsIn(bytes: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, at);
    const [id, , size] = bytes.toString("latin1", at, end).split(" ");
    const length = Number(size);
    found.set(id!, bytes.subarray(end + 1, end + 1 + length));
    at = end + 1 + length + 1;
  }
  return found;
}
