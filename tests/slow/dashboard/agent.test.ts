/** What the page shows where an agent opened it. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fact, observation, row, tempArchive } from "../../store/archive/archive-project.ts";
import { waitFor } from "../../support/wait-for.ts";

setDefaultTimeout(120_000);

const MAIN = resolve(import.meta.dir, "../../../src/cli/main.ts");

/** The canaries that the page's answers hold, opened in the shop. */
async function canariesShownTo(env: Readonly<Record<string, string>>): Promise<string[]> {
  using archive = tempArchive();
  const [shop, bank] = ["shop", "bank"].map((name) => join(archive.directory, name));
  for (const path of [shop!, bank!]) mkdirSync(path);
  const nowMs = Date.now();
  const said = (text: string) => [fact("prompt", text, nowMs, { text: `login ${text}` })];
  archive.target.put(
    { id: "shop", machine: "m", project: shop! },
    [
      row(1, observation("5f0c1111-aaaa", nowMs, said("canary-of-the-shop"))),
      row(2, observation("5f0c2222-bbbb", nowMs, said("canary-of-the-clone")), true),
    ],
    nowMs,
  );
  const other = [row(1, observation("77770000-cccc", nowMs, said("canary-of-the-bank")))];
  archive.target.put({ id: "bank", machine: "m", project: bank! }, other, nowMs);
  archive.target.close();
  let printed = "";
  await using page = Bun.spawn([process.execPath, MAIN, "dashboard", "--no-open"], {
    cwd: shop!,
    env: { PATH: process.env["PATH"]!, HOME: archive.directory, ...archive.env, ...env },
    terminal: { cols: 200, rows: 50, data: (_terminal, bytes) => void (printed += new TextDecoder().decode(bytes)) },
  });
  await waitFor(() => printed.includes("Ctrl+C"));
  const redirect = readFileSync(/(\/\S+\.html)/.exec(printed)![1]!, "utf8");
  const entrance = /url=(http:\/\/127\.0\.0\.1:\d+\/enter\?code=[\w-]+)/.exec(redirect)![1]!;
  const enter = await fetch(entrance);
  const token = /name="token" content="([^"]+)"/.exec(await enter.text())![1]!;
  const headers = { cookie: enter.headers.get("set-cookie")!.split(";")[0]!, "x-hive-token": token };
  // The archive's rows are counted from 1.
  const asked = ["now", "sessions", "sessions?q=login", "search?q=login", ...[1, 2, 3].map(sessionOfArchive)];
  let text = "";
  for (const path of asked) text += await (await fetch(new URL(`/api/${path}`, entrance), { headers })).text();
  page.kill("SIGTERM");
  expect(await page.exited).toBe(0);
  return ["shop", "clone", "bank"].filter((name) => text.includes(`canary-of-the-${name}`));
}

const sessionOfArchive = (row: number): string => `session?project=archive&id=${row}`;

test("opened by a person at a terminal, the page shows all projects", async () => {
  expect(await canariesShownTo({})).toEqual(["shop", "clone", "bank"]);
});

test.each(["CLAUDECODE", "CODEX_THREAD_ID", "OPENCODE"])(
  "opened under an agent (%s), the page shows its own project's proved sessions alone, even at a terminal",
  async (name) => {
    expect(await canariesShownTo({ [name]: "1" })).toEqual(["shop"]);
  },
);
