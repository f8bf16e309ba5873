// @bun
// src/snapshots/limits.ts
var LIMITS = {
  fileBytes: 5242880,
  hashBytes: 67108864,
  snapshotBytes: 268435456,
  snapshotFiles: 20000,
  storeBytes: 1073741824,
  freeShare: 0.05,
  keepMs: 604800000,
  walkedFiles: 20000
};

export { LIMITS };
