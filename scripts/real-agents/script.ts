/** One answer of the model that an agent talks to. Paths are relative to the project. */
export type Step =
  | { readonly say: string }
  | { readonly shell: string }
  | { readonly write: { readonly path: string; readonly content: string } }
  | { readonly edit: { readonly path: string; readonly old: string; readonly new: string } }
  | { readonly todos: ReadonlyArray<{ readonly text: string; readonly status: string }> };

/** A tool call in the agent's own terms; `raw` is the input of a tool that takes text instead of JSON. */
export interface Call {
  readonly name: string;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly raw?: string;
}

/** A request that is answered. */
export interface Offer {
  readonly project: string;
  /** The names of the tools that the agent offers. */
  readonly tools: ReadonlySet<string>;
}

/** The model's answer: text or a tool call. */
export interface Reply {
  readonly text?: string;
  readonly call?: Call;
}

const TODOS = [
  { text: "Add two", status: "completed" },
  { text: "Test it", status: "in_progress" },
] as const;

/** The session that every agent plays first. */
export const STANDARD: readonly Step[] = [
  { write: { path: "notes.md", content: "# Notes\nfirst\n" } },
  { edit: { path: "math.ts", old: "export const one = 1;", new: "export const one = 1;\nexport const two = 2;" } },
  { shell: "ls nothing-here; exit 3" },
  { shell: "printf 'made by a command\\n' > made.txt" },
  { todos: TODOS },
  { say: "Two is added; the tests are next." },
];

/** The session that is killed while its second step runs. */
export const CRASH: readonly Step[] = [
  { write: { path: "migration.sql", content: "alter table t add c int;\n" } },
  { shell: "touch began; sleep 60" },
  { say: "Never said." },
];

/** The session after the crash. */
export const NEXT: readonly Step[] = [{ shell: "cat math.ts" }, { say: "Went on." }];
