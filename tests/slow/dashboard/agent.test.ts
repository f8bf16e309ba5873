/** What the page shows where an agent opened it. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { callingPrograms } from "../../../src/platform/process/callers.ts";
import { isUnderAgent } from "../../../src/recall/archive/scope.ts";
import { fact, observation, row, tempArchive } from "../../store/archive/archive-project.ts";
import { callHook, drain, payload } from "../../support/hive.ts";
import { ownDirectories } from "../../support/settings.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";

setDefaultTimeout(120_000);

const MAIN = resolve(import.meta.dir, "../../../src/cli/main.ts");

interface Opened {
  /** The working directory. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** What starts it, with arguments, by another name. */
  readonly program?: readonly string[];
}

/** What the page answers to all that a browser may ask. */
async function answersOf({ cwd, env, program: [argv0, ...shell] = [] }: Opened): Promise<string> {
  let printed = "";
  await using page = Bun.spawn([...shell, process.execPath, MAIN, "dashboard", "--no-open"], {
    ...(argv0 === undefined ? {} : { argv0 }),
    cwd,
    env: { PATH: process.env["PATH"]!, ...env },
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
  // As Ctrl+C at the terminal.
  page.terminal!.write("\u0003");
  await page.exited;
  return text;
}

/** The canaries that the page's answers hold, opened in the shop. */
async function canariesShownTo(env: Opened["env"], program: readonly string[] = []): Promise<string[]> {
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
  const text = await answersOf({ cwd: shop!, env: { HOME: archive.directory, ...archive.env, ...env }, program });
  return ["shop", "clone", "bank"].filter((name) => text.includes(`canary-of-the-${name}`));
}

const sessionOfArchive = (row: number): string => `session?project=archive&id=${row}`;

// This test may be run by an agent itself.
test.skipIf(isUnderAgent({}, callingPrograms()))(
  "opened by a person at a terminal, the page shows all projects",
  async () => {
    expect(await canariesShownTo({})).toEqual(["shop", "clone", "bank"]);
  },
);

test.each(["CLAUDECODE", "CODEX_THREAD_ID", "OPENCODE"])(
  "opened under an agent (%s), the page shows its own project's proved sessions alone, even at a terminal",
  async (name) => {
    expect(await canariesShownTo({ [name]: "1" })).toEqual(["shop"]);
  },
);

test.if(process.platform === "linux")(
  "opened by a program of an agent that hides its variables, through a terminal of its own, the page shows no more",
  async () => {
    expect(await canariesShownTo({}, ["claude", "/bin/sh", "-c", '"$0" "$@"; true'])).toEqual(["shop"]);
  },
);

test("a state above the repository, which neighbours share, is no project of the page's", async () => {
  using dir = tempDir();
  const [shop, bank] = ["shop", "bank"].map((name) => join(dir.path, name));
  for (const path of [shop!, bank!]) mkdirSync(join(path, ".git"), { recursive: true });
  const prompt = "login canary-of-the-bank";
  await callHook(dir.root, payload("38-userpromptsubmit", { cwd: bank!, prompt }));
  await drain(dir.root);
  const text = await answersOf({ cwd: shop!, env: { HOME: "/nonexistent", ...ownDirectories(), CLAUDECODE: "1" } });
  expect(text).not.toContain("canary-of-the-bank");
  expect(text).toContain(`"path":"${shop!}"`);
  expect(text).not.toContain(`"path":"${dir.path}"`);
});
