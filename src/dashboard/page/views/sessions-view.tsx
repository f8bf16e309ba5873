import { useEffect, useRef, useState } from "preact/hooks";
import { readSearch, readSessions } from "../api.ts";
import type { Hit, SessionLine } from "../data.ts";
import { SessionList, SessionRow } from "./session-line.tsx";
import { ago, brief, plain } from "../words.ts";
import { useData } from "../use-data.ts";

const TYPING_MS = 120;

interface Props {
  readonly version: number;
  /** Whether the search has the focus at first. */
  readonly isSearch: boolean;
}

export function SessionsView({ version, isSearch }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isSearch) field.current?.focus();
  }, [isSearch]);
  const [typed, setTyped] = useState("");
  const [text, setText] = useState("");
  const [more, setMore] = useState<readonly SessionLine[]>([]);
  /** Where the page after the last one that was read begins; undefined while only the first one is shown. */
  const [rest, setRest] = useState<string | null | undefined>(undefined);
  const { value: page, error } = useData(() => readSessions(text, ""), [text], version);
  useEffect(() => {
    const timer = setTimeout(() => setText(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  useEffect(() => {
    setMore([]);
    setRest(undefined);
  }, [text]);
  const next = rest === undefined ? (page?.next ?? null) : rest;
  const readMore = async (from: string): Promise<void> => {
    const further = await readSessions(text, from);
    // Active sessions move up while the user reads, so the next page may repeat some.
    setMore((before) => [...before, ...without(further.sessions, before)]);
    setRest(further.next);
  };
  return (
    <>
      <h1>Sessions</h1>
      <label class="search">
        <span>Search prompts, messages, commands, errors, files and titles of all projects</span>
        <input ref={field} type="search" value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
      </label>
      {page === null && <p>{error ?? "Reading…"}</p>}
      {page?.sessions.length === 0 && (
        <p class="quiet">{text === "" ? "No session is saved yet." : "No such session."}</p>
      )}
      {text !== "" && <Hits text={text} version={version} />}
      {page !== null && (
        <SessionList sessions={[...page.sessions, ...without(more, page.sessions)]} nowMs={Date.now()} />
      )}
      {next !== null && (
        <button type="button" onClick={() => void readMore(next)}>
          Show more
        </button>
      )}
    </>
  );
}

const nameOf = ({ project, id }: SessionLine): string => `${project}/${id}`;

/** The lines of sessions that are not listed yet. */
function without(lines: readonly SessionLine[], listed: readonly SessionLine[]): SessionLine[] {
  const names = new Set(listed.map(nameOf));
  return lines.filter((line) => !names.has(nameOf(line)));
}

/** The matches of a search, over all projects. */
function Hits({ text, version }: { readonly text: string; readonly version: number }) {
  const { value } = useData(() => readSearch(text), [text], version);
  if (value === null || value.hits.length === 0) return null;
  return (
    <ul class="hits" aria-label="Found">
      {value.hits.map((hit, index) => (
        <HitItem key={index} hit={hit} />
      ))}
    </ul>
  );
}

function HitItem({ hit: { session, kind, atMs, isFailed, pieces } }: { readonly hit: Hit }) {
  const word = isFailed ? `${plain(kind)}, failed` : plain(kind);
  const facts = [session.projectName, session.title && brief(session.title), session.agent, ago(atMs, Date.now())];
  return (
    <SessionRow session={session} word={word} tone={isFailed ? "crashed" : ""} facts={facts}>
      {pieces.map((piece, index) => (piece.isFound ? <mark key={index}>{plain(piece.text)}</mark> : plain(piece.text)))}
    </SessionRow>
  );
}
