import { useMemo, useRef, useState } from "preact/hooks";
import { act, readSession } from "../api.ts";
import { Confirmed } from "./confirmed.tsx";
import type { SessionView, TimelineEvent, UndoPoint } from "../data.ts";
import { PointItem, UndoButton } from "./undo-point.tsx";
import { useData } from "../use-data.ts";
import { ACTIVITIES, ago, clock, day, plain } from "../words.ts";

interface Props {
  readonly project: string;
  readonly id: string;
  readonly version: number;
}

export function SessionDetail({ project, id, version }: Props) {
  const { value: view, error } = useData(() => readSession(project, id, null), [project, id], version);
  const lines = useRef(new Map<string, Line>());
  /** Where the page before the earliest one that was read begins; undefined while only the latest one is shown. */
  const [rest, setRest] = useState<number | null | undefined>(undefined);
  const shown = useMemo(() => (view === null ? [] : merged(lines.current, view)), [view, rest]);
  if (view === null) return <p>{error ?? "Reading…"}</p>;
  const next = rest === undefined ? view.nextBeforeMs : rest;
  const readOlder = async (before: number): Promise<void> => {
    const page = await readSession(project, id, before);
    merged(lines.current, page);
    setRest(page.nextBeforeMs);
  };
  return (
    <>
      <Head view={view} />
      <div class="columns">
        <section aria-label="Timeline">
          <h2>Timeline</h2>
          <Timeline lines={shown} project={project} session={id} />
          {next !== null && (
            <button type="button" onClick={() => void readOlder(next)}>
              Show earlier
            </button>
          )}
        </section>
        <aside>
          <Tasks view={view} />
          <Files view={view} />
          {view.restored !== "" && (
            <details>
              <summary>What a new session is told</summary>
              <pre>{plain(view.restored)}</pre>
            </details>
          )}
          {view.points.length > 0 && (
            <UndoButton
              project={project}
              session={id}
              scope={{ kind: "session", value: id }}
              label="Take back all that it did to files"
            />
          )}
          {project !== "archive" && (
            <Confirmed
              label="Forget this session"
              question="All that hive has saved of this session is deleted. This cannot be undone."
              onConfirm={() => act("forget", project, id)}
              onDone={() => {
                location.hash = "#/sessions";
              }}
            />
          )}
        </aside>
      </div>
    </>
  );
}

function Head({ view: { session, cwd } }: { readonly view: SessionView }) {
  const nowMs = Date.now();
  return (
    <>
      <h1>
        {session.isUntrusted && <b class="untrusted">UNTRUSTED </b>}
        {plain(session.title ?? "without a title")}
      </h1>
      <p class="facts">
        <span class={`state ${session.activity}`}>{ACTIVITIES[session.activity]}</span>{" "}
        {[session.agent, session.branch, cwd, ago(session.lastSeenMs, nowMs)]
          .filter((fact) => fact !== null)
          .map(plain)
          .join(" · ")}
      </p>
      {session.command !== null && (
        <p class="facts">
          Go on with it: <code>{plain(session.command)}</code>
        </p>
      )}
    </>
  );
}

const KINDS = {
  prompt: "You",
  call: "",
  message: "Agent",
  checkpoint: "Saved",
  subagent: "Subagent",
  compaction: "Compacted",
  end: "End",
} as const;

/** A line of the timeline: what happened, or what became of the files. */
type Line = { readonly event: TimelineEvent } | { readonly point: UndoPoint };

const timeOf = (line: Line): number => ("event" in line ? line.event.atMs : line.point.atMs);

const keyOf = (line: Line): string => ("event" in line ? line.event.key : `point ${line.point.snapshot}`);

