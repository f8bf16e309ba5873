// @bun
// src/worker/apart-name.ts
var APPLY_APART = "apply-apart";

export { APPLY_APART };
