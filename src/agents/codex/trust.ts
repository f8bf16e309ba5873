import { objectIn } from "../../base/json.ts";
import { programPath } from "../../platform/programs.ts";
import type { Asked, Env, Trust } from "../agent.ts";
import { hiveCommandOf } from "../claude-code/entry.ts";
import { listOf, recordOf } from "../claude-code/payload.ts";

type Fields = Readonly<Record<string, unknown>>;

const DEADLINE_MS = 10_000;
const ADVICE = "open codex, type /hooks, and trust hive's";

/**
 * Asks Codex whether it trusts hive's hooks: its app-server lists them, without an account or a network. It writes files of
 * its own, as at each start of Codex.
 */
export async function askTrust({ cwd, env, hooks: installed }: Asked): Promise<Trust> {
  const program = programPath("codex", env, cwd);
  if (program === null) return { isGiven: null, found: "codex is not on the PATH, so it was not asked for its trust" };
  const hooks = await listHooks(program, cwd, env);
  if (hooks === null) return { isGiven: null, found: "codex did not say which hooks it trusts" };
  const own = hooks.filter(({ command }) => hiveCommandOf({ type: "command", command }) !== null);
  if (own.length === 0) {
    return {
      isGiven: false,
      found: "Codex finds none of hive's hooks",
      advice: "trust the project in codex, or choose --scope user",
    };
  }
  const refused = own.filter(({ trustStatus }) => trustStatus !== "trusted" && trustStatus !== "managed");
  const off = own.filter(({ enabled }) => enabled === false);
  if (refused.length > 0) {
    const found = `Codex trusts ${own.length - refused.length} of hive's ${own.length} hooks, and calls no other`;
    return { isGiven: false, found, advice: ADVICE };
  }
  if (off.length > 0) {
    return { isGiven: false, found: `${off.length} of hive's hooks are switched off in Codex`, advice: ADVICE };
  }
  if (own.length < installed) {
    const found = `Codex trusts ${own.length} of hive's hooks, and knows none of the other ${installed - own.length}`;
    return { isGiven: null, found, advice: "update codex, and trust the project in it" };
  }
  return { isGiven: true, found: `Codex trusts all of hive's ${own.length} hooks` };
}

/** Codex's hooks in a directory; null where it does not answer in time. */
async function listHooks(program: string, cwd: string, env: Env): Promise<readonly Fields[] | null> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const child = Bun.spawn([program, "app-server"], {
    cwd,
    env: { ...env },
    stdin: "pipe",
    stdout: "pipe",
    stderr: "ignore",
    signal,
    killSignal: "SIGKILL",
  });
  try {
    const asked = [
      { id: 1, method: "initialize", params: { clientInfo: { name: "hive", version: "1" } } },
      { method: "initialized" },
      { id: 2, method: "hooks/list", params: { cwds: [cwd] } },
    ];
    await child.stdin.write(asked.map((message) => `${JSON.stringify(message)}\n`).join(""));
    await child.stdin.flush();
    let text = "";
    for await (const part of child.stdout) {
      text += new TextDecoder().decode(part);
      const answer = text
        .split("\n")
        .slice(0, -1)
        .map(objectIn)
        .find((message) => message?.["id"] === 2);
      if (answer === undefined) continue;
      const places = listOf(recordOf(answer?.["result"])["data"]).map(recordOf);
      return answer?.["error"] === undefined ? places.flatMap(({ hooks }) => listOf(hooks).map(recordOf)) : null;
    }
    return null;
  } catch (error) {
    // It ended, or had no time left, while it was asked.
    if (signal.aborted || child.exitCode !== null) return null;
    throw error;
  } finally {
    child.kill("SIGKILL");
    await child.exited;
  }
}
