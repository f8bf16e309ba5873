// @bun
import"./origin-own-directory.js";
import"./platform-installation.js";
import"./base-config-sources.js";
import"./origin-own-file.js";
import"./base-files-files.js";
import"./queue-dead-letters-letter.js";
import"./git-ignore-file.js";
import"./queue-producer-capacity.js";
import"./queue-read-entry.js";
import"./model-merge.js";
import"./store-sqlite-apply-payloads.js";
import {
  switchedOff,
  OPERATION_NAMES,
  isOperation,
  checkPayload,
  RawSqlPolicy
} from "./store-raw-sql-policy.js";
import"./store-sqlite-open-database.js";
import {
  migrateCopy2
} from "./store-sqlite-open-migrations.js";
import"./capture-node-io.js";
import {
  json,
  findRoot,
  loadConfig
} from "./cli-root.js";
import {
  Queue
} from "./queue-queue.js";
import"./queue-sweep.js";
import {
  openSaved
} from "./store-sqlite-read-reader.js";
import {
  pasteable
} from "./recall-choose-place.js";
import"./origin-config-files.js";
import"./queue-claims-recover.js";
import"./platform-programs.js";
import"./store-sqlite-open-connection.js";
import"./store-sqlite-open-location.js";
import {
  isStoreUnavailable
} from "./platform-process-kernel-locks.js";
import"./queue-make.js";
import"./origin-key.js";
import"./git-git-tree.js";
import {
  HiveError
} from "./base-errors.js";

// src/store/raw-sql/check.ts
import { Database } from "bun:sqlite";
var BUSY_TIMEOUT_MS = 500;
async function checkRawSql(root, sql, setting) {
  if (setting === "off")
    throw switchedOff();
  try {
    using db = await openSaved(root, BUSY_TIMEOUT_MS) ?? await emptyTables();
    new RawSqlPolicy(db).check(sql);
  } catch (error) {
    if (!isStoreUnavailable(error))
      throw error;
  }
}
async function emptyTables() {
  let db = new Database(":memory:", { strict: !0 });
  return await migrateCopy2(db), db;
}

// src/cli/commands/run/enqueue.ts
function addEnqueue(program, io) {
  program.command("enqueue").argument("[operation]", `a typed operation (${OPERATION_NAMES.join(", ")}), or any name with --sql`).description("add an entry to the queue").option("--payload <json>", "the operation's payload; - reads standard input", "-").option("--sql <sql>", "raw SQL instead of a payload; - reads standard input").option("--priority <n>", "from 1 (first) to 10", "5").option("--json", "print the entry as JSON").addHelpText("after", `
Examples:
  hive enqueue --sql "UPDATE sessions SET objective = 'ship it' WHERE id = '5f0c'"
  hive enqueue note --sql - < statements.sql
  hive enqueue insert_log --payload '{"sessionId":"5f0c","atMs":0,"level":"info","message":"hello"}'`).action(async (operation, flags, command) => {
    let root = findRoot(io, command.optsWithGlobals().root);
    if (flags.sql !== void 0 && command.getOptionValueSource("payload") === "cli")
      throw new HiveError("HIVE_INVALID_OPTION", "give a payload or --sql, not both");
    let config = loadConfig(io, root), entry = await entryOf(io, operation, flags);
    if (entry.sql !== void 0)
      await checkRawSql(root, entry.sql, config.rawSql);
    let { entries, isHeard } = new Queue(root, config).enqueue(entry);
    if (flags.json === !0)
      io.out(json({ ...entries[0], isHeard }));
    else {
      let note = isHeard ? "" : "; no worker listens: hive worker start applies it";
      io.out(`${entries[0].seq} is queued${pasteable(note, io.env)}
`);
    }
  });
}
async function entryOf(io, operation, flags) {
  let priority = Number(flags.priority);
  if (flags.sql !== void 0) {
    let sql = flags.sql === "-" ? await io.readStdin() : flags.sql;
    if (sql.trim() === "")
      throw new HiveError("HIVE_INVALID_OPTION", "the SQL is empty");
    return { operation: operation ?? "sql", sql, priority };
  }
  if (operation === void 0)
    throw new HiveError("HIVE_INVALID_OPTION", "name an operation, or give --sql", { hint: "hive enqueue --help" });
  if (!isOperation(operation))
    throw new HiveError("HIVE_INVALID_OPTION", `unknown operation ${JSON.stringify(operation)}`, {
      hint: `known: ${OPERATION_NAMES.join(", ")}, or any name with --sql`
    });
  let payload = parsePayload(flags.payload === "-" || flags.payload === void 0 ? await io.readStdin() : flags.payload);
  return checkPayload(operation, payload), { operation, payload, priority };
}
function parsePayload(text) {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HiveError("HIVE_INVALID_OPTION", "the payload is not JSON", { cause });
  }
}
export {
  addEnqueue
};
