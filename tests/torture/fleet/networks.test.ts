/** Two machines, each with a home and a network of its own, and one server: as a user of docs/fleet.md has them. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { SESSION } from "../../support/hive.ts";
import { git, repository } from "../../support/git.ts";
import type { Postgres } from "../../support/servers/postgres.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";
import { fleetServer } from "./fleet-project.ts";
import { HAS_NETWORKS, NetworkedMachine } from "./networked-machine.ts";

setDefaultTimeout(600_000);

/** A statement that is under way when the network goes has 20 s, and the next try may come a minute later. */
const LONG_MS = 240_000;
const SHARED = { fleetShare: ["status", "sessions", "commands", "prompts"] };

interface Listed {
  readonly session: string;
  readonly project: string;
}

interface MachineRow {
  readonly refused: number;
  readonly missing: number;
}

const sessionsOn = async (one: NetworkedMachine): Promise<string[]> =>
  (await one.json<Listed[]>("fleet", "sessions", "--limit", "100")).map(({ session }) => session).toSorted();

describe.skipIf(!HAS_NETWORKS)("two machines with networks of their own", () => {
  let server: Postgres;
  const origin = tempDir();
  beforeAll(async () => {
    server = await fleetServer();
    repository(join(origin.path, "shop.git"));
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    origin[Symbol.dispose]();
  });

  /** @param remote null for a clone that has forgotten its remote */
  const machine = async (fleet: string, remote: string | null): Promise<NetworkedMachine> =>
    await NetworkedMachine.start(`${server.directory}/s/.s.PGSQL.5432`, fleet, SHARED, (path) => {
      git(origin.path, "clone", "-q", join(origin.path, "shop.git"), path);
      git(path, "remote", "remove", "origin");
      if (remote !== null) git(path, "remote", "add", "origin", remote);
      mkdirSync(join(path, ".hive-mind"), { mode: 0o700 });
    });

  test("a session that crashed on one is resumed on the other", async () => {
    await using laptop = await machine("crash", "git@host.example:ada/shop.git");
    await using box = await machine("crash", null);
    expect((await laptop.run(["fleet", "init"])).stdout).toBe("The tables are there already.\n");
    await laptop.call("38-userpromptsubmit", { prompt: "Repair the teapot" });
    await laptop.call("11-posttoolusefailure-bash");
    await laptop.call("18-posttooluse-todowrite");
    const kinds = async (): Promise<string[]> => {
      if ((await sessionsOn(box)).length === 0) return [];
      const { facts } = await box.json<{ facts: { kind: string }[] }>("fleet", "show", SESSION);
      return facts.map(({ kind }) => kind);
    };
    await waitFor(async () => (await kinds()).includes("todos"), { timeoutMs: LONG_MS });
    laptop.crash();
    laptop.cut();
    await box.call("38-userpromptsubmit", { session_id: "b".repeat(36), prompt: "Begin" });
    await waitFor(async () => (await sessionsOn(box)).length === 2, { timeoutMs: LONG_MS });
    // One clone has no remote: the first commit tells that both are one project.
    const listed = await box.json<Listed[]>("fleet", "sessions");
    expect(listed.map(({ project }) => project)).toEqual(["host.example/ada/shop", "host.example/ada/shop"]);
    const { stdout, stderr } = await box.run(["resume", SESSION.slice(0, 6), "--for", "codex"]);
    expect([stderr, stdout]).toEqual(["", expect.stringContaining("Repair the teapot")]);
    expect(stdout).toContain("an earlier session of the machine");
    laptop.join();
  });

  test("a network that goes at any moment loses nothing and doubles nothing, and no hook waits for it", async () => {
    await using laptop = await machine("cut", null);
    await using box = await machine("cut", null);
    const sent: string[] = [];
    const call = async (): Promise<void> => {
      const session = `${String(sent.length).padStart(8, "0")}-cut`;
      sent.push(session);
      expect(await laptop.call("38-userpromptsubmit", { session_id: session, prompt: session })).toBe(0);
    };
    // Before the first connection.
    laptop.cut();
    await call();
    await call();
    // The worker goes on without the server.
    await waitFor(async () => (await laptop.run(["sessions", "--json"])).stdout.includes(sent[1]!), {
      timeoutMs: 60_000,
    });
    laptop.join();
    await waitFor(async () => (await sessionsOn(box)).length === sent.length, { timeoutMs: LONG_MS });
    // While it is idle, and again while it sends.
    for (let round = 0; round < 3; round += 1) {
      const calls = [call(), call()];
      laptop.cut();
      await Promise.all(calls);
      await laptop.forgetConnections();
      laptop.join();
      await call();
    }
    // The server goes too.
    await server.kill();
    await call();
    await server.run();
    await call();
    await waitFor(async () => (await sessionsOn(box).catch(() => [])).length === sent.length, { timeoutMs: LONG_MS });
    expect(await sessionsOn(box)).toEqual(sent.toSorted());
    const prompts = await server.query<{ session: string }>(
      "SELECT session FROM hive.facts WHERE fleet = 'cut' AND kind = 'prompt' ORDER BY session",
    );
    expect(prompts.map(({ session }) => session)).toEqual(sent.toSorted());
    const status = await box.json<MachineRow[]>("fleet", "status");
    expect(status.map(({ refused, missing }) => [refused, missing])).toEqual([[0, 0]]);
  });
});
