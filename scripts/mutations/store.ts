import type { Mutation } from "./mutation.ts";

export const STORE: readonly Mutation[] = [
  {
    name: "an applied entry is remembered in the ledger",
    change: { condition: "values !== null" },
    check: { file: "tests/store/store.test.ts", title: "a second time is a duplicate" },
  },
  {
    name: "ledger and effect are one transaction",
    change: { before: 'db.run("COMMIT");\nthis.#onStep?.("applied");\ndb.run("BEGIN IMMEDIATE");\n' },
    check: { file: "tests/torture/crash/observe.crash.test.ts", title: "a kill at applied" },
  },
  {
    name: "a rejected entry is rolled back to its savepoint",
    change: "skip",
    check: { file: "tests/store/store.test.ts", title: "takes nothing with it" },
  },
  {
    name: "a batch is one transaction, not one for each entry",
    change: "skip",
    check: { file: "tests/store/store.test.ts", title: "cut off" },
  },
  {
    name: "a batch that fails is rolled back",
    change: { swap: ["ROLLBACK", "COMMIT"] },
    check: { file: "tests/store/store.test.ts", title: "cut off" },
  },
  {
    name: "a migration is one transaction",
    change: "skip",
    check: { file: "tests/torture/crash/migrate.crash.test.ts" },
  },
  {
    name: "an older hive runs on the database of a newer one",
    change: "skip",
    check: { file: "tests/store/migrations.test.ts", title: "put into Kysely's table since" },
  },
  {
    name: "with power durability a commit found in the log is flushed before it counts",
    change: "skip",
    check: { file: "tests/slow/queue/flush.test.ts", title: "killed worker committed" },
  },
  {
    name: "power durability flushes each commit (synchronous=FULL)",
    change: { swap: ['options.durability === "power" ? "FULL" :', ""] },
    check: { file: "tests/slow/queue/flush.test.ts" },
  },
  {
    name: "a store that is away costs no attempt",
    change: { with: 'return claims.map(() => ({ kind: "rejected", error: { code: "A", message: "away" } }));' },
    check: { file: "tests/worker/worker.test.ts", title: "a locked store is waited out" },
  },
  {
    name: "a commit into a database that was replaced does not count",
    change: { condition: "true" },
    check: { file: "tests/torture/faults/database.test.ts", title: "replaced between a batch and its commit" },
  },
  {
    name: "raw SQL: the first word",
    change: { condition: "ALLOWED_KEYWORDS.size === 0" },
    check: { file: "tests/store/raw-sql/refused.test.ts" },
  },
  {
    name: "raw SQL: the cut into statements",
    change: { swap: ["splitStatements(sql)", "[sql]"] },
    check: { file: "tests/store/raw-sql/refused.test.ts" },
  },
  {
    name: "raw SQL: the opcodes",
    change: { condition: "ALLOWED_OPCODES.size === 0" },
    check: { file: "tests/store/raw-sql/refused.test.ts" },
  },
  {
    name: "raw SQL: the functions",
    change: { condition: "ALLOWED_FUNCTIONS.size === 0" },
    check: { file: "tests/store/raw-sql/refused.test.ts" },
  },
  {
    name: "raw SQL: the tables",
    change: { condition: "table === null" },
    check: { file: "tests/store/raw-sql/refused.test.ts" },
  },
  {
    name: "raw SQL: no recursion",
    change: { swap: ['"RECURSIVE STEP"', "null"] },
    check: { file: "tests/store/raw-sql/refused.test.ts", title: "a recursive query" },
  },
  {
    name: "raw SQL: no end of the transaction from within",
    change: { swap: ["=== ROLLBACK", "< 0"] },
    check: { file: "tests/store/raw-sql/refused.test.ts" },
  },
  {
    name: "raw SQL: no scan in the worker",
    change: { condition: "list === undefined" },
    check: { file: "tests/store/raw-sql/bounded.test.ts", title: "a scan" },
  },
  {
    name: "raw SQL: no function and no opcode in the worker that may take long",
    change: { condition: "instructions.length === 0" },
    check: { file: "tests/store/raw-sql/bounded.test.ts", title: "may take long" },
  },
  {
    name: "raw SQL: a large row is not read over and over in the worker",
    change: { swap: ["> MAX_READS", "< 0"] },
    check: { file: "tests/store/raw-sql/bounded.test.ts", title: "may take long" },
  },
  {
    name: "raw SQL: what one entry adds is limited",
    change: { swap: ["pages +", "MAX_PAGES + 0 *"] },
    check: { file: "tests/store/raw-sql/growth.test.ts", title: "an entry adds so much" },
  },
  {
    name: "raw SQL: what all entries add is limited",
    change: { swap: ["totalBytes / pageBytes) - grownPages", "1e12 / pageBytes) - grownPages + 0 * totalBytes"] },
    check: { file: "tests/store/raw-sql/growth.test.ts" },
  },
  {
    name: "raw SQL: where the transaction ended, the entries of the batch are tried one by one",
    change: { condition: "isStoreUnavailable(error)" },
    check: { file: "tests/slow/worker/isolate.test.ts", title: "ends the transaction" },
  },
  {
    name: "of each field what was said last holds",
    change: { swap: ["times[name]!", "atMs"] },
    check: { file: "tests/model/merge.property.test.ts", title: "" },
  },
  {
    name: "a row ahead of the clock gives way",
    change: { swap: ["#nowMs", "#nowMs + 1e12"] },
    check: { file: "tests/slow/store/observe.property.test.ts", title: "ahead of the clock gives way" },
  },
  {
    name: "a call that waited while the clock was set right keeps its place",
    change: "skip",
    check: { file: "tests/slow/recall/clock-set-right.test.ts" },
  },
  {
    name: "no fact is later than two seconds after its arrival",
    change: { swap: ["nowMs + place / 1000", "atMs"] },
    check: { file: "tests/slow/store/observe.property.test.ts", title: "two seconds after its arrival" },
  },
  {
    name: "a subagent's rows are its own",
    change: "skip",
    check: { file: "tests/slow/store/observe.property.test.ts", title: "rows of a subagent" },
  },
  {
    name: "what comes late belongs to its checkpoint",
    change: { swap: ["entry_id = ", "entry_id IS NOT "] },
    check: { file: "tests/worker/enrich/git-history.test.ts", title: "belongs to the checkpoint" },
  },
  {
    name: "an instance has one row, whoever made it",
    change: { condition: "true" },
    check: { file: "tests/store/store.test.ts", title: "that an older system made" },
  },
  {
    name: "what another process wrote is in the next checkpoint",
    change: { condition: "now === undefined" },
    check: { file: "tests/slow/store/observe.property.test.ts", title: "by whichever process" },
  },
];
