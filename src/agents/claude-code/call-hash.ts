type Fields = Readonly<Record<string, unknown>>;

/** A longer text goes in as a hash: what is hashed at last stays small. */
const LONG_CHARS = 4096;

/**
 * A hash of what a tool was called with, and of the turn and the subagent that it was called in. Two deliveries of one
 * call have the same. A text of megabytes at the top of the input, such as a file to write, is hashed as it is and not written as JSON.
 */
export function callHash({ fields, text }: { readonly fields: Fields; readonly text: string }): string {
  try {
    const turn = fields["prompt_id"] ?? fields["turn_id"];
    let all = `${part(fields["tool_name"])}${part(fields["agent_id"])}${part(turn)}`;
    const input = fields["tool_input"];
    if (typeof input !== "object" || input === null) return hash(all + part(input));
    for (const name in input) all += `${name}:${part((input as Fields)[name])}`;
    return hash(all);
  } catch {
    // It nests too deep to be written.
    return hash(text);
  }
}

/** A value with its sort before it, and an end that no other has. */
function part(value: unknown): string {
  if (typeof value !== "string") return `${JSON.stringify(value)};`;
  return value.length > LONG_CHARS ? `#${hash(value)};` : `"${value}\0;`;
}

const hash = (text: string): string => Bun.hash(text).toString(36);
