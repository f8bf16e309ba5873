// @bun
import {
  readStart
} from "./worker-enrich-transcript-file.js";
import {
  recordOf
} from "./agents-claude-code-payload.js";
import {
  textOf2
} from "./base-json.js";
import {
  errorCode
} from "./base-errors.js";

// src/worker/enrich/transcript-places.ts
import { readdirSync, statSync } from "fs";
import { basename, dirname, isAbsolute, join } from "path";
var TRANSCRIPT_PLACES2 = [
  {
    agent: "claude-code",
    title: "Claude Code",
    directory: ".claude/projects",
    glob: "*/*.jsonl",
    about: (line, path) => ({ sessionId: basename(path, ".jsonl"), cwd: textOf2(line.cwd) })
  },
  {
    agent: "codex",
    title: "Codex",
    directory: ".codex/sessions",
    glob: "**/rollout-*.jsonl",
    about: ({ type, payload }) => {
      let { id, cwd } = recordOf(payload);
      return type === "session_meta" ? { sessionId: textOf2(id), cwd: textOf2(cwd) } : {};
    }
  },
  {
    agent: "copilot",
    title: "Copilot",
    directory: ".copilot/session-state",
    glob: "*/events.jsonl",
    about: ({ type, data }) => {
      let { sessionId, context } = recordOf(data);
      return type === "session.start" ? { sessionId: textOf2(sessionId), cwd: textOf2(recordOf(context).cwd) } : {};
    }
  },
  {
    agent: "gemini",
    title: "Gemini",
    directory: ".gemini/tmp",
    glob: "*/chats/session-*.{json,jsonl}",
    about: ({ sessionId, projectHash, startTime }, path) => {
      let startedMs = Date.parse(textOf2(startTime) ?? "") || void 0, cwdHash = textOf2(projectHash);
      if (cwdHash === void 0)
        return {};
      return { sessionId: textOf2(sessionId), cwd: markedDirectory(dirname(dirname(path))), cwdHash, startedMs };
    }
  }
];
function markedDirectory(folder) {
  try {
    let directory = readStart(join(folder, ".project_root"), 4096).trim();
    return isAbsolute(directory) ? directory : void 0;
  } catch (error) {
    if (errorCode(error) === void 0)
      throw error;
    return;
  }
}
var DEEPEST = 8;
function transcriptsOf2({ directory, glob }, home) {
  let top = join(home, directory), pattern = new Bun.Glob(glob), depth = glob.includes("**") ? DEEPEST : glob.split("/").length, files = [], unlisted = 0, unlessAway = (look) => {
    try {
      return look();
    } catch (error) {
      if (errorCode(error) === void 0)
        throw error;
      if (errorCode(error) !== "ENOENT")
        unlisted += 1;
      return null;
    }
  }, take = (entry, below, left) => {
    if (entry.name.startsWith("."))
      return;
    let path = join(below, entry.name);
    if (entry.isDirectory() && left > 1)
      return walk(path, left - 1);
    if (!entry.isFile() || !pattern.match(path))
      return;
    let stat = unlessAway(() => statSync(join(top, path)));
    if (stat !== null)
      files.push({ path: join(top, path), changedMs: stat.mtimeMs });
  };
  function walk(below, left) {
    let entries = unlessAway(() => readdirSync(join(top, below), { withFileTypes: !0 })) ?? [];
    for (let entry of entries)
      take(entry, below, left);
  }
  return walk("", depth), { files: files.toSorted((a, b) => a.path < b.path ? -1 : 1), unlisted };
}

export { TRANSCRIPT_PLACES2, transcriptsOf2 };
