import { isDeeperThan, MAX_DEPTH } from "../../base/json.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A longer text is replaced by its hash, so that the final input of the hash stays small. */
const LONG_CHARS = 4096;

/**
 * A hash of a tool's input and outcome, and of its turn and subagent. Two deliveries of one call have the same hash. A
 * proxy may give one id to several calls of a turn: the same check then fails, and passes later.
 * A text of megabytes at the top of the input, such as a new file, is not written as JSON.
 */
export function callHash({ fields, text }: { readonly fields: Fields; readonly text: string }): string {
  // JSON.stringify takes seconds until it throws for such a value.
  if (isDeeperThan(fields, MAX_DEPTH, text)) return hash(text);
  const turn = fields["prompt_id"] ?? fields["turn_id"];
  let all = `${part(fields["tool_name"])}${part(fields["agent_id"])}${part(turn)}${outcomeOf(fields)}`;
  const input = fields["tool_input"];
  if (typeof input !== "object" || input === null) return hash(all + part(input));
  for (const name in input) all += `${name}:${part((input as Fields)[name])}`;
  return hash(all);
}

/** What a shell printed, and whether it failed. Other results, such as a file's content, say nothing new of the input. */
function outcomeOf(fields: Fields): string {
  const response = fields["tool_response"];
  if (typeof response !== "object" || response === null) return part(fields["hook_event_name"]) + part(fields["error"]);
  const { stdout, stderr } = response as Fields;
  return part(fields["hook_event_name"]) + part(stdout) + part(stderr);
}

/** A value with a prefix for its type, and a unique end. */
function part(value: unknown): string {
  if (typeof value !== "string") return `${JSON.stringify(value)};`;
  return value.length > LONG_CHARS ? `#${hash(value)};` : `"${value}\0;`;
}

const hash = (text: string): string => Bun.hash(text).toString(36);
