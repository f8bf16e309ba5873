// @bun
// src/worker/isolate/apart-name.ts
var APPLY_APART2 = "apply-apart";

export { APPLY_APART2 };
