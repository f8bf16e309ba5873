/** Two machines with networks of their own, and a server off the loopback: encrypted, with a password, as docs/fleet.md tells it. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { SESSION } from "../../support/hive.ts";
import { Postgres } from "../../support/servers/postgres.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";
import { FAR, HAS_NETWORKS, NetworkedMachine } from "./networked-machine.ts";

setDefaultTimeout(600_000);

const LONG_MS = 240_000;
const PASSWORD = "tea-4f1b";
const IS_HERE = HAS_NETWORKS && Bun.which("openssl") !== null;

function openssl(directory: string, ...args: string[]): void {
  const { exitCode, stderr } = Bun.spawnSync(["openssl", ...args], {
    cwd: directory,
    stdout: "ignore",
    stderr: "pipe",
  });
  if (exitCode !== 0) throw new Error(stderr.toString());
}

/** Makes an authority, `ca.pem`, and a certificate of its for an address: `server.pem` and `server.key`. */
function makeCertificates(directory: string, address: string): void {
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  openssl(directory, "req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=hive tests");
  openssl(directory, "req", ...key.slice(0, 5), "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=db");
  writeFileSync(join(directory, "names"), `subjectAltName=IP:${address}`);
  const signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names"];
  openssl(directory, "x509", "-req", "-in", "server.csr", ...signed, "-out", "server.pem");
}

/** A loopback address of this test alone, so that the server's port meets no other's. */
const ADDRESS = `127.${crypto
  .getRandomValues(new Uint8Array(3))
  .map((one) => 1 + (one % 250))
  .join(".")}`;

describe.skipIf(!IS_HERE)("a server off the loopback", () => {
  let server: Postgres;
  let way: Server;
  let wayPath: string;
  const made = tempDir();

  beforeAll(async () => {
    server = await Postgres.start();
    makeCertificates(made.path, FAR);
    await server.query(`ALTER ROLE hive PASSWORD '${PASSWORD}'`);
    const [{ data_directory: data } = { data_directory: "" }] = await server.query<{ data_directory: string }>(
      "SHOW data_directory",
    );
    const owned = ["server.key", "server.pem"].map((name) => {
      const path = join(data, name);
      writeFileSync(path, readFileSync(join(made.path, name)), { mode: 0o600 });
      if (process.geteuid?.() === 0) chownSync(path, 65_534, 65_534);
      return path;
    });
    const rules = join(data, "pg_hba.conf");
    writeFileSync(rules, `local all all trust\nhostssl all all all scram-sha-256\nhostnossl all all all reject\n`);
    await server.kill();
    await server.run([
      `listen_addresses=${ADDRESS}`,
      "ssl=on",
      `ssl_key_file=${owned[0]}`,
      `ssl_cert_file=${owned[1]}`,
    ]);
    // The machines' networks share files alone with this one.
    wayPath = join(made.path, "way");
    way = createServer((client) => {
      const upstream = connect(5432, ADDRESS);
      const end = (): void => {
        client.destroy();
        upstream.destroy();
      };
      for (const socket of [client, upstream]) socket.on("error", end).on("close", end);
      client.pipe(upstream);
      upstream.pipe(client);
    });
    await new Promise<void>((resolve) => void way.listen(wayPath, resolve));
  });
  afterAll(async () => {
    way.close();
    await server[Symbol.asyncDispose]();
    made[Symbol.dispose]();
  });

  const machine = async (parameters: string): Promise<NetworkedMachine> => {
    const fleetUrl = `postgres://hive@${FAR}/postgres?fleet=team${parameters}`;
    const own = await NetworkedMachine.start(wayPath, "team", { fleetUrl, fleetShare: ["status", "prompts"] }, (path) =>
      mkdirSync(join(path, ".hive-mind"), { mode: 0o700, recursive: true }),
    );
    const passwords = join(own.home, ".pgpass");
    writeFileSync(passwords, `${FAR}:5432:postgres:hive:${PASSWORD}\n`);
    chmodSync(passwords, 0o600);
    return own;
  };

  test("a session that crashed on one machine is resumed on another, encrypted and with a password file", async () => {
    const authority = `&sslrootcert=${join(made.path, "ca.pem")}`;
    await using laptop = await machine(authority);
    await using box = await machine(authority);
    const init = await laptop.run(["fleet", "init"]);
    expect([init.stderr, init.exitCode]).toEqual(["", 0]);
    expect(await laptop.call("38-userpromptsubmit", { prompt: "Repair the teapot" })).toBe(0);
    await waitFor(async () => (await box.json<object[]>("fleet", "sessions")).length === 1, { timeoutMs: LONG_MS });
    laptop.crash();
    laptop.cut();
    const { stdout, stderr } = await box.run(["resume", SESSION.slice(0, 6)]);
    expect([stderr, stdout]).toEqual(["", expect.stringContaining("Repair the teapot")]);
    laptop.join();
  });

  test("one that the machine's authorities do not know is told nothing, and it is said why", async () => {
    await using laptop = await machine("");
    const { stderr, exitCode } = await laptop.run(["fleet", "status"]);
    expect([exitCode, stderr]).toEqual([50, expect.stringMatching(/certificate/i)]);
    expect(stderr).not.toContain(PASSWORD);
  });
});
