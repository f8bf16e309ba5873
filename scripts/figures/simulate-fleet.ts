/**
 * Simulates the machines of a fleet against one PostgreSQL, and prints what it took: `simulate-fleet.ts URL [MACHINES] [CALLS]`.
 * Each machine has a forwarder's target of its own, which connects, sends recorded calls in batches of 128 and goes;
 * eight machines are there at a time. `hive bench fleet` sets forwarders beside a plain loop.
 */
import { observations } from "../../bench/load/observations.ts";
import type { Observation } from "../../src/model/observation.ts";
import { parseFleetUrl } from "../../src/store/postgres/connect/address.ts";
import { FleetReader } from "../../src/store/postgres/fleet-reader.ts";
import { FleetTarget } from "../../src/store/postgres/fleet-target.ts";
import { connectFleet } from "../../src/store/postgres/connect/pool.ts";
import { SHARE_CLASSES, type ShareClass } from "../../src/base/config/config.ts";
import type { OutboxRow } from "../../src/store/target.ts";
import { sql } from "kysely";

const BATCH = 128;
const AT_A_TIME = 8;
const SHARES: ReadonlyArray<readonly [name: string, share: readonly ShareClass[]]> = [
  ["status and sessions", ["status", "sessions"]],
  ["all classes", SHARE_CLASSES],
];

const [url = "", machines = "1000", perMachine = "128"] = process.argv.slice(2);
if (url === "") {
  process.stderr.write(
    "usage: bun scripts/figures/simulate-fleet.ts postgres://user@host/database [MACHINES] [CALLS]\n",
  );
  process.exit(20);
}
const count = Number(machines);
const calls = Number(perMachine);
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const percentile = (sorted: readonly number[], of: number): number => sorted[Math.ceil(sorted.length * of) - 1] ?? 0;
const addressOf = (fleet: string) => parseFleetUrl(`${url}?fleet=${fleet}`, process.env);

/** Rows of an outbox, as a worker writes them of recorded calls; made once, since the hook's work is not measured. */
const ROWS: readonly OutboxRow[] = [...observations(calls, Date.now())].map(({ payload }, index) => {
  const seen = payload as Observation;
  const body = JSON.stringify({ ...seen, sessionId: `machine-${seen.sessionId}` });
  return { seq: index + 1, entryId: String(index), isUntrusted: false, body };
});

async function send(fleet: string, share: readonly ShareClass[], machine: number, took: number[]): Promise<void> {
  const target = new FleetTarget({
    address: addressOf(fleet),
    share,
    label: `machine-${machine}`,
    hiveVersion: "simulated",
    projectOf: async () => ({ id: "example.org/simulated", name: "simulated", root: null }),
    dataDirectory: null,
  });
  const source = { id: `source-${machine}`, machine: `machine-${machine}`, project: "/simulated" };
  const rows = ROWS.map((row) => ({ ...row, body: row.body.replaceAll('"machine-', `"${machine}-`) }));
  for (let from = 0; from < rows.length; from += BATCH) {
    const startMs = performance.now();
    await target.put(source, rows.slice(from, from + BATCH), Date.now());
    took.push(performance.now() - startMs);
  }
  await target.close();
}

async function simulate(fleet: string, name: string, share: readonly ShareClass[]): Promise<void> {
  const before = await bytesNow();
  const took: number[] = [];
  const startMs = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await send(fleet, share, next, took);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  const rate = (count * calls * 1000) / (performance.now() - startMs);
  const sorted = took.toSorted((a, b) => a - b);
  const bytes = (await bytesNow()) - before;
  say(
    `${name}: ${count} machines, ${calls} calls each: ${Math.round(rate)} calls/s, each machine's connection included;`,
  );
  say(`  a batch ${percentile(sorted, 0.5).toFixed(1)} ms p50, ${percentile(sorted, 0.99).toFixed(1)} ms p99;`);
  say(`  ${Math.round(bytes / (count * calls))} bytes a call on the server's disk, indexes included`);
}

/** The size of all tables with their indexes, after what is dead in them was cleared away. */
async function bytesNow(): Promise<number> {
  const connection = connectFleet(addressOf("simulated"));
  await sql`VACUUM`.execute(connection.kysely);
  const { rows } = await sql<{ bytes: string }>`SELECT sum(pg_total_relation_size(c.oid))::text AS bytes
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = 'hive' AND relkind = 'r'`.execute(
    connection.kysely,
  );
  await connection.close();
  return Number(rows[0]!.bytes);
}

await using reader = new FleetReader(addressOf("simulated"));
await reader.init();
for (const [index, [name, share]] of SHARES.entries()) await simulate(`simulated-${index}`, name, share);
