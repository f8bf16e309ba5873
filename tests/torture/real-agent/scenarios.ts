import type { AgentRun } from "./run-agent.ts";
import type { Step } from "./script.ts";

/** One session of an agent: where in the repository it runs, and how it ends. */
export type Session = Pick<AgentRun, "steps" | "prompts"> &
  Partial<Pick<AgentRun, "killAt" | "signal" | "isResumed" | "isInTerminal" | "env" | "args">> & {
    /** Relative to the repository. @default the repository */
    readonly directory?: string;
  };

/** Sessions one after another, and what the last one is told. Sessions in one list run at the same time. */
export interface Scenario {
  readonly name: string;
  readonly sessions: ReadonlyArray<Session | readonly Session[]>;
  /** What the last session has to be told. */
  readonly told: readonly string[];
  /** How many of the last sessions it may be told to, one or the other. @default 1 */
  readonly toldToLast?: number;
  /** What it must not be told. */
  readonly untold?: readonly string[];
  /** The longest text that it may be given, in characters. */
  readonly atMostChars?: number;
  /** How many texts of hive's stand in one request. @default 1 */
  readonly times?: number;
  /** The number of tool calls that hive has saved of each session that made any. */
  readonly operations?: readonly number[];
  /** Whether the plugin calls hive beside the settings. */
  readonly hasPlugin?: boolean;
  /** A linked worktree, made before the sessions. */
  readonly worktree?: string;
}

const WORK: readonly Step[] = [
  {
    todos: [
      { text: "Run the migration", status: "in_progress" },
      { text: "Write docs", status: "pending" },
    ],
  },
  { write: { path: "notes.md", content: "# Notes\n" } },
  { shell: "ls nothing-here; exit 3" },
  { shell: "echo made > made.txt" },
];
const MIGRATE: Step = { shell: "touch migration-began; sleep 60" };
const AT = WORK.length;

const worked = (more: Partial<Session> = {}): Session => ({
  steps: [...WORK, MIGRATE],
  prompts: ["Migrate it"],
  ...more,
});
const killed = (more: Partial<Session> = {}): Session => worked({ killAt: AT, ...more });
const after = (more: Partial<Session> = {}): Session => ({
  steps: [{ say: "I see." }],
  prompts: ["continue"],
  ...more,
});
/** A person's own session: `claude -p` takes nothing. */
const person = (more: Partial<Session> = {}): Session => after({ isInTerminal: true, ...more });

const STATE = ["Migrate it", "Run the migration", "ls nothing-here", "notes.md"];
const IN_FLIGHT = "migration-began";
const OPEN_TASKS =
  "Tasks: 0 of 2 done, as of just now; open ones:\n- [in_progress] “Run the migration”\n- [pending] “Write docs”\n";

const WITH_A_SUBAGENT: Session = {
  steps: [
    WORK[0]!,
    {
      subagent: {
        prompt: "Write part.txt.",
        isBackground: false,
        steps: [
          { todos: [{ text: "Sub step", status: "in_progress" }] },
          { write: { path: "part.txt", content: "part\n" } },
          { say: "The part has a flaw." },
        ],
      },
    },
    { hang: true },
  ],
  prompts: ["Migrate it"],
  killAt: 2,
  env: { CLAUDE_CODE_ENABLE_TASKS: "0" },
};

const FULL = { shell: "echo full", tokens: 990_000 };
const API_ERROR: Step = { error: { status: 400, message: "mock" } };

