import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { SessionLine } from "../data.ts";
import { ACTIVITIES, ago, plain } from "../words.ts";

interface RowProps {
  readonly session: SessionLine;
  /** The word at its left, and the class that gives its colour. */
  readonly word: string;
  readonly tone: string;
  /** Below the text; those that are not known are left out. */
  readonly facts: readonly (string | null)[];
  readonly children: ComponentChildren;
}

/** A line of a list that leads to a session. */
export function SessionRow({ session: { project, id, isUntrusted }, word, tone, facts, children }: RowProps) {
  return (
    <li>
      <a class="session" href={`#/session/${encodeURIComponent(project)}/${encodeURIComponent(id)}`}>
        <span class={`state ${tone}`}>{word}</span>
        <span class="title">
          {isUntrusted && <b class="untrusted">UNTRUSTED </b>}
          {children}
        </span>
        <span class="facts">
          {facts
            .filter((fact) => fact !== null)
            .map(plain)
            .join(" · ")}
        </span>
      </a>
    </li>
  );
}

/** Drawn again when the session has changed, or its age in minutes. */
function SessionItem({ session, nowMs }: { readonly session: SessionLine; readonly nowMs: number }) {
  const minute = Math.floor(nowMs / 60_000);
  return useMemo(() => <SessionText session={session} nowMs={nowMs} />, [session, minute]);
}

function SessionText({ session, nowMs }: { readonly session: SessionLine; readonly nowMs: number }) {
  const { projectName, title, agent, branch, activity, lastSeenMs, openTasks, allTasks } = session;
  const tasks = allTasks > 0 ? `${allTasks - openTasks} of ${allTasks} tasks done` : null;
  const facts = [projectName, agent, branch, tasks, ago(lastSeenMs, nowMs)];
  return (
    <SessionRow session={session} word={ACTIVITIES[activity]} tone={activity} facts={facts}>
      {plain(title ?? "without a title")}
    </SessionRow>
  );
}

export function SessionList({
  sessions,
  nowMs,
}: {
  readonly sessions: readonly SessionLine[];
  readonly nowMs: number;
}) {
  return (
    <ul class="sessions">
      {sessions.map((session) => (
        <SessionItem key={session.project + session.id} session={session} nowMs={nowMs} />
      ))}
    </ul>
  );
}
