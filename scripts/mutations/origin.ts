import type { Mutation } from "./mutation.ts";

export const ORIGIN: readonly Mutation[] = [
  {
    name: "a worktree shares a state only where its repository names it back",
    change: { swap: ["!isNamedBack || ", ""] },
    check: { file: "tests/cli/state-directory.test.ts", title: "names a worktree of another's place" },
  },
  {
    name: "a session stays in the directory of its first event",
    change: { with: "return null;" },
    check: { file: "tests/capture/session-note.test.ts", title: "a project directory that drifts" },
  },
  {
    name: "an entry's proof is checked",
    change: { swap: ['isSealed(bytes, options.key, "entry")', "options.key !== null"] },
    check: { file: "tests/torture/hostile/origin.test.ts", title: "a seal counts for its own bytes" },
  },
  {
    name: "a proof is of one key",
    change: { swap: [", key", ""] },
    check: { file: "tests/origin/seal.test.ts", title: "of another key" },
  },
  {
    name: "a nack proves nothing",
    change: { swap: ["isProved", "true"] },
    check: { file: "tests/torture/hostile/origin.test.ts", title: "written anew by hive" },
  },
  {
    name: "a retry of a dead letter proves nothing",
    change: { swap: ["!letter.is_untrusted", "true"] },
    check: { file: "tests/torture/hostile/origin.test.ts", title: "a dead letter that came with a clone" },
  },
  {
    name: "entries that wait without proof are not told",
    change: { swap: [", isProofNeeded: true", ""] },
    check: { file: "tests/slow/recall/restore.test.ts", title: "entries without proof" },
  },
  {
    name: "an id that an entry without proof names is not the user's programs'",
    change: { swap: ["isProved || isUnproved(id, name) ? id : UNPROVED + id", "id"] },
    check: { file: "tests/queue/proof.test.ts", title: "uses up no id" },
  },
  {
    name: "a database that is not proved is not opened",
    change: { condition: "true" },
    check: { file: "tests/torture/hostile/database.test.ts", title: "neither opened nor moved" },
  },
  {
    name: "a database's proof is of its inode and birth",
    change: { swap: ["${ino} ${birthtimeNs}", "${ino > 0n} ${birthtimeNs > 1n}"] },
    check: { file: "tests/slow/recall/restore.test.ts", title: "a copy of a database" },
  },
  {
    name: "a foreign log is set aside",
    change: { swap: ["isProvedLog(database, key)", 'key !== ""'] },
    check: { file: "tests/torture/hostile/database.test.ts", title: "a hive.db-wal that a pull brings" },
  },
  {
    name: "a foreign journal is set aside",
    change: { condition: 'key === ""' },
    check: { file: "tests/torture/hostile/database.test.ts", title: "a hive.db-journal that a pull brings" },
  },
  {
    name: "a foreign schema is looked at before its tables are read",
    change: { swap: ['!== "trigger"', '=== "trigger"'] },
    check: { file: "tests/install/adopt/adopt.test.ts", title: "is refused before a table is read" },
  },
  {
    name: "only a person at a terminal adopts",
    change: { condition: '!io.env["CI"]' },
    check: { file: "tests/slow/cli/adopt.test.ts", title: "nobody but a person" },
  },
  {
    name: "a project's settings tighten and never loosen",
    change: { swap: ["tightened(name, resolved[name]", "valueOf(name"] },
    check: { file: "tests/torture/hostile/config.test.ts", title: "may tighten and never loosen" },
  },
  {
    name: "a directory in the project is not the user's own",
    change: "skip",
    check: { file: "tests/torture/hostile/config.test.ts", title: "a key in the project" },
  },
  {
    name: "raw SQL decides of no session what is told",
    change: { swap: ["max(last_seen_ms) < ?2", "(SELECT updated_at FROM sessions WHERE id = session_id) < '2'"] },
    check: { file: "tests/torture/hostile/origin.test.ts", title: "raw SQL of a clone changes nothing" },
  },
  {
    name: "a directory of the user's own goes by a plain name",
    change: { condition: '!directory.startsWith("/")' },
    check: { file: "tests/origin/key.test.ts", title: "is none that the environment names" },
  },
  {
    name: "untrusted sessions hide none of the user's",
    change: { swap: ["row.isUntrusted === 1", "false"] },
    check: { file: "tests/torture/hostile/attacker.test.ts", title: "hides none of the user's own" },
  },
  {
    name: "nothing without proof is from the future",
    change: { swap: ["nowMs", "nowMs + 1e15"] },
    check: { file: "tests/torture/hostile/attacker.test.ts", title: "hides none of the user's own" },
  },
  {
    name: "what raw SQL without proof has changed is marked",
    change: "skip",
    check: { file: "tests/torture/hostile/attacker.test.ts", title: "what raw SQL without proof has changed" },
  },
  {
    name: "a database is made under no name that git tracks",
    change: { swap: ["!mayBeTracked(one, root)", "true"] },
    check: { file: "tests/torture/hostile/attacker.test.ts", title: "under a name that git tracks" },
  },
  {
    name: "setup writes through no link of a clone's",
    change: { swap: ["isLink ?", "isLink && path.length === 0 ?"] },
    check: { file: "tests/torture/hostile/attacker.test.ts", title: "setup writes through no link" },
  },
  {
    name: "setup follows a project's settings no further than the project",
    change: { condition: "top.length > 0" },
    check: { file: "tests/torture/hostile/attacker.test.ts", title: "out of the project" },
  },
  {
    name: "what keeps one dead worker's claims keeps no other's",
    change: { condition: "onFault !== null" },
    check: { file: "tests/torture/hostile/attacker-queue.test.ts", title: "keep no entry of another dead worker" },
  },
  {
    name: "raw SQL without proof has a time of its own",
    change: { swap: ["#unprovedTime.isSpent", "#options.signal.aborted"] },
    check: { file: "tests/torture/hostile/attacker-queue.test.ts", title: "keeps no proved entry for long" },
  },
  {
    name: "a forged letter removes no file",
    change: { swap: ["Bun.hash(id).toString(16) ? kept! : null", "undefined ? (kept ?? null) : kept!"] },
    check: { file: "tests/torture/hostile/attacker-queue.test.ts", title: "that a forged letter or name claims" },
  },
  {
    name: "another user's state directory is none",
    change: { swap: ["!== process.geteuid!()", "< 0"] },
    check: { file: "tests/torture/hostile/attacker-queue.test.ts", title: "another user's state directory" },
  },
  {
    name: "a backoff that is a link is none",
    change: { swap: ["O_NOFOLLOW", "0"] },
    check: { file: "tests/torture/hostile/places.test.ts", title: "what never reads the same" },
  },
  {
    name: "raw SQL leaves a number for the rows after it",
    change: "skip",
    check: { file: "tests/torture/hostile/attacker-store.test.ts", title: "leaves a number" },
  },
  {
    name: "the receipt of a setup is proved",
    change: { condition: "text === null || text.length === 0" },
    check: { file: "tests/torture/hostile/attacker.test.ts", title: "gives back no original" },
  },
];
