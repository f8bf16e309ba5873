import { formatPatch, OMIT_HEADERS, structuredPatch } from "diff";

/** A file's change in the unified format, as `diff -u` prints it; empty for equal texts. Null means no file. */
export function unifiedDiff(path: string, before: string | null, after: string | null): string {
  if (before === after) return "";
  // Not the library's header: it writes non-ASCII names in octal digits.
  const header = `--- ${before === null ? "/dev/null" : path}\n+++ ${after === null ? "/dev/null" : path}\n`;
  const patch = structuredPatch(path, path, before ?? "", after ?? "", undefined, undefined, { context: 3 });
  return header + formatPatch(patch, OMIT_HEADERS);
}
