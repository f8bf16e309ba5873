import { objectIn } from "../../../base/json.ts";
import { KIND_NAMES, type KindName, KINDS } from "../../../model/kinds.ts";
import type { StateRow } from "../read/session-state.ts";
import { factKey } from "./stored-row.ts";

/** One row in a checkpoint. */
interface Line {
  readonly name: string;
  readonly atMs: number;
  readonly json: string;
}

/** A changed row, as passed to a document. */
export interface ChangedRow {
  readonly kind: KindName;
  /** Empty for the main agent's. */
  readonly agentId: string;
  /** Its key as the table has it. */
  readonly name: string;
  readonly atMs: number;
  /** Its fields, JSON. */
  readonly data: string;
}

/**
 * The content of a session's checkpoint: the newest rows of each kind, of the main agent and of each subagent. It is
 * read once and then kept as rows change: a backlog holds many checkpoints of one session.
 */
export class SessionDocument {
  readonly #lines = new Map<string, Line[]>();
  #isStale = false;

  /** @param rows as the store has them, of each part the newest first; a damaged one is left out */
  constructor(rows: readonly StateRow[]) {
    for (const { kind, key, agent_id: agent, at_ms: atMs, data } of rows) {
      if (typeof data !== "string" || objectIn(data) === null) continue;
      const agentId = typeof agent === "string" ? agent : "";
      const line = lineOf({ kind, agentId, name: String(key), atMs: Number(atMs) || 0, data });
      this.#part(kind, agentId).push(line);
    }
  }

  /** Whether it is to be read again, since a row changed in a way that it cannot follow. */
  get isStale(): boolean {
    return this.#isStale;
  }

  note(row: ChangedRow): void {
    const { kind, agentId, name, atMs } = row;
    const { limit, ofSubagents } = KINDS[kind];
    if (agentId !== "" && !ofSubagents) return;
    const lines = this.#part(kind, agentId);
    const known = lines.findIndex((line) => line.name === name);
    // A row that moves back may give its position to one that is not here.
    if (known >= 0 && lines[known]!.atMs > atMs) this.#isStale = true;
    if (known >= 0) lines.splice(known, 1);
    const older = lines.findIndex((line) => newerFirst({ name, atMs }, line) < 0);
    lines.splice(older < 0 ? lines.length : older, 0, lineOf(row));
    if (lines.length > limit) lines.pop();
  }

  /** The fields of an object that come behind others: `,"session":{…},"prompts":[…]`. */
  json(): string {
    let json = "";
    for (const kind of KIND_NAMES) {
      const { field, limit } = KINDS[kind];
      const lines = this.#newest(kind);
      if (lines.length === 0) continue;
      json += `,"${field}":${limit === 1 ? lines[0]!.json : `[${lines.map((line) => line.json).join(",")}]`}`;
    }
    return json;
  }

  /** The size of its content. */
  get chars(): number {
    let chars = 0;
    for (const lines of this.#lines.values()) for (const { json } of lines) chars += json.length;
    return chars;
  }

  #newest(kind: KindName): readonly Line[] {
    const main = this.#lines.get(kind) ?? [];
    const subagents = this.#lines.get(`${kind} of subagents`) ?? [];
    return subagents.length === 0 ? main : [...main, ...subagents].toSorted(newerFirst);
  }

  #part(kind: KindName, agentId: string): Line[] {
    const part = agentId === "" ? kind : `${kind} of subagents`;
    const known = this.#lines.get(part);
    if (known !== undefined) return known;
    const lines: Line[] = [];
    this.#lines.set(part, lines);
    return lines;
  }
}

/** The order of the store's own index: the newest first, at one time the greater name first. */
const newerFirst = (a: Pick<Line, "name" | "atMs">, b: Pick<Line, "name" | "atMs">): number =>
  b.atMs - a.atMs || (a.name < b.name ? 1 : -1);

/** The number of sessions whose documents are kept, the last used ones. */
const MAX_DOCUMENTS = 64;
/** A longer document is read again each time. An entry may hold a megabyte, and a checkpoint is cut to 64 KB. */
const MAX_KEPT_CHARS = 262_144;

/**
 * The documents of sessions, kept from one batch to the next. They are valid while only {@link SessionBatch} writes
 * rows. Any other writer, or a rollback, must forget them.
 */
export class SessionDocuments {
  readonly #documents = new Map<string, SessionDocument>();

  get(sessionId: string): SessionDocument | undefined {
    const document = this.#documents.get(sessionId);
    if (document === undefined) return undefined;
    this.set(sessionId, document);
    return this.#documents.get(sessionId);
  }

  set(sessionId: string, document: SessionDocument): void {
    this.#documents.delete(sessionId);
    if (document.isStale || document.chars > MAX_KEPT_CHARS) return;
    this.#documents.set(sessionId, document);
    if (this.#documents.size <= MAX_DOCUMENTS) return;
    for (const oldest of this.#documents.keys()) {
      this.#documents.delete(oldest);
      return;
    }
  }

  forget(): void {
    this.#documents.clear();
  }
}

/** The fields with the row's name. They are not parsed again: hive itself wrote them. */
function lineOf({ kind, agentId, name, atMs, data: stored }: ChangedRow): Line {
  const data = kind === "git" ? withoutLate(stored) : stored;
  const whose = agentId === "" ? "" : `,"agentId":${JSON.stringify(agentId)}`;
  const end = `"key":${JSON.stringify(factKey(agentId, name))},"atMs":${atMs}${whose}}`;
  const fields = data.slice(0, data.lastIndexOf("}"));
  return { name, atMs, json: fields.trimEnd() === "{" ? `{${end}` : `${fields},${end}` };
}

/** The worker's late findings belong to their own checkpoint, and to no later one. */
function withoutLate(data: string): string {
  const { dirty: _, ...place } = objectIn(data) ?? {};
  return JSON.stringify(place);
}
