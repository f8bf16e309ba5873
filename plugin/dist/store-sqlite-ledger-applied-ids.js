// @bun
// src/store/sqlite/ledger/journal-notes.ts
function readNotes(db) {
  if (db.query("SELECT 1 FROM sqlite_schema WHERE name = 'hive_journals'").get() === null)
    return /* @__PURE__ */ new Map;
  let rows = db.query("SELECT hour, bytes, hash, ids, rest, at_ms AS atMs FROM hive_journals").all();
  return new Map(rows.map((row) => [row.hour, row]));
}
function writeNotes(db, notes) {
  db.transaction(() => {
    db.run("DELETE FROM hive_journals");
    let insert = db.query("INSERT INTO hive_journals (hour, bytes, hash, ids, rest, at_ms) VALUES (?, ?, ?, ?, ?, ?)");
    for (let { hour, bytes, hash, ids, rest, atMs } of notes)
      insert.run(hour, bytes, hash, ids, rest, atMs);
  }).immediate();
}

// src/store/sqlite/ledger/applied-ids.ts
var OWN_SEQ = [8, 4, 4, 4, 12].map((digits) => "[0-9a-f]".repeat(digits)).join("-"), LOT_WORDS = 5;
var lotSql = (filter) => `SELECT unhex(group_concat(seq, '${4294967295 .toString(16)}') ${filter}, '-') AS ids, count(*) AS rows, max(atMs) AS lastMs
  FROM (SELECT seq, applied_at_ms AS atMs FROM hive_ledger WHERE applied_at_ms >= ? ORDER BY applied_at_ms LIMIT ?)`, LOT_SQL = lotSql(""), COMPARED_SQL = lotSql(`FILTER (WHERE seq GLOB '${OWN_SEQ}')`);
function areIds({ ids }) {
  if (ids === null || ids.length % Uint32Array.BYTES_PER_ELEMENT > 0)
    return !1;
  let words = new Uint32Array(ids.buffer);
  for (let at = 4;at < words.length; at += 5)
    if (words[at] !== 4294967295)
      return !1;
  return words.length % 5 === 4;
}
var LONGEST_BATCH_MS = 60000;
function* appliedIds(db, sinceMs) {
  let read = db.query(LOT_SQL), compare = db.query(COMPARED_SQL), rows = 2048;
  for (let fromMs = sinceMs;; ) {
    let lot = read.get(fromMs, rows);
    if (!areIds(lot))
      lot = compare.get(fromMs, rows);
    let { ids, lastMs } = lot;
    if (ids !== null)
      yield ids, ids.buffer.transfer(0);
    if (lot.rows < rows)
      return;
    rows = lastMs > fromMs ? 2048 : rows * 2, fromMs = lastMs;
  }
}

export { readNotes, writeNotes, LOT_WORDS, LONGEST_BATCH_MS, appliedIds };
