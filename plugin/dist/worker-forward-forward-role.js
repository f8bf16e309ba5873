// @bun
import"./base-config-sources.js";
import {
  ownDirectory2
} from "./origin-own-directory.js";
import"./origin-own-file.js";
import"./base-files-files.js";
import {
  OpenFiles
} from "./store-sqlite-open-database.js";
import {
  archivePath,
  openArchive,
  asAway2
} from "./store-archive-open.js";
import {
  KINDS,
  mergeRows
} from "./model-merge.js";
import"./redact-redact.js";
import {
  factNames,
  CHANNEL,
  sendTombstones
} from "./store-postgres-tombstones.js";
import {
  connectFleet,
  asAway,
  assertVersion
} from "./store-postgres-schema.js";
import {
  fleetProject
} from "./store-postgres-project-id.js";
import {
  machineId,
  wordsOf2,
  archiveKey,
  ArchiveRows
} from "./store-archive-rows.js";
import {
  sharedOf
} from "./store-postgres-share.js";
import {
  OutboxReader
} from "./store-sqlite-outbox.js";
import {
  hasFleet,
  shareOf,
  fleetAddress
} from "./store-postgres-connect-settings.js";
import {
  clean,
  mayBeUnclean,
  markOf3
} from "./store-postgres-rows-text.js";
import"./git-git-view.js";
import {
  DocumentRests,
  followTranscripts
} from "./worker-enrich-transcript.js";
import"./store-archive-pauses.js";
import {
  isAnyForgotten,
  isForgotten,
  deleteSessions
} from "./store-archive-erase.js";
import {
  readConfigFiles,
  projectDirectory
} from "./origin-config-files.js";
import"./platform-programs.js";
import {
  VERSION
} from "./base-version.js";
import"./store-sqlite-prepared.js";
import {
  CompiledQuery,
  rollBack
} from "./store-sqlite-open-connection.js";
import"./store-sqlite-open-location.js";
import {
  mayNeedReopening
} from "./platform-process-kernel-locks.js";
import {
  userKey
} from "./origin-key.js";
import {
  isObject2,
  textOf2
} from "./base-json.js";
import"./git-git-tree.js";
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/store/target.ts
var observationOf = ({ body }) => JSON.parse(body);

