import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { READY, SCREENS } from "./claude.ts";

const LOOK_MS = 700;
/** Nothing was asked of the model for so long: the agent is in the midst of a command. */
const IN_COMMAND_MS = 3000;
/** A key takes effect, and the screen is drawn. */
const KEY_MS = 500;
const SETTLED_MS = 1500;

/** Keys, pressed in the midst of a turn: `<Escape>`, `<C-c C-c>`; `<close>` closes the terminal. */
const KEYS = /^<([^>]+)>$/;

export interface TerminalRun {
  readonly project: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Typed one after another, each when the turn before it has ended. At last `/exit` is typed. */
  readonly prompts: readonly string[];
  readonly timeoutMs: number;
  readonly onPid: (pid: number) => void;
  /** Turns of the model that have ended. */
  readonly turns: () => number;
  /** Since the last request. */
  readonly idleMs: () => number;
}

/** Runs an agent in tmux, and types. */
export async function runInTerminal(run: TerminalRun): Promise<void> {
  // A socket's path must be short.
  const socket = join(tmpdir(), `hive-agent-${process.pid}.sock`);
  const tmux = (...args: string[]): string =>
    Bun.spawnSync(["tmux", "-S", socket, "-f", "/dev/null", ...args], { env: run.env }).stdout.toString();
  const paneId = (): string => tmux("list-panes", "-F", "#{pane_pid}").trim();
  const words = Object.entries(run.env).map(([name, value]) => `${name}=${value}`);
  tmux("new-session", "-d", "-x", "140", "-y", "50", "-c", run.project, "env", "-i", ...words, ...run.command);
  // The pane's own process is the agent: env replaces itself.
  run.onPid(Number(paneId()));
  const until = Date.now() + run.timeoutMs;
  let typed = 0;
  let turnsBefore = 0;
  while (Date.now() < until && paneId() !== "") {
    await Bun.sleep(LOOK_MS);
    const screen = tmux("capture-pane", "-p");
    const first = typed === 0 ? SCREENS.find(({ seen }) => seen.test(screen)) : undefined;
    if (first !== undefined) await press(tmux, first.keys);
    else if (typed === 0 ? READY.test(screen) : run.turns() > turnsBefore || isForKeys(run, typed)) {
      await Bun.sleep(SETTLED_MS);
      turnsBefore = run.turns();
      const text = run.prompts[typed] ?? "/exit";
      typed += 1;
      await say(tmux, text);
      // Keys, and the agent's own commands, may end no turn.
      const endsNoTurn = KEYS.test(text) || (text.startsWith("/") && typed <= run.prompts.length);
      if (!endsNoTurn) continue;
      await Bun.sleep(IN_COMMAND_MS + LOOK_MS);
      turnsBefore = run.turns() - 1;
    }
  }
  tmux("kill-server");
  rmSync(socket, { force: true });
}

const isForKeys = ({ prompts, idleMs }: TerminalRun, typed: number): boolean =>
  KEYS.test(prompts[typed] ?? "") && idleMs() > IN_COMMAND_MS;

async function say(tmux: (...args: string[]) => string, text: string): Promise<void> {
  const keys = KEYS.exec(text)?.[1]?.split(" ");
  if (keys?.[0] === "close") tmux("kill-server");
  else if (keys === undefined) {
    tmux("send-keys", "-l", text);
    await press(tmux, ["Enter"]);
  } else await press(tmux, keys);
}

async function press(tmux: (...args: string[]) => string, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await Bun.sleep(KEY_MS);
    tmux("send-keys", key);
  }
}
