import { errorCode, errorMessage } from "../../../base/errors.ts";
import type { Outcome, StoreEntry } from "../../port.ts";
import type { Parts } from "../open/open.ts";
import { forgottenIn } from "../forgotten.ts";
import { isStoreUnavailable } from "../open/unavailable.ts";
import { RAW_SQL_ROWS } from "../untrusted.ts";
import { type BatchContext, checkEntry } from "./operations.ts";
import { SessionBatch } from "./session-batch.ts";
import { StateRows } from "./state-rows.ts";

/** Applies entries within the transaction that is open, each so that a rejected one takes nothing with it. */
export class EntryBatch {
  readonly #parts: Parts;
  readonly #context: BatchContext;

  constructor(parts: Parts, nowMs: number) {
    this.#parts = parts;
    this.#context = newContext(parts, nowMs);
  }

  /**
   * @param place in the batch
   * @throws an error that ended the transaction, or with which it has to end
   */
  apply(entry: StoreEntry, place: number): Outcome {
    try {
      return entry.sql === undefined
        ? applyTyped(this.#context, entry, place)
        : applySql(this.#parts, this.#context, entry, entry.sql);
    } catch (error) {
      // SQLite ends the transaction of a whole batch where it has no room or no memory.
      // @mutant raw SQL: where the transaction ended, the entries of the batch are tried one by one
      if (isStoreUnavailable(error) || !this.#parts.connection.db.inTransaction) throw error;
      return { kind: "rejected", error: { code: errorCode(error) ?? "HIVE_BUG", message: errorMessage(error) } };
    }
  }

  /** Writes the entries' reports on sessions: SQLite gets each row once. */
  flush(): void {
    this.#context.sessions.flush();
  }
}

function newContext({ statements, checkpoints, documents, forgotten, hasOutbox }: Parts, nowMs: number): BatchContext {
  const state = new StateRows(statements.state, nowMs);
  return {
    statements,
    sessions: new SessionBatch({ statements, checkpoints, documents, state, nowMs }),
    hasOutbox,
    isForgotten: forgottenIn(forgotten),
    nowMs,
  };
}

/** Nothing of it can fail once it was checked, so it needs no savepoint. */
function applyTyped(context: BatchContext, entry: StoreEntry, place: number): Outcome {
  const checked = checkEntry(entry, context.nowMs, place);
  // @mutant an entry of before does not bring a forgotten session back
  if (context.isForgotten(checked.sessionId, checked.atMs)) return leaveOut(context, entry);
  if (!isRemembered(context, entry)) return { kind: "duplicate" };
  checked.apply(context);
  if (entry.isUntrusted === true) context.statements.untrusted.run({ sessionId: checked.sessionId });
  return { kind: "applied" };
}

/** Remembers an entry by its seq alone, since its id may name the session. It counts as a repeated one. */
function leaveOut({ statements, nowMs }: BatchContext, { id, seq = id, operation }: StoreEntry): Outcome {
  statements.remember.run({ entryId: seq, seq, operation, atMs: nowMs });
  return { kind: "duplicate" };
}

/** A failed entry has no effect. */
function applySql(parts: Parts, context: BatchContext, entry: StoreEntry, sql: string): Outcome {
  // It reads and writes the rows, so earlier entries must be applied first.
  context.sessions.flush();
  return withinSavepoint(parts, () => {
    if (!isRemembered(context, entry)) return { kind: "duplicate" };
    parts.rawSql.run(sql);
    // @mutant what raw SQL without proof has changed is marked
    if (entry.isUntrusted === true) context.statements.untrusted.run({ sessionId: RAW_SQL_ROWS });
    return { kind: "applied" };
  });
}

/** @returns false where it was applied before: then a second name of it is remembered */
function isRemembered({ statements, nowMs }: BatchContext, { id, seq = id, operation }: StoreEntry): boolean {
  const values = { entryId: id, seq, operation, atMs: nowMs };
  // @mutant an applied entry is remembered in the ledger
  if (statements.remember.run(values) > 0) return true;
  // A foreign file's name may be another entry's id, and names none that is accounted for.
  if (seq !== id && !id.startsWith("file:")) statements.remember.run({ ...values, entryId: seq });
  return false;
}

function withinSavepoint({ savepoint, connection }: Parts, apply: () => Outcome): Outcome {
  savepoint.begin.run();
  try {
    const outcome = apply();
    savepoint.release.run();
    return outcome;
  } catch (error) {
    if (!isStoreUnavailable(error) && connection.db.inTransaction) {
      // @mutant a rejected entry is rolled back to its savepoint
      savepoint.rollback.run();
      savepoint.release.run();
    }
    throw error;
  }
}
