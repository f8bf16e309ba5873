import type { Mutation } from "./mutation.ts";

export const STORE: readonly Mutation[] = [
  {
    name: "an applied entry is remembered in the ledger",
    file: "src/store/store.ts",
    text: "if (statements.remember.run(values) === 0) {",
    replacement: "if (values === null) {",
    check: { file: "tests/store/store.test.ts", title: "a second time is a duplicate" },
  },
  {
    name: "ledger and effect are one transaction",
    file: "src/store/store.ts",
    text: "if (entry.sql === undefined) applyOperation(",
    replacement:
      'savepoint.release.run();\n      parts.connection.db.run("COMMIT");\n      this.#onStep?.("entry-applied");\n' +
      '      parts.connection.db.run("BEGIN IMMEDIATE");\n      savepoint.begin.run();\n' +
      "      if (entry.sql === undefined) applyOperation(",
    check: { file: "tests/worker/worker.crash.test.ts", title: "killed at entry-applied" },
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
      const context: BatchContext = { statements: parts.statements, checkpoints: new Map(), nowMs };
      const outcomes = entries.map((entry) => this.#applyEntry(parts, context, entry, nowMs));
      for (const payload of context.checkpoints.values()) parts.checkpoints.write(payload);
      this.#onStep?.("applied");
      db.run("COMMIT");
`,
    replacement: `      this.#onStep?.("begun");
      const context: BatchContext = { statements: parts.statements, checkpoints: new Map(), nowMs };
      const outcomes = entries.map((entry) => this.#applyEntry(parts, context, entry, nowMs));
      for (const payload of context.checkpoints.values()) parts.checkpoints.write(payload);
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
    file: "src/store/raw-sql-text.ts",
    text: "if (!ALLOWED_KEYWORDS.has(keyword)) refuse(",
    replacement: "if (ALLOWED_KEYWORDS.size === 0) refuse(",
    check: { file: "tests/store/raw-sql-refused.test.ts" },
  },
  {
    name: "raw SQL: the cut into statements",
    file: "src/store/raw-sql.ts",
    text: "const statements = splitStatements(sql);",
    replacement: "const statements = [sql];",
    check: { file: "tests/store/raw-sql-refused.test.ts" },
  },
  {
    name: "raw SQL: the opcodes",
    file: "src/store/raw-sql-program.ts",
    text: "if (!ALLOWED_OPCODES.has(opcode)) refuse(",
    replacement: "if (ALLOWED_OPCODES.size === 0) refuse(",
    check: { file: "tests/store/raw-sql-refused.test.ts" },
  },
  {
    name: "raw SQL: the functions",
    file: "src/store/raw-sql-program.ts",
    text: "if (!ALLOWED_FUNCTIONS.has(name)) refuse(",
    replacement: "if (ALLOWED_FUNCTIONS.size === 0) refuse(",
    check: { file: "tests/store/raw-sql-refused.test.ts" },
  },
  {
    name: "raw SQL: the tables",
    file: "src/store/raw-sql-program.ts",
    text: 'if (table.access === "refused") refuse(',
    replacement: "if (table === null) refuse(",
    check: { file: "tests/store/raw-sql-refused.test.ts" },
  },
  {
    name: "raw SQL: no recursion",
    file: "src/store/raw-sql-program.ts",
    text: 'detail === "RECURSIVE STEP"',
    replacement: "detail === null",
    check: { file: "tests/store/raw-sql-refused.test.ts", title: "a recursive query" },
  },
  {
    name: "raw SQL: no end of the transaction from within",
    file: "src/store/raw-sql-program.ts",
    text: "p1 !== 0 && p2 === ROLLBACK",
    replacement: "p1 !== 0 && p2 < 0",
    check: { file: "tests/store/raw-sql-refused.test.ts" },
  },
  {
    name: "raw SQL: no scan in the worker",
    file: "src/store/raw-sql-short.ts",
    text: 'if (!isLast && !isSequence && !(opcode === "Goto" && p2 === list?.start)) return Infinity;',
    replacement: "if (list === undefined) return Infinity;",
    check: { file: "tests/store/raw-sql-short.test.ts", title: "a scan" },
  },
  {
    name: "raw SQL: no function and no opcode in the worker that may take long",
    file: "src/store/raw-sql-short.ts",
    text: "if (!instructions.every(isShort)) return false;",
    replacement: "if (instructions.length === 0) return false;",
    check: { file: "tests/store/raw-sql-short.test.ts", title: "may take long" },
  },
  {
    name: "raw SQL: a large row is not read over and over in the worker",
    file: "src/store/raw-sql-short.ts",
    text: "same.length > MAX_READS",
    replacement: "same.length < 0",
    check: { file: "tests/store/raw-sql-short.test.ts", title: "may take long" },
  },
  {
    name: "raw SQL: what one entry adds is limited",
    file: "src/store/raw-sql-growth.ts",
    text: "db.run(`PRAGMA max_page_count = ${pages + ",
    replacement: "db.run(`PRAGMA max_page_count = ${MAX_PAGES + 0 * ",
    check: { file: "tests/store/raw-sql-growth.test.ts", title: "an entry adds so much" },
  },
  {
    name: "raw SQL: what all entries add is limited",
    file: "src/store/raw-sql-growth.ts",
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
];
