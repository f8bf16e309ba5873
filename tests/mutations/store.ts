import type { Mutation } from "./mutation.ts";

export const STORE: readonly Mutation[] = [
  {
    name: "the ledger: an entry is applied once",
    file: "src/store/store.ts",
    text: "if (statements.remember.run(values) === 0) {",
    replacement: "if (statements.remember.run(values) < 0) {",
    tests: ["tests/store/store.test.ts"],
  },
  {
    name: "the ledger row in the effect's own transaction",
    file: "src/store/store.ts",
    text: 'db.run("BEGIN IMMEDIATE");',
    replacement:
      'for (const { id, operation } of entries) parts.statements.remember.run({ entryId: id, seq: id, operation, atMs: nowMs }); db.run("BEGIN IMMEDIATE");',
    tests: ["tests/worker/worker.crash.test.ts"],
  },
  {
    name: "the savepoint: a rejected entry takes nothing with it",
    file: "src/store/store.ts",
    text: "savepoint.rollback.run();",
    replacement: "",
    tests: ["tests/store/store.test.ts"],
  },
  {
    name: "a store that is away is no entry's fault",
    file: "src/store/store.ts",
    text: "if (isStoreUnavailable(error)) throw error;\n      savepoint.rollback.run();",
    replacement: "savepoint.rollback.run();",
    tests: ["tests/store/store.test.ts"],
  },
  {
    name: "a database that was deleted meanwhile is no commit",
    file: "src/store/store.ts",
    text: "if (isInPlace(parts)) return outcomes;",
    replacement: "return outcomes;",
    tests: ["tests/store/store.test.ts", "tests/torture/faults/database.test.ts"],
  },
  {
    name: "synchronous=FULL (power)",
    file: "src/store/connection.ts",
    text: 'options.durability === "power" ? "FULL" : "NORMAL"',
    replacement: '"NORMAL"',
    tests: ["tests/store/store.test.ts"],
  },
  {
    name: "raw SQL: the first word, before anything is compiled",
    file: "src/store/raw-sql-text.ts",
    text: "if (!ALLOWED_KEYWORDS.has(keyword)) ",
    replacement: "if (keyword === null) ",
    tests: ["tests/store/raw-sql-refused.test.ts"],
  },
  {
    name: "raw SQL: the list of opcodes",
    file: "src/store/raw-sql-program.ts",
    text: "if (!ALLOWED_OPCODES.has(opcode)) ",
    replacement: "if (opcode === null) ",
    tests: ["tests/store/raw-sql-refused.test.ts"],
  },
  {
    name: "raw SQL: the list of functions",
    file: "src/store/raw-sql-program.ts",
    text: "if (!ALLOWED_FUNCTIONS.has(name)) ",
    replacement: "if (name === null) ",
    tests: ["tests/store/raw-sql-refused.test.ts"],
  },
  {
    name: "raw SQL: hive's own tables",
    file: "src/store/raw-sql-program.ts",
    text: 'if (table.access === "refused") ',
    replacement: 'if (table.access === "none") ',
    tests: ["tests/store/raw-sql-refused.test.ts"],
  },
  {
    name: "raw SQL: no recursion",
    file: "src/store/raw-sql-program.ts",
    text: 'detail === "RECURSIVE STEP"',
    replacement: 'detail === ""',
    tests: ["tests/store/raw-sql-refused.test.ts"],
  },
];
