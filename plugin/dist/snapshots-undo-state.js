// @bun
// src/snapshots/undo/state.ts
function isSame(a, b) {
  if (typeof a === "string" || typeof b === "string")
    return a === b;
  return a.kind === b.kind && a.mode === b.mode && hasSameBytes(a, b);
}
function hasSameBytes(a, b) {
  if (a.hash !== null && b.hash !== null)
    return a.hash === b.hash;
  return a.blob !== null && a.blob === b.blob;
}
var isRestorable = (state) => state === "absent" || typeof state !== "string" && state.kept !== null;
function composed(changes) {
  let all = /* @__PURE__ */ new Map;
  for (let { path, before, after } of changes)
    all.set(path, { path, before: all.get(path)?.before ?? before, after });
  for (let [path, { before, after }] of all)
    if (isSame(before, after))
      all.delete(path);
  return all;
}
function nameOfChange({ before, after }) {
  if (after === "absent")
    return "deleted";
  return before === "absent" ? "created" : "modified";
}

export { isSame, hasSameBytes, isRestorable, composed, nameOfChange };
