/** One answer of the model that an agent talks to. Paths are relative to the project. */
export type Step = (
  | { readonly say: string }
  | { readonly shell: string }
  | { readonly write: { readonly path: string; readonly content: string } }
  | { readonly edit: { readonly path: string; readonly old: string; readonly new: string } }
  | { readonly todos: readonly Todo[] }
  | { readonly subagent: { readonly prompt: string; readonly isBackground: boolean; readonly steps: readonly Step[] } }
  /** Does not answer. */
  | { readonly hang: true }
  | { readonly error: { readonly status: number; readonly message: string } }
) & {
  /** The input tokens that the model claims to have read: many bring on a compaction. @default 10 */
  readonly tokens?: number;
};

export interface Todo {
  readonly text: string;
  readonly status: "pending" | "in_progress" | "completed";
}

/** A tool call in the agent's own terms. */
export interface Call {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What a driver knows of a request that it answers. */
export interface Offer {
  readonly project: string;
  /** Whether a tool is offered, or named in the texts: some can be called without being listed. */
  readonly has: (tool: string) => boolean;
}
