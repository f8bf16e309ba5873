import { attendedIn } from "../../model/attended.ts";
import type { Database } from "bun:sqlite";
import { textOf } from "../../base/json.ts";
import { type KindName, KINDS } from "../../model/kinds.ts";
import { mergeRows, type Row } from "../../model/merge.ts";
import type { Fact, Observation } from "../../model/observation.ts";
import { rowIn } from "../sqlite/apply/stored-row.ts";
import { type ArchiveStatements, prepareArchive } from "./statements.ts";
import { archiveKey, wordsOf } from "./words.ts";

const LONGEST_TITLE = 200;

/** Writes observations into the archive's tables, within the transaction that is open. */
export class ArchiveRows {
  readonly #statements: ArchiveStatements;

  constructor(db: Database) {
    this.#statements = prepareArchive(db);
  }

  /** The row of a project. */
  project(machine: string, path: string): number {
    const name = path.slice(path.lastIndexOf("/") + 1) || path;
    return this.#statements.project.get({ machine, path, name })!.id;
  }

  /** @returns the sessions that it has changed, for {@link describe} */
  observe(project: number, observation: Observation, isUntrusted: boolean): number {
    const { sessionId, agent, atMs, facts } = observation;
    const session = this.#statements.session.get({
      project,
      sessionId,
      agent,
      atMs,
      isUntrusted: Number(isUntrusted),
    })!.id;
    for (const fact of facts) this.#merge(session, fact);
    return session;
  }

  #merge(session: number, fact: Fact): void {
    const { kind, atMs, data, agentId = "" } = fact;
    const name = { session, kind, agentId, key: archiveKey(fact) };
    const stored = this.#statements.fact.get(name);
    const known = stored === null ? null : rowIn(stored);
    const comes: Row = { atMs, data };
    const row = known === null ? comes : mergeRows(KINDS[kind].merge, known, comes);
    if (row === known) return;
    const { text, isFailed } = wordsOf(kind, name.key, row.data);
    const times = row.times === undefined ? null : JSON.stringify(row.times);
    const values = { atMs: row.atMs, data: JSON.stringify(row.data), times, text, isFailed: Number(isFailed) };
    if (stored === null) {
      const { id } = this.#statements.newFact.get({ ...name, ...values })!;
      if (text !== null) this.#statements.addWords.run(id, text);
      return;
    }
    this.#statements.changeFact.run({ id: stored.id, ...values });
    if (text === stored.text) return;
    if (stored.text !== null) this.#statements.dropWords.run(stored.id, stored.text);
    if (text !== null) this.#statements.addWords.run(stored.id, text);
  }

  /** Writes into the session's row what its facts say of it now. */
  describe(session: number): void {
    const fields = (kind: KindName): Row | null => {
      const stored = this.#statements.fact.get({ session, kind, agentId: "", key: "" });
      return stored === null ? null : rowIn(stored);
    };
    const seen = fields("session");
    const git = fields("git")?.data;
    const start = fields("start")?.data;
    const endMs = fields("end")?.atMs ?? null;
    const prompt = this.#statements.firstPrompt.get({ session })?.text;
    const attended = attendedIn(seen?.data);
    this.#statements.describe.run({
      id: session,
      title: (textOf(seen?.data["title"]) ?? prompt)?.slice(0, LONGEST_TITLE).toWellFormed() ?? null,
      directory: textOf(start?.["directory"]) ?? textOf(seen?.data["cwd"]) ?? null,
      worktree: textOf(git?.["worktree"]) ?? textOf(start?.["worktree"]) ?? null,
      branch: textOf(git?.["branch"]) ?? null,
      model: textOf(seen?.data["model"]) ?? null,
      transcriptPath: textOf(seen?.data["transcriptPath"]) ?? null,
      isAttended: attended === null ? null : Number(attended),
      // The main agent was seen after the end, so the session goes on.
      endedMs: endMs !== null && endMs >= (seen?.atMs ?? 0) ? endMs : null,
    });
  }

  cursor(source: string): number {
    return this.#statements.cursor.get({ source })?.seq ?? 0;
  }

  moveCursor(source: string, project: number, seq: number, atMs: number): void {
    this.#statements.moveCursor.run({ source, project, seq, atMs });
  }

  refuse(
    source: string,
    { seq, entryId }: { readonly seq: number; readonly entryId: string },
    reason: string,
    atMs: number,
  ): void {
    this.#statements.refuse.run({ source, seq, entryId, reason, atMs });
  }
}
