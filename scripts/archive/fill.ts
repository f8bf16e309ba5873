/** An archive of generated sessions, for measuring. */
import type { Observation } from "../../src/model/observation.ts";
import { ArchiveTarget } from "../../src/store/archive/archive-target.ts";

export interface Filling {
  readonly path: string;
  readonly messages: number;
  readonly sessions: number;
}

const LOT = 1000;
const WORDS_A_MESSAGE = 60;
/** Divides the number of sessions by lots: a session stays in its project. */
const PROJECTS = 50;

/** Words by Zipf's law, as in speech: some are in every text, most in few. */
const wordAt = (random: number): string => `w${Math.floor(30_000 ** random)}`;

/** A word that few messages have. */
export const rareWord = (): string => `w${1000 + Math.floor(Math.random() * 28_000)}`;

/** A word that some hundreds of messages have. */
export const commonWord = (): string => `w${20 + Math.floor(Math.random() * 500)}`;

/** Fills an archive with messages, one for each second until now. */
export function fillArchive({ path, messages, sessions }: Filling): void {
  const target = new ArchiveTarget({ path, key: "k" });
  const nowMs = Date.now();
  const seqs = new Map<number, number>();
  for (let from = 0; from < messages; from += LOT) {
    const project = (from / LOT) % PROJECTS;
    const source = { id: `figures-${project}`, machine: "m", project: `/home/u/project-${project}` };
    const rows = Array.from({ length: Math.min(LOT, messages - from) }, (_, index) => {
      const seq = (seqs.get(project) ?? 0) + 1;
      seqs.set(project, seq);
      const n = from + index;
      const said = messageOf(n, `${n % sessions}`, nowMs - (messages - n) * 1000);
      return { seq, entryId: `e${n}`, isUntrusted: false, body: JSON.stringify(said) };
    });
    target.put(source, rows, nowMs);
  }
  target.close();
}

function messageOf(n: number, session: string, atMs: number): Observation {
  const text = Array.from({ length: WORDS_A_MESSAGE }, () => wordAt(Math.random())).join(" ");
  return {
    sessionId: session.padStart(36, "s"),
    instanceId: "i",
    atMs,
    event: "UserPromptSubmit",
    agent: "claude-code",
    facts: [{ kind: "prompt", key: `p${n}`, atMs, data: { text } }],
  };
}
