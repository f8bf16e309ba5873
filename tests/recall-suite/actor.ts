import type { World } from "./world.ts";

export type Status = "completed" | "in_progress" | "pending";
export type Todo = readonly [content: string, status: Status];

/** Who calls tools in a session: its main agent, or a subagent of it. Each method is one call, as Claude Code reports it. */
export class Actor {
  protected readonly world: World;
  readonly sessionId: string;
  protected readonly process: number;
  protected readonly root: string;
  /** Where the agent is; `cd` moves it. */
  cwd: string;
  promptId: string;
  private readonly agent: { agent_id: string; agent_type: string } | undefined;
  private todoList: readonly Todo[] = [];

  constructor(
    world: World,
    of: { sessionId: string; process: number; root: string; promptId: string },
    agent?: { agent_id: string; agent_type: string },
  ) {
    this.world = world;
    this.sessionId = of.sessionId;
    this.process = of.process;
    this.root = of.root;
    this.cwd = of.root;
    this.promptId = of.promptId;
    this.agent = agent;
  }

  get transcriptPath(): string {
    return `{home}/.claude/projects/app/${this.sessionId}.jsonl`;
  }

  /** Where this actor's own words are recorded. */
  private get ownTranscript(): string {
    const id = this.agent?.agent_id;
    return id === undefined
      ? this.transcriptPath
      : this.transcriptPath.replace(/\.jsonl$/, `/subagents/agent-${id}.jsonl`);
  }

  /** A call of the hook. */
  protected call(event: string, fields: Readonly<Record<string, unknown>>, more: { hasMode?: boolean } = {}): void {
    this.world.call(this.process, this.root, {
      session_id: this.sessionId,
      transcript_path: this.transcriptPath,
      cwd: this.cwd,
      prompt_id: this.promptId,
      ...(more.hasMode === false ? {} : { permission_mode: "acceptEdits" }),
      ...this.agent,
      ...(more.hasMode === false ? {} : { effort: { level: "high" } }),
      hook_event_name: event,
      ...fields,
    });
  }

  /** Lines of the transcript: what was said, called and answered. */
  protected record(type: "user" | "assistant", content: unknown, more: Readonly<Record<string, unknown>> = {}): void {
    const message =
      type === "user"
        ? { role: "user", content }
        : {
            id: `msg_${this.world.random.hex(20)}`,
            type: "message",
            role: "assistant",
            model: "claude-opus-5-5",
            content,
          };
    this.world.transcript(this.ownTranscript, {
      parentUuid: null,
      isSidechain: this.agent !== undefined,
      userType: "external",
      cwd: this.cwd,
      sessionId: this.sessionId,
      version: "2.1.332",
      type,
      message,
      uuid: this.world.random.uuid(),
      ...more,
    });
  }

  /** A tool's call that came to its end. */
  protected tool(name: string, input: Readonly<Record<string, unknown>>, response: unknown, milliseconds = 30): string {
    const id = this.began(name, input);
    this.world.pass(milliseconds);
    this.record("user", [{ tool_use_id: id, type: "tool_result", content: JSON.stringify(response).slice(0, 400) }]);
    this.call("PostToolUse", {
      tool_name: name,
      tool_input: input,
      tool_response: response,
      tool_use_id: id,
      duration_ms: milliseconds,
    });
    return id;
  }

  /** A tool's call that began. Without an end it is what was in flight when the agent died: only the transcript knows. */
  began(name: string, input: Readonly<Record<string, unknown>>): string {
    const id = `toolu_01${this.world.random.hex(22)}`;
    this.world.pass(this.world.random.int(4_000, 30_000));
    this.record("assistant", [{ type: "tool_use", id, name, input }]);
    return id;
  }

