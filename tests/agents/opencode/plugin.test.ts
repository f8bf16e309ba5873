/** hive's plugin in OpenCode: what it makes of OpenCode's calls, and that OpenCode waits for nothing. */
import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Hive } from "../../../src/agents/opencode/plugin.ts";
import { recordedPayloads } from "../../support/sessions/agent-payloads.ts";
import { give, loadPlugin, playedPayloads } from "../../support/sessions/opencode-plugin.ts";

const CALLS = join(import.meta.dir, "../../fixtures/opencode-calls");

test("the recorded calls of OpenCode's give the payloads that the other tests read", async () => {
  const played = Object.fromEntries(await playedPayloads());
  const kept = recordedPayloads("opencode").map(({ name, text }) => [`${name}.json`, JSON.parse(text)]);
  expect(JSON.parse(JSON.stringify(played))).toEqual(Object.fromEntries(kept));
});

test("no text of a file leaves OpenCode's process", async () => {
  const { hooks, calls } = await loadPlugin();
  for (const name of readdirSync(CALLS).filter((one) => /write|edit|patch/.test(one))) await give(hooks, name);
  const sent = JSON.stringify(calls.map(({ payload }) => payload));
  expect(calls.length).toBeGreaterThan(3);
  for (const text of ["# Notes", "export const", "this text is not there", "Index:"]) expect(sent).not.toContain(text);
});

const system = async (hooks: Awaited<ReturnType<typeof loadPlugin>>["hooks"], sessionID: string): Promise<string[]> => {
  const out = { system: ["you are"] };
  await hooks["experimental.chat.system.transform"]!({ sessionID }, out);
  return out.system;
};
const message = (sessionID: string, text: string, more: object = {}): [object, object] => [
  { sessionID },
  { message: { id: `msg_${text}` }, parts: [{ type: "text", text, ...more }] },
];

const part = (messageID: string, text: string): object => ({
  event: {
    type: "message.part.updated",
    properties: { part: { type: "text", sessionID: "ses_1", messageID, id: "p", text } },
  },
});
const created = (id: string, parentID: string): object => ({
  event: { type: "session.created", properties: { info: { id, parentID } } },
});

test("what hive gives a session is in each request from the time on at which it is there, and in no other's", async () => {
  const { hooks, calls } = await loadPlugin();
  await hooks["chat.message"]!(...message("ses_1", "one"));
  expect(await system(hooks, "ses_1")).toEqual(["you are"]);
  expect(calls.map(({ payload }) => payload["hook_event_name"])).toEqual(["SessionStart", "UserPromptSubmit"]);
  calls[0]!.answer!(JSON.stringify({ additionalContext: "records" }));
  expect(await system(hooks, "ses_1")).toEqual(["you are", "records"]);
  expect(await system(hooks, "ses_1")).toEqual(["you are", "records"]);
  expect(await system(hooks, "ses_2")).toEqual(["you are"]);
});

test.each(["", "{", "[]", '{"additionalContext":7}', '{"additionalContext":""}'])(
  "an answer that gives nothing (%j) adds nothing",
  async (answer) => {
    const { hooks, calls } = await loadPlugin();
    await hooks["chat.message"]!(...message("ses_1", "one"));
    calls[0]!.answer!(answer);
    expect(await system(hooks, "ses_1")).toEqual(["you are"]);
  },
);

test("a text that OpenCode itself adds to a prompt is not the user's", async () => {
  const { hooks, calls } = await loadPlugin();
  await hooks["chat.message"]!(...message("ses_1", "the whole file", { synthetic: true }));
  expect(calls.at(-1)!.payload).toMatchObject({ hook_event_name: "UserPromptSubmit", prompt: "" });
});

test("the agent's last words come with the end of its turn, and the user's do not", async () => {
  const { hooks, calls } = await loadPlugin();
  await hooks["chat.message"]!(...message("ses_1", "one"));
  await hooks["event"]!(part("msg_2", "Done."));
  await hooks["event"]!(part("msg_one", "one"));
  await hooks["event"]!({ event: { type: "session.idle", properties: { sessionID: "ses_1" } } });
  expect(calls.at(-1)!.payload).toMatchObject({ hook_event_name: "Stop", last_assistant_message: "Done." });
});

test("a subagent's subagent works for the session that the user sees", async () => {
  const { hooks, calls } = await loadPlugin();
  await hooks["event"]!(created("ses_2", "ses_1"));
  await hooks["event"]!(created("ses_3", "ses_2"));
  await hooks["event"]!({ event: { type: "session.idle", properties: { sessionID: "ses_3" } } });
  const { hook_event_name: event, session_id: session, agent_id: agent } = calls.at(-1)!.payload;
  expect([event, session, agent]).toEqual(["SubagentStop", "ses_1", "ses_3"]);
});

test("OpenCode goes on where hive is gone", async () => {
  // The file as it stands in the sources names no program that is there.
  const hooks = (await Hive({ directory: "/" })) as Awaited<ReturnType<typeof loadPlugin>>["hooks"];
  await hooks["chat.message"]!(...message("ses_1", "one"));
  expect(await system(hooks, "ses_1")).toEqual(["you are"]);
});
