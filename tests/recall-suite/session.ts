import { Actor } from "./actor.ts";
import type { World } from "./world.ts";

interface BackgroundTask {
  id: string;
  type: "shell" | "subagent";
  status: string;
  description: string;
  command?: string;
  agent_type?: string;
}

/** A subagent of a session. */
export class Helper extends Actor {
  readonly id: string;
  readonly type: string;
  readonly description: string;
  readonly toolUseId: string;

  constructor(
    world: World,
    of: Actor & Host,
    launched: { id: string; type: string; description: string; toolUseId: string },
  ) {
    super(world, of.host(), { agent_id: launched.id, agent_type: launched.type });
    this.id = launched.id;
    this.type = launched.type;
    this.description = launched.description;
    this.toolUseId = launched.toolUseId;
  }

  /** It ends and says what it found. */
  stops(message: string): void {
    this.record("assistant", [{ type: "text", text: message }]);
    this.call("SubagentStop", {
      stop_hook_active: false,
      agent_transcript_path: this.transcriptPath.replace(/\.jsonl$/, `/subagents/agent-${this.id}.jsonl`),
      last_assistant_message: message,
      background_tasks: [],
      session_crons: [],
    });
  }
}

interface Host {
  host(): { sessionId: string; process: number; root: string; promptId: string };
}

/** The main agent of a session, and what its user does. */
export class Session extends Actor implements Host {
  private tasks = 0;

  host(): { sessionId: string; process: number; root: string; promptId: string } {
    return { sessionId: this.sessionId, process: this.process, root: this.root, promptId: this.promptId };
  }

  start(source: "startup" | "resume" | "clear" = "startup"): this {
    this.call("SessionStart", { source, model: "claude-opus-5-5", prompt_id: undefined }, { hasMode: false });
    return this;
  }

  prompt(text: string): void {
    this.promptId = this.world.random.uuid();
    this.world.pass(this.world.random.int(5_000, 60_000));
    this.record("user", text);
    this.call("UserPromptSubmit", { prompt: text, effort: undefined });
  }

  /** A prompt that says nothing but to go on. */
  nod(text: string): void {
    this.world.noise.push(text);
    this.prompt(text);
  }

  /** The end of a turn. */
  stop(message: string, background: readonly BackgroundTask[] = []): void {
    this.world.pass(3_000);
    this.record("assistant", [{ type: "text", text: message }]);
    this.call("Stop", {
      stop_hook_active: false,
      last_assistant_message: message,
      background_tasks: background,
      session_crons: [],
    });
  }

  /** The agent says something in the middle of a turn: the transcript alone has it. */
  says(text: string): void {
    this.record("assistant", [{ type: "text", text }]);
  }

  taskCreate(subject: string): string {
    this.tasks += 1;
    const id = String(this.tasks);
    this.tool("TaskCreate", { subject, description: subject }, { task: { id, subject, description: subject } });
    return id;
  }

  taskUpdate(taskId: string, status: "in_progress" | "completed", from = "pending"): void {
    this.tool(
      "TaskUpdate",
      { taskId, status },
      { success: true, taskId, updatedFields: ["status"], statusChange: { from, to: status } },
    );
  }

  /** Starts a subagent in the background. */
  launch(type: string, description: string, prompt: string): Helper {
    const id = `a${this.world.random.hex(16)}`;
    const toolUseId = this.tool(
      "Agent",
      { description, prompt, subagent_type: type },
      {
        isAsync: true,
        status: "async_launched",
        agentId: id,
        description,
        resolvedModel: "claude-sonnet-5-5",
        prompt,
        outputFile: `/tmp/tasks/${id}.output`,
        canReadOutputFile: true,
      },
    );
    this.call("SubagentStart", { agent_id: id, agent_type: type }, { hasMode: false });
    return new Helper(this.world, this, { id, type, description, toolUseId });
  }

  /** Runs a subagent and waits for it. */
  ask(type: string, description: string, prompt: string, answer: string): void {
    const id = `a${this.world.random.hex(16)}`;
    this.call("SubagentStart", { agent_id: id, agent_type: type }, { hasMode: false });
    this.tool(
      "Agent",
      { description, prompt, subagent_type: type, run_in_background: false },
      {
        status: "completed",
        prompt,
        agentId: id,
        agentType: type,
        content: [{ type: "text", text: answer }],
        totalDurationMs: 48_211,
        totalTokens: 12_450,
        totalToolUseCount: 7,
      },
      48_211,
    );
  }

  /** Claude Code tells the agent that a background task came to its end. */
  notified(
    task: { id: string; toolUseId?: string; description: string },
    status: "completed" | "failed" | "killed",
    result = "",
  ): void {
    const lines = [
      "<task-notification>",
      `<task-id>${task.id}</task-id>`,
      ...(task.toolUseId === undefined ? [] : [`<tool-use-id>${task.toolUseId}</tool-use-id>`]),
      `<output-file>/tmp/tasks/${task.id}.output</output-file>`,
      `<status>${status}</status>`,
      `<summary>"${task.description}" ${status === "completed" ? "finished" : status}</summary>`,
      ...(result === "" ? [] : [`<result>${result}</result>`]),
      "</task-notification>",
    ];
    this.prompt(lines.join("\n"));
  }

  /** A running subagent, as a Stop lists it. */
  static running(helper: Helper): BackgroundTask {
    return {
      id: helper.id,
      type: "subagent",
      status: "running",
      description: helper.description,
      agent_type: helper.type,
    };
  }

  /** A running command, as a Stop lists it. */
  static shell(id: string, command: string, description: string): BackgroundTask {
    return { id, type: "shell", status: "running", description, command };
  }

  /** The context is full: it is made short. The agent is told of its state at `SessionStart`. */
  compact(trigger: "manual" | "auto", summary: string, more: { isProbe?: boolean } = {}): void {
    this.call("PreCompact", { trigger, custom_instructions: null }, { hasMode: false });
    const compactor = { agent_id: `a${this.world.random.hex(16)}`, agent_type: "" };
    this.call("SubagentStop", {
      ...compactor,
      stop_hook_active: false,
      agent_transcript_path: `{home}/compactor.jsonl`,
      last_assistant_message: `<analysis>none</analysis><summary>${summary}</summary>`,
      background_tasks: [],
      session_crons: [],
    });
    if (more.isProbe) {
      this.probe("compact");
      return;
    }
    this.call("SessionStart", { source: "compact", model: "claude-opus-5-5" }, { hasMode: false });
    this.call("PostCompact", { trigger, compact_summary: summary }, { hasMode: false });
  }

  /** The process is killed: nothing says goodbye. */
  crash(): void {
    this.world.kill(this.process);
  }

  /** The session ends and says so. */
  end(reason: "prompt_input_exit" | "other" | "clear"): void {
    this.call("SessionEnd", { reason }, { hasMode: false });
    if (reason !== "clear") this.world.kill(this.process);
  }

  /** `/clear`: another session in the same process. */
  clear(): Session {
    this.end("clear");
    return this.world.sessionIn(this.process, this.root).start("clear");
  }

  /** The call whose answer is scored. */
  probe(source: "startup" | "compact" = "startup"): void {
    this.world.probe(this.process, this.root, {
      session_id: this.sessionId,
      transcript_path: this.transcriptPath,
      cwd: this.cwd,
      hook_event_name: "SessionStart",
      source,
      model: "claude-opus-5-5",
    });
  }
}
