/** A connection off the loopback: what is said before the server has proved who it is. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { errorMessage } from "../../../src/base/errors.ts";
import { parseFleetUrl } from "../../../src/store/postgres/connect/address.ts";
import { connectFleet } from "../../../src/store/postgres/connect/pool.ts";
import { tempDir } from "../../support/temp-dir.ts";

/** PostgreSQL's request for encryption: a length of 8, and its number. */
const SSL_REQUEST = [0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f];

test("nothing is said in the clear to a server that does not encrypt, neither user nor password", async () => {
  const heard: number[] = [];
  using server = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      data(socket, bytes) {
        heard.push(...bytes);
        socket.write("N");
      },
    },
  });
  const address = parseFleetUrl(`postgres://ada:secret@127.0.0.1:${server.port}/work`, {});
  const connection = connectFleet({ ...address, needsTls: true });
  const outcome = await connection.kysely
    .selectFrom("version")
    .selectAll()
    .execute()
    .then(() => "answered", errorMessage);
  expect(outcome).toContain("SSL");
  expect(heard).toEqual(SSL_REQUEST);
  await connection.close();
});

/** Makes `name.key`, and a certificate that signs itself, `name.pem`. */
function certificate(directory: string, name: string): void {
  const key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2".split(" ");
  const names = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`];
  const files = ["-keyout", `${name}.key`, "-out", `${name}.pem`];
  const made = Bun.spawnSync(["openssl", "req", "-x509", ...key, ...names, ...files], {
    cwd: directory,
    stderr: "pipe",
  });
  if (made.exitCode !== 0) throw new Error(made.stderr.toString());
}

test.skipIf(Bun.which("openssl") === null).each(["", "?sslmode=verify-full", "?sslmode=require"])(
  "a server whose certificate has another name is told nothing, and it is said why (%p)",
  async (parameters) => {
    using made = tempDir();
    const heard = async (name: string): Promise<{ readonly bytes: number; readonly outcome: string }> => {
      certificate(made.path, name);
      const [key, cert] = ["key", "pem"].map((kind) => readFileSync(join(made.path, `${name}.${kind}`)));
      let bytes = 0;
      const data = (socket: Bun.Socket, part: Buffer): void => {
        bytes += part.length;
        // An error of PostgreSQL's: its length, its code, and the end of its fields.
        socket.write(Buffer.from("E\0\0\0\x0cC28000\0\0", "latin1"));
      };
      using encrypted = Bun.listen({
        hostname: "127.0.0.1",
        port: 0,
        tls: { key: key!, cert: cert! },
        socket: { data },
      });
      const server = createServer((client) => {
        client.once("data", () => {
          client.write("S");
          const inner = connect(encrypted.port, "127.0.0.1");
          for (const one of [client, inner]) one.on("error", () => undefined);
          client.pipe(inner).pipe(client);
        });
      });
      await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      const address = parseFleetUrl(`postgres://ada:secret@localhost:${port}/work${parameters}`, {});
      const connection = connectFleet({ ...address, needsTls: true, caFile: join(made.path, `${name}.pem`) });
      const outcome = await connection.kysely
        .selectFrom("version")
        .selectAll()
        .execute()
        .then(() => "answered", errorMessage);
      await connection.close();
      server.close();
      return { bytes, outcome };
    };
    expect(await heard("other.example")).toEqual({ bytes: 0, outcome: expect.stringContaining("does not match") });
    // The same server is told something where the name is right.
    expect((await heard("localhost")).bytes).toBeGreaterThan(0);
  },
);
