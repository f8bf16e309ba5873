import { useState } from "preact/hooks";
import { act, readDiff, readUndo } from "../api.ts";
import { Confirmed } from "./confirmed.tsx";
import type { FileDiff, UndoPoint, UndoScope } from "../data.ts";
import { count, plain } from "../words.ts";

interface Props {
  readonly project: string;
  readonly session: string;
}

interface ItemProps extends Props {
  readonly point: UndoPoint;
  /** Whether it is the latest undo, which can be taken back. */
  readonly isLatestUndo: boolean;
}

const FOUND: Readonly<Record<string, string>> = {
  start: "Files, found at the session’s start",
  call: "Files, by a call",
  prompt: "Files, before the prompt",
  stop: "Files, at the end of a turn",
  "idle-stop": "Files, at the end of a turn, by no call",
  "before-undo": "Files, found before an undo",
  undo: "Files put back",
};

/** The files at a moment: what was changed, and the ways back. */
export function PointItem({ project, session, point, isLatestUndo }: ItemProps) {
  const { snapshot, trigger, calls, isUndone, isComplete, notes, files, allFiles } = point;
  const [call] = calls;
  return (
    <>
      <b>
        {plain(
          calls.length === 0 ? (FOUND[trigger] ?? "Files") : `Files, by ${calls.map(({ tool }) => tool).join(" and ")}`,
        )}
      </b>{" "}
      <span class="quiet">
        {`#${snapshot}`}
        {allFiles > 0 && `, ${count(allFiles)} changed`}
        {isUndone && ", taken back"}
        {!isComplete && ", perhaps not all"}
      </span>
      {notes.map((note) => (
        <p key={note} class="facts">
          {plain(note)}
        </p>
      ))}
      {files.length > 0 && (
        <ul class="changes">
          {files.map(({ path, change }) => (
            <ChangedFile key={path} project={project} snapshot={snapshot} path={path} change={change} />
          ))}
        </ul>
      )}
      {allFiles > files.length && (
        <p class="facts">
          and {count(allFiles - files.length)} more: <code>hive changes --all</code>
        </p>
      )}
      <div class="ways">
        {call !== undefined && (
          <UndoButton
            isOffered={allFiles > 0 && !isUndone}
            project={project}
            session={session}
            scope={{ kind: "call", value: call.id }}
            label="Take it back"
          />
        )}
        {trigger === "undo" && (
          <UndoButton
            isOffered={isLatestUndo}
            project={project}
            session={session}
            scope={{ kind: "redo", value: "" }}
            label="Redo"
          />
        )}
        <UndoButton
          project={project}
          session={session}
          scope={{ kind: "to", value: String(snapshot) }}
          label="Back to this point"
        />
      </div>
    </>
  );
}

interface ButtonProps extends Props {
  readonly scope: UndoScope;
  readonly label: string;
  readonly isOffered?: boolean;
}

export function UndoButton({ project, session, scope, label, isOffered = true }: ButtonProps) {
  return (
    <Confirmed
      label={label}
      isOffered={isOffered}
      question="What is there now is kept first, so that a redo takes this back."
      preview={() => readUndo(project, session, scope)}
      onConfirm={(plan) => act("undo", project, session, { scope, plan })}
    />
  );
}

interface FileProps {
  readonly project: string;
  readonly snapshot: number;
  readonly path: string;
  readonly change: string;
}

/** A file whose diff is read when it is opened. */
function ChangedFile({ project, snapshot, path, change }: FileProps) {
  const [diff, setDiff] = useState<FileDiff | string | null>(null);
  const toggled = (isOpen: boolean): void => {
    if (isOpen && diff === null)
      readDiff(project, snapshot, path).then(setDiff, (error: unknown) => setDiff(String(error)));
  };
  return (
    <li>
      <details onToggle={(event) => toggled(event.currentTarget.open)}>
        <summary>
          <em>{plain(change)}</em> <span class="path">{plain(path)}</span>
        </summary>
        {diff === null ? (
          <p class="quiet">Reading…</p>
        ) : typeof diff === "string" ? (
          <p>{diff}</p>
        ) : (
          <Diff diff={diff} />
        )}
      </details>
    </li>
  );
}

const CLASSES: Readonly<Record<string, string>> = { "+": "added", "-": "removed", "@": "place" };

function Diff({ diff: { hidden, mode, lines, isCut } }: { readonly diff: FileDiff }) {
  return (
    <>
      {mode !== null && <p class="facts">mode {mode}</p>}
      {hidden !== null && <p class="quiet">{plain(hidden)}</p>}
      {lines.length > 0 && (
        <pre class="diff" tabIndex={0}>
          {lines.map((line, index) => (
            <span key={index} class={CLASSES[line[0] ?? ""]}>
              {`${plain(line)}\n`}
            </span>
          ))}
        </pre>
      )}
      {isCut && <p class="quiet">There is more.</p>}
    </>
  );
}
