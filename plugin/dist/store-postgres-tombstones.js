// @bun
import {
  markOf3
} from "./store-postgres-rows-text.js";
import {
  sql
} from "./store-sqlite-open-connection.js";
import {
  objectIn2
} from "./base-json.js";
import {
  errorCode
} from "./base-errors.js";

// src/store/postgres/rows/fact-name.ts
var sized = (text) => `${Buffer.byteLength(text)}:${text}`, digest = (text) => Bun.SHA256.hash(text, "hex");
function factNames(machine) {
  let sessions = /* @__PURE__ */ new Map;
  return ({ session, kind, agent_id: agentId, key }) => {
    let known = sessions.get(session);
    if (known === void 0) {
      let text = sized(machine) + sized(session);
      sessions.set(session, known = { own: text, head: digest(text).slice(0, 8) });
    }
    let { own, head } = known, rest = digest(own + sized(kind) + sized(agentId) + sized(key));
    return `${head}-${rest.slice(0, 4)}-${rest.slice(4, 8)}-${rest.slice(8, 12)}-${rest.slice(12, 24)}`;
  };
}
var sizedSql = (columns) => `pg_catalog.concat(${columns.map((name) => `pg_catalog.octet_length(${name}), ':', ${name}`).join()})`, digestSql = (columns) => `pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(${sizedSql(columns)}, 'UTF8')), 'hex')`, NAME_SQL = `(pg_catalog.left(${digestSql(["machine", "session"])}, 8)
  || pg_catalog.left(${digestSql(["machine", "session", "kind", "agent_id", "key"])}, 24))::uuid`;
function nameRange(machine, session) {
  let head = digest(sized(machine) + sized(session)).slice(0, 8);
  return [`${head}-0000-0000-0000-000000000000`, `${head}-ffff-ffff-ffff-ffffffffffff`];
}

// src/store/postgres/connect/channel.ts
var CHANNEL = "hive_fleet";

// src/store/postgres/tombstones.ts
import { mkdirSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from "fs";
import { join } from "path";
var FOLDER = "fleet-forgets", NAME = /^[0-9a-f]{64}$/, MARK = sql.raw(`pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
  'hive forgotten' || pg_catalog.chr(10) || session, 'UTF8')), 'hex')`);
function noteTombstone(dataDirectory, sessionId, nowMs) {
  let folder = join(dataDirectory, FOLDER);
  mkdirSync(folder, { recursive: !0, mode: 448 }), writeFileSync(join(folder, markOf3(sessionId)), JSON.stringify({ atMs: nowMs }), { mode: 384 });
}
function pendingTombstones(dataDirectory) {
  try {
    return readdirSync(join(dataDirectory, FOLDER)).filter((name) => NAME.test(name));
  } catch (error) {
    if (errorCode(error) !== "ENOENT")
      throw error;
    return [];
  }
}
async function sendTombstones(kysely, fleet, dataDirectory) {
  for (let mark of pendingTombstones(dataDirectory)) {
    let path = join(dataDirectory, FOLDER, mark), atMs = Number(objectIn2(readFileSync(path, "utf8"))?.atMs) || Date.now();
    await kysely.transaction().execute(async (transaction) => {
      await sql`SELECT FROM hive.machines WHERE fleet = ${fleet} ORDER BY machine FOR UPDATE`.execute(transaction);
      let isIt = sql`fleet = ${fleet} AND ${MARK} = ${mark}`, { rows } = await sql`
        DELETE FROM hive.sessions WHERE ${isIt} RETURNING machine, session, seen_ms`.execute(transaction);
      for (let { machine, session } of rows) {
        let [least, greatest] = nameRange(machine, session);
        await sql`DELETE FROM hive.facts WHERE fleet = ${fleet} AND name BETWEEN ${least}::uuid AND ${greatest}::uuid
          AND machine = ${machine} AND session = ${session}`.execute(transaction);
      }
      let untilMs = Math.max(atMs, ...rows.map((row) => row.seen_ms));
      await transaction.insertInto("tombstones").values({ fleet, mark, at_ms: untilMs }).onConflict((conflict) => conflict.columns(["fleet", "mark"]).doUpdateSet({ at_ms: sql`greatest(tombstones.at_ms, ${untilMs})` })).execute(), await sql`SELECT pg_catalog.pg_notify(${CHANNEL}, '')`.execute(transaction);
    }), unlinkSync(path);
  }
}

export { factNames, NAME_SQL, nameRange, CHANNEL, noteTombstone, pendingTombstones, sendTombstones };