export const SCENARIOS: readonly Scenario[] = [
  { name: "killed", sessions: [killed(), person()], told: [...STATE, IN_FLIGHT, "made.txt"] },
  {
    name: "killed twice",
    sessions: [killed(), { ...person({ steps: [{ hang: true }] }), killAt: 0 }, person()],
    told: STATE,
  },
  { name: "ended by SIGTERM", sessions: [killed({ signal: "SIGTERM" }), person()], told: STATE },
  { name: "ended by SIGINT", sessions: [killed({ signal: "SIGINT" }), person()], told: STATE },
  {
    name: "left by Ctrl+C in the middle of a turn",
    sessions: [worked({ isInTerminal: true, prompts: ["Migrate it", "<C-c C-c C-c>"] }), person()],
    told: STATE,
  },
  {
    name: "its terminal closed before the first call",
    sessions: [{ steps: [{ hang: true }], isInTerminal: true, prompts: ["Migrate it", "<close>"] }, person()],
    told: ["Task: “Migrate it”", "It ended (other) in the middle of a turn."],
  },
  {
    name: "its terminal closed",
    sessions: [worked({ isInTerminal: true, prompts: ["Migrate it", "<close>"] }), person()],
    told: STATE,
  },
  {
    name: "an error of the API",
    sessions: [{ steps: [...WORK, ...Array.from({ length: 12 }, () => API_ERROR)], prompts: ["Migrate it"] }, person()],
    told: STATE,
  },
  {
    name: "a command stopped by Escape, then killed",
    sessions: [
      worked({
        isInTerminal: true,
        steps: [...WORK, MIGRATE, { hang: true }],
        prompts: ["Migrate it", "<Escape>", "wait"],
        killAt: AT + 1,
      }),
      person(),
    ],
    told: [...STATE, IN_FLIGHT],
  },
  {
    name: "resumed by the agent itself",
    sessions: [killed(), after({ isResumed: true })],
    told: ["what its conversation may lack", "- No result was seen of Bash “touch migration-began; sleep 60”"],
    untold: STATE,
    atMostChars: 600,
  },
  {
    name: "finished",
    sessions: [
      { isInTerminal: true, steps: [...WORK, { say: "Half of it is done." }], prompts: ["Migrate it"] },
      person(),
    ],
    told: ["Migrate it", "Half of it is done."],
    atMostChars: 500,
  },
  {
    name: "cleared",
    sessions: [
      {
        isInTerminal: true,
        steps: [...WORK, { say: "Half." }, { say: "New." }],
        prompts: ["Migrate it", "/clear", "something else"],
      },
      person(),
    ],
    told: ["something else"],
    untold: ["Migrate it"],
    atMostChars: 500,
  },
  {
    name: "compacted",
    sessions: [{ steps: [...WORK, FULL, { say: "Done." }], prompts: ["Migrate it"] }],
    told: STATE,
  },
  {
    name: "compacted twice",
    sessions: [
      {
        steps: [...WORK, FULL, { write: { path: "again.md", content: "2\n" } }, FULL, { say: "Done." }],
        prompts: ["Migrate it"],
      },
    ],
    told: [...STATE, "again.md"],
  },
  {
    name: "a subagent's todos and result",
    sessions: [WITH_A_SUBAGENT, person()],
    told: [`${OPEN_TASKS}Finished subagents:`, "The part has a flaw.”", "- new “part.txt”"],
    untold: ["Sub step"],
  },
  {
    name: "runs without a person in between",
    sessions: [killed(), after(), after({ prompts: ["what is one?"] }), person()],
    told: [...STATE, IN_FLIGHT],
    untold: ["what is one?"],
  },
  {
    name: "two that were killed at once, then two more",
    sessions: [
      [
        killed({ prompts: ["Migrate the users"] }),
        killed({ prompts: ["Migrate the orders"], steps: [...WORK, { hang: true }] }),
      ],
      person(),
      person(),
    ],
    told: ["Migrate the users", "Migrate the orders"],
    toldToLast: 2,
  },
  {
    name: "a run without a person",
    sessions: [killed(), after()],
    told: [],
    times: 0,
    untold: STATE,
  },
  {
    name: "a chain of crashes",
    sessions: [
      killed(),
      { ...person({ steps: [{ write: { path: "second.md", content: "2\n" } }, MIGRATE] }), killAt: 1 },
      person(),
    ],
    told: ["Migrate it", "second.md", "Run the migration"],
  },
  {
    name: "a fork that was killed",
    sessions: [
      { isInTerminal: true, steps: [...WORK, { say: "Half of it is done." }], prompts: ["Migrate it"] },
      {
        ...person({ steps: [{ write: { path: "second.md", content: "2\n" } }, MIGRATE] }),
        prompts: ["try the other way"],
        isResumed: true,
        args: ["--fork-session"],
        killAt: 1,
      },
      person(),
    ],
    told: ["It went on from session ", "Task: “Migrate it”", "try the other way", "second.md", IN_FLIGHT],
  },
  {
    name: "in a linked worktree",
    worktree: "../other",
    sessions: [killed({ directory: "../other" }), person({ directory: "../other" })],
    told: [...STATE, OPEN_TASKS, IN_FLIGHT, "made.txt", "Git then: “other” at "],
    untold: ["Another worktree"],
  },
  {
    name: "a crash in another worktree",
    worktree: "../other",
    sessions: [killed({ directory: "../other" }), person()],
    told: ["Another worktree, “", "/home/other”, has an unfinished session: "],
    untold: STATE,
    atMostChars: 500,
  },
  {
    name: "in a package of a monorepo",
    sessions: [killed({ directory: "packages/app" }), person({ directory: "packages/app" })],
    told: STATE,
  },
  {
    name: "called by the plugin and the settings at once",
    hasPlugin: true,
    sessions: [killed(), person()],
    told: [...STATE, OPEN_TASKS, IN_FLIGHT],
    // Two tasks made and one begun, a file written, two commands.
    operations: [6],
  },
];
