// @bun
import {
  isOfAgent
} from "./cli-root.js";
import {
  shortIds
} from "./recall-short-ids.js";
import {
  printable
} from "./base-text-printable.js";
import {
  HiveError
} from "./base-errors.js";

// src/cli/choose-session.ts
var MIN_PREFIX_CHARS = 4, MAX_NAMED = 10;
function chooseSession(ids, given) {
  if (ids.includes(given))
    return given;
  let beginning = ids.filter((id) => id.startsWith(given));
  if (beginning.length === 1 && given.length >= MIN_PREFIX_CHARS)
    return beginning[0];
  if (beginning.length > 0)
    throw beginning.length > 1 ? ambiguous(beginning, given) : notUnique(`too short, though one session begins with ${JSON.stringify(given)}: ${named(ids, beginning)}`);
  let candidates = ids.length === 0 ? "" : `; there are ${named(ids, ids)}`;
  throw new HiveError("HIVE_NOT_FOUND", `no session ${JSON.stringify(given)}${candidates}`, {
    hint: "list them with: hive sessions"
  });
}
function assertTold(io, { isUntrusted }) {
  if (!isUntrusted || !isOfAgent(io))
    return;
  throw withoutProof();
}
var withoutProof = () => new HiveError("HIVE_INVALID_OPTION", "facts of this session came without proof: no agent is told of it", {
  hint: "hive resume shows it to you; hive adopt vouches for it"
}), notUnique = (message) => new HiveError("HIVE_INVALID_OPTION", message, { hint: "give more of the id" }), ambiguous = (ids, given, of = "") => notUnique(`${ids.length} ${of}sessions begin with ${JSON.stringify(given)}: ${named(ids, ids)}`);
function named(all, some) {
  let short = shortIds(all);
  return some.slice(0, MAX_NAMED).map((id) => printable(short.get(id))).join(", ") + (some.length > MAX_NAMED ? ` and ${some.length - MAX_NAMED} more` : "");
}

export { chooseSession, assertTold, withoutProof, ambiguous };
