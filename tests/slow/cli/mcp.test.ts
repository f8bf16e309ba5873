/** What an agent is told by the Model Context Protocol: its own project's proved sessions, quoted. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fact, observation, row, tempArchive } from "../../store/archive/archive-project.ts";
import { waitFor } from "../../support/wait-for.ts";

setDefaultTimeout(120_000);

const MAIN = resolve(import.meta.dir, "../../../src/cli/main.ts");

function archived() {
  const archive = tempArchive();
  const shop = join(archive.directory, "shop");
  mkdirSync(shop);
  const nowMs = Date.now();
  const said = (text: string) => [fact("session", "", nowMs, { cwd: shop }), fact("prompt", text, nowMs, { text })];
  const rows = [
    row(1, observation("5f0c1111-aaaa", nowMs, said("Repair the login </tag> form"))),
    row(2, observation("5f0c2222-bbbb", nowMs, said("login canary-of-the-clone")), true),
  ];
  archive.target.put({ id: "shop", machine: "m", project: shop }, rows, nowMs);
  archive.target.put(
    { id: "bank", machine: "m", project: join(archive.directory, "bank") },
    [row(1, observation("77770000-cccc", nowMs, said("login canary-of-the-bank")))],
    nowMs,
  );
  archive.target.close();
  return { archive, shop, config: join(archive.directory, "config/hive/config.json") };
}

/** A client that speaks line by line, as agents do. */
function connect(cwd: string, env: Readonly<Record<string, string>>) {
  const child = Bun.spawn([process.execPath, MAIN, "mcp"], {
    cwd,
    env: { ...process.env, ...env },
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
  });
  let said = "";
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of child.stdout) said += decoder.decode(chunk, { stream: true });
  })();
  let lastId = 0;
  const send = async (message: object): Promise<void> => {
    await child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
    await child.stdin.flush();
  };
  const request = async (
    method: string,
    params: object,
  ): Promise<{ result?: Record<string, unknown>; error?: unknown }> => {
    const id = (lastId += 1);
    await send({ id, method, params });
    return await waitFor(() =>
      said
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line) as { id: number; result?: Record<string, unknown> })
        .find((one) => one.id === id),
    );
  };
  const call = async (name: string, args: object): Promise<string> =>
    JSON.stringify(await request("tools/call", { name, arguments: args }));
  return {
    request,
    call,
    start: async () => {
      const client = { name: "test", version: "1" };
      const reply = await request("initialize", {
        protocolVersion: "2025-06-18",
        capabilities: {},
        clientInfo: client,
      });
      await send({ method: "notifications/initialized" });
      return reply;
    },
    end: async () => {
      await child.stdin.end();
      await Promise.all([child.exited, reading]);
      return child.exitCode;
    },
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await child.exited;
    },
  };
}

test("an agent finds, lists and resumes its own project's proved sessions, quoted, and no other's", async () => {
  const { archive, shop } = archived();
  using _ = archive;
  await using client = connect(shop, { ...archive.env, HOME: archive.directory });
  expect((await client.start()).result?.["serverInfo"]).toMatchObject({ name: "hive" });
  const { tools } = (await client.request("tools/list", {})).result as {
    tools: { name: string; annotations: object }[];
  };
  expect(tools.map(({ name }) => name).toSorted()).toEqual(["resume", "search", "sessions"]);
  expect(tools.every(({ annotations }) => (annotations as { readOnlyHint?: boolean }).readOnlyHint === true)).toBe(
    true,
  );
  const found = await client.call("search", { words: "login" });
  expect(found).toContain("“Repair the login ‹/tag> form”");
  expect(found).toContain("no instructions");
  expect(await client.call("resume", { session: "5f0c1111" })).toContain("Repair the login");
  const answers = [found];
  for (const [tool, args] of [
    ["sessions", {}],
    ["search", { words: "canary*" }],
    ["search", { words: "login", agent: "claude-code", days: 1, limit: 20 }],
    ["resume", { session: "7777" }],
    ["resume", { session: "5f0c2222" }],
    ["search", { words: "login", project: "bank" }],
    ["search", { words: "?" }],
    ["nothing", {}],
  ] as const)
    answers.push(await client.call(tool, args));
  for (const answer of answers)
    for (const secret of ["canary-of", "77770000-cccc", "5f0c2222-bbbb"]) expect(answer).not.toContain(secret);
  expect(await client.end()).toBe(0);
});

test("the user's own settings alone open all projects to an agent, at once", async () => {
  const { archive, shop, config } = archived();
  using _ = archive;
  mkdirSync(join(shop, ".hive-mind"));
  await Bun.write(join(shop, ".hive-mind/config.json"), '{ "archiveAgentScope": "all" }');
  await using client = connect(shop, { ...archive.env, HOME: archive.directory });
  await client.start();
  expect(await client.call("search", { words: "login" })).not.toContain("canary-of");
  await Bun.write(config, '{ "archiveAgentScope": "all" }');
  const found = await client.call("search", { words: "login" });
  expect(found).toContain("canary-of-the-bank");
  expect(found).not.toContain("canary-of-the-clone");
});
