import { HiveError } from "../base/errors.ts";
import { type Io, isOfAgent } from "./io.ts";
import { printable } from "./text/render.ts";
import { shortIds } from "../recall/short-ids.ts";

/** A shorter prefix is more likely a typing error than an id. */
const MIN_PREFIX_CHARS = 4;
const MAX_NAMED = 10;

/**
 * The one session with this id, or with an id that begins with it.
 * @throws HIVE_NOT_FOUND, or HIVE_INVALID_OPTION if several ids begin with it: both name candidates
 */
export function chooseSession(ids: readonly string[], given: string): string {
  if (ids.includes(given)) return given;
  const beginning = ids.filter((id) => id.startsWith(given));
  if (beginning.length === 1 && given.length >= MIN_PREFIX_CHARS) return beginning[0]!;
  if (beginning.length > 0) {
    throw beginning.length > 1
      ? ambiguous(beginning, given)
      : notUnique(`too short, though one session begins with ${JSON.stringify(given)}: ${named(ids, beginning)}`);
  }
  const candidates = ids.length === 0 ? "" : `; there are ${named(ids, ids)}`;
  throw new HiveError("HIVE_NOT_FOUND", `no session ${JSON.stringify(given)}${candidates}`, {
    hint: "list them with: hive sessions",
  });
}

/** @throws HIVE_INVALID_OPTION under an agent, if facts of the session came without proof */
export function assertTold(io: Io, { isUntrusted }: { readonly isUntrusted: boolean }): void {
  // @mutant an agent that runs a command is told nothing without proof
  if (!isUntrusted || !isOfAgent(io)) return;
  throw withoutProof();
}

export const withoutProof = (): HiveError =>
  new HiveError("HIVE_INVALID_OPTION", "facts of this session came without proof: no agent is told of it", {
    hint: "hive resume shows it to you; hive adopt vouches for it",
  });

const notUnique = (message: string): HiveError =>
  new HiveError("HIVE_INVALID_OPTION", message, { hint: "give more of the id" });

/** Several sessions begin with what was given. @param ids theirs @param of such as `archived ` */
export const ambiguous = (ids: readonly string[], given: string, of = ""): HiveError =>
  notUnique(`${ids.length} ${of}sessions begin with ${JSON.stringify(given)}: ${named(ids, ids)}`);

/** Ids, each shortened to a unique prefix. */
function named(all: readonly string[], some: readonly string[]): string {
  const short = shortIds(all);
  const shown = some.slice(0, MAX_NAMED).map((id) => printable(short.get(id)!));
  return shown.join(", ") + (some.length > MAX_NAMED ? ` and ${some.length - MAX_NAMED} more` : "");
}
