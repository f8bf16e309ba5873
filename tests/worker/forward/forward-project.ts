import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { HiveError } from "../../../src/base/errors.ts";
import { ArchiveTarget } from "../../../src/store/archive/archive-target.ts";
import type { StoreEntry } from "../../../src/store/port.ts";
import { OutboxReader } from "../../../src/store/sqlite/outbox.ts";
import { Store, type StoreOptions } from "../../../src/store/sqlite/store.ts";
import type { Cursor, OutboxRow, Source, Target } from "../../../src/store/target.ts";
import { Forwarder, type ForwarderOptions } from "../../../src/worker/forward/forwarder.ts";
import { Database } from "bun:sqlite";
import { tempDir } from "../../support/temp-dir.ts";

export const KEY = "k".repeat(64);

export const entry = (id: string, atMs: number, sessionId = "s", more: Partial<StoreEntry> = {}): StoreEntry => ({
  id,
  operation: "observe",
  payload: {
    sessionId,
    instanceId: "i",
    event: "UserPromptSubmit",
    agent: "claude-code",
    atMs,
    facts: [{ kind: "prompt", key: id, atMs, data: { text: `words of ${id}` } }],
  },
  ...more,
});

/** A target in memory, which does as its test says. */
export class FakeTarget implements Target {
  readonly name: string;
  readonly rows: OutboxRow[] = [];
  readonly refused: OutboxRow[] = [];
  seq = 0;
  puts = 0;
  isAway = false;
  isBad: (row: OutboxRow) => boolean = () => false;

  constructor(name = "fake") {
    this.name = name;
  }

  cursor(): Cursor {
    this.#assertThere();
    return { seq: this.seq };
  }

  put(_: Source, rows: readonly OutboxRow[]): void {
    this.#assertThere();
    this.puts += 1;
    if (rows.some(this.isBad)) throw new Error("a row is bad");
    this.rows.push(...rows);
    this.seq = rows.at(-1)!.seq;
  }

  refuse(_: Source, row: OutboxRow): void {
    this.#assertThere();
    this.refused.push(row);
    this.seq = row.seq;
  }

  close(): void {
    this.isAway = true;
  }

  #assertThere(): void {
    if (this.isAway) throw new HiveError("HIVE_STORE_UNAVAILABLE", `${this.name} is away`);
  }
}

/** Time stands still: a pass ends when nothing is left. */
const stopped = (): number => 0;

/** A project with a store, and an archive beside it. */
export async function forwardProject(options: StoreOptions = { hasOutbox: true }) {
  const dir = tempDir();
  mkdirSync(dir.root, { mode: 0o700 });
  const store = await Store.open(dir.root, options);
  const archive = join(dir.path, "archive.db");
  const readers: OutboxReader[] = [];
  return {
    root: dir.root,
    store,
    archive,
    forwarder(more: Partial<ForwarderOptions> = {}): Forwarder {
      const outbox = new OutboxReader(dir.root);
      readers.push(outbox);
      const targets = [new ArchiveTarget({ path: archive, key: KEY })];
      return new Forwarder({
        outbox,
        place: { machine: "m", project: dir.path },
        targets,
        elapsedMs: stopped,
        ...more,
      });
    },
    outbox: (): number[] =>
      store.db
        .query<{ seq: number }, []>("SELECT seq FROM hive_outbox ORDER BY seq")
        .all()
        .map(({ seq }) => seq),
    /** The keys of the prompts in the archive. */
    archived(): string[] {
      using db = new Database(archive, { readonly: true });
      const sql = "SELECT key FROM facts WHERE kind = 'prompt' ORDER BY at_ms";
      return db
        .query<{ key: string }, []>(sql)
        .all()
        .map(({ key }) => key);
    },
    [Symbol.dispose]() {
      for (const reader of readers) reader.close();
      store.close();
      dir[Symbol.dispose]();
    },
  };
}
