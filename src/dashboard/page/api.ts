import type { Done, FileDiff, Now, SearchPage, SessionPage, SessionView, UndoPlan, UndoScope } from "./data.ts";

/** The server's answer was no. `status` is HTTP's; 0 if it did not answer. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function call(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { "x-hive-token": sessionStorage.getItem("hive-token") ?? "" };
  const response = await fetch(path, { ...init, headers }).catch((error: unknown) => {
    throw new Refused(0, String(error));
  });
  if (response.ok) return response;
  throw new Refused(response.status, await response.text());
}

const read = async <T>(path: string): Promise<T> => (await (await call(path)).json()) as T;

export const readNow = (): Promise<Now> => read("/api/now");

export const readSearch = (text: string): Promise<SearchPage> =>
  read(`/api/search?${new URLSearchParams({ q: text })}`);

/** @param from of the page before; empty for the first one */
export const readSessions = (text: string, from: string): Promise<SessionPage> =>
  read(`/api/sessions?${new URLSearchParams({ q: text, from })}`);

export const readSession = (project: string, id: string, before: number | null): Promise<SessionView> =>
  read(`/api/session?${new URLSearchParams({ project, id, ...(before === null ? {} : { before: String(before) }) })}`);

export const readDiff = (project: string, snapshot: number, path: string): Promise<FileDiff> =>
  read(`/api/diff?${new URLSearchParams({ project, snapshot: String(snapshot), path })}`);

export const readUndo = (project: string, id: string, scope: UndoScope): Promise<UndoPlan> =>
  read(`/api/undo?${new URLSearchParams({ project, id, kind: scope.kind, value: scope.value })}`);

/** @param undo what to take back, and the plan that was seen */
export async function act(
  action: "pause" | "unpause" | "forget" | "undo",
  project: string,
  session = "",
  undo?: { readonly scope: UndoScope; readonly plan: string },
): Promise<Done> {
  const body = JSON.stringify({ action, project, session, ...undo });
  return (await (await call("/api/act", { method: "POST", body })).json()) as Done;
}

/** Calls back at each change, until the stream ends. An `EventSource` could not send the token. */
export async function follow(onChange: () => void): Promise<void> {
  const reader = (await call("/api/events")).body!.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    if (decoder.decode(value).includes("data:")) onChange();
  }
}
