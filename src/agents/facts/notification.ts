/** What Claude Code says in the place of a prompt, once a subagent or a command in the background has ended. */
export interface Notification {
  readonly taskId: string | undefined;
  readonly status: string | undefined;
  readonly result: string | undefined;
}

/** A name that both a hook's payload and a transcript may use as a key. */
const TASK_ID = /^[^<\s]{1,256}$/;

/** Null for any other text. */
export function notificationIn(text: string): Notification | null {
  if (!text.startsWith("<task-notification>")) return null;
  const part = (tag: string, lazy = "?"): string | undefined =>
    new RegExp(`<${tag}>([^]*${lazy})</${tag}>`).exec(text)?.[1]?.trim();
  const taskId = part("task-id");
  // A result may quote its own end.
  return {
    taskId: TASK_ID.test(taskId ?? "") ? taskId : undefined,
    status: part("status"),
    result: part("result", "") ?? part("summary"),
  };
}