  /** A command that passes. `changed` are files that it changed, as far as Claude Code saw it. */
  bash(
    command: string,
    stdout = "",
    more: { stderr?: string; changed?: readonly string[]; response?: object } = {},
  ): void {
    const changed = more.changed?.map((path) => this.path(path));
    this.tool(
      "Bash",
      { command, description: "Run a command" },
      {
        stdout,
        stderr: more.stderr ?? "",
        interrupted: false,
        isImage: false,
        noOutputExpected: stdout === "",
        ...(changed === undefined
          ? {}
          : {
              bashEditDiff: {
                changedFiles: changed,
                files: changed.slice(0, 5).map((filePath) => ({ filePath, hunks: [] })),
                moreFiles: 0,
              },
            }),
        ...more.response,
      },
      this.world.random.int(20, 4_000),
    );
  }

  /** A commit of everything that was changed. */
  commit(subject: string, branch: string): void {
    this.world.shell(`cd '${this.root}' && git add -A && git commit -q --allow-empty -m '${subject}'`);
    const sha = this.world.random.hex(7);
    this.bash(`git add -A && git commit -qm '${subject}'`, `[${branch} ${sha}] ${subject}`, {
      response: { gitOperation: { commit: { sha, kind: "committed", branch } } },
    });
  }

  /** A command that tells nothing to a colleague. */
  idle(command: string, stdout = ""): void {
    this.world.noise.push(command);
    this.bash(command, stdout);
  }

  /** A command that fails. */
  fail(command: string, error: string, more: { exit?: number; isInterrupt?: boolean } = {}): void {
    const input = { command, description: "Run a command" };
    const id = this.began("Bash", input);
    this.world.pass(2_000);
    const told = `Exit code ${more.exit ?? 1}\n${error}`;
    this.record("user", [{ tool_use_id: id, type: "tool_result", content: told, is_error: true }]);
    this.call("PostToolUseFailure", {
      tool_name: "Bash",
      tool_input: input,
      tool_use_id: id,
      error: told,
      is_interrupt: more.isInterrupt ?? false,
      duration_ms: 2_000,
    });
  }

  /** A command that goes on in the background. */
  background(command: string, id: string, description: string): void {
    this.tool(
      "Bash",
      { command, description, run_in_background: true },
      { stdout: "", stderr: "", interrupted: false, isImage: false, noOutputExpected: false, backgroundTaskId: id },
    );
  }

  protected path(path: string): string {
    return path.startsWith("/") || path.startsWith("{") ? path : `${this.root}/${path}`;
  }

  edit(path: string, old: string, now: string): void {
    const filePath = this.path(path);
    this.world.file(filePath, `${now}\n`);
    this.tool(
      "Edit",
      { file_path: filePath, old_string: old, new_string: now, replace_all: false },
      {
        filePath,
        oldString: old,
        newString: now,
        originalFile: `${old}\n`,
        structuredPatch: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: [`-${old}`, `+${now}`] }],
        userModified: false,
        replaceAll: false,
      },
    );
  }

  write(path: string, content: string, type: "create" | "update" = "create"): void {
    const filePath = this.path(path);
    this.world.file(filePath, content);
    const originalFile = type === "create" ? null : "before\n";
    this.tool(
      "Write",
      { file_path: filePath, content },
      { type, filePath, content, structuredPatch: [], originalFile, userModified: false },
    );
  }

  notebook(path: string, cell: string, source: string): void {
    const notebook = this.path(path);
    this.world.file(notebook, JSON.stringify({ cells: [{ id: cell, source }] }));
    this.tool(
      "NotebookEdit",
      { notebook_path: notebook, cell_id: cell, new_source: source, cell_type: "code", edit_mode: "replace" },
      {
        new_source: source,
        old_source: "",
        cell_id: cell,
        cell_type: "code",
        language: "python",
        edit_mode: "replace",
        notebook_path: notebook,
        original_file: "{}",
        updated_file: "{}",
      },
    );
  }

  todos(list: readonly Todo[]): void {
    const shape = (todos: readonly Todo[]) =>
      todos.map(([content, status]) => ({ content, status, activeForm: content }));
    this.tool("TodoWrite", { todos: shape(list) }, { oldTodos: shape(this.todoList), newTodos: shape(list) });
    this.todoList = list;
  }

  /** Commands that only look, drawn from what agents run all day. */
  look(count: number): void {
    for (let done = 0; done < count; done += 1) {
      const [command, stdout] = this.world.lookCommand();
      this.idle(command, stdout);
    }
  }
}
