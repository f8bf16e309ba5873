/** A process that sends recorded calls to a PostgreSQL in one of several ways, a turn at a time: `fleet-sender.ts URL N`. */
import { createRequire } from "node:module";
import { SHARE_CLASSES, type ShareClass } from "../../../src/base/config/config.ts";
import type { Observation } from "../../../src/model/observation.ts";
import { parseFleetUrl } from "../../../src/store/postgres/connect/address.ts";
import { clientOptions } from "../../../src/store/postgres/connect/pool.ts";
import { FleetTarget } from "../../../src/store/postgres/fleet-target.ts";
import type { OutboxRow } from "../../../src/store/target.ts";
import { TOP } from "../../harness/rig.ts";
import { observations } from "../observations.ts";

export const SENDINGS = ["plain", "fleet-status", "fleet-all", "graphile-worker", "pg-boss"] as const;
export type Sending = (typeof SENDINGS)[number];

/** As many calls as a forwarder sends at once. */
export const CALLS_A_BATCH = 128;

export interface SendTurn {
  readonly sending: Sending;
  readonly batches: number;
  readonly atMs: number;
}

const SHARES: Readonly<Record<"status" | "all", readonly ShareClass[]>> = {
  status: ["status", "sessions"],
  all: SHARE_CLASSES,
};

const PEERS = `${TOP}/bench/peers/package.json`;

/** The peers' own module; undefined where `bun install` in bench/peers has not brought it. */
export function peerModule(name: "graphile-worker" | "pg-boss"): string | undefined {
  try {
    return createRequire(PEERS).resolve(name);
  } catch {
    return undefined;
  }
}

/** Sends a batch. @param next what follows it, which may be prepared meanwhile */
type Send = (batch: readonly OutboxRow[], next: readonly OutboxRow[]) => Promise<unknown>;

/** Rows of an outbox, as a worker writes them of recorded calls. Each sender and turn has sessions of its own. */
function rowsOf(count: number, prefix: string): OutboxRow[] {
  return [...observations(count, Date.now())].map(({ payload }, index) => {
    const seen = payload as Observation;
    const body = JSON.stringify({ ...seen, sessionId: `${prefix}-${seen.sessionId}` });
    return { seq: index + 1, entryId: Bun.randomUUIDv7(), isUntrusted: false, body };
  });
}

function fleetSend(url: string, prefix: string, share: readonly ShareClass[]): Send & { close: () => Promise<void> } {
  const target = new FleetTarget({
    address: parseFleetUrl(url, {}),
    share,
    label: prefix,
    hiveVersion: "bench",
    projectOf: async () => ({ id: "example.org/bench", name: "bench", root: null }),
    dataDirectory: null,
  });
  const source = { id: prefix, machine: prefix, project: "/bench" };
  // As the forwarder does: see its #send.
  const send: Send = (batch, next) =>
    target.put(source, batch, Date.now(), () => {
      if (next.length > 0) target.prepare(source, next);
    });
  return Object.assign(send, { close: () => target.close() });
}

const PLAIN = `
  INSERT INTO bench_plain SELECT * FROM jsonb_to_recordset($1::text::jsonb) AS r (
    id uuid, session text, instance text, agent text, event text, at_ms double precision, body jsonb)
  ON CONFLICT (id) DO NOTHING`;

/** Writes each call as one row, and does no more than that. */
const plainSend =
  (sql: Bun.SQL): Send =>
  async (batch) => {
    const rows = batch.map(({ entryId, body: text }) => {
      const body = JSON.parse(text) as Observation;
      const { sessionId, instanceId, agent, event, atMs } = body;
      return { id: entryId, session: sessionId, instance: instanceId, agent, event, at_ms: atMs, body };
    });
    return await sql.unsafe(PLAIN, [JSON.stringify(rows)]);
  };

const GRAPHILE = `SELECT count(*) FROM graphile_worker.add_jobs(ARRAY(
  SELECT json_populate_record(null::graphile_worker.job_spec, j) FROM json_array_elements($1::text::json) AS j))`;

const graphileSend =
  (sql: Bun.SQL): Send =>
  async (batch) =>
    await sql.unsafe(GRAPHILE, [
      JSON.stringify(batch.map(({ body }) => ({ identifier: "bench", payload: JSON.parse(body) as unknown }))),
    ]);

interface Boss {
  start(): Promise<unknown>;
  insert(queue: string, jobs: readonly object[]): Promise<unknown>;
  stop(options: object): Promise<unknown>;
}

async function bossSend(url: string): Promise<Send & { close: () => Promise<unknown> }> {
  const { PgBoss } = (await import(peerModule("pg-boss")!)) as { PgBoss: new (options: object) => Boss };
  const { path, username, database } = parseFleetUrl(url, {});
  const host = path!.slice(0, path!.lastIndexOf("/"));
  const boss = new PgBoss({ host, user: username, database, max: 1, supervise: false, schedule: false });
  await boss.start();
  return Object.assign(
    (batch: readonly OutboxRow[]) =>
      boss.insert(
        "bench",
        batch.map(({ body }) => ({ data: JSON.parse(body) as object })),
      ),
    { close: () => boss.stop({ graceful: false }) },
  );
}

async function timed(send: Send, rows: readonly OutboxRow[], atMs: number): Promise<number> {
  // All of them begin at the same moment.
  await Bun.sleep(Math.max(0, atMs - Date.now()));
  const startedMs = performance.now();
  let batch: readonly OutboxRow[] = rows.slice(0, CALLS_A_BATCH);
  for (let from = CALLS_A_BATCH; batch.length > 0; from += CALLS_A_BATCH) {
    const next = rows.slice(from, from + CALLS_A_BATCH);
    await send(batch, next);
    batch = next;
  }
  return performance.now() - startedMs;
}

function serve(url: string, sender: string): void {
  const sql = new Bun.SQL(clientOptions(parseFleetUrl(url, {})));
  let turns = 0;
  const take = async ({ sending, batches, atMs }: SendTurn): Promise<number> => {
    turns += 1;
    const prefix = `${sender}-${turns}`;
    const rows = rowsOf(batches * CALLS_A_BATCH, prefix);
    if (sending === "graphile-worker") return await timed(graphileSend(sql), rows, atMs);
    if (sending === "pg-boss") {
      const send = await bossSend(url);
      const tookMs = await timed(send, rows, atMs);
      await send.close();
      return tookMs;
    }
    if (sending === "plain") return await timed(plainSend(sql), rows, atMs);
    const send = fleetSend(url, prefix, SHARES[sending === "fleet-all" ? "all" : "status"]);
    const tookMs = await timed(send, rows, atMs);
    await send.close();
    return tookMs;
  };
  process.on("message", (turn: SendTurn) => void take(turn).then((tookMs) => process.send!(tookMs)));
  process.send!(0);
}

if (import.meta.main) serve(process.argv[2]!, process.argv[3]!);
