/** A machine's way to the server: a port of its own network, as a tunnel gives one. `tunnel-fixture.ts SOCKET` */
import { connect, createServer, type Socket } from "node:net";

const ways = new Map<Socket, Socket>();

const listener = createServer((client) => {
  const upstream = connect(process.argv[2]!);
  ways.set(client, upstream);
  const end = (): void => {
    client.destroy();
    upstream.destroy();
    ways.delete(client);
  };
  for (const socket of [client, upstream]) socket.on("error", end).on("close", end);
  client.pipe(upstream);
  upstream.pipe(client);
});
listener.listen(5432, "0.0.0.0", () => process.stdout.write("listening\n"));

// Forgets its connections, as a router does that was switched off.
process.on("SIGUSR1", () => {
  for (const [client, upstream] of ways) {
    client.destroy();
    upstream.destroy();
  }
  process.stdout.write("forgotten\n");
});
