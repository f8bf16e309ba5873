// @bun
import {
  shellWord
} from "./recall-choose-place.js";
import {
  errorCode
} from "./base-errors.js";

// src/base/files/is-gone.ts
import { statSync } from "fs";
function isGone(path) {
  try {
    return statSync(path, { throwIfNoEntry: !1 }) === void 0;
  } catch (error) {
    return errorCode(error) === "ENOTDIR";
  }
}

// src/recall/archive/continue-command.ts
var WORDS = {
  "claude-code": ["claude", "--resume"],
  codex: ["codex", "resume"],
  cursor: ["cursor-agent", "--resume"],
  opencode: ["opencode", "--session"],
  copilot: ["copilot", "--resume"],
  qwen: ["qwen", "--resume"]
}, continueWords = (agent) => agent !== null && Object.hasOwn(WORDS, agent) ? WORDS[agent] : null, PLAIN = /^\w[\w-]{0,127}$/;
function goneDirectory({ directory, project }) {
  let place = directory ?? project;
  return isGone(place) ? place : null;
}
function continueCommand({ agent, sessionId, directory, project }, cwd) {
  let words = continueWords(agent);
  if (words === null || !PLAIN.test(sessionId))
    return null;
  let place = directory ?? project, command = [...words, sessionId].join(" ");
  return place === cwd ? command : `cd ${shellWord(place)} && ${command}`;
}

export { isGone, continueWords, goneDirectory, continueCommand };
