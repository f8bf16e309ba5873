/** Hooks, the queue and restore while the fleet's server is down, refuses, is silent, is held or takes a second for each message. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { callHook, payload, rows, SESSION } from "../../support/hive.ts";
import { POSTGRES, type Postgres } from "../../support/servers/postgres.ts";
import { waitFor } from "../../support/wait-for.ts";
import { machine } from "./fleet-machine.ts";
import { fleetServer } from "./fleet-project.ts";

setDefaultTimeout(240_000);

const LONG_MS = 60_000;
const SLOW_MS = 1000;

/** A port of this machine, and what is done with who comes. */
async function listener(take: (client: Socket) => void): Promise<Server & AsyncDisposable> {
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client);
    client.on("error", () => client.destroy());
    take(client);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return Object.assign(server, {
    [Symbol.asyncDispose]: async () => {
      for (const client of clients) client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

const urlOf = (server: Server): string =>
  `postgres://hive@127.0.0.1:${(server.address() as AddressInfo).port}/postgres`;

/** Calls of a session are saved, and another one is told of it: nothing of this waits for a server. */
async function saveAndRestore(laptop: ReturnType<typeof machine>): Promise<void> {
  const { root } = laptop.dir;
  const names = ["38-userpromptsubmit", "06-posttooluse-bash", "03-posttooluse-edit"];
  for (const [index, name] of names.entries()) {
    expect((await callHook(root, payload(name), laptop.env)).exitCode).toBe(0);
    await waitFor(() => rows(root, "SELECT 1 FROM hive_ledger").length > index, { timeoutMs: LONG_MS });
  }
  const other = { session_id: "c".repeat(36) };
  expect((await callHook(root, payload("21-sessionstart-startup", other), laptop.env)).exitCode).toBe(0);
  expect((await laptop.run("sessions")).stdout).toContain(SESSION.slice(0, 4));
}

const factsIn = async (server: Postgres, fleet: string): Promise<number> =>
  (await server.query<{ n: number }>("SELECT count(*)::int AS n FROM hive.facts WHERE fleet = $1", [fleet]))[0]!.n;

describe.skipIf(POSTGRES === null)("no hook, no entry and no restore waits for a server", () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await fleetServer();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  test.each([
    ["is down", null],
    ["refuses", (client: Socket) => void client.destroy()],
    ["says nothing", () => undefined],
  ] as const)("that %s", async (_what, take) => {
    const port = await listener(take ?? (() => undefined));
    const url = urlOf(port);
    if (take === null) await port[Symbol.asyncDispose]();
    using laptop = machine(url);
    await laptop.run("worker", "start");
    await saveAndRestore(laptop);
    // `hive status` says why rows wait, and how many.
    await waitFor(
      async () => /fleet: .*what is saved waits for it: \d+ rows?/.test((await laptop.run("status")).stdout),
      {
        timeoutMs: LONG_MS,
      },
    );
    expect((await laptop.run("worker", "stop")).exitCode).toBe(0);
    if (take !== null) await port[Symbol.asyncDispose]();
  });

  test("that does not get through a batch: they are done before it is", async () => {
    using laptop = machine(server.url("?fleet=held"));
    await using holder = new Bun.SQL({
      adapter: "postgres",
      path: `${server.directory}/s/.s.PGSQL.5432`,
      username: "hive",
      database: "postgres",
      max: 1,
    });
    await holder.unsafe("BEGIN");
    await holder.unsafe("LOCK TABLE hive.facts IN EXCLUSIVE MODE");
    await laptop.run("worker", "start");
    await saveAndRestore(laptop);
    expect(await factsIn(server, "held")).toBe(0);
    await holder.unsafe("ROLLBACK");
    await waitFor(async () => (await factsIn(server, "held")) > 0, { timeoutMs: LONG_MS });
    await laptop.run("worker", "stop");
  });

  test("that takes a second for each message: what is saved comes there in the end", async () => {
    await using slow = await listener((client) => {
      const upstream = connect(`${server.directory}/s/.s.PGSQL.5432`);
      const end = (): void => {
        client.destroy();
        upstream.destroy();
      };
      upstream.on("error", end).on("close", end);
      client.on("close", end);
      client.on("data", (bytes) => void setTimeout(() => upstream.write(bytes), SLOW_MS));
      upstream.pipe(client);
    });
    using laptop = machine(`${urlOf(slow)}?fleet=slow`);
    await laptop.run("worker", "start");
    await saveAndRestore(laptop);
    await waitFor(async () => (await factsIn(server, "slow")) > 0, { timeoutMs: LONG_MS });
    await laptop.run("worker", "stop");
  });
});
