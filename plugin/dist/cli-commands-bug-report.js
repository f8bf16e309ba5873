// @bun
import {
  readTail
} from "./base-files-files.js";
import"./origin-own-directory.js";
import {
  hookLogPaths2
} from "./capture-hook-log.js";
import {
  DEFAULTS,
  ruleOf
} from "./base-config-sources.js";
import"./origin-own-file.js";
import"./import-main-3.js";
import"./base-config-jsonc.js";
import"./install-paths.js";
import"./capture-node-io.js";
import"./git-ignore-file.js";
import"./store-sqlite-open-database.js";
import"./store-sqlite-ledger-applied-ids.js";
import"./platform-bun-bun-command.js";
import"./platform-installation.js";
import"./install-adopt-shell-system.js";
import"./doctor-registry.js";
import"./queue-read-entry.js";
import"./queue-dead-letters-letter.js";
import {
  redact
} from "./redact-redact.js";
import {
  versionText2
} from "./cli-text-version-text.js";
import"./import-main.js";
import {
  isOfAgent,
  findRoot,
  loadConfig
} from "./cli-root.js";
import"./supervisor-spawn.js";
import {
  runDoctor
} from "./doctor-doctor.js";
import {
  asksQuestions,
  carryOut
} from "./cli-text-change.js";
import {
  workerLogPath
} from "./cli-commands-run-worker-control.js";
import {
  projectOf
} from "./cli-project-paths.js";
import"./install-edit-files.js";
import"./store-sqlite-outbox.js";
import"./store-postgres-connect-settings.js";
import"./snapshots-worktree.js";
import"./store-sqlite-read-reader.js";
import"./recall-choose-place.js";
import"./origin-config-files.js";
import"./supervisor-slot.js";
import"./supervisor-end-end-worker.js";
import"./supervisor-stuck.js";
import"./queue-claims-recover.js";
import"./agents-claude-code-entry.js";
import"./agents-settings-off-switches.js";
import"./platform-programs.js";
import"./store-sqlite-open-location.js";
import"./queue-make.js";
import {
  printableLines
} from "./base-text-printable.js";
import"./origin-key.js";
import"./git-git-tree.js";
import {
  HiveError,
  errorCode
} from "./base-errors.js";

// src/cli/commands/bug-report.ts
import { writeFileSync } from "fs";
import { resolve } from "path";

// src/cli/bug-report.ts
import { arch, homedir, hostname, release, type, userInfo } from "os";
var LOG_LINES = 30, LOG_BYTES = 65536, logTail = (path) => (readTail(path, LOG_BYTES) ?? "").trimEnd().split(`
`).slice(-LOG_LINES).join(`
`);
function bugReport({ report, config, logs }) {
  let findings = report.findings.map(({ code, level, found }) => `${level.padEnd(8)} ${code}: ${found}`), parts = [
    `## Versions

${fenced(`${versionText2()}${type()} ${release()} ${arch()}`)}`,
    `## hive doctor

${fenced(findings.join(`
`))}`,
    `## Settings that are not the default

${fenced(changedSettings(config))}`,
    ...[...logs].map(([name, text]) => `## The end of ${name}

${fenced(text)}`)
  ], words = `Say what you did, what you saw, and what you expected:

`;
  return `Say what you did, what you saw, and what you expected:

${withoutNames(parts.join(`
`), report)}`;
}
var fenced = (text) => `\`\`\`text
${text.trim() === "" ? "none" : text.trim()}
\`\`\`
`;
function changedSettings(config) {
  return Object.entries(config).filter(([name, value]) => !Bun.deepEquals(value, DEFAULTS[name])).map(([name, value]) => `${name}: ${shownSetting(name, value)}`).join(`
`);
}
function shownSetting(name, value) {
  if (Array.isArray(value))
    return `${value.length} items`;
  return typeof value !== "string" || Array.isArray(ruleOf(name)) ? String(value) : "set";
}
function withoutNames(text, { project }) {
  let places = [
    [project, "<project>"],
    [homedir(), "~"]
  ], names = [
    [hostname(), "<host>"],
    [userName(), "<user>"]
  ], cleaned = text;
  for (let [path, by] of places)
    if (path.length > 1)
      cleaned = cleaned.replaceAll(path, by);
  for (let [name, by] of names)
    if (name !== "" && !/^(?:root|localhost)$/.test(name))
      cleaned = cleaned.replaceAll(new RegExp(String.raw`(?<!\w)${RegExp.escape(name)}(?!\w)`, "g"), by);
  return printableLines(redact(cleaned));
}
function userName() {
  try {
    return userInfo().username;
  } catch {
    return "";
  }
}

// src/cli/commands/bug-report.ts
function addBugReport(program, io) {
  program.command("bug-report").description("gather what an issue about hive needs, without secrets, and show it before anything is written").option("--out <file>", "the file to write, which must not be there yet", "hive-bug-report.md").option("--yes", "do not ask").option("--dry-run", "only show it").addHelpText("after", `
Examples:
  hive bug-report --dry-run
  hive bug-report --yes --out report.md`).action(async (flags, command) => {
    let root = findRoot(io, command.optsWithGlobals().root), asks = asksQuestions(io, flags, "hive bug-report --dry-run"), text = await gather(io, root), path = resolve(io.cwd, flags.out);
    await carryOut(io, flags, {
      preview: `${text}
`,
      question: asks ? `Write this to ${path}? Nothing is sent.` : null,
      make: async () => write(path, text),
      render: () => `Written: ${path}. Read it once more before you show it to others.
`,
      toJson: () => ({})
    });
  });
}
var NOT_TOLD = "left out, since an agent asked: no agent is told of what came without proof";
async function gather(io, root) {
  let { env, cwd } = io, report = await runDoctor({
    project: projectOf(io, root),
    root,
    env,
    cwd,
    nowMs: () => Date.now()
  }), tailOf = isOfAgent(io) ? () => NOT_TOLD : logTail, hooks = hookLogPaths2(root, env).map(tailOf).filter((text) => text !== "");
  return bugReport({
    report,
    config: loadConfig(io, root),
    logs: /* @__PURE__ */ new Map([
      ["the hook's log", hooks.join(`
`)],
      ["the worker's log", tailOf(workerLogPath(root))]
    ])
  });
}
function write(path, text) {
  try {
    writeFileSync(path, text, { mode: 384, flag: "wx" });
  } catch (cause) {
    let why = errorCode(cause) === "EEXIST" ? "is there already" : `cannot be written (${errorCode(cause) ?? "unknown"})`;
    throw new HiveError("HIVE_INVALID_OPTION", `${path} ${why}`, { hint: "--out names another file", cause });
  }
}
export {
  addBugReport
};
