import { useState } from "preact/hooks";
import { readNow } from "../api.ts";
import type { Finding, Now } from "../data.ts";
import { SessionList } from "./session-line.tsx";
import { useData } from "../use-data.ts";
import { count, plain } from "../words.ts";

/** More would hide the agents at work. */
const FIRST_SESSIONS = 8;

export function NowView({ version }: { readonly version: number }) {
  const { value: now, error } = useData(readNow, [], version);
  const [isAll, setAll] = useState(false);
  if (now === null) return <p>{error ?? "Reading…"}</p>;
  const of = (activity: string) => now.sessions.filter((session) => session.activity === activity);
  const needsYou = [...of("waiting"), ...of("crashed")].toSorted((a, b) => (b.lastSeenMs ?? 0) - (a.lastSeenMs ?? 0));
  const problems = now.findings.filter(({ level }) => level === "problem");
  return (
    <>
      <h1>Now{now.projects.length === 1 && <small> {plain(now.projects[0]!.name)}</small>}</h1>
      {now.isPaused && <p class="banner">hive is paused: nothing is saved.</p>}
      <Tiles now={now} />
      <section>
        <h2>What needs you</h2>
        {needsYou.length + problems.length === 0 && <p class="quiet">Nothing does.</p>}
        <Findings findings={problems} />
        <SessionList sessions={isAll ? needsYou : needsYou.slice(0, FIRST_SESSIONS)} nowMs={now.atMs} />
        {!isAll && needsYou.length > FIRST_SESSIONS && (
          <button type="button" onClick={() => setAll(true)}>
            Show all {count(needsYou.length)}
          </button>
        )}
      </section>
      <section>
        <h2>At work</h2>
        {of("working").length === 0 && <p class="quiet">No agent is at work.</p>}
        <SessionList sessions={of("working")} nowMs={now.atMs} />
      </section>
    </>
  );
}

function Tiles({ now }: { readonly now: Now }) {
  const of = (activity: string): number => now.sessions.filter((session) => session.activity === activity).length;
  const waiting = now.queues.reduce((sum, { pending, processing }) => sum + pending + processing, 0);
  const tiles = [
    ["at work", of("working"), "working"],
    ["wait for you", of("waiting"), "waiting"],
    ["stopped in mid-turn", of("crashed"), "crashed"],
    ["not saved yet", waiting, waiting === 0 ? "" : "waiting"],
  ] as const;
  return (
    <dl class="tiles">
      {tiles.map(([name, value, tone]) => (
        <div key={name} class={value === 0 ? "" : tone}>
          <dt>{name}</dt>
          <dd>{count(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul class="findings">
      {findings.map(({ text, advice, level }) => (
        <li key={text} class={level}>
          {plain(text)}
          {advice !== null && <span class="advice"> {plain(advice)}</span>}
        </li>
      ))}
    </ul>
  );
}