/** Merges the lines of a page with the known ones. @returns all, the latest first */
function merged(known: Map<string, Line>, { events, points }: SessionView): readonly Line[] {
  for (const line of [...points.map((point) => ({ point })), ...events.map((event) => ({ event }))]) {
    const key = keyOf(line);
    const before = known.get(key);
    // A line that is the same is not drawn again.
    if (before === undefined || JSON.stringify(before) !== JSON.stringify(line)) known.set(key, line);
  }
  return [...known.values()].toSorted((a, b) => timeOf(b) - timeOf(a));
}

interface TimelineProps {
  readonly lines: readonly Line[];
  readonly project: string;
  readonly session: string;
}

function Timeline({ lines, project, session }: TimelineProps) {
  if (lines.length === 0) return <p class="quiet">Nothing was observed yet.</p>;
  const latestUndo = lines.find((line) => "point" in line && line.point.trigger === "undo");
  return (
    <ol class="timeline">
      {lines.map((line) => (
        <LineItem
          key={keyOf(line)}
          line={line}
          project={project}
          session={session}
          isLatestUndo={line === latestUndo}
        />
      ))}
    </ol>
  );
}

interface LineProps {
  readonly line: Line;
  readonly project: string;
  readonly session: string;
  readonly isLatestUndo: boolean;
}

function LineItem({ line, project, session, isLatestUndo }: LineProps) {
  const atMs = timeOf(line);
  return useMemo(
    () => (
      <li class={classOf(line)}>
        <time dateTime={new Date(atMs).toISOString()} title={day(atMs)}>
          {clock(atMs)}
        </time>
        <div>
          {"event" in line ? (
            <EventText event={line.event} />
          ) : (
            <PointItem project={project} session={session} point={line.point} isLatestUndo={isLatestUndo} />
          )}
        </div>
      </li>
    ),
    [line, isLatestUndo],
  );
}

const classOf = (line: Line): string =>
  "point" in line
    ? `point ${line.point.allFiles === 0 ? "bare" : ""}`
    : `${line.event.kind} ${line.event.outcome === "failed" ? "failed" : ""}`;

function EventText({ event: { kind, label, text, outcome, agentId, error } }: { readonly event: TimelineEvent }) {
  const words = [KINDS[kind], label].filter((word) => word !== "");
  return (
    <>
      <b>{words.map(plain).join(" ")}</b> <span class="text">{plain(text)}</span>
      {outcome !== null && outcome !== "ok" && <em> {plain(outcome)}</em>}
      {agentId !== null && <small> by a subagent</small>}
      {error !== null && <pre>{plain(error)}</pre>}
    </>
  );
}

function Tasks({ view: { tasks } }: { readonly view: SessionView }) {
  if (tasks.length === 0) return null;
  const done = tasks.filter(({ status }) => status === "completed").length;
  return (
    <>
      <h2>
        Tasks <small>{`${done} of ${tasks.length} done`}</small>
      </h2>
      <ul class="tasks">
        {tasks.map(({ text, status }, index) => (
          <li key={index} class={status === "completed" ? "done" : ""}>
            {plain(text)} {status !== "completed" && <em>{plain(status.replaceAll("_", " "))}</em>}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Files that are listed at first. */
const FIRST_FILES = 50;

function Files({ view: { files, cwd } }: { readonly view: SessionView }) {
  const [isAll, setAll] = useState(false);
  const short = (path: string): string =>
    cwd !== null && path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path;
  if (files.length === 0) return null;
  return (
    <>
      <h2>
        Files <small>{files.length}</small>
      </h2>
      <ul class="files">
        {(isAll ? files : files.slice(0, FIRST_FILES)).map(({ path, change, by }) => (
          <li key={path}>
            <span class="path" title={plain(path)}>
              {plain(short(path))}
            </span>{" "}
            <em>{plain(by === "" ? change : `${change} by ${by}`)}</em>
          </li>
        ))}
      </ul>
      {!isAll && files.length > FIRST_FILES && (
        <button type="button" onClick={() => setAll(true)}>
          Show all files
        </button>
      )}
    </>
  );
}
