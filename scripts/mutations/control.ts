import type { Mutation } from "./mutation.ts";

/** The decisions of a person: what is saved, and what is forgotten. */
export const CONTROL: readonly Mutation[] = [
  {
    name: "a failure of another program of the line is no answer",
    change: "skip",
    check: { file: "tests/recall/outcomes.test.ts", title: "could not do its work fails" },
  },
  {
    name: "a new task after a clean end is no part of the old one",
    change: { condition: "true" },
    check: { file: "tests/slow/recall/new-task.test.ts", title: "a new task after a clean end" },
  },
  {
    name: "a pause lets nothing be saved",
    change: "skip",
    check: { file: "tests/capture/withheld.test.ts", title: "heeds a pause" },
  },
  {
    name: "a call in an excluded directory is not saved",
    change: { swap: ["exclusion.coversProject ||", "exclusion.coversProject &&"] },
    check: { file: "tests/capture/withheld.test.ts", title: "excluded directory" },
  },
  {
    name: "a command that names an excluded path is not saved",
    change: "skip",
    check: { file: "tests/capture/withheld.test.ts", title: "never written" },
  },
  {
    name: "a file that is excluded is not saved",
    change: { swap: ["exclusion.covers(key, cwd)", "false"] },
    check: { file: "tests/capture/withheld.test.ts", title: "never written" },
  },
  {
    name: "a broken file that excludes or pauses lets nothing be saved",
    change: { condition: "true" },
    check: { file: "tests/base/config.test.ts", title: "cannot be read" },
  },
  {
    name: "of a long prompt the end is kept",
    change: { with: "const headChars = maxChars;" },
    check: { file: "tests/agents/claude-code/ends.test.ts", title: "the beginning and the end are kept" },
  },
  {
    name: "what a long prompt forbids in its middle is kept",
    change: { with: "return [];" },
    check: { file: "tests/agents/claude-code/ends.test.ts", title: "what a long prompt forbids" },
  },
  {
    name: "several that crashed go to several that start",
    change: { swap: ["found.others", "[]"] },
    check: { file: "tests/slow/recall/at-once.test.ts" },
  },
  {
    name: "a session that only waits takes no statement of its own",
    change: { with: "return false;" },
    check: { file: "tests/recall/start-work.test.ts", title: "take no statements of their own" },
  },
  {
    name: "a session that is done is passed over until something comes of it",
    change: { swap: ["min(settled) = -sum(observations)", "min(settled) < 0"] },
    check: { file: "tests/recall/settled.test.ts", title: "makes the note void" },
  },
  {
    name: "a prompt without an answer is an unfinished turn",
    change: { swap: ["operation IS NULL AND prompt IS NULL", "operation IS NULL"] },
    check: { file: "tests/recall/settled.test.ts", title: "a session of prompts alone" },
  },
  {
    name: "an ended session of a prompt alone hides none that worked",
    change: { with: "const isLast = false;" },
    check: { file: "tests/recall/settled.test.ts", title: "hides none that worked" },
  },
  {
    name: "a narrow run that passed makes no wide failure good",
    change: "skip",
    check: { file: "tests/recall/check-runs.property.test.ts", title: "never covers" },
  },
  {
    name: "a call in flight that names an excluded path is not told",
    change: "skip",
    check: { file: "tests/recall/excluded-data.test.ts" },
  },
  {
    name: "a dirty file that is excluded is not named",
    change: { swap: ["!exclusion.covers(file, top)", "true"] },
    check: { file: "tests/worker/enrich/excluded.test.ts" },
  },
  {
    name: "an entry of before does not bring a forgotten session back",
    change: { condition: "context === null" },
    check: { file: "tests/torture/forget/forget.test.ts", title: "wherever it was" },
  },
  {
    name: "what is found out late does not bring a forgotten session back",
    change: "skip",
    check: { file: "tests/store/forget.test.ts", title: "found out late" },
  },
  {
    name: "what is deleted is overwritten",
    change: { swap: ["ON", "OFF"] },
    check: { file: "tests/store/forget.test.ts", title: "overwritten" },
  },
  {
    name: "what was deleted before is written over",
    change: "skip",
    check: { file: "tests/store/forget.test.ts", title: "free pages" },
  },
  {
    name: "the log is emptied of what was deleted",
    change: { swap: ["TRUNCATE", "PASSIVE"] },
    check: { file: "tests/store/forget.test.ts", title: "log" },
  },
  {
    name: "a session is marked before anything of it goes",
    change: "skip",
    check: { file: "tests/torture/forget/forget.test.ts", title: "wherever it was" },
  },
  {
    name: "what went on from a forgotten session names it no more",
    change: "skip",
    check: { file: "tests/store/forget.test.ts", title: "names it no more" },
  },
  {
    name: "what a link leads to is not forgotten",
    change: { swap: ["isDirectory(directory, mayBeLink)", "isDirectory(directory, true)"] },
    check: { file: "tests/torture/forget/forget.test.ts", title: "through a link" },
  },
];
