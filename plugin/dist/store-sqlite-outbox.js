// @bun
import {
  openForReading,
  OpenFiles
} from "./store-sqlite-open-database.js";
import {
  locateStore
} from "./store-sqlite-open-location.js";
import {
  unavailable,
  isStoreUnavailable
} from "./platform-process-kernel-locks.js";
import {
  userKey
} from "./origin-key.js";

// src/store/sqlite/outbox.ts
var MAX_ROWS = 128, MAX_CHARS = 1048576, BEHIND = `SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'hive_outbox'), 0) < ?1 OR EXISTS (
  SELECT 1 FROM hive_outbox WHERE seq <= ?1 AND is_untrusted = 0 AND iif(json_valid(body), body, '{}') ->> 'atMs' > ?2
) AS "is"`;

class OutboxReader {
  #root;
  #open = null;
  constructor(root) {
    this.#root = root;
  }
  sourceId() {
    if (this.#open !== null && !this.#open.files.isDatabaseInPlace)
      this.close();
    return this.#open ??= this.#opened(), this.#open?.sourceId ?? null;
  }
  after(seq) {
    return this.#reading(({ after }) => {
      let rows = [], chars = 0;
      for (let row of after.all(seq, MAX_ROWS)) {
        if (chars += row.body.length, rows.length > 0 && chars > MAX_CHARS)
          break;
        rows.push({ seq: row.seq, entryId: row.entry_id, isUntrusted: row.is_untrusted === 1, body: row.body });
      }
      return rows;
    });
  }
  isBehind({ seq, atMs = Number.MAX_SAFE_INTEGER }) {
    return this.#reading(({ db }) => db.query(BEHIND).get(seq, atMs).is === 1);
  }
  hasAfter(seq) {
    return this.#reading(({ after }) => after.get(seq, 1) !== null);
  }
  close() {
    this.#open?.after.finalize(), this.#open?.db.close(), this.#open = null;
  }
  #opened() {
    let key = userKey(this.#root), { path, isThere } = locateStore(this.#root, key);
    if (!isThere)
      return null;
    let db;
    try {
      if (db = openForReading(path, key, 0), db.query("SELECT 1 FROM sqlite_schema WHERE name = 'hive_source'").get() === null)
        return closed(db);
      let { id } = db.query("SELECT id FROM hive_source").get(), after = db.prepare("SELECT seq, entry_id, is_untrusted, body FROM hive_outbox WHERE seq > ? ORDER BY seq LIMIT ?");
      return { db, sourceId: id, after, files: new OpenFiles(path) };
    } catch (error) {
      throw db?.close(), isStoreUnavailable(error) ? unavailable(path, error) : error;
    }
  }
  #reading(read) {
    try {
      return read(this.#open);
    } catch (error) {
      throw this.close(), isStoreUnavailable(error) ? unavailable(this.#root, error) : error;
    }
  }
}
function closed(db) {
  return db.close(), null;
}
function waitingIn(db) {
  return db.query(`SELECT coalesce((SELECT max(seq) FROM hive_outbox) - (SELECT min(seq) FROM hive_outbox) + 1, 0) AS rows,
    (SELECT json_extract(body, '$.atMs') FROM hive_outbox ORDER BY seq LIMIT 1) AS oldestMs`).get();
}

export { OutboxReader, waitingIn };
