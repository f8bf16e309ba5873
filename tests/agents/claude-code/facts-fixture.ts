import type { Fact } from "../../../src/model/observation.ts";

const CWD = "/home/dana/code/ledger-api";
const TRANSCRIPTS = "/home/dana/.claude/projects/-home-dana-code-ledger-api";

export type Cell = readonly [kind: Fact["kind"], key: string, data: Record<string, unknown>];

const session = (data: Record<string, unknown> = {}): Cell => [
  "session",
  "",
  {
    agent: "claude-code",
    cwd: CWD,
    transcriptPath: `${TRANSCRIPTS}/5f0c2b1e-7a64-4d0f-9c3a-2f8e61b7d9a4.jsonl`,
    ...data,
  },
];
const editing = session({ permissionMode: "acceptEdits" });
const operation = (id: string, tool: string, target: string | undefined, durationMs?: number, outcome = "ok"): Cell => [
  "operation",
  `toolu_01${id}`,
  { tool, outcome, ...(target && { target }), ...(durationMs && { durationMs }) },
];
const command = (id: string, text: string, description: string, outcome: string, more = {}): Cell => [
  "command",
  `toolu_01${id}`,
  { command: text, description, outcome, ...more },
];
const file = (path: string, change: string, by: string): Cell => [
  "file",
  `${CWD}/${path}`,
  { change, by, ...(change === "created" && { isNew: true }) },
];

const SED = "sed -i 's/fees_v1/fees_v2/' src/fees.ts && rm src/fees_old.ts";
const COMMIT = "git add -A && git commit -m 'Add cents parser'";
const NOT_SQL = "Argument of type 'string' is not assignable to parameter of type 'Sql'.";
const TYPE_ERROR = `Exit code 2\nsrc/accounts.ts(4,10): error TS2345: ${NOT_SQL}`;

