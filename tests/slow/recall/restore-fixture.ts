/** Plays recorded calls of the hook, and starts sessions after them. */
import { expect } from "bun:test";
import { callHook, payload } from "../../support/hive.ts";

export const NO_AGENT = { CLAUDE_PID: "", HIVE_INSTANCE_ID: "" };
const SILENT = { stdout: "", stderr: "", exitCode: 0, signal: null };
export const NEXT = "0d8f4c52-93b7-4a1e-b6d0-7c25e1f3a908";
export const WORK = [
  "21-sessionstart-startup",
  "38-userpromptsubmit",
  "01-posttooluse-write-create",
  "03-posttooluse-edit",
  "06-posttooluse-bash",
  "11-posttoolusefailure-bash",
  "13-posttooluse-agent-async-launched",
  "18-posttooluse-todowrite",
];

export async function play(
  root: string,
  names: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  for (const name of names) expect(await callHook(root, payload(name), { ...NO_AGENT, ...env })).toEqual(SILENT);
}

/** Calls the hook as at SessionStart. @returns the context that it gives; null when it prints nothing */
export async function start(root: string, source: string, fields: Readonly<Record<string, unknown>> = {}, env = {}) {
  const text = payload("22-sessionstart-resume", { source, ...fields });
  const { stdout, stderr, exitCode } = await callHook(root, text, { ...NO_AGENT, ...env });
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
  if (stdout === "") return null;
  const output = JSON.parse(stdout) as { hookSpecificOutput: { hookEventName: string; additionalContext: string } };
  expect(Object.keys(output)).toEqual(["hookSpecificOutput"]);
  expect(Object.keys(output.hookSpecificOutput)).toEqual(["hookEventName", "additionalContext"]);
  expect(output.hookSpecificOutput.hookEventName).toBe("SessionStart");
  expect(output.hookSpecificOutput.additionalContext.length).toBeLessThan(2000);
  return output.hookSpecificOutput.additionalContext;
}

/** A new session of the same project. */
export const startNext = (root: string, env = {}) => start(root, "startup", { session_id: NEXT }, env);