// src/store/archive/archive-target.ts
class ArchiveTarget {
  name = "archive";
  #options;
  #open = null;
  constructor(options) {
    this.#options = options;
  }
  cursor(source) {
    return this.#within(({ rows }) => ({ seq: rows.cursor(source.id) }));
  }
  put(source, batch, nowMs) {
    let { onStep, key } = this.#options;
    this.#write(({ db, rows }) => {
      let project = rows.project(source.machine, source.project), fromSeq = rows.cursor(source.id), isAny = isAnyForgotten(db), changed = /* @__PURE__ */ new Set;
      for (let row of batch) {
        if (row.seq <= fromSeq)
          continue;
        let observation = observationOf(row), { sessionId, atMs } = observation;
        if (isAny && isForgotten(db, sessionId, atMs, key))
          continue;
        changed.add(rows.observe(project, observation, row.isUntrusted)), onStep?.("row-written");
      }
      for (let session of changed)
        rows.describe(session);
      rows.moveCursor(source.id, project, batch.at(-1).seq, nowMs), onStep?.("written");
    }), onStep?.("committed");
  }
  refuse(source, row, reason, nowMs) {
    this.#write(({ rows }) => {
      rows.refuse(source.id, row, reason, nowMs), rows.moveCursor(source.id, rows.project(source.machine, source.project), row.seq, nowMs);
    });
  }
  with(work) {
    return this.#within(({ db }) => work(db));
  }
  close() {
    this.#open?.db.close(), this.#open = null;
  }
  #write(write) {
    this.#within((open) => {
      open.db.run("BEGIN IMMEDIATE"), this.#options.onStep?.("begun"), write(open), open.db.run("COMMIT");
    });
  }
  #within(work) {
    let open = this.#opened();
    try {
      return work(open);
    } catch (error) {
      if (rollBack(open.db), mayNeedReopening(error))
        this.close();
      throw asAway2(error);
    }
  }
  #opened() {
    if (this.#open?.files.isDatabaseInPlace === !1)
      this.close();
    if (this.#open !== null)
      return this.#open;
    let db = openArchive(this.#options.path, 0);
    return isAnyForgotten(db), this.#open = { db, files: new OpenFiles(this.#options.path), rows: new ArchiveRows(db) }, this.#open;
  }
}

// src/store/archive/retain.ts
var DAY_MS = 86400000, LOT = 10;
function bytesIn(db) {
  let one = (name) => Object.values(db.query(`PRAGMA ${name}`).get())[0] ?? 0;
  return (one("page_count") - one("freelist_count")) * one("page_size");
}
function retain(db, { days, maxBytes }, nowMs) {
  let oldest = db.query("SELECT id FROM sessions WHERE seen_ms < ? ORDER BY seen_ms LIMIT ?"), beforeMs = bytesIn(db) > maxBytes ? Number.MAX_SAFE_INTEGER : days === 0 ? Number.MIN_SAFE_INTEGER : nowMs - days * DAY_MS, ids = oldest.all(beforeMs, LOT).map(({ id }) => id);
  if (ids.length === 0)
    return 0;
  return db.transaction(() => deleteSessions(db, ids)).immediate(), db.run("PRAGMA incremental_vacuum"), ids.length;
}

// src/worker/forward/fleet.ts
import { hostname } from "os";

// src/store/postgres/rows/fold.ts
var MAX_WORDS_CHARS = 1e5;
function foldFacts(machine, seen) {
  let nameOf = factNames(machine), rows = /* @__PURE__ */ new Map;
  for (let { sessionId: session, facts } of seen)
    for (let fact of facts) {
      let parts = { session, agent_id: fact.agentId ?? "", kind: fact.kind, key: archiveKey(fact) }, name = nameOf(parts), known = rows.get(name), row = { atMs: fact.atMs, data: fact.data };
      rows.set(name, known === void 0 ? toFactRow({ name, ...parts }, row) : merged(known, row));
    }
  return [...rows.values()];
}
function mergeStored(folded, stored) {
  let known = new Map(stored.map((row) => [row.name, rowOf(row)]));
  return { added: folded.filter(({ name }) => !known.has(name)), changed: folded.flatMap((row) => changed(row, known.get(row.name))) };
}
function changed(row, before) {
  if (before === void 0)
    return [];
  let after = mergeRows(KINDS[row.kind].merge, before, rowOf(row));
  return after === before ? [] : [toFactRow(row, after)];
}
var merged = (known, comes) => toFactRow(known, mergeRows(KINDS[known.kind].merge, rowOf(known), comes));
function toFactRow({ name, session, agent_id, kind, key }, { atMs, data, times }) {
  let { text, isFailed } = wordsOf2(kind, key, data);
  return {
    name,
    session,
    agent_id,
    kind,
    key,
    at_ms: atMs,
    data,
    times: times ?? null,
    words: text === null ? null : text.slice(0, MAX_WORDS_CHARS).toWellFormed(),
    is_failed: isFailed
  };
}
function rowOf({ at_ms: atMs, data, times }) {
  return {
    atMs,
    data: isObject2(data) ? data : {},
    ...isObject2(times) ? { times } : {}
  };
}

// src/store/postgres/rows/session-rows.ts
function sessionRows(seen, facts) {
  let last = lastOf(facts), rows = /* @__PURE__ */ new Map;
  for (let { sessionId: session, agent, atMs } of seen) {
    let known = rows.get(session), { session: own, git, end, turn } = last.get(session) ?? {};
    rows.set(session, {
      session,
      agent,
      title: textOf2(own?.data.title) ?? null,
      branch: textOf2(git?.data.branch) ?? null,
      started_ms: Math.min(known?.started_ms ?? atMs, atMs),
      seen_ms: Math.max(known?.seen_ms ?? atMs, atMs),
      ended_ms: end?.at_ms ?? null,
      turn_ended_ms: turn?.at_ms ?? null
    });
  }
  return [...rows.values()];
}
function lastOf(facts) {
  let last = /* @__PURE__ */ new Map;
  for (let fact of facts) {
    if (fact.agent_id !== "")
      continue;
    let own = last.get(fact.session) ?? {}, known = own[fact.kind];
    if (known === void 0 || fact.at_ms >= known.at_ms)
      own[fact.kind] = fact;
    last.set(fact.session, own);
  }
  return last;
}

// src/store/postgres/statements.ts
async function run(within, text, ...parameters) {
  return (await within.executeQuery(CompiledQuery.raw(text, [...parameters]))).rows;
}
var words = (all) => `{${all.join()}}`, HOLD = `
  WITH m AS (INSERT INTO hive.machines (fleet, machine, label, hive_version, seen_ms) VALUES ($1, $2, $3, $4, $7)
      ON CONFLICT (fleet, machine) DO UPDATE
      SET label = excluded.label, hive_version = excluded.hive_version, seen_ms = excluded.seen_ms)
  INSERT INTO hive.sources (fleet, source, machine, project, seq, at_ms) VALUES ($1, $5, $2, $6, 0, $7)
  ON CONFLICT (fleet, source) DO UPDATE SET at_ms = excluded.at_ms, project = excluded.project RETURNING seq`;
async function hold(transaction, sender) {
  let { fleet, machine, label, hiveVersion, source, project, nowMs } = sender, given = [fleet, machine, label, hiveVersion, source, project, nowMs], [row] = await run(transaction, HOLD, ...given);
  return Number(row.seq);
}
var PROJECT = [
  "INSERT INTO hive.projects (fleet, project, name, root) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
  `UPDATE hive.projects SET root = $3 WHERE fleet = $1 AND project = $2 AND root IS NULL AND NOT EXISTS (
    SELECT 1 FROM hive.projects WHERE fleet = $1 AND root = $3)`,
  "SELECT project FROM hive.projects WHERE fleet = $1 AND root = $2"
];
async function projectIdOf(within, fleet, project) {
  let { id, name, root } = project;
  if (await run(within, PROJECT[0], fleet, id, name, root), root === null)
    return id;
  await run(within, PROJECT[1], fleet, id, root);
  let [known] = await run(within, PROJECT[2], fleet, root);
  return known?.project ?? id;
}
var KNOWN = `
  SELECT f.* FROM pg_catalog.unnest($2::text::uuid[]) AS asked (name) CROSS JOIN LATERAL (
    SELECT name::text, at_ms, data, times FROM hive.facts WHERE fleet = $1 AND name = asked.name OFFSET 0) AS f
  UNION ALL SELECT mark, at_ms, NULL, NULL FROM hive.tombstones WHERE fleet = $1 AND mark = ANY ($3::text::text[])`;
async function knownOf(transaction, { fleet }, facts, sessions) {
  if (sessions.length === 0)
    return { stored: [], forgotten: /* @__PURE__ */ new Map };
  let marks = new Map(sessions.map((session) => [markOf3(session), session])), names = words(facts.map(({ name }) => name)), rows = await run(transaction, KNOWN, fleet, names, words([...marks.keys()]));
  return {
    stored: rows.filter(({ name }) => !marks.has(name)),
    forgotten: new Map(rows.flatMap(({ name, at_ms: atMs }) => marks.has(name) ? [[marks.get(name), atMs]] : []))
  };
}
var TELL = `pg_catalog.pg_notify('${CHANNEL}', '')`, factsIn = (parameter) => `
    INSERT INTO hive.facts (fleet, machine, name, session, agent_id, kind, key, at_ms, data, times, words, is_failed)
    SELECT $1, $2, r.* FROM pg_catalog.jsonb_to_recordset(${parameter}::text::jsonb) AS r (
      name uuid, session text, agent_id text, kind text, key text, at_ms double precision, data jsonb, times jsonb,
      words text, is_failed boolean)`, WRITE = `
  WITH a AS (${factsIn("$7")}),
  c AS (${factsIn("$8")}
    ON CONFLICT (fleet, name) DO UPDATE SET at_ms = excluded.at_ms,
      data = excluded.data, times = excluded.times, words = excluded.words, is_failed = excluded.is_failed),
  s AS (
    INSERT INTO hive.sessions (
      fleet, machine, project, session, agent, title, branch, started_ms, seen_ms, ended_ms, turn_ended_ms)
    SELECT $1, $2, $4, r.* FROM pg_catalog.jsonb_to_recordset($9::text::jsonb) AS r (
      session text, agent text, title text, branch text, started_ms double precision, seen_ms double precision,
      ended_ms double precision, turn_ended_ms double precision)
    ON CONFLICT (fleet, machine, session) DO UPDATE SET
      agent = excluded.agent,
      title = coalesce(excluded.title, sessions.title),
      branch = coalesce(excluded.branch, sessions.branch),
      started_ms = least(sessions.started_ms, excluded.started_ms),
      seen_ms = greatest(sessions.seen_ms, excluded.seen_ms),
      ended_ms = greatest(sessions.ended_ms, excluded.ended_ms),
      turn_ended_ms = greatest(sessions.turn_ended_ms, excluded.turn_ended_ms)),
  m AS (
    UPDATE hive.sources SET seq = greatest(seq, $5::bigint), missing = missing + $6::bigint
    WHERE fleet = $1 AND source = $3)
  SELECT ${TELL}`;
async function write(transaction, { fleet, machine, source, project }, { facts, sessions, fromSeq, seqs }) {
  let came = seqs.filter((seq) => seq > fromSeq), toSeq = came.at(-1) ?? fromSeq, before = fromSeq === 0 ? (came[0] ?? 1) - 1 : fromSeq, missing = toSeq === fromSeq ? 0 : toSeq - before - came.length, rows = [facts.added, facts.changed, sessions].map((one) => JSON.stringify(one));
  await run(transaction, WRITE, fleet, machine, source, project, toSeq, missing, ...rows);
}

// src/store/postgres/fleet-target.ts
class FleetTarget {
  name = "fleet";
  #options;
  #connection = null;
  #prepared = null;
  #projects = /* @__PURE__ */ new Map;
  constructor(options) {
    this.#options = options;
  }
  async cursor(source) {
    let { address, label } = this.#options;
    return await this.#within(async (kysely) => {
      await assertVersion(kysely, address);
      let row = await kysely.selectFrom("sources").innerJoin("machines", (join) => join.onRef("machines.fleet", "=", "sources.fleet").on("machines.machine", "=", source.machine)).select(["sources.seq", "sources.at_ms", "machines.label"]).where("sources.fleet", "=", address.fleet).where("sources.source", "=", source.id).executeTakeFirst();
      return row === void 0 || row.label !== label ? { seq: 0 } : { seq: Number(row.seq), atMs: row.at_ms };
    });
  }
  prepare(source, rows) {
    try {
      this.#prepared = { rows, batch: batchOf(source, rows, this.#options.share) };
    } catch {
      this.#prepared = null;
    }
  }
  async put(source, rows, nowMs, meanwhile) {
    let { share, onStep } = this.#options, { machine } = source, prepared = this.#prepared?.rows === rows ? this.#prepared.batch : null;
    this.#prepared = null;
    let { shared, sessions, facts: all } = prepared ?? batchOf(source, rows, share);
    await this.#write(source, nowMs, async (transaction, sender) => {
      let [fromSeq, { stored, forgotten }] = await Promise.all([
        hold(transaction, sender),
        knownOf(transaction, sender, all, sessions)
      ]);
      onStep?.("begun");
      let kept = shared.filter(({ atMs, sessionId }) => atMs > (forgotten.get(sessionId) ?? -1)), facts = mergeStored(kept.length === shared.length ? all : foldFacts(machine, kept), stored), sessionsSeen = sessionRows(kept, [...facts.added, ...facts.changed]), seqs = rows.map(({ seq }) => seq), written = write(transaction, sender, { facts, sessions: sessionsSeen, fromSeq, seqs });
      meanwhile?.(), await written, onStep?.("written");
    }), onStep?.("committed");
  }
  async refuse(source, { seq, entryId }, reason, nowMs) {
    let { fleet } = this.#options.address;
    await this.#write(source, nowMs, async (transaction, sender) => {
      let fromSeq = await hold(transaction, sender);
      await transaction.insertInto("refused").values({ fleet, source: source.id, seq, entry_id: entryId, reason: clean(reason), at_ms: nowMs }).onConflict((conflict) => conflict.doNothing()).execute(), await write(transaction, sender, { facts: { added: [], changed: [] }, sessions: [], fromSeq, seqs: [seq] });
    });
  }
  async close() {
    let connection = this.#connection;
    this.#connection = null, this.#projects.clear(), await connection?.close();
  }
  async#write(source, nowMs, work) {
    let { address, label, hiveVersion, projectOf, dataDirectory } = this.#options, { fleet } = address;
    await this.#within(async (kysely) => {
      if (dataDirectory !== null)
        await sendTombstones(kysely, fleet, dataDirectory);
      let project = await this.#projectOf(kysely, source, projectOf), sender = { fleet, machine: source.machine, label, hiveVersion, source: source.id, project, nowMs };
      await kysely.transaction().execute(async (transaction) => await work(transaction, sender));
    });
  }
  async#projectOf(kysely, source, projectOf) {
    let known = this.#projects.get(source.id);
    if (known !== void 0)
      return known;
    let id = await projectIdOf(kysely, this.#options.address.fleet, await projectOf(source));
    return this.#projects.set(source.id, id), id;
  }
  async#within(work) {
    this.#connection ??= connectFleet(this.#options.address);
    try {
      return await work(this.#connection.kysely);
    } catch (error) {
      let away = asAway(error, this.#options.address);
      if (errorCode(away) === "HIVE_STORE_UNAVAILABLE")
        await this.close().catch(goneAnyway);
      throw away;
    }
  }
}
var goneAnyway = () => {
  return;
};
function batchOf({ machine }, rows, share) {
  let shared = rows.filter(({ isUntrusted }) => !isUntrusted).map((row) => sharedIn(row, share));
  return {
    shared,
    sessions: [...new Set(shared.map(({ sessionId }) => sessionId))],
    facts: foldFacts(machine, shared)
  };
}
function sharedIn(row, share) {
  let seen = sharedOf(observationOf(row), share);
  return mayBeUnclean(row.body) ? clean(seen) : seen;
}

