// @bun
// src/queue/producer/limits.ts
var MIN_DIRECTORY_ENTRY_BYTES = 16;
function mayBeFull(directoryBytes, limits) {
  let entriesAtMost = directoryBytes / 16;
  return entriesAtMost >= limits.maxPending || entriesAtMost * limits.maxEntryBytes >= limits.maxPendingBytes;
}

export { MIN_DIRECTORY_ENTRY_BYTES, mayBeFull };
