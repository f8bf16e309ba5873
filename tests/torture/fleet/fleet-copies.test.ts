/** A home that was copied while it was in use, as into a machine's image: two hosts with the same ids. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { observation, row, SOURCE } from "../../store/archive/archive-project.ts";
import { POSTGRES } from "../../support/servers/postgres.ts";
import { fleetServer, fleetTarget, prompt } from "./fleet-project.ts";

setDefaultTimeout(240_000);

const NOW_MS = 9000;

describe.skipIf(POSTGRES === null)("a fleet's server, of a copied home", () => {
  test("two copies of a home that send beside each other lose nothing", async () => {
    await using server = await fleetServer();
    const [one, other] = [fleetTarget(server), fleetTarget(server, { label: "copy" })];
    const put = async (target: typeof one, ...keys: readonly string[]): Promise<void> => {
      const rows = keys.map((key) => row(Number(key.at(-1)), observation(key, NOW_MS, [prompt(key, NOW_MS)])));
      await target.put(SOURCE, rows, NOW_MS);
    };
    await put(one, "common-1");
    await put(one, "one-2", "one-3");
    // The server's seq is of the other host: what this one has is asked for from its first row.
    expect(await other.cursor(SOURCE)).toEqual({ seq: 0 });
    await put(other, "common-1", "copy-2");
    expect(await other.cursor(SOURCE)).toMatchObject({ seq: 3 });
    // Without a look at the cursor, as both do while they are connected.
    await put(other, "copy-3", "copy-4");
    await put(one, "one-4");
    expect(await server.query("SELECT key FROM hive.facts ORDER BY key")).toEqual(
      ["common-1", "copy-2", "copy-3", "copy-4", "one-2", "one-3", "one-4"].map((key) => ({ key })),
    );
    expect(await server.query("SELECT seq::int, missing::int FROM hive.sources")).toEqual([{ seq: 4, missing: 0 }]);
    await Promise.all([one.close(), other.close()]);
  });
});
