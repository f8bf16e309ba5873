// @bun
import {
  isCancel,
  confirm,
  cancel
} from "./import-main.js";
import {
  width,
  fitted,
  jsonPieces
} from "./cli-root.js";
import {
  pasteable
} from "./recall-choose-place.js";
import {
  HiveError
} from "./base-errors.js";

// src/cli/text/change.ts
function asksQuestions(io, flags, needed) {
  if (flags.yes === !0 || flags.dryRun === !0)
    return !1;
  if (io.isTTY && !io.env.CI && flags.json !== !0)
    return !0;
  let why = flags.json === !0 ? "--json asks nothing" : io.isTTY ? "CI is set" : "not a terminal";
  throw new HiveError("HIVE_INVALID_OPTION", `${why}: pass --yes`, { hint: needed });
}
async function carryOut(io, flags, change) {
  let isJson = flags.json === !0;
  if (!isJson)
    io.out(change.preview);
  if (flags.dryRun === !0) {
    if (isJson)
      printJson(io, change.toJson(null));
    else if (change.preview === "")
      io.out(`nothing would change
`);
    return;
  }
  if (change.question !== null && !await answerTo(confirm({ message: change.question })))
    throw cancelled();
  let outcome = await change.make();
  if (isJson)
    printJson(io, change.toJson(outcome));
  else
    io.out(fitted(pasteable(change.render(outcome), io.env), width(io)));
}
function printJson(io, document) {
  for (let piece of jsonPieces(document))
    io.out(piece);
}
async function answerTo(question) {
  let answer = await question;
  if (isCancel(answer))
    throw cancelled();
  return answer;
}
function cancelled() {
  return cancel("Nothing was changed."), new HiveError("HIVE_CANCELLED", "cancelled");
}

export { asksQuestions, carryOut, answerTo };
