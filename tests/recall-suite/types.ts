/** Words that must stand in a text: a plain text, or a pattern. Both are compared without case, with quotes and spaces made alike. */
export type Pattern = string | RegExp;

/** Something that a colleague who takes over must be told. */
export interface Fact {
  id: string;
  /** All of them must be there. */
  all: readonly Pattern[];
  /** Whether they must be in one statement: a line, with its heading and the lines that continue it. */
  together?: true;
  why: string;
}

/** A statement that would be wrong. It is made when one statement holds all of `all` and none of `unless`. */
export interface Forbidden {
  id: string;
  all: readonly Pattern[];
  unless?: readonly Pattern[];
  why: string;
}

/** What a colleague would have to be told after a session, and what not. */
export interface List {
  facts: readonly Fact[];
  forbidden: readonly Forbidden[];
  /** Lines that tell nothing, beside the commands and prompts that the session itself marks so. */
  noise?: readonly Pattern[];
}

/** One line of a transcript file, its time filled in when it is played. */
export type TranscriptLine = Readonly<Record<string, unknown>>;

/** A call of the hook by one of the agent's processes, `atMs` after the beginning. */
interface Call<Kind> {
  kind: Kind;
  process: number;
  root: string;
  isAttended: boolean;
  atMs: number;
  payload: Readonly<Record<string, unknown>>;
}

/** What happens next. `{project}` and `{home}` in any text stand for the directories of the run. */
export type Step =
  | Call<"call">
  | { kind: "transcript"; path: string; atMs: number; lines: readonly TranscriptLine[] }
  | { kind: "file"; path: string; content: string }
  | { kind: "shell"; command: string }
  | { kind: "kill"; process: number }
  /** The call whose answer is scored. It is the last one. */
  | Call<"probe">;

/** A session to play: its steps, and the texts in it that tell nothing. */
export interface Recording {
  steps: readonly Step[];
  noise: readonly string[];
}

/** A scenario with its names and outcomes drawn. */
export interface Told {
  name: string;
  recording: Recording;
  list: List;
}
