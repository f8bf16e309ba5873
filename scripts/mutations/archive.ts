import type { Mutation } from "./mutation.ts";

const FORWARDER = "tests/worker/forward/forwarder.test.ts";
const TRANSCRIPT = "tests/worker/enrich/transcript.test.ts";
const TARGET = "tests/store/archive/archive-target.test.ts";

/** The way from the outbox to the archive, and out of it. */
export const ARCHIVE: readonly Mutation[] = [
  {
    name: "an applied observation is in the outbox",
    change: "skip",
    check: { file: FORWARDER, title: "each applied observation" },
  },
  {
    name: "a row is deleted only where the targets have it from this database",
    change: { condition: 'source !== ""' },
    check: { file: FORWARDER, title: "what a target lacks" },
  },
  {
    name: "a row is deleted only when every target has it",
    change: { swap: ["Math.min", "Math.max"] },
    check: { file: FORWARDER, title: "each at its own pace" },
  },
  {
    name: "a row that a target cannot take does not hold up the others",
    change: { with: "throw error;" },
    check: { file: FORWARDER, title: "bad row" },
  },
  {
    name: "a row of before does not bring a forgotten session back into the archive",
    change: { condition: "false" },
    check: { file: TARGET, title: "no forgotten session" },
  },
  {
    name: "the archive's cursor moves with its rows",
    change: "skip",
    check: { file: TARGET, title: "takes a row once" },
  },
  {
    name: "rows and cursor of the archive are one transaction",
    change: "skip",
    check: { file: TARGET, title: "leaves nothing of a batch" },
  },
  {
    name: "a session with one row that is not proved is untrusted",
    change: { swap: ["max(", "min("] },
    check: { file: TARGET, title: "one untrusted row" },
  },
  {
    name: "who may see one project sees no other",
    change: "skip",
    check: { file: "tests/recall/archive/archive.test.ts", title: "own project" },
  },
  {
    name: "who may see what is proved sees nothing else",
    change: "skip",
    check: { file: "tests/recall/archive/archive.test.ts", title: "own project" },
  },
  {
    name: "a person at a terminal alone sees all projects",
    change: { condition: "isAtTerminal" },
    check: { file: "tests/recall/archive/archive.test.ts", title: "under an agent" },
  },
  {
    name: "an agent that hides its variables is one still",
    change: { swap: ["AGENT_PROGRAMS.includes(name)", "name.length === 0"] },
    check: { file: "tests/recall/archive/archive.test.ts", title: "hides its variables" },
  },
  {
    name: "an agent takes back what it did only by its user's setting, and loses nothing by force",
    change: { condition: "refusal === PUT_BACK" },
    check: { file: "tests/slow/cli/agent.test.ts", title: "by the user's own setting alone" },
  },
  {
    name: "a session that waited for its user when the machine went down is listed as open",
    change: { swap: ["boot === lastBoot", "false"] },
    check: { file: "tests/cli/search.test.ts", title: "when the machine went down" },
  },
  {
    name: "no agent names another project's state",
    change: { condition: "true" },
    check: { file: "tests/slow/cli/agent.test.ts", title: "names no other project" },
  },
  {
    name: "a person's commands refuse an agent",
    change: { condition: "true" },
    check: { file: "tests/cli/search.test.ts", title: "nothing of the fleet" },
  },
  {
    name: "an agent is listed no entry without proof that was given up",
    change: { swap: ["isOfAgent(io)", "false"] },
    check: { file: "tests/slow/cli/agent.test.ts", title: "given up" },
  },
  {
    name: "an agent is shown no entry without proof that was given up",
    change: "skip",
    check: { file: "tests/slow/cli/agent.test.ts", title: "given up" },
  },
  {
    name: "an agent that forgets a session is told no title without proof",
    change: { swap: ["isTold", "true"] },
    check: { file: "tests/slow/cli/agent.test.ts", title: "without proof" },
  },
  {
    name: "an agent's bug report quotes no log",
    change: { swap: ["isOfAgent(io)", "false"] },
    check: { file: "tests/slow/cli/agent.test.ts", title: "given up" },
  },
  {
    name: "the page shows no state of several projects as a project of its own",
    change: { swap: ["ownOlder(io, roots)", "roots.older"] },
    check: { file: "tests/slow/dashboard/agent.test.ts", title: "which neighbours share" },
  },
  {
    name: "no agent is told of a session of a neighbour's",
    change: { swap: ["isOfAgent(io)", "false"] },
    check: { file: "tests/slow/cli/agent.test.ts", title: "neighbour" },
  },
  {
    name: "an agent that runs a command is told nothing without proof",
    change: { condition: "true" },
    check: { file: "tests/slow/cli/agent.test.ts", title: "without proof" },
  },
  {
    name: "the archive keeps what is not beyond its retention",
    change: { swap: ["Number.MIN_SAFE_INTEGER", "nowMs"] },
    check: { file: "tests/store/archive/retain.test.ts", title: "for ever" },
  },
  {
    name: "a long document is not read at each message",
    change: { condition: "false" },
    check: { file: TRANSCRIPT, title: "two hundred times" },
  },
  {
    name: "a transcript that an untrusted session names is not read",
    change: { swap: ["(sql)", "(sql.replace('s.is_untrusted = 0', 'TRUE'))"] },
    check: { file: TRANSCRIPT, title: "untrusted" },
  },
  {
    name: "no link in a transcript's place is followed",
    change: { swap: [" | constants.O_NOFOLLOW", ""] },
    check: { file: TRANSCRIPT, title: "link" },
  },
  {
    name: "a transcript's bytes are read once",
    change: "skip",
    check: { file: TRANSCRIPT, title: "comes into the archive once" },
  },
  {
    name: "two processes that read a transcript at once count it once",
    change: "skip",
    check: { file: TRANSCRIPT, title: "kept once" },
  },
  {
    name: "what a transcript said that is read anew is not counted again",
    change: "skip",
    check: { file: TRANSCRIPT, title: "cut or replaced" },
  },
  {
    name: "what was said in a pause is not kept of a transcript",
    change: "skip",
    check: { file: TRANSCRIPT, title: "in a pause" },
  },
  {
    name: "a target that is locked keeps its connection",
    change: { condition: "true" },
    check: { file: "tests/store/archive/archive-target.test.ts", title: "while another process holds it" },
  },
  {
    name: "a text of a transcript is looked up among those before it",
    change: { swap: ["AND ${SAID} ", ""] },
    check: { file: "tests/worker/enrich/transcript-work.test.ts", title: "none reads all texts" },
  },
  {
    name: "no transcript is read of a project that is excluded",
    change: "skip",
    check: { file: TRANSCRIPT, title: "nothing is read with" },
  },
  {
    name: "a call that names an excluded path is not kept of a transcript",
    change: "skip",
    check: { file: TRANSCRIPT, title: "excluded paths" },
  },
  {
    name: "nothing is imported of a project that is excluded or paused",
    change: "skip",
    check: { file: "tests/cli/import.test.ts", title: "left out" },
  },
  {
    name: "the directory of an imported session is redacted",
    change: { swap: ["clip(cwd, MAX_CHARS.path)", "cwd"] },
    check: { file: "tests/cli/import.test.ts", title: "secret in the name" },
  },
  {
    name: "setup asks for transcripts only where nothing is decided",
    change: "skip",
    check: { file: "tests/slow/install/transcripts-question.test.ts", title: "not asked again" },
  },
  {
    name: "what the archive forgets is no longer found",
    change: "skip",
    check: { file: "tests/store/archive/erase.test.ts", title: "no longer found" },
  },
  {
    name: "what is deleted in the archive is overwritten",
    change: { swap: ["ON", "OFF"] },
    check: { file: "tests/store/archive/erase.test.ts", title: "overwritten" },
  },
  {
    name: "with its data a project's sessions leave the archive",
    change: { condition: "false" },
    check: { file: "tests/slow/worker/forward.test.ts", title: "uninstalled" },
  },
  {
    name: "with its data a project's snapshots go",
    change: { condition: "false" },
    check: { file: "tests/slow/cli/uninstall.test.ts", title: "snapshots of files" },
  },
];
