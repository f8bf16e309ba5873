// @bun
import {
  OMIT_HEADERS,
  structuredPatch,
  formatPatch
} from "./import-main-2.js";

// src/install/edit/diff.ts
function unifiedDiff(path, before, after) {
  if (before === after)
    return "";
  let header = `--- ${before === null ? "/dev/null" : path}
+++ ${after === null ? "/dev/null" : path}
`, patch = structuredPatch(path, path, before ?? "", after ?? "", void 0, void 0, { context: 3 });
  return header + formatPatch(patch, OMIT_HEADERS);
}

export { unifiedDiff };
