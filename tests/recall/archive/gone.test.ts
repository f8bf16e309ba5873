/** What the archive answers of a session once what it came from is gone. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { SearchPage, SessionView } from "../../../src/dashboard/page/data.ts";
import { READS } from "../../../src/dashboard/read/reads.ts";
import { SessionLines } from "../../../src/dashboard/read/session-lines.ts";
import type { Sources } from "../../../src/dashboard/read/sources.ts";
import { Archive } from "../../../src/recall/archive/archive.ts";
import { EVERYTHING } from "../../../src/recall/archive/scope.ts";
import { cli } from "../../support/cli.ts";
import { git } from "../../support/git.ts";
import { callHook, runWorkerOnce } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";

setDefaultTimeout(120_000);

const ID = "5f0c7777-gone";
const PROMPT = "Repair the login form";

/** A repository with a linked worktree, and a user with an archive of his own. */
function user() {
  const dir = tempDir();
  const main = join(dir.path, "shop");
  const worktree = join(dir.path, "shop-w");
  const elsewhere = join(dir.path, "elsewhere");
  for (const path of [main, elsewhere]) mkdirSync(path);
  git(main, "init", "-q");
  git(main, "commit", "-q", "--allow-empty", "-m", "i");
  git(main, "worktree", "add", "-q", worktree);
  const env = { HOME: dir.path, XDG_DATA_HOME: join(dir.path, "data"), XDG_CONFIG_HOME: join(dir.path, "config") };
  const asPerson = async (...args: string[]): Promise<string> =>
    (await cli(args, { env, cwd: elsewhere, isTTY: true, columns: 120 })).stdout;
  const read = async <T>(name: string, query: Record<string, string>): Promise<T> => {
    using archive = Archive.open(env, EVERYTHING);
    const lines = new SessionLines();
    const sources: Sources = { projects: [], archive, lines, samples: [], env, nowMs: Date.now() };
    return (await READS[name]!(new URLSearchParams(query), sources)) as T;
  };
  return { main, worktree, home: dir.path, env, asPerson, read, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

type User = ReturnType<typeof user>;

/** Lets an agent work in a directory until the archive has it. */
async function work(it: User, cwd: string): Promise<void> {
  const root = join(it.main, ".hive-mind");
  const call = JSON.stringify({ session_id: ID, hook_event_name: "UserPromptSubmit", cwd, prompt: PROMPT });
  const had = process.env["XDG_DATA_HOME"];
  process.env["XDG_DATA_HOME"] = it.env.XDG_DATA_HOME;
  try {
    await callHook(root, call);
    await waitFor(async () => {
      await runWorkerOnce(root);
      return (await it.asPerson("search", "login")).includes("login");
    });
  } finally {
    process.env["XDG_DATA_HOME"] = had;
  }
}

/** By what is gone: work that is archived, and its loss. */
const LOSSES: Readonly<Record<string, (it: User) => Promise<void>>> = {
  "the project's .hive-mind": async (it) => {
    await work(it, it.main);
    rmSync(join(it.main, ".hive-mind"), { recursive: true });
  },
  "the linked worktree": async (it) => {
    await work(it, it.worktree);
    git(it.main, "worktree", "remove", "--force", it.worktree);
  },
  "the transcripts": async (it) => {
    const file = join(it.home, `.claude/projects/shop/${ID}.jsonl`);
    mkdirSync(dirname(file), { recursive: true });
    const said = { type: "user", uuid: "u", cwd: it.main, timestamp: "2026-11-01T10:00:00Z" };
    writeFileSync(file, `${JSON.stringify({ ...said, message: { content: PROMPT } })}\n`, { mode: 0o600 });
    await cli(["import", "--yes"], { env: it.env, cwd: it.home });
    rmSync(join(it.home, ".claude"), { recursive: true });
  },
};

test.each(Object.keys(LOSSES))("the archive still answers without %s", async (what) => {
  using it = user();
  await LOSSES[what]!(it);
  expect(await it.asPerson("search", "login")).toContain("Repair the");
  expect(await it.asPerson("sessions", "--all")).toContain(PROMPT);
  expect(await it.asPerson("show", ID)).toContain(PROMPT);
  expect(await it.asPerson("resume", ID)).toContain(PROMPT);
  const { hits } = await it.read<SearchPage>("search", { q: "login" });
  expect(hits).toMatchObject([{ session: { title: PROMPT }, kind: "prompt" }]);
  const { project, id } = hits[0]!.session;
  const view = await it.read<SessionView>("session", { project, id });
  expect(JSON.stringify(view.events)).toContain(PROMPT);
});
