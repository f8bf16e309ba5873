import type { Mutation } from "./mutation.ts";

export const QUEUE: readonly Mutation[] = [
  {
    name: "an entry's file is flushed before its rename",
    change: "skip",
    check: { file: "tests/queue/enqueue.test.ts" },
  },
  { name: "pending/ is flushed after the rename", change: "skip", check: { file: "tests/queue/enqueue.test.ts" } },
  {
    name: "a flush over node:fs reaches the kernel",
    change: "skip",
    check: { file: "tests/slow/queue/flush.test.ts" },
  },
  {
    name: "a flush over the C library reaches the kernel",
    change: { swap: ["rest().fsync(fd) === 0", "true"] },
    check: { file: "tests/slow/queue/flush.test.ts" },
  },
  {
    name: "a counted attempt is flushed before its rename",
    change: "skip",
    check: { file: "tests/slow/queue/flush.test.ts" },
  },
  {
    name: "a dead letter is flushed before its link",
    change: "skip",
    check: { file: "tests/slow/queue/flush.test.ts" },
  },
  {
    name: "failed/ is flushed before the claim goes",
    change: "skip",
    check: { file: "tests/slow/queue/flush.test.ts" },
  },
  {
    name: "an entry is written to .tmp/, not in place",
    change: { swap: ["tmp}/${Bun.randomUUIDv7()", "pending}/${name"] },
    check: { file: "tests/queue/enqueue.test.ts" },
  },
  {
    name: "a claim that another worker won is passed over",
    change: "skip",
    check: { file: "tests/queue/queue-foreign.test.ts", title: "two workers with the same listing" },
  },
  {
    name: "a claim replaces no other of its name",
    change: "skip",
    check: { file: "tests/queue/queue-foreign.test.ts", title: "claimed" },
  },
  {
    name: "what comes back replaces no foreign entry",
    change: { condition: "name !== null" },
    check: { file: "tests/queue/recover.test.ts", title: "does not replace a foreign one" },
  },
  { name: "a nack counts the attempt", change: { swap: ["+ 1", ""] }, check: { file: "tests/queue/queue.test.ts" } },
  {
    name: "a dead letter is written before its claim goes",
    change: { before: "if (kept === undefined) unlinkIfThere(source);\n" },
    check: { file: "tests/queue/dead-letters.test.ts" },
  },
  {
    name: "a dead letter replaces no other",
    change: { swap: ["!isSame", 'name === "" && !isSame'] },
    check: { file: "tests/queue/dead-letters.test.ts" },
  },
  {
    name: "maxPending is enforced",
    change: { condition: "names.length < 0" },
    check: { file: "tests/queue/producer/capacity.test.ts" },
  },
  {
    name: "maxPendingBytes is enforced",
    change: { condition: "bytes < 0" },
    check: { file: "tests/queue/producer/capacity.test.ts" },
  },
  {
    name: "one process takes a share of the room that it found",
    change: { with: "const SHARE = 1;" },
    check: { file: "tests/queue/producer/capacity.test.ts" },
  },
  {
    name: "a kept doorbell that nobody reads any more is told of",
    change: { swap: ["nodeFiles.ring(path)", "true"] },
    check: { file: "tests/queue/producer/kept-files.test.ts" },
  },
  {
    name: "a lot of the ledger with what is no id is read again",
    change: { swap: ["!areIds(lot)", "false"] },
    check: { file: "tests/slow/doctor/entry-accounting.property.test.ts" },
  },
  {
    name: "a note is of the journal's bytes alone",
    change: { swap: ["hashOf(journal.subarray(0, note.bytes)) === note.hash", "true"] },
    check: { file: "tests/worker/note-applied.test.ts", title: "other bytes" },
  },
  {
    name: "no note counts where an id was dropped since",
    change: { swap: ["!droppedHours.has(hour)", "true"] },
    check: { file: "tests/worker/note-applied.test.ts", title: "once a letter is dropped" },
  },
  {
    name: "a note keeps what was not applied",
    change: { swap: ["=== 1", ">= 0"] },
    check: { file: "tests/worker/note-applied.test.ts", title: "stays missing" },
  },
  {
    name: "an entry is called missing after a second look",
    change: "skip",
    check: { file: "tests/slow/doctor/entry-accounting.property.test.ts" },
  },
  {
    name: "an entry that is a link is not followed",
    change: { swap: ["| constants.O_NOFOLLOW", ""] },
    check: { file: "tests/queue/queue-foreign.test.ts", title: "dead letter at once" },
  },
  {
    name: "an entry that is no regular file is not read",
    change: "skip",
    check: { file: "tests/queue/queue-foreign.test.ts", title: "dead letter at once" },
  },
  {
    name: "another user's entry is not taken",
    change: { condition: "stat.uid < 0" },
    check: { file: "tests/queue/queue-foreign.test.ts", title: "dead letter at once" },
  },
  {
    name: "an entry above maxEntryBytes is not read",
    change: { condition: "stat.size < 0" },
    check: { file: "tests/queue/queue-foreign.test.ts", title: "dead letter at once" },
  },
  {
    name: "a link in the place of a queue directory is refused",
    change: { condition: "stat.isFIFO() && !mayBeLink" },
    check: { file: "tests/queue/queue.test.ts", title: "a link in the place of" },
  },
  {
    name: "recovery takes the dead worker's lock first",
    change: "skip",
    check: { file: "tests/queue/recover.test.ts", title: "of a living worker stay" },
  },
  {
    name: "what another process made in a cleared place is put back",
    change: { with: "unlinkSync(away);" },
    check: { file: "tests/torture/hostile/places.test.ts", title: "of two that clear a path" },
  },
  {
    name: "a file that is larger than it may be is not read",
    change: "skip",
    check: { file: "tests/torture/hostile/sizes.test.ts", title: "1.5 GB in the place of queue/.heartbeat" },
  },
  {
    name: "a journal that is larger than it may be is not read",
    change: "skip",
    check: { file: "tests/torture/hostile/sizes.test.ts", title: "1.5 GB in the place of queue/captured" },
  },
  {
    name: "a sweep of .tmp/ takes what hive made",
    change: { swap: ["isTemporaryName", "() => true"] },
    check: { file: "tests/queue/queue.test.ts", title: "sweep removes what hive left" },
  },
  {
    name: "a sweep of instances/ takes what hive made",
    change: { swap: ['&& /^\\d+$/.test(readRegular(`${instances}/${name}`, MAX_NOTE_BYTES) ?? "")', ""] },
    check: { file: "tests/queue/sweep.test.ts", title: "of the notes of instances" },
  },
  {
    name: "within a group the order is that of the seqs",
    change: { swap: ["seqsByPriority", "seqsByPriority.slice(0, 0)"] },
    check: { file: "tests/slow/queue/entry.property.test.ts", title: "within a group" },
  },
];
