/** Events by agents' names for them. */
import { recordOf } from "./claude-code/payload.ts";
import { type AgentName, EVENT_NAMES } from "./detect.ts";
import { firstText } from "./facts/tool-call.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Other agents' names of the events that hive saves, by Claude Code's: in letters of lower case alone. */
const NAMES: Readonly<Record<string, string>> = {
  SessionStart: "sessionstart sessionstarted sessionbegin sessioncreated taskstart",
  UserPromptSubmit: `userpromptsubmit userpromptsubmitted userprompt promptsubmit promptsubmitted beforesubmitprompt
    beforeprompt beforeagent preuserprompt chatmessage`,
  PostToolUse: `posttooluse posttool posttoolcall posttoolexecution aftertool aftertooluse aftertoolcall
    toolexecuteafter toolcompleted tooluseend postruncommand postwritecode postmcptooluse`,
  PostToolUseFailure: "posttoolusefailure posttoolfailure toolfailed toolerror tooluseerror",
  Stop: "stop agentstop agentend afteragent turnend turnended turncomplete sessionidle postcascaderesponse",
  SubagentStart: "subagentstart subagentstarted",
  SubagentStop: "subagentstop subagentend subagentended",
  // Gemini's PreCompress is left out: it comes before every call of the model.
  PreCompact: "precompact precompaction beforecompact beforecompaction sessioncompacting",
  SessionEnd: "sessionend sessionended sessionclosed",
};

const byLetters = new Map(
  Object.entries(NAMES).flatMap(([event, names]) => names.split(/\s+/).map((name): [string, string] => [name, event])),
);

const lettersOf = (word: string): string => word.replaceAll(/[^A-Za-z]/g, "").toLowerCase();

/** Claude Code's name of an event that hive saves, by any agent's. */
export const eventNamed = (word: string): string | undefined => byLetters.get(lettersOf(word));

/** The events of all agents that hive has no use for: no call of a tool has ended, and nobody has said anything. */
const NEEDLESS: ReadonlySet<string> = new Set(
  `afteragentresponse afteragentthought afterfileedit aftermcpexecution aftermodel aftershellexecution aftertabfileedit
  beforemcpexecution beforemodel beforereadfile beforeshellexecution beforetabfileread beforetool beforetoolcall
  beforetoolselection beforetooluse configchange cwdchanged directoryadded elicitation elicitationresult erroroccurred
  filechanged instructionsloaded interrupt messagedisplay notification permissiondenied permissionrequest postcompact
  postmodelrequest postmodelswitch postreadcode posttoolbatch precompress premcptooluse premodelrequest premodelswitch
  prereadcode preruncommand pretool pretoolcall pretooluse prewritecode setup stopcancelled stopfailure subagentstart
  taskcompleted taskcreated teammateidle toolexecutebefore userpromptexpansion worktreecreate worktreeremove`.split(
    /\s+/,
  ),
);

export const isNeedless = (word: string): boolean => NEEDLESS.has(lettersOf(word));

/** The names of a prompt in agents' payloads. */
export const PROMPTS = ["prompt", "user_prompt", "prompt_text", "user_message", "user_input", "query", "message"];

/** Stands for an event that a payload does not name. */
export const UNNAMED = "unnamed";

/** The event's own name. @param fields under names with underscores */
export function eventWord(agent: AgentName, fields: Fields): string | undefined {
  const own = firstText(fields, "hook_event_name", "agent_action_name", ...EVENT_NAMES);
  const word = own ?? firstText(recordOf(fields["event"]), "name", "type");
  if (word !== undefined) return word;
  if (agent === "copilot") return copilotsEvent(fields);
  return agent === "unknown" ? undefined : UNNAMED;
}

/** Copilot's own form does not name its event: each event has fields of its own. */
function copilotsEvent(fields: Fields): string {
  const has = (name: string): boolean => fields[name] !== undefined;
  if (has("tool_name"))
    return has("tool_response") ? "postToolUse" : has("error") ? "postToolUseFailure" : "preToolUse";
  // A subagent's own hooks name the subagent as well.
  if (has("agent_id") && !PROMPTS.some(has)) return has("stop_reason") ? "subagentStop" : "subagentStart";
  if (has("stop_reason")) return "agentStop";
  if (has("trigger")) return "preCompact";
  if (has("source") || has("initial_prompt")) return "sessionStart";
  if (has("reason")) return "sessionEnd";
  return PROMPTS.some(has) ? "userPromptSubmitted" : UNNAMED;
}
