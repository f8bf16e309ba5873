import type { Mutation } from "./mutation.ts";

export const STORE: readonly Mutation[] = [
  {
    name: "an applied entry is remembered in the ledger",
    file: "src/store/store.ts",
    text: "if (statements.remember.run(values) > 0) return true;",
    replacement: "if (values !== null) return true;",
    check: { file: "tests/store/store.test.ts", title: "a second time is a duplicate" },
  },
  {
    name: "ledger and effect are one transaction",
    file: "src/store/store.ts",
    text: `      context.sessions.flush();
      this.#onStep?.("applied");
`,
    replacement: `      db.run("COMMIT");
      this.#onStep?.("applied");
      db.run("BEGIN IMMEDIATE");
      context.sessions.flush();
`,
    check: { file: "tests/store/observe.crash.test.ts", title: "a kill at applied" },
  },
  {
    name: "a rejected entry is rolled back to its savepoint",
    file: "src/store/store.ts",
    text: "      savepoint.rollback.run();\n",
    replacement: "",
    check: { file: "tests/store/store.test.ts", title: "takes nothing with it" },
  },
  {
    name: "a batch is one transaction, not one for each entry",
    file: "src/store/store.ts",
    text: `      db.run("BEGIN IMMEDIATE");
      this.#onStep?.("begun");
      this.#forgetIfWritten(parts);
      const context = newContext(parts, nowMs);
      const outcomes = entries.map((entry, place) => this.#applyEntry(parts, context, entry, place));
      context.sessions.flush();
      this.#onStep?.("applied");
      db.run("COMMIT");
`,
    replacement: `      this.#onStep?.("begun");
      this.#forgetIfWritten(parts);
      const context = newContext(parts, nowMs);
      const outcomes = entries.map((entry, place) => this.#applyEntry(parts, context, entry, place));
      context.sessions.flush();
      this.#onStep?.("applied");
`,
    check: { file: "tests/store/store.test.ts", title: "cut off" },
  },
  {
    name: "a batch that fails is rolled back",
    file: "src/store/connection.ts",
    text: '    if (db.inTransaction) db.run("ROLLBACK");\n',
    replacement: '    if (db.inTransaction) db.run("COMMIT");\n',
    check: { file: "tests/store/store.test.ts", title: "cut off" },
  },
  {
    name: "a migration is one transaction",
    file: "src/store/migrations.ts",
    text: 'db.run("BEGIN IMMEDIATE");',
    replacement: "",
    check: { file: "tests/store/migrate.crash.test.ts" },
  },
  {
    name: "with power durability a commit found in the log is flushed before it counts",
    file: "src/store/store.ts",
    text: 'if (options.durability === "power") moveLog(db);',
    replacement: "",
    check: { file: "tests/queue/flush.test.ts", title: "killed worker committed" },
  },
  {
    name: "power durability flushes each commit (synchronous=FULL)",
    file: "src/store/connection.ts",
    text: 'options.durability === "power" ? "FULL" : "NORMAL"',
    replacement: '"NORMAL"',
    check: { file: "tests/queue/flush.test.ts" },
  },
  {
    name: "a store that is away costs no attempt",
    file: "src/worker/applier.ts",
    text: "await this.#storeOutage.wait(error, store.isDeleted ? DELETION_MS : 0);",
    replacement: 'return claims.map(() => ({ kind: "rejected", error: { code: "A", message: "away" } }));',
    check: { file: "tests/worker/worker.test.ts", title: "a locked store is waited out" },
  },
  {
    name: "a commit into a database that was replaced does not count",
    file: "src/store/store.ts",
    text: "if (isInPlace(parts)) return outcomes;",
    replacement: "return outcomes;",
    check: { file: "tests/torture/faults/database.test.ts", title: "replaced between a batch and its commit" },
  },
  {
    name: "raw SQL: the first word",
    file: "src/store/raw-sql/raw-sql-text.ts",
    text: "if (!ALLOWED_KEYWORDS.has(keyword)) refuse(",
    replacement: "if (ALLOWED_KEYWORDS.size === 0) refuse(",
    check: { file: "tests/store/raw-sql-refused.test.ts" },
  },
  {
    name: "raw SQL: the cut into statements",
    file: "src/store/raw-sql/raw-sql.ts",
    text: "const statements = splitStatements(sql);",
    replacement: "const statements = [sql];",
    check: { file: "tests/store/raw-sql-refused.test.ts" },
  },
  {
    name: "raw SQL: the opcodes",
    file: "src/store/raw-sql/raw-sql-program.ts",
    text: "if (!ALLOWED_OPCODES.has(opcode)) refuse(",
    replacement: "if (ALLOWED_OPCODES.size === 0) refuse(",
    check: { file: "tests/store/raw-sql-refused.test.ts" },
  },
  {
    name: "raw SQL: the functions",
    file: "src/store/raw-sql/raw-sql-program.ts",
    text: "if (!ALLOWED_FUNCTIONS.has(name)) refuse(",
    replacement: "if (ALLOWED_FUNCTIONS.size === 0) refuse(",
    check: { file: "tests/store/raw-sql-refused.test.ts" },
  },
  {
    name: "raw SQL: the tables",
    file: "src/store/raw-sql/raw-sql-program.ts",
    text: 'if (table.access === "refused") refuse(',
    replacement: "if (table === null) refuse(",
    check: { file: "tests/store/raw-sql-refused.test.ts" },
  },
  {
    name: "raw SQL: no recursion",
    file: "src/store/raw-sql/raw-sql-program.ts",
    text: 'detail === "RECURSIVE STEP"',
    replacement: "detail === null",
    check: { file: "tests/store/raw-sql-refused.test.ts", title: "a recursive query" },
  },
  {
    name: "raw SQL: no end of the transaction from within",
    file: "src/store/raw-sql/raw-sql-program.ts",
    text: "p1 !== 0 && p2 === ROLLBACK",
    replacement: "p1 !== 0 && p2 < 0",
    check: { file: "tests/store/raw-sql-refused.test.ts" },
  },
  {
    name: "raw SQL: no scan in the worker",
    file: "src/store/raw-sql/raw-sql-short.ts",
    text: 'if (!isLast && !isSequence && !(opcode === "Goto" && p2 === list?.start)) return Infinity;',
    replacement: "if (list === undefined) return Infinity;",
    check: { file: "tests/store/raw-sql-short.test.ts", title: "a scan" },
  },
  {
    name: "raw SQL: no function and no opcode in the worker that may take long",
    file: "src/store/raw-sql/raw-sql-short.ts",
    text: "if (!instructions.every(isShort)) return false;",
    replacement: "if (instructions.length === 0) return false;",
    check: { file: "tests/store/raw-sql-short.test.ts", title: "may take long" },
  },
  {
    name: "raw SQL: a large row is not read over and over in the worker",
    file: "src/store/raw-sql/raw-sql-short.ts",
    text: "same.length > MAX_READS",
    replacement: "same.length < 0",
    check: { file: "tests/store/raw-sql-short.test.ts", title: "may take long" },
  },
  {
    name: "raw SQL: what one entry adds is limited",
    file: "src/store/raw-sql/raw-sql-growth.ts",
    text: "db.run(`PRAGMA max_page_count = ${pages + ",
    replacement: "db.run(`PRAGMA max_page_count = ${MAX_PAGES + 0 * ",
    check: { file: "tests/store/raw-sql-growth.test.ts", title: "an entry adds so much" },
  },
  {
    name: "raw SQL: what all entries add is limited",
    file: "src/store/raw-sql/raw-sql-growth.ts",
    text: "const leftPages = Math.floor(totalBytes / pageBytes) - grownPages;",
    replacement: "const leftPages = Math.floor(1e12 / pageBytes) - grownPages + 0 * totalBytes;",
    check: { file: "tests/store/raw-sql-growth.test.ts" },
  },
  {
    name: "raw SQL: an entry with which the transaction ended takes the others apart",
    file: "src/store/store.ts",
    text: "|| !parts.connection.db.inTransaction) throw error;",
    replacement: ") throw error;",
    check: { file: "tests/worker/apart.test.ts", title: "ends the transaction" },
  },
  {
    name: "of each field what was said last holds",
    file: "src/model/merge.ts",
    text: "times !== undefined && Object.hasOwn(times, name) ? times[name]! : atMs;",
    replacement: "times !== undefined && Object.hasOwn(times, name) ? atMs : atMs;",
    check: { file: "tests/model/merge.property.test.ts", title: "" },
  },
  {
    name: "a row ahead of the clock gives way",
    file: "src/store/state-rows.ts",
    text: "return row === null ? null : boundedBy(row, this.#nowMs);",
    replacement: "return row === null ? null : boundedBy(row, this.#nowMs + 1e12);",
    check: { file: "tests/store/observe.property.test.ts", title: "ahead of the clock gives way" },
  },
  {
    name: "no fact is later than two seconds after its arrival",
    file: "src/model/merge.ts",
    text: "atMs > nowMs + CLOCK_SKEW_MS ? nowMs + place / 1000 : atMs;",
    replacement: "atMs > nowMs + CLOCK_SKEW_MS ? atMs : atMs;",
    check: { file: "tests/store/observe.property.test.ts", title: "two seconds after its arrival" },
  },
  {
    name: "a subagent's rows are its own",
    file: "src/store/state-rows.ts",
    text: '  if (agentId !== "") return `${MARK}${JSON.stringify(agentId)}${MARK}${key}`;\n',
    replacement: "",
    check: { file: "tests/store/observe.property.test.ts", title: "rows of a subagent" },
  },
  {
    name: "what comes late belongs to its checkpoint",
    file: "src/store/checkpoint.ts",
    text: "WHERE entry_id = ?1",
    replacement: "WHERE entry_id IS NOT ?1",
    check: { file: "tests/worker/git-history.test.ts", title: "belongs to the checkpoint" },
  },
  {
    name: "an instance has one row, whoever made it",
    file: "src/store/session-batch.ts",
    text: "if (statements.instance.run(row) === 0) statements.newInstance.run(row);",
    replacement: "statements.newInstance.run(row);",
    check: { file: "tests/store/store.test.ts", title: "that an older system made" },
  },
  {
    name: "what another process wrote is in the next checkpoint",
    file: "src/store/store.ts",
    text: "if (now !== this.#version) documents.forget();",
    replacement: "if (now === undefined) documents.forget();",
    check: { file: "tests/store/observe.property.test.ts", title: "by whichever process" },
  },
];
