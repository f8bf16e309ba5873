/** Secrets in what an agent says: none is in any file of the state directory, from the queue to the store. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { random, seam } from "../../redact/secrets-fixture.ts";
import { callHook, drain, payload } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

// Real processes on a machine that may be busy.
setDefaultTimeout(120_000);

const named = random(20);
const bare = seam("gh|p_") + random(36);

/** In each payload one field tells that a value is a secret; the others hold it and say nothing of it. */
const PAYLOADS: readonly string[] = [
  payload("06-posttooluse-bash", {
    tool_use_id: "toolu_1",
    transcript_path: `/home/dana/${named}.jsonl`,
    tool_input: { command: `export OPENAI_KEY=${named} && run ${bare}`, description: `Deploy with ${named}` },
  }),
  payload("11-posttoolusefailure-bash", {
    tool_use_id: "toolu_2",
    tool_input: { command: `./deploy ${named}`, description: `Use ${bare}` },
    error: `Exit code 1\ndenied: DB_PW=${named}`,
  }),
  payload("03-posttooluse-edit", {
    tool_use_id: "toolu_3",
    cwd: `/srv/${bare}`,
    session_title: `the token is ${named}`,
    tool_input: { file_path: `/srv/${named}/a.ts`, old_string: "a", new_string: "b" },
    tool_response: { filePath: `/srv/${named}/a.ts` },
  }),
  payload("18-posttooluse-todowrite", {
    tool_use_id: "toolu_4",
    tool_input: {
      todos: [
        { content: `Rotate ${named}`, status: "pending" },
        { content: `Set API_TOKEN=${named} for ${bare}`, status: "pending" },
      ],
    },
  }),
  payload("38-userpromptsubmit", { prompt: `my password is ${named}; log in as dana with ${named} and ${bare}` }),
  payload("35-precompact-manual", { custom_instructions: `keep client_secret: ${named}, then ${named}` }),
  payload("30-stop-with-background-work", {
    last_assistant_message: `I wrote ${named} to the file.`,
    background_tasks: [{ id: "b1", command: `PGPASSWORD=${named} psql`, description: bare }],
    session_crons: [{ id: "c1", prompt: `poll ${named}` }],
  }),
  payload("33-subagentstop", { agent_id: "a1", last_assistant_message: `secret: ${named}\nand ${named} ${bare}` }),
];

function filesOf(path: string): [name: string, content: string][] {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), "latin1")]);
}

test("a secret that one field of a call tells is in no file, whatever other field holds it", async () => {
  using dir = tempDir();
  const leaks = (): string[] =>
    filesOf(dir.path).flatMap(([name, content]) => [named, bare].filter((it) => content.includes(it)).map(() => name));
  for (const stdin of PAYLOADS) await callHook(dir.root, stdin);
  const queued = filesOf(dir.root).map(([, content]) => content);
  // each call has left something, so that a hook that keeps nothing does not pass
  expect(queued.filter((content) => content.includes("[redacted:")).length).toBeGreaterThanOrEqual(PAYLOADS.length);
  expect(leaks()).toEqual([]);
  await drain(dir.root);
  expect(leaks()).toEqual([]);
});