// src/store/postgres/unset-target.ts
function unsetTarget(why) {
  let refuse = () => {
    throw new HiveError("HIVE_STORE_UNAVAILABLE", why);
  };
  return { name: "fleet", cursor: refuse, put: refuse, refuse, close: () => {
    return;
  } };
}

// src/worker/forward/fleet.ts
function fleetOf(root, config) {
  if (!hasFleet(config, process.env))
    return null;
  try {
    return new FleetTarget({
      address: fleetAddress(config, process.env, root),
      share: shareOf(config),
      label: hostname(),
      hiveVersion: VERSION,
      projectOf: fleetProject,
      dataDirectory: ownDirectory2("data", process.env, root)
    });
  } catch (error) {
    if (errorCode(error) !== "HIVE_INVALID_OPTION")
      throw error;
    return unsetTarget(errorMessage(error));
  }
}

// src/worker/forward/forwarder.ts
var FIRST_BACKOFF_MS = 20, BEHIND_MS = 100, LONGEST_BACKOFF_MS = 60000, PASS_MS = 200, newLane = (target) => ({
  target,
  seq: null,
  error: null,
  failures: 0,
  notBeforeMs: 0,
  refused: 0
});

class Forwarder {
  #options;
  #elapsedMs;
  #lanes;
  #sourceId = null;
  #isBehind = !1;
  constructor(options) {
    this.#options = options, this.#elapsedMs = options.elapsedMs ?? (() => performance.now()), this.#lanes = options.targets.map(newLane);
  }
  async pass() {
    let endMs = this.#elapsedMs() + PASS_MS;
    this.#isBehind = !1;
    let source = this.#source();
    if (source === null)
      return this.#report(FIRST_BACKOFF_MS);
    if (await Promise.all(this.#lanes.map((lane) => this.#send(lane, source, endMs))), !this.#isBehind)
      return this.#report(null);
    return this.#options.outbox.close(), this.#report(BEHIND_MS);
  }
  async close() {
    this.#options.outbox.close();
    for (let { target } of this.#lanes)
      await target.close();
  }
  #source() {
    let { outbox, place } = this.#options, id;
    try {
      id = outbox.sourceId();
    } catch (error) {
      if (!isAway(error))
        throw error;
      return null;
    }
    if (id === null)
      return null;
    if (id !== this.#sourceId)
      this.#lanes = this.#lanes.map(({ target }) => newLane(target));
    return this.#sourceId = id, { id, ...place };
  }
  async#send(lane, source, endMs) {
    let { outbox, onStep } = this.#options;
    if (this.#elapsedMs() < lane.notBeforeMs)
      return;
    try {
      if (lane.seq ??= await this.#cursor(lane, source), lane.seq === null)
        return;
      let next = [];
      while (this.#elapsedMs() < endMs) {
        let rows = next.length > 0 ? next : outbox.after(lane.seq);
        if (onStep?.("read"), rows.length === 0)
          break;
        next = [], await this.#put(lane, source, rows, () => {
          next = this.#prepared(lane, source, rows.at(-1).seq);
        });
      }
      lane.error = null, lane.failures = 0, lane.notBeforeMs = 0;
    } catch (error) {
      if (!isAway(error))
        throw error;
      this.#backOff(lane, error);
    }
  }
  async#cursor({ target }, source) {
    let cursor = await target.cursor(source);
    if (!this.#options.outbox.isBehind(cursor))
      return cursor.seq;
    return this.#isBehind = !0, null;
  }
  async#put(lane, source, rows, meanwhile) {
    let { onStep, nowMs = Date.now } = this.#options;
    try {
      await lane.target.put(source, rows, nowMs(), meanwhile);
    } catch (error) {
      if (isAway(error))
        throw error;
      if (rows.length > 1) {
        let middle = rows.length >> 1;
        return await this.#put(lane, source, rows.slice(0, middle)), await this.#put(lane, source, rows.slice(middle));
      }
      await lane.target.refuse(source, rows[0], errorMessage(error), nowMs()), lane.refused += 1, onStep?.("refused");
    }
    lane.seq = rows.at(-1).seq, onStep?.("put");
  }
  #prepared({ target }, source, seq) {
    if (target.prepare === void 0)
      return [];
    try {
      let rows = this.#options.outbox.after(seq);
      if (rows.length > 0)
        target.prepare(source, rows);
      return rows;
    } catch (error) {
      if (!isAway(error))
        throw error;
      return [];
    }
  }
  #backOff(lane, error) {
    let { random = Math.random } = this.#options;
    lane.error = errorMessage(error), lane.seq = null;
    let longestMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** lane.failures);
    lane.notBeforeMs = this.#elapsedMs() + longestMs * (0.5 + random() / 2), lane.failures += 1;
  }
  #report(leastMs) {
    let waits = this.#lanes.map((lane) => this.#againInMs(lane)).filter((ms) => ms !== null), againInMs = leastMs ?? (waits.length === 0 ? null : Math.min(...waits));
    return {
      source: this.#sourceId ?? "",
      seq: Math.min(...this.#lanes.map(({ seq }) => seq ?? 0)),
      targets: this.#lanes.map(({ target, error, refused }) => ({ name: target.name, error, refused })),
      againInMs,
      isBehind: this.#isBehind
    };
  }
  #againInMs({ seq, error, notBeforeMs }) {
    if (error !== null)
      return Math.max(1, notBeforeMs - this.#elapsedMs());
    return seq !== null && this.#options.outbox.hasAfter(seq) ? 0 : null;
  }
}
var isAway = (error) => errorCode(error) === "HIVE_STORE_UNAVAILABLE";

