/** What Claude Code says in the place of a prompt, once a subagent or a command in the background has ended. */
export interface Notification {
  readonly taskId: string | undefined;
  readonly status: string | undefined;
  readonly result: string | undefined;
}

/** Null for any other text. */
export function notificationIn(text: string): Notification | null {
  if (!text.startsWith("<task-notification>")) return null;
  const part = (tag: string, lazy = "?"): string | undefined =>
    new RegExp(`<${tag}>([^]*${lazy})</${tag}>`).exec(text)?.[1]?.trim();
  // A result may quote its own end.
  return { taskId: part("task-id"), status: part("status"), result: part("result", "") ?? part("summary") };
}
