// @bun
import {
  shellWord
} from "./recall-choose-place.js";

// src/recall/archive/continue-command.ts
import { existsSync } from "fs";
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
  return existsSync(place) ? null : place;
}
function continueCommand(session, cwd) {
  let { agent, sessionId, directory, project } = session, words = continueWords(agent);
  if (words === null || !PLAIN.test(sessionId) || goneDirectory(session) !== null)
    return null;
  let place = directory ?? project, command = [...words, sessionId].join(" ");
  return place === cwd ? command : `cd ${shellWord(place)} && ${command}`;
}

export { continueWords, goneDirectory, continueCommand };
