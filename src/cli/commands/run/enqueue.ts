import type { Command } from "commander";
import { HiveError } from "../../../base/errors.ts";
import { pasteable } from "../../../platform/own-command.ts";
import type { NewEntry } from "../../../queue/entry.ts";
import { Queue } from "../../../queue/queue.ts";
import { checkPayload, isOperation, OPERATION_NAMES } from "../../../store/sqlite/apply/operations.ts";
import { checkRawSql } from "../../../store/raw-sql/check.ts";
import type { Io } from "../../io.ts";
import { json } from "../../text/render.ts";
import { findRoot, loadConfig } from "../../root.ts";

interface Flags {
  readonly root?: string;
  readonly sql?: string;
  readonly payload?: string;
  readonly priority?: string;
  readonly json?: boolean;
}

export function addEnqueue(program: Command, io: Io): void {
  program
    .command("enqueue")
    .argument("[operation]", `a typed operation (${OPERATION_NAMES.join(", ")}), or any name with --sql`)
    .description("add an entry to the queue")
    .option("--payload <json>", "the operation's payload; - reads standard input", "-")
    .option("--sql <sql>", "raw SQL instead of a payload; - reads standard input")
    .option("--priority <n>", "from 1 (first) to 10", "5")
    .option("--json", "print the entry as JSON")
    .addHelpText(
      "after",
      `
Examples:
  hive enqueue --sql "UPDATE sessions SET objective = 'ship it' WHERE id = '5f0c'"
  hive enqueue note --sql - < statements.sql
  hive enqueue insert_log --payload '{"sessionId":"5f0c","atMs":0,"level":"info","message":"hello"}'`,
    )
    .action(async (operation: string | undefined, flags: Flags, command: Command) => {
      const root = findRoot(io, command.optsWithGlobals<Flags>().root);
      if (flags.sql !== undefined && command.getOptionValueSource("payload") === "cli") {
        throw new HiveError("HIVE_INVALID_OPTION", "give a payload or --sql, not both");
      }
      const config = loadConfig(io, root);
      const entry = await entryOf(io, operation, flags);
      if (entry.sql !== undefined) await checkRawSql(root, entry.sql, config.rawSql);
      const { entries, isHeard } = new Queue(root, config).enqueue(entry);
      if (flags.json === true) io.out(json({ ...entries[0], isHeard }));
      else {
        const note = isHeard ? "" : "; no worker listens: hive worker start applies it";
        io.out(`${entries[0]!.seq} is queued${pasteable(note, io.env)}\n`);
      }
    });
}

async function entryOf(io: Io, operation: string | undefined, flags: Flags): Promise<NewEntry> {
  const priority = Number(flags.priority);
  if (flags.sql !== undefined) {
    const sql = flags.sql === "-" ? await io.readStdin() : flags.sql;
    if (sql.trim() === "") throw new HiveError("HIVE_INVALID_OPTION", "the SQL is empty");
    return { operation: operation ?? "sql", sql, priority };
  }
  if (operation === undefined) {
    throw new HiveError("HIVE_INVALID_OPTION", "name an operation, or give --sql", { hint: "hive enqueue --help" });
  }
  if (!isOperation(operation)) {
    throw new HiveError("HIVE_INVALID_OPTION", `unknown operation ${JSON.stringify(operation)}`, {
      hint: `known: ${OPERATION_NAMES.join(", ")}, or any name with --sql`,
    });
  }
  const payload = parsePayload(
    flags.payload === "-" || flags.payload === undefined ? await io.readStdin() : flags.payload,
  );
  checkPayload(operation, payload);
  return { operation, payload, priority };
}

function parsePayload(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HiveError("HIVE_INVALID_OPTION", "the payload is not JSON", { cause });
  }
}
