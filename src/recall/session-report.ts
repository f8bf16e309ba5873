/** The report of one session, with what it continues. */
import { type Answer, readTail } from "../agents/claude-code/transcript.ts";
import { timeText } from "../base/clock.ts";
import { textOf } from "../base/json.ts";
import type { SavedSession } from "../store/sqlite/read/saved-session.ts";
import type { SeenRow } from "../store/sqlite/read/session-state.ts";
import { runningTasks, withEnded } from "./background.ts";
import { chainState, leftOpen } from "./choose/chain.ts";
import type { ExcludedData } from "./excluded-data.ts";
import { gitNow, isDone, madeFiles, openCallsOf } from "./read-from-files.ts";
import { failedTool } from "./report/commands.ts";
import { newestOfEach, outcomesOf } from "./report/outcomes.ts";
import { promptsOf } from "./report/prompts.ts";
import type { ResumeReport } from "./report/resume-report.ts";

const PARTS = ["prompts", "lastAssistantMessage", "todos", "plan", "files", "commands", "subagents", "git"] as const;

export type HiddenOf = (session: SavedSession) => ExcludedData;

interface About extends Pick<ResumeReport, "isUntrusted" | "isRunning" | "unreadEntries"> {
  /** The sessions that it goes on with, the nearest first. */
  readonly chain: readonly SavedSession[];
  readonly hiddenOf: HiddenOf | undefined;
}

export function reportOf(saved: SavedSession, about: About): ResumeReport {
  const { isUntrusted, isRunning, chain, unreadEntries, hiddenOf } = about;
  const transcriptPath = saved.state.session?.["transcriptPath"];
  const tail = isUntrusted || typeof transcriptPath !== "string" ? null : readTail(transcriptPath, hiddenOf?.(saved));
  const session = { ...saved, state: withEnded(saved.state, tail?.ended ?? [], saved.lastSeenMs) };
  const { sessionId, objective, cwd, lastSeenMs, lastActiveMs, lastCheckpoint } = session;
  const { ending, isTurnFinished, operations, operationsSinceCheckpoint, waitingEntries } = session;
  const state = chainState([session, ...chain]);
  const open = leftOpen([session, ...chain]);
  const before = open.flatMap((one) => openCallsOf(one, state, hiddenOf?.(one)));
  const inFlight = [...(tail?.calls ?? []).filter((call) => !isDone(call, session.state)), ...before];
  const isUnknown = (part: (typeof PARTS)[number]): boolean =>
    part === "todos" ? state.todos === undefined && state.tasks === undefined : state[part] === undefined;
  return {
    version: 1,
    sessionId,
    isUntrusted,
    objective,
    cwd,
    transcriptPath: typeof transcriptPath === "string" ? transcriptPath : null,
    lastSeenAt: timeText(lastSeenMs),
    lastSeenMs,
    lastActiveAt: lastActiveMs === null ? null : timeText(lastActiveMs),
    isRunning,
    ending,
    isTurnFinished,
    lastCheckpoint:
      lastCheckpoint === null
        ? null
        : { at: timeText(lastCheckpoint.atMs), type: lastCheckpoint.type, trigger: lastCheckpoint.trigger },
    operations,
    operationsSinceCheckpoint,
    waitingEntries,
    unreadEntries,
    gitNow: gitNow(session),
    notKnown: [...(objective === null ? ["objective"] : []), ...PARTS.filter(isUnknown)],
    continues: chain.map((one) => one.sessionId),
    continuesOpen: open.map((one) => one.sessionId),
    prompts: promptsOf(
      [...chain.toReversed(), session].flatMap((one) => one.firstPrompts),
      withAnswers(state.prompts ?? [], tail?.answers ?? []),
    ),
    inFlight,
    lastWords: isTurnFinished ? lastWordsOf(open[0], hiddenOf) : (tail?.lastText ?? null),
    made: isUntrusted ? [] : madeFiles(session, state, inFlight, hiddenOf?.(session)),
    outcomes: [...outcomesOf(state), ...(tail?.failed ?? []).map(failedTool)],
    running: runningTasks(state),
    state: state.commands === undefined ? state : { ...state, commands: newestOfEach(state.commands) },
  };
}

/** What a person has answered when the agent asked is a decision, as a prompt is one. */
function withAnswers(prompts: readonly SeenRow[], answers: readonly Answer[]): readonly SeenRow[] {
  if (answers.length === 0) return prompts;
  const told = answers.map(({ id, atMs, text }): SeenRow => ({ key: id, atMs, text }));
  return [...prompts, ...told].toSorted((a, b) => b.atMs - a.atMs);
}

/** What a session said within the turn that it did not finish. */
function lastWordsOf(session: SavedSession | undefined, hiddenOf: HiddenOf | undefined): string | null {
  const path = textOf(session?.state.session?.["transcriptPath"]);
  if (session === undefined || session.isTurnFinished || path === undefined) return null;
  return readTail(path, hiddenOf?.(session)).lastText ?? null;
}
