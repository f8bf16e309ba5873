import { objectIn } from "../base/json.ts";
import { KIND_NAMES, type KindName, KINDS } from "../model/kinds.ts";
import type { StateRow } from "./session-state.ts";
import { factKey } from "./state-rows.ts";

/** One row as a checkpoint tells it. */
interface Line {
  readonly name: string;
  readonly atMs: number;
  readonly json: string;
}

/** What a document is told of a row that has changed. */
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
 * What a checkpoint tells of a session: of each kind the newest rows, of the main agent and of its subagents each. It is
 * read once and then kept as rows change, since of a backlog many checkpoints of one session come together.
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
    // One that goes back may leave its place to one that is not here.
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

  /** The size of what it tells. */
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

/** So many sessions' documents are kept, those that were asked for last. */
const MAX_DOCUMENTS = 64;
/** A longer one is read anew each time: an entry may hold a megabyte, and a checkpoint is cut to 64 KB. */
const MAX_KEPT_CHARS = 262_144;

/**
 * The documents of sessions, kept from one batch to the next. They hold as long as nobody but {@link SessionBatch} writes
 * rows: whoever else does, or undoes what it wrote, forgets them.
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

/** The fields with what names the row. They are not parsed again: hive itself wrote them. */
function lineOf({ kind, agentId, name, atMs, data: stored }: ChangedRow): Line {
  const data = kind === "git" ? withoutLate(stored) : stored;
  const whose = agentId === "" ? "" : `,"agentId":${JSON.stringify(agentId)}`;
  const end = `"key":${JSON.stringify(factKey(agentId, name))},"atMs":${atMs}${whose}}`;
  const fields = data.slice(0, data.lastIndexOf("}"));
  return { name, atMs, json: fields.trimEnd() === "{" ? `{${end}` : `${fields},${end}` };
}

/** What the worker found out later belongs to the checkpoint that it looked for, and to no later one. */
function withoutLate(data: string): string {
  const { dirty: _, ...place } = objectIn(data) ?? {};
  return JSON.stringify(place);
}
