// @bun
import {
  NAME_SQL
} from "./store-postgres-tombstones.js";
import {
  isString,
  isFunction,
  isObject,
  freeze,
  createQueryId,
  AbortedTransactionError,
  Kysely,
  sql,
  DefaultQueryCompiler,
  CompiledQuery,
  DialectAdapterBase,
  parseSavepointCommand,
  DEFAULT_MIGRATION_TABLE,
  DEFAULT_MIGRATION_LOCK_TABLE
} from "./store-sqlite-open-connection.js";
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// node_modules/kysely/dist/util/stack-trace-utils.js
function extendStackTrace(err, stackError) {
  if (isStackHolder(err) && stackError.stack) {
    let stackExtension = stackError.stack.split(`
`).slice(1).join(`
`);
    return err.stack += `
${stackExtension}`, err;
  }
  return err;
}
function isStackHolder(obj) {
  return isObject(obj) && isString(obj.stack);
}

// node_modules/kysely/dist/dialect/postgres/postgres-driver.js
var PRIVATE_RELEASE_METHOD = Symbol(), PRIVATE_MARK_FOR_DISCARD_METHOD = Symbol();

class PostgresDriver {
  #config;
  #connections = /* @__PURE__ */ new WeakMap;
  #pool;
  constructor(config) {
    this.#config = freeze({ ...config });
  }
  async init(options) {
    this.#pool = isFunction(this.#config.pool) ? await this.#config.pool(options) : this.#config.pool;
  }
  async acquireConnection(options) {
    let client = await this.#pool.connect();
    if (!this.#pool)
      throw client.release(), Error("driver has already been destroyed");
    let connection = this.#connections.get(client);
    if (!connection) {
      if (connection = new PostgresConnection(client, {
        controlClient: this.#config.controlClient || this.#pool.Client,
        cursor: this.#config.cursor ?? null,
        poolOptions: this.#pool.options
      }), this.#connections.set(client, connection), this.#config.onCreateConnection)
        await this.#config.onCreateConnection(connection, options);
    }
    if (this.#config.onReserveConnection)
      await this.#config.onReserveConnection(connection, options);
    return connection;
  }
  async beginTransaction(connection, settings) {
    let sql = "begin";
    if (settings.isolationLevel || settings.accessMode) {
      if (sql = "start transaction", settings.isolationLevel)
        sql += ` isolation level ${settings.isolationLevel}`;
      if (settings.accessMode)
        sql += ` ${settings.accessMode}`;
    }
    await connection.executeQuery(CompiledQuery.raw(sql));
  }
  async commitTransaction(connection) {
    let { rows } = await connection.executeQuery(CompiledQuery.raw("commit"));
    if (rows[0]?.command === "ROLLBACK")
      throw new AbortedTransactionError;
  }
  async rollbackTransaction(connection) {
    try {
      await connection.executeQuery(CompiledQuery.raw("rollback"));
    } catch (err) {
      throw connection[PRIVATE_MARK_FOR_DISCARD_METHOD](), err;
    }
  }
  async savepoint(connection, savepointName, compileQuery) {
    await connection.executeQuery(compileQuery(parseSavepointCommand("savepoint", savepointName), createQueryId()));
  }
  async rollbackToSavepoint(connection, savepointName, compileQuery) {
    await connection.executeQuery(compileQuery(parseSavepointCommand("rollback to", savepointName), createQueryId()));
  }
  async releaseSavepoint(connection, savepointName, compileQuery) {
    await connection.executeQuery(compileQuery(parseSavepointCommand("release", savepointName), createQueryId()));
  }
  async releaseConnection(connection) {
    connection[PRIVATE_RELEASE_METHOD]();
  }
  async destroy() {
    if (this.#pool) {
      let pool = this.#pool;
      this.#pool = void 0, await pool.end();
    }
  }
}

class PostgresConnection {
  #client;
  #options;
  #queryId;
  #pid;
  #discarded;
  constructor(client, options) {
    this.#client = client, this.#options = options;
  }
  async cancelQuery(controlConnectionProvider) {
    return await this.#executeControlQuery(`select pg_cancel_backend(${this.#pid})`, controlConnectionProvider);
  }
  async collectSessionInfo() {
    if (this.#pid)
      return;
    let { processID } = this.#client;
    if (processID)
      this.#pid = processID;
    else {
      this.#assertNotDiscarded();
      let { rows: [{ pid }] } = await this.#client.query("select pg_backend_pid() as pid", []);
      this.#pid = Number(pid);
    }
  }
  async executeQuery(compiledQuery) {
    this.#assertNotDiscarded();
    try {
      this.#queryId = compiledQuery.queryId;
      let result = await this.#client.query(compiledQuery.sql, compiledQuery.parameters), { command, rowCount, rows } = result;
      if (command === "ROLLBACK" || command === "COMMIT")
        return { rows: [{ command }] };
      return {
        numAffectedRows: command === "INSERT" || command === "UPDATE" || command === "DELETE" || command === "MERGE" ? BigInt(rowCount) : void 0,
        rows: rows ?? []
      };
    } catch (err) {
      throw extendStackTrace(err, Error());
    } finally {
      this.#queryId = void 0;
    }
  }
  async killSession(controlConnectionProvider) {
    return await this.#executeControlQuery(`select pg_terminate_backend(${this.#pid})`, controlConnectionProvider);
  }
  async* streamQuery(compiledQuery, chunkSize) {
    if (!this.#options.cursor)
      throw Error("`cursor` is not present in your postgres dialect config. It's required to make streaming work in postgres.");
    this.#assertNotDiscarded(), this.#queryId = compiledQuery.queryId;
    let cursor = this.#client.query(new this.#options.cursor(compiledQuery.sql, compiledQuery.parameters.slice()));
    try {
      while (!0) {
        let rows = await cursor.read(chunkSize);
        if (rows.length === 0)
          break;
        yield {
          rows
        };
      }
    } finally {
      await cursor.close(), this.#queryId = void 0;
    }
  }
  [PRIVATE_RELEASE_METHOD]() {
    this.#client.release(Boolean(this.#discarded));
  }
  [PRIVATE_MARK_FOR_DISCARD_METHOD]() {
    this.#discarded = !0;
  }
  #assertNotDiscarded() {
    if (this.#discarded)
      throw Error("Postgres connection has been discarded");
  }
  async#executeControlQuery(query, controlConnectionProvider) {
    if (!this.#queryId)
      return;
    let { controlClient: Client, poolOptions } = this.#options, queryIdToCancel = this.#queryId;
    if (!Client)
      return await controlConnectionProvider(async (controlConnection) => {
        if (queryIdToCancel.queryId === this.#queryId?.queryId)
          await controlConnection.executeQuery(CompiledQuery.raw(query, []));
      });
    let controlClient = new Client({
      ...poolOptions,
      password: "password" in poolOptions ? poolOptions.password : void 0
    });
    try {
      if (await controlClient.connect(), queryIdToCancel.queryId !== this.#queryId.queryId)
        return;
      await controlClient.query(query, []);
    } finally {
      controlClient.end();
    }
  }
}

// node_modules/kysely/dist/dialect/postgres/postgres-introspector.js
class PostgresIntrospector {
  #db;
  constructor(db) {
    this.#db = db;
  }
  async getSchemas() {
    return (await this.#db.selectFrom("pg_catalog.pg_namespace").select("nspname").$castTo().execute()).map((it) => ({ name: it.nspname }));
  }
  async getTables(options = { withInternalKyselyTables: !1 }) {
    let query = this.#db.selectFrom("pg_catalog.pg_attribute as a").innerJoin("pg_catalog.pg_class as c", "a.attrelid", "c.oid").innerJoin("pg_catalog.pg_namespace as ns", "c.relnamespace", "ns.oid").innerJoin("pg_catalog.pg_type as typ", "a.atttypid", "typ.oid").innerJoin("pg_catalog.pg_namespace as dtns", "typ.typnamespace", "dtns.oid").select([
      "a.attname as column",
      "a.attnotnull as not_null",
      "a.atthasdef as has_default",
      "c.relname as table",
      "c.relkind as table_type",
      "ns.nspname as schema",
      "typ.typname as type",
      "dtns.nspname as type_schema",
      sql`col_description(a.attrelid, a.attnum)`.as("column_description"),
      sql`pg_get_serial_sequence(quote_ident(ns.nspname) || '.' || quote_ident(c.relname), a.attname)`.as("auto_incrementing")
    ]).where("c.relkind", "in", [
      "r",
      "v",
      "p",
      "f"
    ]).where("ns.nspname", "!~", "^pg_").where("ns.nspname", "!=", "information_schema").where("ns.nspname", "!=", "crdb_internal").where(sql`has_schema_privilege(ns.nspname, 'USAGE')`).where("a.attnum", ">=", 0).where("a.attisdropped", "!=", !0).orderBy("ns.nspname").orderBy("c.relname").orderBy("a.attnum").$castTo();
    if (!options.withInternalKyselyTables)
      query = query.where("c.relname", "!=", DEFAULT_MIGRATION_TABLE).where("c.relname", "!=", DEFAULT_MIGRATION_LOCK_TABLE);
    let rawColumns = await query.execute();
    return this.#parseTableMetadata(rawColumns);
  }
  #parseTableMetadata(columns) {
    let tables = [], schemas = /* @__PURE__ */ new Map;
    for (let column of columns) {
      let schema = schemas.get(column.schema);
      if (!schema)
        schema = /* @__PURE__ */ new Map, schemas.set(column.schema, schema);
      let table = schema.get(column.table);
      if (!table)
        table = freeze({
          columns: [],
          isForeign: column.table_type === "f",
          isView: column.table_type === "v",
          name: column.table,
          schema: column.schema
        }), schema.set(column.table, table), tables.push(table);
      table.columns.push(freeze({
        comment: column.column_description ?? void 0,
        dataType: column.type,
        dataTypeSchema: column.type_schema,
        hasDefaultValue: column.has_default,
        isAutoIncrementing: column.auto_incrementing !== null,
        isNullable: !column.not_null,
        name: column.column
      }));
    }
    return tables;
  }
}

// node_modules/kysely/dist/dialect/postgres/postgres-query-compiler.js
var ID_WRAP_REGEX = /"/g;

class PostgresQueryCompiler extends DefaultQueryCompiler {
  sanitizeIdentifier(identifier) {
    return identifier.replace(ID_WRAP_REGEX, '""');
  }
}

// node_modules/kysely/dist/dialect/postgres/postgres-adapter.js
var LOCK_ID = BigInt("3853314791062309107"), LOCK_TIMEOUT_MILLISECONDS = 3600000;

class PostgresAdapter extends DialectAdapterBase {
  get supportsTransactionalDdl() {
    return !0;
  }
  get supportsReturning() {
    return !0;
  }
  async acquireMigrationLock(db, _opt) {
    await sql`
    with set_timeout as (
      select set_config('lock_timeout', '${sql.lit(LOCK_TIMEOUT_MILLISECONDS)}', true) as config_val
    )
    select pg_advisory_lock(${sql.lit(LOCK_ID)})
    from set_timeout`.execute(db);
  }
  async releaseMigrationLock(db, _opt) {
    await sql`select pg_advisory_unlock(${sql.lit(LOCK_ID)})`.execute(db);
  }
}

// node_modules/kysely/dist/dialect/postgres/postgres-dialect.js
class PostgresDialect {
  #config;
  constructor(config) {
    this.#config = config;
  }
  createDriver() {
    return new PostgresDriver(this.#config);
  }
  createQueryCompiler() {
    return new PostgresQueryCompiler;
  }
  createAdapter() {
    return new PostgresAdapter;
  }
  createIntrospector(db) {
    return new PostgresIntrospector(db);
  }
}

// src/store/postgres/connect/pool.ts
var STATEMENT_MS = 20000, CONNECT_SECONDS = 10, IDLE_SECONDS = 300;
function connectFleet(address) {
  let sql = new Bun.SQL({ ...clientOptions(address) }), kysely = new Kysely({ dialect: new PostgresDialect({ pool: {
    options: {},
    connect: async () => await clientOf(sql),
    end: async () => await sql.close({ timeout: 0 })
  } }) });
  return { kysely: kysely.withSchema("hive"), close: () => kysely.destroy() };
}
function clientOptions(address) {
  let { hostname, port, path, username, password, database, needsTls, caFile, isPrepared } = address, tls = { rejectUnauthorized: !0, ...caFile === void 0 ? {} : { ca: Bun.file(caFile) } };
  return {
    adapter: "postgres",
    port,
    username,
    database,
    max: 1,
    prepare: isPrepared,
    connectionTimeout: CONNECT_SECONDS,
    idleTimeout: IDLE_SECONDS,
    ...path === void 0 ? { hostname } : { path },
    ...password === void 0 ? {} : { password },
    ...needsTls ? { tls } : {}
  };
}
async function clientOf(sql) {
  let reserved = await sql.reserve(), gaveUp, giveUp = () => (gaveUp = new HiveError("HIVE_STORE_UNAVAILABLE", `the server has not answered for ${STATEMENT_MS / 1000} s`), sql.close({ timeout: 0 }).catch(givenUp), gaveUp), begun;
  return {
    query: async (text, parameters = []) => {
      try {
        if (text === "begin")
          return begun = inTime(reserved.unsafe("begin"), giveUp), begun.catch(saidBelow), { command: "BEGIN", rowCount: 0, rows: [] };
        let before = begun;
        begun = void 0;
        let [rows] = await Promise.all([
          inTime(reserved.unsafe(String(text), [...parameters]), giveUp),
          before
        ]);
        return { command: rows.command, rowCount: rows.count ?? 0, rows };
      } catch (error) {
        throw gaveUp ?? error;
      }
    },
    release: () => void reserved.release()
  };
}
async function inTime(answer, giveUp) {
  let timer, late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(giveUp()), STATEMENT_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
var saidBelow = () => {
  return;
}, givenUp = () => {
  return;
}, OF_A_ROW = /^(?:2[23]|54)/, NO_TABLES = ["42P01", "3F000"], POOLED = ["42P05", "26000"];
function asAway(error, { shown, unreadFile }) {
  if (errorCode(error) === "HIVE_STORE_UNAVAILABLE")
    return error;
  let state = sqlState(error);
  if (state !== void 0 && OF_A_ROW.test(state))
    return error;
  let said = `${errorMessage(error)}${state === void 0 ? "" : ` (${state})`}`, advice = adviceFor(state ?? "", unreadFile), why = NO_TABLES.includes(state ?? "") ? "it has no tables of hive's: call hive fleet init" : said + advice;
  return new HiveError("HIVE_STORE_UNAVAILABLE", `${shown}: ${why}`, { cause: error });
}
function adviceFor(state, unreadFile) {
  if (POOLED.includes(state))
    return ": add ?pgbouncer=transaction to its address";
  return unreadFile !== void 0 && state.startsWith("28") ? `: ${unreadFile} is not read, since it is not yours alone: call chmod 600 on it` : "";
}
function sqlState(error) {
  let state = error?.errno;
  return typeof state === "string" && /^[0-9A-Z]{5}$/.test(state) ? state : void 0;
}

// src/store/postgres/schema.ts
var OWNED = ["machines", "sources", "projects", "sessions", "facts", "refused", "tombstones"], STEPS = [
  [
    `CREATE TABLE hive.machines (
      fleet text, machine text, label text NOT NULL, hive_version text NOT NULL, seen_ms double precision NOT NULL,
      PRIMARY KEY (fleet, machine))`,
    `CREATE TABLE hive.sources (
      fleet text, source text, machine text NOT NULL, project text NOT NULL, seq bigint NOT NULL,
      at_ms double precision NOT NULL, PRIMARY KEY (fleet, source))`,
    "CREATE TABLE hive.projects (fleet text, project text, name text NOT NULL, PRIMARY KEY (fleet, project))",
    `CREATE TABLE hive.sessions (
      fleet text, machine text, session text, project text NOT NULL, agent text NOT NULL, title text, branch text,
      started_ms double precision NOT NULL, seen_ms double precision NOT NULL, ended_ms double precision,
      turn_ended_ms double precision, PRIMARY KEY (fleet, machine, session))`,
    "CREATE INDEX sessions_by_time ON hive.sessions (fleet, seen_ms DESC)",
    `CREATE TABLE hive.facts (
      fleet text, machine text, session text, agent_id text, kind text, key text, at_ms double precision NOT NULL,
      data jsonb NOT NULL, times jsonb, words text, is_failed boolean NOT NULL,
      PRIMARY KEY (fleet, machine, session, kind, agent_id, key))`,
    "CREATE INDEX facts_by_words ON hive.facts USING gin (pg_catalog.to_tsvector('simple', words)) WHERE words IS NOT NULL",
    `CREATE TABLE hive.refused (
      fleet text, source text, seq bigint, entry_id text NOT NULL, reason text NOT NULL, at_ms double precision NOT NULL,
      PRIMARY KEY (fleet, source, seq))`,
    "CREATE TABLE hive.tombstones (fleet text, mark text, at_ms double precision NOT NULL, PRIMARY KEY (fleet, mark))",
    ...OWNED.flatMap((table) => [
      `ALTER TABLE hive.${table} ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY own_fleet ON hive.${table} USING (EXISTS (
        SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = 'hive_' || fleet AND pg_catalog.pg_has_role(oid, 'MEMBER')))`
    ])
  ],
  [
    "ALTER TABLE hive.facts ADD COLUMN name uuid",
    `UPDATE hive.facts SET name = ${NAME_SQL}`,
    "ALTER TABLE hive.facts DROP CONSTRAINT facts_pkey",
    ...["machine", "session", "kind", "agent_id", "key"].map((column) => `ALTER TABLE hive.facts ALTER COLUMN ${column} SET NOT NULL`),
    "ALTER TABLE hive.facts ADD PRIMARY KEY (fleet, name)",
    "ANALYZE hive.facts",
    "ALTER TABLE hive.sources ADD COLUMN missing bigint NOT NULL DEFAULT 0",
    "ALTER TABLE hive.projects ADD COLUMN root text",
    "CREATE UNIQUE INDEX projects_by_root ON hive.projects (fleet, root) WHERE root IS NOT NULL"
  ]
], FLEET_VERSION = STEPS.length, LOCK = 7201994;
async function makeTables(kysely, to = FLEET_VERSION) {
  return await kysely.transaction().execute(async (transaction) => {
    await sql`SELECT pg_catalog.pg_advisory_xact_lock(${LOCK})`.execute(transaction);
    let from = await versionIn(transaction, to);
    if (from >= to)
      return !1;
    for (let step of STEPS.slice(from, to))
      for (let text of step)
        await sql.raw(text).execute(transaction);
    return await sql`DELETE FROM hive.version`.execute(transaction), await sql`INSERT INTO hive.version VALUES (${to})`.execute(transaction), !0;
  });
}
var VERSION_TABLE = [
  "CREATE TABLE hive.version (version integer NOT NULL)",
  "ALTER TABLE hive.version ENABLE ROW LEVEL SECURITY",
  "CREATE POLICY readable ON hive.version FOR SELECT USING (true)"
], FOUND = sql`
  SELECT pg_catalog.current_setting('server_encoding') AS encoding, current_user AS me,
    (SELECT pg_catalog.pg_get_userbyid(nspowner)::text FROM pg_catalog.pg_namespace WHERE nspname = 'hive') AS owner,
    NOT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'hive') AS "isEmpty",
    EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = pg_catalog.to_regclass('hive.version')
      AND attname = 'version' AND atttypid = 'pg_catalog.int4'::regtype) AS "isOurs"`;
async function versionIn(transaction, to) {
  let { encoding, me, owner, isEmpty, isOurs } = (await FOUND.execute(transaction)).rows[0];
  if (encoding !== "UTF8")
    throw unfit(`the database's encoding is ${encoding}: make one with ENCODING 'UTF8'`);
  if (!isEmpty && !isOurs)
    throw unfit("the database has a schema hive of something else: name another database");
  let version = (isOurs ? await transaction.selectFrom("version").select("version").executeTakeFirst() : void 0)?.version ?? 0;
  if (version >= to)
    return version;
  if (owner !== null && owner !== me)
    throw unfit(`its schema hive belongs to ${owner}: call hive fleet init as that role`);
  if (owner === null)
    await sql`CREATE SCHEMA hive`.execute(transaction);
  if (!isOurs)
    for (let text of VERSION_TABLE)
      await sql.raw(text).execute(transaction);
  return version;
}
var unfit = (why) => new HiveError("HIVE_STORE_UNAVAILABLE", `the fleet's server: ${why}`);
async function assertVersion(kysely, { shown }) {
  let { version } = await kysely.selectFrom("version").select("version").executeTakeFirstOrThrow();
  if (version === FLEET_VERSION)
    return;
  let what = version > FLEET_VERSION ? "a newer hive has made its tables: update hive" : "call hive fleet init";
  throw new HiveError("HIVE_STORE_UNAVAILABLE", `${shown}: ${what}`);
}

export { connectFleet, asAway, makeTables, assertVersion };
