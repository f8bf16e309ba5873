import type { Mutation } from "./mutation.ts";

export const HOOK: readonly Mutation[] = [
  {
    name: "secrets are redacted",
    change: "skip",
    check: { file: "tests/agents/claude-code/facts.property.test.ts", title: "no secret survives" },
  },
  {
    name: "texts that were only searched are not given out where one holds a secret",
    change: { condition: "true" },
    check: { file: "tests/agents/claude-code/facts.property.test.ts", title: "no secret survives" },
  },
  {
    name: "a secret that is known is taken out of every field",
    change: "skip",
    check: { file: "tests/slow/capture/secrets.test.ts", title: "one field of a call tells" },
  },
  {
    name: "what a hostile text may cost is bounded",
    change: "skip",
    check: { file: "tests/redact/redact.test.ts", title: "looked at two hundred times" },
  },
  {
    name: "two deliveries of a tool call have one identity",
    change: { swap: ["=== undefined", "!== null"] },
    check: { file: "tests/slow/worker/end-to-end.test.ts", title: "two deliveries of one tool call" },
  },
  {
    name: "Stop is never throttled",
    change: { swap: ['=== "auto"', "!== null"] },
    check: { file: "tests/slow/worker/end-to-end.test.ts", title: "never throttled" },
  },
  {
    name: "whatever fails, the hook ends with 0",
    change: { before: "throw error;\n" },
    check: { file: "tests/capture/hook.test.ts", title: "neither queue nor store" },
  },
  {
    name: "standard input has a deadline",
    change: { condition: "!isReadable(-1)" },
    check: { file: "tests/capture/hook.test.ts", title: "stays open and empty" },
  },
  {
    name: "without a queue the hook writes to SQLite",
    change: { condition: "left.length < 0" },
    check: { file: "tests/capture/hook.test.ts", title: "a full queue is passed by" },
  },
  {
    name: "a state is restored once",
    change: { swap: ['"EEXIST"', "null"] },
    check: { file: "tests/slow/recall/restore.test.ts", title: "a state is given once" },
  },
  {
    name: "text that is printed or told hides nothing",
    change: { swap: ["\\p{Default_Ignorable_Code_Point}", ""] },
    check: { file: "tests/base/printable.test.ts" },
  },
  {
    name: "JSON that is printed has nothing unprintable in it",
    change: { swap: ["printableJson(", "("] },
    check: { file: "tests/slow/cli/printable.test.ts", title: "no command prints" },
  },
  {
    name: "errors are printed without what is not printable",
    change: { swap: ["shown(text, process.stderr)", "text"] },
    check: { file: "tests/slow/cli/printable.test.ts", title: "no command prints" },
  },
  {
    name: "the worker's log has nothing unprintable in it",
    change: { swap: ["printableJson(", "("] },
    check: { file: "tests/slow/cli/printable.test.ts", title: "read with cat" },
  },
  {
    name: "a hook follows no link in the state directory's place",
    change: { condition: 'kind === null && root === ""' },
    check: { file: "tests/torture/hostile/links.test.ts", title: "a hook saves nothing where a link" },
  },
  {
    name: "a hook follows no link in the place of a queue's directory",
    change: { condition: 'kind !== "other"' },
    check: { file: "tests/torture/hostile/links.test.ts", title: "a hook writes nothing where" },
  },
  {
    name: "a command follows no link in the state directory's place",
    change: { swap: ["assertNoLink(found)", "void found"] },
    check: { file: "tests/torture/hostile/links.test.ts", title: "refuses a state directory that is a link" },
  },
  {
    name: "what a subagent does touches nothing of the main agent's",
    change: { swap: ['agentId === undefined || kind === "agent" ? fact : { ...fact, agentId }', "fact"] },
    check: { file: "tests/agents/claude-code/facts.test.ts", title: "every fact of a call in a subagent" },
  },
  {
    name: "a tool call's id that is used again is another call",
    change: { swap: ["`${id}:${payload.identity ?? callHash(payload)}`", "id"] },
    check: { file: "tests/agents/claude-code/call-hash.test.ts", title: "a call with the same id" },
  },
  {
    name: "two forms of one call are one call",
    change: { swap: ["[event, mark", "[JSON.stringify(timestamp), event, mark"] },
    check: { file: "tests/agents/identity.test.ts", title: "two forms of a call with one time are one" },
  },
  {
    name: "what the hook loads often has byte code",
    change: { swap: ["true", "false"] },
    check: { file: "tests/capture/executable.test.ts", title: "each part that the hook loads often is one file" },
  },
  {
    name: "another agent's session is not Claude Code's",
    change: { swap: ['=== "claude-code"', '!== null && fields["session_id"]'] },
    check: { file: "tests/agents/translate.test.ts", title: "is stored under its name" },
  },
  {
    name: "an agent that takes no form that hive knows is told nothing",
    change: { swap: ["return undefined;", "hook = claudeCodeHook;"] },
    check: { file: "tests/agents/translate.test.ts", title: "is told nothing" },
  },
  {
    name: "a hand-over is not taken for the user's words",
    change: { swap: ["withoutOwnText(", "("] },
    check: { file: "tests/agents/claude-code/facts.test.ts", title: "a hand-over of hive's is no prompt" },
  },
  {
    name: "text that hive gave is not taken for the user's",
    change: "skip",
    check: { file: "tests/agents/translate.test.ts", title: "without what hooks put before it" },
  },
  {
    name: "Gemini's calls of its model are no compactions",
    change: { with: "function translate(fields: Fields): Fields | null { return fields; }" },
    check: { file: "tests/agents/gemini/gemini.test.ts", title: "a compaction that a person asks for" },
  },
  {
    name: "what a subagent of Copilot's does is its session's",
    change: { swap: ["parent ?? fields", "fields"] },
    check: { file: "tests/agents/copilot/copilot.test.ts", title: "is its session's, and its own" },
  },
  {
    name: "what a subagent's subagent of Copilot's does is its session's",
    change: { swap: ["{ ...payload, sessionId }", "payload"] },
    check: { file: "tests/slow/agents/copilot-nested.test.ts", title: "is its session's" },
  },
  {
    name: "a worker of an older version ends before an entry that it does not know",
    change: { swap: ["|| (", "|| heartbeat !== null || ("] },
    check: { file: "tests/slow/worker/update.test.ts", title: "has ended before" },
  },
  {
    name: "the hook saves where its own directory was deleted",
    change: "skip",
    check: { file: "tests/slow/field/deleted-directory.test.ts", title: "whose directory was deleted" },
  },
  {
    name: "a repository of another user's says nothing of the session",
    change: "skip",
    check: { file: "tests/capture/git-seen.test.ts", title: "another user's repository" },
  },
  {
    name: "a git file counts where it is named back",
    change: { swap: ["&& io.read(`${directory}/gitdir`)?.trim() === path", ""] },
    check: { file: "tests/capture/git-seen.test.ts", title: "not named back" },
  },
  {
    name: "the hook saves where the C library lacks a call",
    change: "skip",
    check: { file: "tests/queue/files.contract.test.ts", title: "lacks a call" },
  },
];
