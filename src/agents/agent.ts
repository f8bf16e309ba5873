/**
 * The port to an agent. Each agent has a folder here, and passes `tests/contract/agent.ts`. The hook loads the half of
 * the agent that calls; setup and the doctor load the other half as well.
 */
import type { GitSeen } from "../git/git-refs.ts";
import type { Fact } from "../model/observation.ts";
import type { HookPayload } from "./claude-code/payload.ts";
import type { Caller } from "./caller.ts";
import type { AgentName } from "./detect.ts";

export type Env = Readonly<Record<string, string | undefined>>;
type Fields = Readonly<Record<string, unknown>>;

/** The half of an agent that the hook loads at each call: it opens no files and reads no settings. */
export interface AgentHook {
  readonly id: AgentName;
  /**
   * Reads a payload, and translates it to Claude Code's names.
   * @param fields the object in `text`, if it has been read already
   * @returns null for other text, or for an event that hive does not handle
   */
  readonly parse: (text: string, fields?: Fields | null) => HookPayload | null;
  /** @param git the state of the working directory's tree; null without a tree, undefined if not known */
  readonly facts: (payload: HookPayload, atMs: number, git?: GitSeen | null, caller?: Caller) => Fact[];
  /** The agent's process, if the environment names it. */
  readonly pid: (env: Env) => number | undefined;
  /** True if each session has a process of its own that starts its hooks, and that ends with it. */
  readonly hasProcess: boolean;
  /** True if a person can read an answer; undefined if the agent does not say. */
  readonly isAttended: (env: Env) => boolean | undefined;
  /**
   * The output at SessionStart that makes the agent read a text. It is one JSON document without a line end, bounded to
   * the length that the agent reads whole. Null if no form is known.
   */
  readonly context: ((text: string) => string) | null;
}

/**
 * The settings file: the project's (shared through git), the user's own in the project, or the user's own everywhere.
 */
export const SCOPES = ["project", "local", "user"] as const;
export type Scope = (typeof SCOPES)[number];

/** The hook's program and arguments. They are started without a shell, so that neither PATH nor quoting matters. */
export interface HookCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/** The directories and the environment of a person who sets hive up. */
export interface Where {
  readonly cwd: string;
  readonly project: string;
  readonly home: string;
  readonly env: Env;
}

/** The paths of an agent's own files. */
export interface AgentFiles {
  /** The agent's directory of this user. */
  readonly directory: string;
  /** Other directories that show that the user has the agent. */
  readonly signs?: readonly string[];
  /** A scope without a file of its own has another scope's: {@link AgentSettings.scopes} leaves it out. */
  readonly settings: Readonly<Record<Scope, string>>;
}

/** hive's part of a settings file. */
export interface Installed {
  /** The command of its first entry; null when it holds none. */
  readonly command: HookCommand | null;
  /** Faults that keep hive from being called correctly, a sentence each. */
  readonly problems: readonly string[];
  /** The user's setting that keeps the agent from calling hive; null if it is not set. */
  readonly offSwitch: string | null;
}

/** An agent's settings files, as texts: other programs' parts keep every character. */
export interface AgentSettings {
  /** The scopes with a file. */
  readonly scopes: readonly Scope[];
  /** The events on which the agent is to call hive. */
  readonly events: readonly string[];
  readonly locate: (where: Where) => AgentFiles;
  /**
   * The text with hive's entry in each event, once.
   * @param text null without a file
   * @throws HIVE_INVALID_OPTION if the agent cannot read the text
   */
  readonly install: (text: string | null, command: HookCommand) => string;
  /**
   * The text without hive's entries; null for a file that is hive's as a whole.
   * @param original the text from before setup, whose own empty containers are kept; null if not known
   * @throws HIVE_INVALID_OPTION if the agent cannot read the text
   */
  readonly remove: (text: string, original: string | null) => string | null;
  /** @throws HIVE_INVALID_OPTION if the agent cannot read the text */
  readonly inspect: (text: string | null) => Installed;
  /** True if the text calls the shell system's hook, which {@link install} replaces. */
  readonly callsShellSystem: (text: string | null) => boolean;
  /** A sentence on the user's next step after an install, before the agent calls hive; null without one. */
  readonly afterInstall: string | null;
  /** A sentence on the side effects of a removal from this text; null without any. */
  readonly afterRemoval: (text: string) => string | null;
}

/** A hive plugin for an agent; it has its own hook. */
export interface PluginHook {
  /** The file that names the plugin. */
  readonly path: string;
  readonly command: HookCommand;
}

/** One switch or policy that forbids hooks. */
export interface HookBan {
  /** The switch or policy, in one sentence. */
  readonly found: string;
  /** The way to lift it. */
  readonly advice: string;
  /** True if hooks of a plugin still run. */
  readonly sparesPlugins: boolean;
  /** True if it stopped no version that was run, or stops the agent only where a flag names it. */
  readonly isHarmless?: boolean;
}

/** The answer of an agent that calls only hooks which its user trusts. */
export interface Trust {
  /** Null if it is not known. */
  readonly isGiven: boolean | null;
  /** The answer, in one sentence. */
  readonly found: string;
  /** The user's next step. */
  readonly advice?: string;
}

/** A question for an agent's trust. */
export interface Asked extends Pick<Where, "cwd" | "env"> {
  /** The number of hive's hooks in the agent's settings. */
  readonly hooks: number;
}

/** A rules file that hive writes into a project. It holds the context of an earlier session. */
export interface RulesFile {
  /** Its path from the project. */
  readonly path: string;
  readonly withRecords: (text: string) => string;
  /** True if hive wrote it. */
  readonly isOwn: (text: string) => boolean;
}

export interface Agent {
  /** The name on a command line, which its hook half has as well. */
  readonly name: AgentName;
  /** Another agent that reads the same files. */
  readonly alsoNamed?: string;
  /** The agent's name as people write it. */
  readonly title: string;
  readonly settings: AgentSettings;
  /**
   * hive as a plugin of this agent; null if it is not installed.
   * @param policies as in {@link bans}
   */
  readonly plugin: (files: AgentFiles, policies?: string) => PluginHook | null;
  /**
   * Finds the switches, policies and variables that keep the agent from running hooks.
   * @param policies the directory of the machine's policies; undefined for the platform's
   */
  readonly bans: (files: AgentFiles, env: Env, policies: string | undefined) => HookBan[];
  /** A file of rules in a project, which the agent reads at each start; absent if hive writes none. */
  readonly rules?: RulesFile;
  /** Asks the agent whether it trusts hive's hooks. Absent if it calls each hook of its settings. */
  readonly askTrust?: (where: Asked) => Promise<Trust>;
  /** The agent's programs, any of which shows that it is there. */
  readonly programs: readonly string[];
  /** The program, and the arguments that begin a session with a prompt at the terminal. */
  readonly start: (prompt: string) => readonly [program: string, ...args: string[]];
  /** A made-up payload of a tool call, for a proof that the agent's call arrives. */
  readonly sample: (directory: string, sessionId: string) => string;
}
