// @bun
import {
  recordOf,
  MAX_ITEMS
} from "./agents-claude-code-payload.js";
import {
  textOf2
} from "./base-json.js";

// src/agents/facts/tool-call.ts
function firstText(fields, ...names) {
  for (let name of names) {
    let text = textOf2(fields[name]);
    if (text !== void 0)
      return text;
  }
  return;
}
function inCamelCase(fields) {
  let named = { ...fields };
  for (let name in fields)
    named[name.replaceAll(/_([a-z])/g, (_all, letter) => letter.toUpperCase())] ??= fields[name];
  return named;
}
function textIn(value) {
  if (typeof value === "string")
    return value;
  if (!Array.isArray(value))
    return "";
  return value.map((part) => typeof part === "string" ? part : textOf2(recordOf(part).text) ?? "").join(`
`);
}
function printedIn(fields, whole) {
  let streams = [fields.stdout, fields.stderr].map(textOf2).filter((text) => text !== void 0);
  return firstText(fields, "output") ?? (streams.join(`
`) || (firstText(fields, "text") ?? textIn(whole)));
}
function objectIn(value) {
  if (typeof value !== "string")
    return recordOf(value);
  if (!value.trimStart().startsWith("{"))
    return {};
  try {
    return recordOf(JSON.parse(value));
  } catch {
    return {};
  }
}
function commandIn(input) {
  let command = input.command ?? input.cmd ?? input.script;
  if (!Array.isArray(command))
    return textOf2(command);
  let words = command.map(String);
  return /^-\w*c$/.test(words.at(-2) ?? "") ? words.at(-1) : words.join(" ");
}
function outcomeOf(exitCode) {
  let code = typeof exitCode === "string" && exitCode !== "" ? Number(exitCode) : exitCode;
  if (typeof code !== "number" || !Number.isInteger(code))
    return;
  return code === 0 ? "ok" : "failed";
}
function exitIn(response) {
  let fields = recordOf(response), { exit_code: code, exitCode = code } = { ...recordOf(fields.metadata), ...fields };
  return outcomeOf(exitCode);
}
function absolutePath(path, cwd) {
  if (/^(?:[A-Za-z]:[\\/]|\\\\)/.test(path))
    return path;
  let base = textOf2(cwd);
  if (!path.startsWith("/") && base?.startsWith("/") !== !0)
    return path;
  let kept = [];
  for (let part of (path.startsWith("/") ? path : `${base}/${path}`).split("/"))
    if (part === "..")
      kept.pop();
    else if (part !== "" && part !== ".")
      kept.push(part);
  return `/${kept.join("/")}`;
}
var PATCH_BEGIN = "*** Begin Patch";
function patchIn(input) {
  for (let value of [input.command, input.input, input.patch, input.patchText]) {
    let text = Array.isArray(value) ? value.map(String).join(`
`) : textOf2(value);
    if (text?.includes(PATCH_BEGIN) === !0)
      return text;
  }
  return;
}
function withoutPatch(command) {
  let from = command.indexOf(PATCH_BEGIN);
  return from < 0 ? command : command.slice(0, from).trimEnd();
}
var PATCH_LINE = /^\*\*\* (Add File|Update File|Delete File|Move to): (.+)$/;
function patchedFiles(patch, cwd) {
  let files = [];
  for (let line of patch.slice(patch.indexOf(PATCH_BEGIN)).split(`
`)) {
    let [, word, name = ""] = PATCH_LINE.exec(line.trimEnd()) ?? [];
    if (word === void 0)
      continue;
    let path = absolutePath(name.trim(), cwd);
    if (word === "Add File")
      files.push({ path, change: "created" });
    if (word === "Update File")
      files.push({ path, change: "modified" });
    if (word === "Delete File")
      files.push({ path, change: "deleted" });
    let moved = word === "Move to" ? files.pop() : void 0;
    if (moved !== void 0)
      files.push({ ...moved, change: "deleted" }, { path, change: "created" });
    if (files.length >= MAX_ITEMS.files)
      break;
  }
  return files;
}
function todosIn(list) {
  if (!Array.isArray(list))
    return;
  return list.slice(0, MAX_ITEMS.todos).map((item) => {
    let fields = recordOf(item), content = firstText(fields, "content", "description", "step", "title", "text") ?? textOf2(item), status = textOf2(fields.status)?.replaceAll("-", "_");
    return { content, status: status === "not_started" ? "pending" : status };
  });
}

export { firstText, inCamelCase, textIn, printedIn, objectIn, commandIn, outcomeOf, exitIn, absolutePath, patchIn, withoutPatch, patchedFiles, todosIn };