// src/worker/forward/forward-role.ts
var MIB = 1048576, SWEEP_INTERVAL_MS = 3600000, MOST_LOTS = 20, makeForwarder = ({ root }) => {
  let { config } = readConfigFiles(root), archive = archiveOf(root, config), targets = [archive, fleetOf(root, config)].filter((target) => target !== null);
  if (targets.length === 0)
    throw new HiveError("HIVE_STORE_UNAVAILABLE", "no target is set");
  let forwarder = new Forwarder({
    outbox: new OutboxReader(root),
    place: { machine: machineId(root), project: projectDirectory(root) },
    targets
  }), rests = new DocumentRests, sweeper = archive === null ? null : new Sweeper(archive, config);
  return {
    answer: async () => {
      let done = await forwarder.pass();
      sweeper?.sweep(Date.now());
      let followInMs = archive === null ? null : follow(archive, root, rests);
      return followInMs === null ? done : { ...done, againInMs: Math.min(done.againInMs ?? followInMs, followInMs) };
    },
    close: () => forwarder.close()
  };
}, RECENT_MS = 86400000;
function follow(archive, root, rests) {
  let nowMs = Date.now(), sinceMs = nowMs - RECENT_MS, options = { root, project: projectDirectory(root), key: userKey(root), nowMs, sinceMs, rests };
  try {
    return archive.with((db) => followTranscripts(db, options));
  } catch (error) {
    if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE")
      throw error;
    return null;
  }
}
function archiveOf(root, { archive }) {
  let path = archivePath(process.env, root);
  return archive === "off" || path === null ? null : new ArchiveTarget({ path, key: userKey(root) });
}

class Sweeper {
  #archive;
  #config;
  #dueMs = 0;
  constructor(archive, config) {
    this.#archive = archive, this.#config = config;
  }
  sweep(nowMs) {
    if (nowMs < this.#dueMs && this.#dueMs - nowMs <= SWEEP_INTERVAL_MS)
      return;
    let { archiveRetentionDays: days, archiveMaxMegabytes: megabytes } = this.#config;
    try {
      for (let lot = 0;lot < MOST_LOTS; lot += 1) {
        if (this.#archive.with((db) => retain(db, { days, maxBytes: megabytes * MIB }, nowMs)) > 0)
          continue;
        this.#dueMs = nowMs + SWEEP_INTERVAL_MS;
        return;
      }
    } catch (error) {
      if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE")
        throw error;
    }
  }
}
export {
  makeForwarder
};
