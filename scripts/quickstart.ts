/** Plays a short agent session against a real worker in a temporary project, and shows what is saved of it. */
import { Database } from "bun:sqlite";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const top = resolve(import.meta.dir, "..");
const hive = [process.execPath, join(top, "src/cli/main.ts")];
const hook = join(top, "dist/hive-hook");
const payloads = join(top, "tests/fixtures/hook-payloads");
const recordedProject = "/home/dana/code/ledger-api";
const session = [
  "21-sessionstart-startup",
  "38-userpromptsubmit",
  "01-posttooluse-write-create",
  "03-posttooluse-edit",
];
const rest = ["06-posttooluse-bash", "11-posttoolusefailure-bash", "12-posttooluse-agent-completed", "29-stop"];
const WAIT_MS = 10_000;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function command(
  args: readonly string[],
  options: { stdin?: string; env?: Record<string, string>; stderr?: "ignore" } = {},
) {
  const child = Bun.spawn([...args], {
    stdin: options.stdin === undefined ? "ignore" : new Blob([options.stdin]),
    stdout: "pipe",
    stderr: options.stderr ?? "inherit",
    env: { ...process.env, ...options.env },
  });
  const output = await new Response(child.stdout).text();
  return { output, exitCode: await child.exited };
}

/** Waits for a condition, long enough for a loaded machine. */
async function until<T>(what: string, look: () => T | undefined | false | null): Promise<T> {
  const endMs = performance.now() + WAIT_MS;
  for (;;) {
    const found = look();
    if (found) return found;
    if (performance.now() > endMs) throw new Error(`${what} did not happen within ${WAIT_MS / 1000} s`);
    await Bun.sleep(1);
  }
}

const project = mkdtempSync(join(tmpdir(), "hive-quickstart-"));
const root = join(project, ".hive-mind");
mkdirSync(join(project, "src"));
await command(["git", "init", "--quiet", project]).catch(() => say("(git is not installed: its state is left out)"));
say("Compiling the hook for this machine …");
await command([process.execPath, join(top, "scripts/build-hook.ts")]);

say(`\n1. The worker starts in a temporary project, ${project}`);
const worker = Bun.spawn([...hive, "worker", "--root", root, "--quiet"], { stdin: "ignore", stderr: "inherit" });
try {
  const heartbeat = join(root, "queue/.heartbeat");
  await until("the worker's start", () => existsSync(heartbeat));
  const store = new Database(join(root, "hive.db"), { readonly: true });
  store.run("PRAGMA busy_timeout = 5000");
  const count = store.query<{ n: number }, []>("SELECT count(*) AS n FROM hive_ledger");

  say("\n2. An agent's session is played: each line is one call of the hook, as the agent makes it\n");
  say("   event                            hook, whole process    hook's end to commit    entries");
  let applied = 0;
  for (const name of [...session, ...rest]) {
    const payload = readFileSync(join(payloads, `${name}.json`), "utf8").replaceAll(recordedProject, project);
    const startedMs = performance.now();
    await command([hook], { stdin: payload, env: { HIVE_ROOT: root } });
    const endedMs = performance.now();
    const pending = join(root, "queue");
    const now = await until("the commit", () => {
      const { n } = count.get()!;
      return n > applied && isDrained(pending) ? n : null;
    });
    const commitMs = performance.now() - endedMs;
    const event = `${JSON.parse(payload).hook_event_name} ${JSON.parse(payload).tool_name ?? ""}`;
    const times = `${(endedMs - startedMs).toFixed(1).padStart(12)} ms ${commitMs.toFixed(2).padStart(19)} ms`;
    say(`   ${event.padEnd(28)} ${times} ${String(now - applied).padStart(14)}`);
    applied = now;
  }
  store.close();

  say("\n3. What SQLite now holds of the session (hive show)\n");
  await until("the look at the git tree", () => readFileSync(heartbeat, "utf8").includes('"latency":{'));
  say((await command([...hive, "show", "5f0c", "--root", root])).output.replaceAll(/^/gm, "   "));
  say("4. How everything is (hive status). The one problem is right: no agent is set up in a temporary project.\n");
  const status = [...hive, "status", "--root", root];
  say((await command(status, { stderr: "ignore" })).output.replaceAll(/^/gm, "   "));
  const { problems } = JSON.parse((await command([...status, "--json"], { stderr: "ignore" })).output) as {
    problems: string[];
  };
  // No agent has hive's hook in the temporary project: its part was played.
  const others = problems.filter((problem) => !problem.startsWith("hooks:"));
  if (others.length > 0) throw new Error(`hive status says: ${others.join("; ")}`);
} finally {
  worker.kill("SIGTERM");
  await worker.exited;
  rmSync(project, { recursive: true, force: true });
}
say(`The worker has ended and the temporary project is deleted. Next, in your own project:

   ${join(top, "bin/hive")} setup
`);

function isDrained(queue: string): boolean {
  const pending = [...new Bun.Glob("{pending,processing}/**/*.json").scanSync({ cwd: queue })];
  return pending.length === 0;
}
