/** A project with generated sessions, a worker and the page's server, for measuring. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { observations } from "../../bench/load/observations.ts";
import { projectAt } from "../../src/dashboard/projects.ts";
import { Tracker } from "../../src/snapshots/tracker.ts";
import { ProjectSnapshots } from "../../src/snapshots/project-snapshots.ts";
import { findWorktree } from "../../src/snapshots/worktree.ts";
import type { StoreEntry } from "../../src/store/port.ts";
import { Store } from "../../src/store/sqlite/store.ts";

const MAIN = resolve(import.meta.dir, "../../src/cli/main.ts");
const SESSIONS = 3000;
/** Ten sessions work together: a turn of each, and a longer work of the last ten. */
const CALLS_OF_TEN = 130;
const CALLS_OF_LAST = 20_000;
const LOT = 512;

export interface MadeProject extends AsyncDisposable {
  /** As the page names it. */
  readonly id: string;
  readonly sessions: number;
  /** The id of a session of some thousand events, with snapshots. */
  readonly longSession: string;
  /** Runs a hook with a prompt. @returns when it ended, in ms since 1970 */
  readonly callHook: (prompt: string) => Promise<number>;
  readonly openDashboard: () => Promise<AsyncDisposable & { readonly redirect: string }>;
}

const sessionId = (number: number): string => `5f0c2b1e-7a64-4d0f-9c3a-${String(number).padStart(12, "0")}`;

/** Makes it, in the data directory of this process's environment. */
export async function makeProject(directory: string): Promise<MadeProject> {
  const root = join(directory, ".hive-mind");
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const longSession = sessionId(SESSIONS - 1);
  await fill(root, directory);
  await snapshots(root, directory, longSession);
  const worker = Bun.spawn([process.execPath, MAIN, "worker", "--quiet", "--root", root], { env: process.env });
  return {
    id: projectAt(root, process.env).id,
    sessions: SESSIONS,
    longSession,
    callHook: async (prompt) => {
      const said = { session_id: longSession, hook_event_name: "UserPromptSubmit", cwd: directory, prompt };
      const hook = Bun.spawn([process.execPath, MAIN, "hook"], {
        env: { ...process.env, HIVE_ROOT: root },
        stdin: Buffer.from(JSON.stringify({ transcript_path: "", permission_mode: "default", ...said })),
      });
      await hook.exited;
      return Date.now();
    },
    openDashboard: () => openDashboard(root),
    [Symbol.asyncDispose]: async () => {
      worker.kill("SIGTERM");
      await worker.exited;
    },
  };
}

async function fill(root: string, directory: string): Promise<void> {
  using store = await Store.open(root);
  const nowMs = Date.now();
  for (let first = 0; first < SESSIONS; first += 10) {
    const isLast = first + 10 >= SESSIONS;
    const atMs = nowMs - (SESSIONS - first) * 60_000;
    const some = observations(isLast ? CALLS_OF_LAST : CALLS_OF_TEN, atMs, { first, directory });
    const entries = [...some].map(({ operation, payload }, index): StoreEntry => ({
      id: `e${first}-${index}`,
      operation,
      payload,
    }));
    for (let from = 0; from < entries.length; from += LOT) store.applyBatch(entries.slice(from, from + LOT), nowMs);
  }
}

/** Some calls that changed files, the last of them now. */
async function snapshots(root: string, directory: string, session: string): Promise<void> {
  using kept = ProjectSnapshots.open(root)!;
  const worktree = findWorktree(root, directory);
  if ("refused" in worktree) throw new Error(worktree.refused);
  const tracker = new Tracker(worktree, kept.catalogue, kept.objects);
  const take = (trigger: "start" | "call", n: number) =>
    tracker.take({
      sessionId: session,
      trigger,
      calls: trigger === "call" ? [{ key: `toolu_${n}`, tool: "Bash", sessionId: session }] : [],
      nowMs: Date.now() - (20 - n) * 1000,
      paths: null,
    });
  const write = (n: number): void => {
    const lines = Array.from({ length: 400 }, (_, line) => `const value${line} = ${line % 7 === 0 ? n : 0};`);
    for (const name of ["accounts.ts", "a file with a long name, of some words.ts", ".env"])
      writeFileSync(join(directory, name), `${lines.join("\n")}\n`);
  };
  write(0);
  await take("start", 0);
  for (let n = 1; n < 20; n += 1) {
    write(n);
    await take("call", n);
  }
}

async function openDashboard(root: string) {
  const server = Bun.spawn([process.execPath, join(import.meta.dir, "page-server.ts"), root], {
    env: process.env,
    stdout: "pipe",
    stderr: "inherit",
  });
  const { value } = await server.stdout.getReader().read();
  return {
    pid: server.pid,
    redirect: new TextDecoder().decode(value).trim(),
    [Symbol.asyncDispose]: async () => {
      server.kill("SIGTERM");
      await server.exited;
    },
  };
}