/** By payload file: all its facts, in order. */
export const EXPECTED: Record<string, Cell[]> = {
  "01-posttooluse-write-create": [
    editing,
    operation("Hq3vWm2uTzB5cYkXr7NdPa", "Write", `${CWD}/src/money.ts`, 9),
    file("src/money.ts", "created", "Write"),
  ],
  "02-posttooluse-write-update": [
    editing,
    operation("LbP8sKd4eXw2nGzQv9RtYc", "Write", `${CWD}/src/limits.ts`, 7),
    file("src/limits.ts", "modified", "Write"),
  ],
  "03-posttooluse-edit": [
    editing,
    operation("TgN5xRj7mQe3uZbVh1KcWs", "Edit", `${CWD}/src/accounts.ts`, 14),
    file("src/accounts.ts", "modified", "Edit"),
  ],
  "04-posttooluse-multiedit-legacy": [
    editing,
    operation("Zx9LqPw3sVd6tFyBn4HgMk", "MultiEdit", `${CWD}/src/config.ts`),
    file("src/config.ts", "modified", "MultiEdit"),
  ],
  "05-posttooluse-notebookedit": [
    editing,
    operation("CkW2rYh8nJx5aTpQe6VuGd", "NotebookEdit", `${CWD}/analysis/fees.ipynb`, 21),
    file("analysis/fees.ipynb", "modified", "NotebookEdit"),
  ],
  "06-posttooluse-bash": [
    editing,
    operation("Fw7dMb3kZs9vXqLy2RnTjE", "Bash", "bun test src/money.test.ts", 611),
    command("Fw7dMb3kZs9vXqLy2RnTjE", "bun test src/money.test.ts", "Run the money unit tests", "ok"),
  ],
  "07-posttooluse-bash-editdiff": [
    session({ permissionMode: "auto" }),
    operation("Rj4yXc8bQv5mWtNz6KgPhS", "Bash", SED, 38),
    file("src/fees.ts", "modified", "Bash"),
    file("src/fees_old.ts", "deleted", "Bash"),
    command("Rj4yXc8bQv5mWtNz6KgPhS", SED, "Rename the fees table and delete the old module", "ok"),
  ],
  "08-posttooluse-bash-background": [
    editing,
    operation("Yd6hNp2sTf8wJvEx3LcQbR", "Bash", "bun run dev", 102),
    command("Yd6hNp2sTf8wJvEx3LcQbR", "bun run dev", "Start the dev server", "background", { taskId: "b7kq2m9xd" }),
  ],
  "09-posttooluse-bash-git-commit": [
    editing,
    operation("Ms5cVt9gKx2zHrWq7YdBnF", "Bash", COMMIT, 87),
    command("Ms5cVt9gKx2zHrWq7YdBnF", COMMIT, "Commit the cents parser", "ok"),
  ],
  "11-posttoolusefailure-bash": [
    editing,
    operation("Vn8eTk4jHq2xRwCz6MbYgD", "Bash", "bunx tsc --noEmit", 2310, "failed"),
    command("Vn8eTk4jHq2xRwCz6MbYgD", "bunx tsc --noEmit", "Type-check the project", "failed", { error: TYPE_ERROR }),
  ],
  "12-posttooluse-agent-completed": [
    editing,
    operation("Ga3rUy7wPk5nXsLd9QbVtC", "Agent", "Find fee rounding code", 48230),
    [
      "agent",
      "a7154de3fc719065c",
      {
        type: "Explore",
        description: "Find fee rounding code",
        status: "completed",
        lastMessage: "Three places round fees: src/fees.ts:18, src/fees.ts:44 and src/invoice.ts:91.",
      },
    ],
  ],
  "13-posttooluse-agent-async-launched": [
    editing,
    operation("Kh6zFq8cNb2vMxJw4TgRyE", "Agent", "Write invoice tests", 18),
    ["agent", "a19cc0b24e7d6f385", { type: "general-purpose", description: "Write invoice tests", status: "running" }],
  ],
  "14-posttooluse-task-legacy": [
    session({ permissionMode: "default" }),
    operation("Bd5mXt9kRw3hZqNc7LvGpY", "Task", "Find fee rounding code"),
    [
      "agent",
      "3f9a1c77",
      {
        type: "general-purpose",
        description: "Find fee rounding code",
        status: "completed",
        lastMessage: "src/fees.ts:18 and src/invoice.ts:91.",
      },
    ],
  ],
  "18-posttooluse-todowrite": [
    editing,
    operation("Ny7tCk2fXh5vGmBs8ZwQrD", "TodoWrite", undefined, 3),
    [
      "todos",
      "",
      {
        todos: [
          { content: "Write cents parser", status: "completed" },
          { content: "Wire it into invoices", status: "in_progress" },
        ],
      },
    ],
  ],
  "19-posttooluse-taskupdate": [
    editing,
    operation("Eg6xJr9bPw4yTnVc7MhKzS", "TaskUpdate", undefined, 5),
    ["task", "2", { status: "completed" }],
  ],
  "21-sessionstart-startup": [session({ model: "claude-opus-5-5", source: "startup" })],
  "22-sessionstart-resume": [session({ model: "claude-opus-5-5", source: "resume", title: "cents parser" })],
  "23-sessionstart-compact": [session({ model: "claude-opus-5-5", source: "compact" })],
  "24-sessionstart-clear": [
    session({ transcriptPath: `${TRANSCRIPTS}/0d8f4c52-93b7-4a1e-b6d0-7c25e1f3a908.jsonl`, source: "clear" }),
  ],
  "26-sessionend-prompt-input-exit": [session(), ["end", "", { reason: "prompt_input_exit" }]],
  "27-sessionend-other": [session(), ["end", "", { reason: "other" }]],
  "28-sessionend-clear": [session(), ["end", "", { reason: "clear" }]],
  "29-stop": [
    editing,
    [
      "message",
      "last",
      { text: "The cents parser is in src/money.ts and its six tests pass. Invoices still use the old rounding." },
    ],
    [
      "turn",
      "c1b7c0f6-6a5d-4b0e-8f19-0d3a6f2b77e1",
      { text: "The cents parser is in src/money.ts and its six tests pass. Invoices still use the old rounding." },
    ],
    ["background", "", { tasks: [], crons: [] }],
  ],
  "30-stop-with-background-work": [
    editing,
    ["message", "last", { text: "The dev server is running; the invoice-test agent is still working." }],
    [
      "turn",
      "c1b7c0f6-6a5d-4b0e-8f19-0d3a6f2b77e1",
      { text: "The dev server is running; the invoice-test agent is still working." },
    ],
    [
      "background",
      "",
      {
        tasks: [
          {
            id: "b7kq2m9xd",
            type: "shell",
            status: "running",
            description: "Start the dev server",
            command: "bun run dev",
          },
          { id: "a19cc0b24e7d6f385", type: "subagent", status: "running", description: "Write invoice tests" },
        ],
        crons: [{ id: "cron-1", schedule: "*/30 * * * *", prompt: "check the ingest log", recurring: true }],
      },
    ],
  ],
  "33-subagentstop": [
    editing,
    [
      "agent",
      "a19cc0b24e7d6f385",
      { type: "general-purpose", status: "completed", lastMessage: "Added 9 tests in src/invoice.test.ts; all pass." },
    ],
  ],
  "35-precompact-manual": [
    session(),
    ["compact", "", { trigger: "manual", instructions: "keep the list of rounding call sites" }],
  ],
  "38-userpromptsubmit": [
    editing,
    [
      "prompt",
      "c1b7c0f6-6a5d-4b0e-8f19-0d3a6f2b77e1",
      { text: "Now wire the cents parser into invoices and keep the old API working." },
    ],
  ],
  "39-userpromptsubmit-task-notification": [editing, ["agent", "a19cc0b24e7d6f385", { status: "completed" }]],
};
