/** A connection off the loopback: what is said before the server has proved who it is. */
import { expect, test } from "bun:test";
import { errorMessage } from "../../../src/base/errors.ts";
import { parseFleetUrl } from "../../../src/store/postgres/connect/address.ts";
import { connectFleet } from "../../../src/store/postgres/connect/pool.ts";

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
