// @bun
import {
  MAIN_PROGRAM,
  MANIFEST,
  IS_PLUGIN
} from "./main-wyhg7xdr.js";
import {
  ownDirectory2,
  homeOf2
} from "./main-shr5g8eq.js";
import {
  isKeptOutOfGit2,
  mayStay2
} from "./main-gda4m8rn.js";
import {
  OTHERS_WRITE,
  isOwnFile
} from "./main-x84tped8.js";
import {
  openJournal,
  openBell,
  nodeFiles,
  readRegular,
  readTail,
  openRegular,
  BELL
} from "./main-y346h7xa.js";
import {
  programPath,
  systemProgram,
  safePath,
  readEntry
} from "./main-z6ndsc1t.js";
import {
  KINDS,
  StateRows,
  prepareState,
  rowIn,
  PARTS,
  mayBeTracked,
  locateStore,
  otherStores,
  otherStoreNote,
  storePath,
  UNTRUSTED,
  RAW_SQL_ROWS
} from "./main-407xtknd.js";
import {
  parseJson,
  boolean,
  literal,
  number,
  object,
  record,
  string,
  pipe,
  safeParse,
  sql,
  isProvedDatabase,
  openForReading,
  kyselyOf,
  isUnsound,
  isStoreUnavailable
} from "./main-jrcycwwy.js";
import {
  schemaState2
} from "./main-kf774zmh.js";
import {
  OPERATION_NAMES,
  isOperation,
  checkPayload,
  HIVE_SWARM,
  Store2
} from "./main-m7zkbpz2.js";
import {
  numbered,
  shortened,
  moveBack,
  reportPath,
  lockPath,
  recover,
  retireWorker,
  unlinkIfThere,
  writeHeartbeat,
  MAX_HEARTBEAT_BYTES,
  readHeartbeat,
  fileIdentity,
  arrives,
  ProcessLock,
  findWorkers,
  processStart,
  endWorker,
  endWorkers,
  DELETION_MS,
  Outage,
  isSystemFault,
  waitForQueue,
  makeAgain,
  sleep,
  findStuck,
  placePath,
  takePlace,
  keepPlace,
  openGate
} from "./main-ntmpfep0.js";
import {
  DEFAULTS,
  resolveConfig,
  resolveSources,
  SEAL,
  seal,
  resealed,
  isSealed,
  FIRST_PRIORITY,
  LAST_PRIORITY,
  parseEntryName,
  entryName,
  isOwnSeq,
  ownSeqAtMs,
  groupOf,
  isOwnName,
  completeEntry,
  IGNORE_ALL,
  queuePaths,
  queueDirectories,
  journalName,
  enqueue,
  clip,
  callersDirectory,
  package_default,
  VERSION,
  isOlder,
  MAX_GATE_BYTES,
  gatePath,
  parseGate,
  runHook2
} from "./main-dtde7yk8.js";
import {
  assertCapacity2
} from "./main-z165f3qq.js";
import {
  shellWord,
  ownCommand,
  pasteable,
  openSaved,
  claimedFiles,
  seqsThere,
  measureDepth,
  Resumes,
  count,
  span,
  size,
  quoted,
  word,
  terminalText
} from "./main-y4vebc81.js";
import {
  APPLY_APART2
} from "./main-s8z40wyx.js";
import {
  bunCommand,
  bunEnvironment,
  startWorker2
} from "./main-zyw4j7af.js";
import {
  MEMORY_LIMIT_BYTES,
  SMALL_LOTS
} from "./main-3qayft75.js";
import {
  makeQueue,
  isQueueMade,
  isDirectory,
  assertNoLink,
  makeDirectory
} from "./main-274qr4my.js";
import {
  printable,
  printableLines,
  printableColours,
  printableJson
} from "./main-vqnpnkzb.js";
import {
  userKey,
  userKeyIfAny
} from "./main-ps6kh1xt.js";
import {
  headOf
} from "./main-xvre75ne.js";
import {
  isNoLock,
  isLockFile,
  clearPath
} from "./main-r7q9wpxj.js";
import {
  gitSetting,
  comparingFlags,
  findGitTree,
  isSamePath,
  readGitFile
} from "./main-g0kct9xe.js";
import {
  systemClock,
  timeText,
  EXIT_CODES,
  HiveError,
  errorCode,
  errorMessage,
  MAX_DEPTH,
  isDeeperThan,
  objectIn,
  isObject
} from "./main-whj5vxrd.js";

// node_modules/commander/lib/error.js
class CommanderError extends Error {
  constructor(exitCode, code, message) {
    super(message);
    Error.captureStackTrace(this, this.constructor), this.name = this.constructor.name, this.code = code, this.exitCode = exitCode, this.nestedError = void 0;
  }
}

class InvalidArgumentError extends CommanderError {
  constructor(message) {
    super(1, "commander.invalidArgument", message);
    Error.captureStackTrace(this, this.constructor), this.name = this.constructor.name;
  }
}

// node_modules/commander/lib/argument.js
class Argument {
  constructor(name, description) {
    switch (this.description = description || "", this.variadic = !1, this.parseArg = void 0, this.defaultValue = void 0, this.defaultValueDescription = void 0, this.argChoices = void 0, name[0]) {
      case "<":
        this.required = !0, this._name = name.slice(1, -1);
        break;
      case "[":
        this.required = !1, this._name = name.slice(1, -1);
        break;
      default:
        this.required = !0, this._name = name;
        break;
    }
    if (this._name.endsWith("..."))
      this.variadic = !0, this._name = this._name.slice(0, -3);
  }
  name() {
    return this._name;
  }
  _collectValue(value, previous) {
    if (previous === this.defaultValue || !Array.isArray(previous))
      return [value];
    return previous.push(value), previous;
  }
  default(value, description) {
    return this.defaultValue = value, this.defaultValueDescription = description, this;
  }
  argParser(fn) {
    return this.parseArg = fn, this;
  }
  choices(values) {
    return this.argChoices = values.slice(), this.parseArg = (arg, previous) => {
      if (!this.argChoices.includes(arg))
        throw new InvalidArgumentError(`Allowed choices are ${this.argChoices.join(", ")}.`);
      if (this.variadic)
        return this._collectValue(arg, previous);
      return arg;
    }, this;
  }
  argRequired() {
    return this.required = !0, this;
  }
  argOptional() {
    return this.required = !1, this;
  }
}
function humanReadableArgName(arg) {
  let nameOutput = arg.name() + (arg.variadic === !0 ? "..." : "");
  return arg.required ? "<" + nameOutput + ">" : "[" + nameOutput + "]";
}

// node_modules/commander/lib/command.js
import { EventEmitter } from "events";
import childProcess from "child_process";
import path from "path";
import fs from "fs";
import process2 from "process";
import { stripVTControlCharacters as stripVTControlCharacters2 } from "util";

// node_modules/commander/lib/help.js
import { stripVTControlCharacters } from "util";

class Help {
  constructor() {
    this.helpWidth = void 0, this.minWidthToWrap = 40, this.sortSubcommands = !1, this.sortOptions = !1, this.showGlobalOptions = !1;
  }
  prepareContext(contextOptions) {
    this.helpWidth = this.helpWidth ?? contextOptions.helpWidth ?? 80;
  }
  visibleCommands(cmd) {
    let visibleCommands = cmd.commands.filter((cmd) => !cmd._hidden), helpCommand = cmd._getHelpCommand();
    if (helpCommand && !helpCommand._hidden)
      visibleCommands.push(helpCommand);
    if (this.sortSubcommands)
      visibleCommands.sort((a, b) => a.name().localeCompare(b.name()));
    return visibleCommands;
  }
  compareOptions(a, b) {
    let getSortKey = (option) => option.short ? option.short.replace(/^-/, "") : option.long.replace(/^--/, "");
    return getSortKey(a).localeCompare(getSortKey(b));
  }
  visibleOptions(cmd) {
    let visibleOptions = cmd.options.filter((option) => !option.hidden), helpOption = cmd._getHelpOption();
    if (helpOption && !helpOption.hidden) {
      let removeShort = helpOption.short && cmd._findOption(helpOption.short), removeLong = helpOption.long && cmd._findOption(helpOption.long);
      if (!removeShort && !removeLong)
        visibleOptions.push(helpOption);
      else if (helpOption.long && !removeLong)
        visibleOptions.push(cmd.createOption(helpOption.long, helpOption.description).helpGroup(helpOption.helpGroupHeading));
      else if (helpOption.short && !removeShort)
        visibleOptions.push(cmd.createOption(helpOption.short, helpOption.description).helpGroup(helpOption.helpGroupHeading));
    }
    if (this.sortOptions)
      visibleOptions.sort(this.compareOptions);
    return visibleOptions;
  }
  visibleGlobalOptions(cmd) {
    if (!this.showGlobalOptions)
      return [];
    let globalOptions = [];
    for (let ancestorCmd = cmd.parent;ancestorCmd; ancestorCmd = ancestorCmd.parent) {
      let visibleOptions = ancestorCmd.options.filter((option) => !option.hidden);
      globalOptions.push(...visibleOptions);
    }
    if (this.sortOptions)
      globalOptions.sort(this.compareOptions);
    return globalOptions;
  }
  visibleArguments(cmd) {
    if (cmd._argsDescription)
      cmd.registeredArguments.forEach((argument) => {
        argument.description = argument.description || cmd._argsDescription[argument.name()] || "";
      });
    if (cmd.registeredArguments.find((argument) => argument.description))
      return cmd.registeredArguments;
    return [];
  }
  subcommandTerm(cmd) {
    let args = cmd.registeredArguments.map((arg) => humanReadableArgName(arg)).join(" ");
    return cmd._name + (cmd._aliases[0] ? "|" + cmd._aliases[0] : "") + (cmd.options.length ? " [options]" : "") + (args ? " " + args : "");
  }
  optionTerm(option) {
    return option.flags;
  }
  argumentTerm(argument) {
    return argument.name();
  }
  longestSubcommandTermLength(cmd, helper) {
    return helper.visibleCommands(cmd).reduce((max, command) => Math.max(max, this.displayWidth(helper.styleSubcommandTerm(helper.subcommandTerm(command)))), 0);
  }
  longestOptionTermLength(cmd, helper) {
    return helper.visibleOptions(cmd).reduce((max, option) => Math.max(max, this.displayWidth(helper.styleOptionTerm(helper.optionTerm(option)))), 0);
  }
  longestGlobalOptionTermLength(cmd, helper) {
    return helper.visibleGlobalOptions(cmd).reduce((max, option) => Math.max(max, this.displayWidth(helper.styleOptionTerm(helper.optionTerm(option)))), 0);
  }
  longestArgumentTermLength(cmd, helper) {
    return helper.visibleArguments(cmd).reduce((max, argument) => Math.max(max, this.displayWidth(helper.styleArgumentTerm(helper.argumentTerm(argument)))), 0);
  }
  commandUsage(cmd) {
    let cmdName = cmd._name;
    if (cmd._aliases[0])
      cmdName = cmdName + "|" + cmd._aliases[0];
    let ancestorCmdNames = "";
    for (let ancestorCmd = cmd.parent;ancestorCmd; ancestorCmd = ancestorCmd.parent)
      ancestorCmdNames = ancestorCmd.name() + " " + ancestorCmdNames;
    return ancestorCmdNames + cmdName + " " + cmd.usage();
  }
  commandDescription(cmd) {
    return cmd.description();
  }
  subcommandDescription(cmd) {
    return cmd.summary() || cmd.description();
  }
  optionDescription(option) {
    let extraInfo = [];
    if (option.argChoices)
      extraInfo.push(`choices: ${option.argChoices.map((choice) => JSON.stringify(choice)).join(", ")}`);
    if (option.defaultValue !== void 0) {
      if (option.required || option.optional || option.isBoolean() && typeof option.defaultValue === "boolean")
        extraInfo.push(`default: ${option.defaultValueDescription || JSON.stringify(option.defaultValue)}`);
    }
    if (option.presetArg !== void 0 && option.optional)
      extraInfo.push(`preset: ${JSON.stringify(option.presetArg)}`);
    if (option.envVar !== void 0)
      extraInfo.push(`env: ${option.envVar}`);
    if (extraInfo.length > 0) {
      let extraDescription = `(${extraInfo.join(", ")})`;
      if (option.description)
        return `${option.description} ${extraDescription}`;
      return extraDescription;
    }
    return option.description;
  }
  argumentDescription(argument) {
    let extraInfo = [];
    if (argument.argChoices)
      extraInfo.push(`choices: ${argument.argChoices.map((choice) => JSON.stringify(choice)).join(", ")}`);
    if (argument.defaultValue !== void 0)
      extraInfo.push(`default: ${argument.defaultValueDescription || JSON.stringify(argument.defaultValue)}`);
    if (extraInfo.length > 0) {
      let extraDescription = `(${extraInfo.join(", ")})`;
      if (argument.description)
        return `${argument.description} ${extraDescription}`;
      return extraDescription;
    }
    return argument.description;
  }
  formatItemList(heading, items, helper) {
    if (items.length === 0)
      return [];
    return [helper.styleTitle(heading), ...items, ""];
  }
  groupItems(unsortedItems, visibleItems, getGroup) {
    let result = /* @__PURE__ */ new Map;
    return unsortedItems.forEach((item) => {
      let group = getGroup(item);
      if (!result.has(group))
        result.set(group, []);
    }), visibleItems.forEach((item) => {
      let group = getGroup(item);
      if (!result.has(group))
        result.set(group, []);
      result.get(group).push(item);
    }), result;
  }
  formatHelp(cmd, helper) {
    let termWidth = helper.padWidth(cmd, helper), helpWidth = helper.helpWidth ?? 80;
    function callFormatItem(term, description) {
      return helper.formatItem(term, termWidth, description, helper);
    }
    let output = [
      `${helper.styleTitle("Usage:")} ${helper.styleUsage(helper.commandUsage(cmd))}`,
      ""
    ], commandDescription = helper.commandDescription(cmd);
    if (commandDescription.length > 0)
      output = output.concat([
        helper.boxWrap(helper.styleCommandDescription(commandDescription), helpWidth),
        ""
      ]);
    let argumentList = helper.visibleArguments(cmd).map((argument) => callFormatItem(helper.styleArgumentTerm(helper.argumentTerm(argument)), helper.styleArgumentDescription(helper.argumentDescription(argument))));
    if (output = output.concat(this.formatItemList("Arguments:", argumentList, helper)), this.groupItems(cmd.options, helper.visibleOptions(cmd), (option) => option.helpGroupHeading ?? "Options:").forEach((options, group) => {
      let optionList = options.map((option) => callFormatItem(helper.styleOptionTerm(helper.optionTerm(option)), helper.styleOptionDescription(helper.optionDescription(option))));
      output = output.concat(this.formatItemList(group, optionList, helper));
    }), helper.showGlobalOptions) {
      let globalOptionList = helper.visibleGlobalOptions(cmd).map((option) => callFormatItem(helper.styleOptionTerm(helper.optionTerm(option)), helper.styleOptionDescription(helper.optionDescription(option))));
      output = output.concat(this.formatItemList("Global Options:", globalOptionList, helper));
    }
    return this.groupItems(cmd.commands, helper.visibleCommands(cmd), (sub) => sub.helpGroup() || "Commands:").forEach((commands, group) => {
      let commandList = commands.map((sub) => callFormatItem(helper.styleSubcommandTerm(helper.subcommandTerm(sub)), helper.styleSubcommandDescription(helper.subcommandDescription(sub))));
      output = output.concat(this.formatItemList(group, commandList, helper));
    }), output.join(`
`);
  }
  displayWidth(str) {
    return stripVTControlCharacters(str).length;
  }
  styleTitle(str) {
    return str;
  }
  styleUsage(str) {
    return str.split(" ").map((word) => {
      if (word === "[options]")
        return this.styleOptionText(word);
      if (word === "[command]")
        return this.styleSubcommandText(word);
      if (word[0] === "[" || word[0] === "<")
        return this.styleArgumentText(word);
      return this.styleCommandText(word);
    }).join(" ");
  }
  styleCommandDescription(str) {
    return this.styleDescriptionText(str);
  }
  styleOptionDescription(str) {
    return this.styleDescriptionText(str);
  }
  styleSubcommandDescription(str) {
    return this.styleDescriptionText(str);
  }
  styleArgumentDescription(str) {
    return this.styleDescriptionText(str);
  }
  styleDescriptionText(str) {
    return str;
  }
  styleOptionTerm(str) {
    return this.styleOptionText(str);
  }
  styleSubcommandTerm(str) {
    return str.split(" ").map((word) => {
      if (word === "[options]")
        return this.styleOptionText(word);
      if (word[0] === "[" || word[0] === "<")
        return this.styleArgumentText(word);
      return this.styleSubcommandText(word);
    }).join(" ");
  }
  styleArgumentTerm(str) {
    return this.styleArgumentText(str);
  }
  styleOptionText(str) {
    return str;
  }
  styleArgumentText(str) {
    return str;
  }
  styleSubcommandText(str) {
    return str;
  }
  styleCommandText(str) {
    return str;
  }
  padWidth(cmd, helper) {
    return Math.max(helper.longestOptionTermLength(cmd, helper), helper.longestGlobalOptionTermLength(cmd, helper), helper.longestSubcommandTermLength(cmd, helper), helper.longestArgumentTermLength(cmd, helper));
  }
  preformatted(str) {
    return /\n[^\S\r\n]/.test(str);
  }
  formatItem(term, termWidth, description, helper) {
    let itemIndentStr = " ".repeat(2);
    if (!description)
      return itemIndentStr + term;
    let paddedTerm = term.padEnd(termWidth + term.length - helper.displayWidth(term)), spacerWidth = 2, remainingWidth = (this.helpWidth ?? 80) - termWidth - spacerWidth - 2, formattedDescription;
    if (remainingWidth < this.minWidthToWrap || helper.preformatted(description))
      formattedDescription = description;
    else
      formattedDescription = helper.boxWrap(description, remainingWidth).replace(/\n/g, `
` + " ".repeat(termWidth + spacerWidth));
    return itemIndentStr + paddedTerm + " ".repeat(spacerWidth) + formattedDescription.replace(/\n/g, `
${itemIndentStr}`);
  }
  boxWrap(str, width) {
    if (width < this.minWidthToWrap)
      return str;
    let rawLines = str.split(/\r\n|\n/), chunkPattern = /[\s]*[^\s]+/g, wrappedLines = [];
    return rawLines.forEach((line) => {
      let chunks = line.match(chunkPattern);
      if (chunks === null) {
        wrappedLines.push("");
        return;
      }
      let sumChunks = [chunks.shift()], sumWidth = this.displayWidth(sumChunks[0]);
      chunks.forEach((chunk) => {
        let visibleWidth = this.displayWidth(chunk);
        if (sumWidth + visibleWidth <= width) {
          sumChunks.push(chunk), sumWidth += visibleWidth;
          return;
        }
        wrappedLines.push(sumChunks.join(""));
        let nextChunk = chunk.trimStart();
        sumChunks = [nextChunk], sumWidth = this.displayWidth(nextChunk);
      }), wrappedLines.push(sumChunks.join(""));
    }), wrappedLines.join(`
`);
  }
}

// node_modules/commander/lib/option.js
class Option {
  constructor(flags, description) {
    this.flags = flags, this.description = description || "", this.required = flags.includes("<"), this.optional = flags.includes("["), this.variadic = /\p{ID_Continue}\.\.\.[>\]]$/u.test(flags), this.mandatory = !1;
    let optionFlags = splitOptionFlags(flags);
    if (this.short = optionFlags.shortFlag, this.long = optionFlags.longFlag, this.negate = !1, this.long)
      this.negate = this.long.startsWith("--no-");
    this.defaultValue = void 0, this.defaultValueDescription = void 0, this.presetArg = void 0, this.envVar = void 0, this.parseArg = void 0, this.hidden = !1, this.argChoices = void 0, this.conflictsWith = [], this.implied = void 0, this.helpGroupHeading = void 0;
  }
  default(value, description) {
    return this.defaultValue = value, this.defaultValueDescription = description, this;
  }
  preset(arg) {
    return this.presetArg = arg, this;
  }
  conflicts(names) {
    return this.conflictsWith = this.conflictsWith.concat(names), this;
  }
  implies(impliedOptionValues) {
    let newImplied = impliedOptionValues;
    if (typeof impliedOptionValues === "string")
      newImplied = { [impliedOptionValues]: !0 };
    return this.implied = Object.assign(this.implied || {}, newImplied), this;
  }
  env(name) {
    return this.envVar = name, this;
  }
  argParser(fn) {
    return this.parseArg = fn, this;
  }
  makeOptionMandatory(mandatory = !0) {
    return this.mandatory = !!mandatory, this;
  }
  hideHelp(hide = !0) {
    return this.hidden = !!hide, this;
  }
  _collectValue(value, previous) {
    if (previous === this.defaultValue || !Array.isArray(previous))
      return [value];
    return previous.push(value), previous;
  }
  choices(values) {
    return this.argChoices = values.slice(), this.parseArg = (arg, previous) => {
      if (!this.argChoices.includes(arg))
        throw new InvalidArgumentError(`Allowed choices are ${this.argChoices.join(", ")}.`);
      if (this.variadic)
        return this._collectValue(arg, previous);
      return arg;
    }, this;
  }
  name() {
    if (this.long)
      return this.long.replace(/^--/, "");
    return this.short.replace(/^-/, "");
  }
  attributeName() {
    if (this.negate)
      return camelcase(this.name().replace(/^no-/, ""));
    return camelcase(this.name());
  }
  helpGroup(heading) {
    return this.helpGroupHeading = heading, this;
  }
  is(arg) {
    return this.short === arg || this.long === arg;
  }
  isBoolean() {
    return !this.required && !this.optional && !this.negate;
  }
}

class DualOptions {
  constructor(options) {
    this.positiveOptions = /* @__PURE__ */ new Map, this.negativeOptions = /* @__PURE__ */ new Map, this.dualOptions = /* @__PURE__ */ new Set, options.forEach((option) => {
      if (option.negate)
        this.negativeOptions.set(option.attributeName(), option);
      else
        this.positiveOptions.set(option.attributeName(), option);
    }), this.negativeOptions.forEach((value, key) => {
      if (this.positiveOptions.has(key))
        this.dualOptions.add(key);
    });
  }
  valueFromOption(value, option) {
    let optionKey = option.attributeName();
    if (!this.dualOptions.has(optionKey))
      return !0;
    let preset = this.negativeOptions.get(optionKey).presetArg, negativeValue = preset !== void 0 ? preset : !1;
    return option.negate === (negativeValue === value);
  }
}
function camelcase(str) {
  return str.split("-").reduce((str, word) => str + word[0].toUpperCase() + word.slice(1));
}
function splitOptionFlags(flags) {
  let shortFlag, longFlag, shortFlagExp = /^-[^-]$/, longFlagExp = /^--[^-]/, flagParts = flags.split(/[ |,]+/).concat("guard");
  if (shortFlagExp.test(flagParts[0]))
    shortFlag = flagParts.shift();
  if (longFlagExp.test(flagParts[0]))
    longFlag = flagParts.shift();
  if (!shortFlag && shortFlagExp.test(flagParts[0]))
    shortFlag = flagParts.shift();
  if (!shortFlag && longFlagExp.test(flagParts[0]))
    shortFlag = longFlag, longFlag = flagParts.shift();
  if (flagParts[0].startsWith("-")) {
    let unsupportedFlag = flagParts[0], baseError = `option creation failed due to '${unsupportedFlag}' in option flags '${flags}'`;
    if (/^-[^-][^-]/.test(unsupportedFlag))
      throw Error(`${baseError}
- a short flag is a single dash and a single character
  - either use a single dash and a single character (for a short flag)
  - or use a double dash for a long option (and can have two, like '--ws, --workspace')`);
    if (shortFlagExp.test(unsupportedFlag))
      throw Error(`${baseError}
- too many short flags`);
    if (longFlagExp.test(unsupportedFlag))
      throw Error(`${baseError}
- too many long flags`);
    throw Error(`${baseError}
- unrecognised flag format`);
  }
  if (shortFlag === void 0 && longFlag === void 0)
    throw Error(`option creation failed due to no flags found in '${flags}'.`);
  return { shortFlag, longFlag };
}

// node_modules/commander/lib/suggestSimilar.js
function editDistance(a, b) {
  if (Math.abs(a.length - b.length) > 3)
    return Math.max(a.length, b.length);
  let d = [];
  for (let i = 0;i <= a.length; i++)
    d[i] = [i];
  for (let j = 0;j <= b.length; j++)
    d[0][j] = j;
  for (let j = 1;j <= b.length; j++)
    for (let i = 1;i <= a.length; i++) {
      let cost;
      if (a[i - 1] === b[j - 1])
        cost = 0;
      else
        cost = 1;
      if (d[i][j] = Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + cost), i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.length][b.length];
}
function suggestSimilar(word, candidates) {
  if (!candidates || candidates.length === 0)
    return "";
  candidates = Array.from(new Set(candidates));
  let searchingOptions = word.startsWith("--");
  if (searchingOptions)
    word = word.slice(2), candidates = candidates.map((candidate) => candidate.slice(2));
  let similar = [], bestDistance = 3, minSimilarity = 0.4;
  if (candidates.forEach((candidate) => {
    if (candidate.length <= 1)
      return;
    let distance = editDistance(word, candidate), length = Math.max(word.length, candidate.length);
    if ((length - distance) / length > minSimilarity) {
      if (distance < bestDistance)
        bestDistance = distance, similar = [candidate];
      else if (distance === bestDistance)
        similar.push(candidate);
    }
  }), similar.sort((a, b) => a.localeCompare(b)), searchingOptions)
    similar = similar.map((candidate) => `--${candidate}`);
  if (similar.length > 1)
    return `
(Did you mean one of ${similar.join(", ")}?)`;
  if (similar.length === 1)
    return `
(Did you mean ${similar[0]}?)`;
  return "";
}

// node_modules/commander/lib/command.js
class Command extends EventEmitter {
  constructor(name) {
    super();
    this.commands = [], this.options = [], this.parent = null, this._allowUnknownOption = !1, this._allowExcessArguments = !1, this.registeredArguments = [], this._args = this.registeredArguments, this.args = [], this.rawArgs = [], this.processedArgs = [], this._scriptPath = null, this._name = name || "", this._optionValues = {}, this._optionValueSources = {}, this._storeOptionsAsProperties = !1, this._actionHandler = null, this._executableHandler = !1, this._executableFile = null, this._executableDir = null, this._defaultCommandName = null, this._exitCallback = null, this._aliases = [], this._combineFlagAndOptionalValue = !0, this._description = "", this._summary = "", this._argsDescription = void 0, this._enablePositionalOptions = !1, this._passThroughOptions = !1, this._lifeCycleHooks = {}, this._showHelpAfterError = !1, this._showSuggestionAfterError = !0, this._savedState = null, this._outputConfiguration = {
      writeOut: (str) => process2.stdout.write(str),
      writeErr: (str) => process2.stderr.write(str),
      outputError: (str, write) => write(str),
      getOutHelpWidth: () => process2.stdout.isTTY ? process2.stdout.columns : void 0,
      getErrHelpWidth: () => process2.stderr.isTTY ? process2.stderr.columns : void 0,
      getOutHasColors: () => useColor() ?? (process2.stdout.isTTY && process2.stdout.hasColors?.()),
      getErrHasColors: () => useColor() ?? (process2.stderr.isTTY && process2.stderr.hasColors?.()),
      stripColor: (str) => stripVTControlCharacters2(str)
    }, this._hidden = !1, this._helpOption = void 0, this._addImplicitHelpCommand = void 0, this._helpCommand = void 0, this._helpConfiguration = {}, this._helpGroupHeading = void 0, this._defaultCommandGroup = void 0, this._defaultOptionGroup = void 0;
  }
  copyInheritedSettings(sourceCommand) {
    return this._outputConfiguration = sourceCommand._outputConfiguration, this._helpOption = sourceCommand._helpOption, this._helpCommand = sourceCommand._helpCommand, this._helpConfiguration = sourceCommand._helpConfiguration, this._exitCallback = sourceCommand._exitCallback, this._storeOptionsAsProperties = sourceCommand._storeOptionsAsProperties, this._combineFlagAndOptionalValue = sourceCommand._combineFlagAndOptionalValue, this._allowExcessArguments = sourceCommand._allowExcessArguments, this._enablePositionalOptions = sourceCommand._enablePositionalOptions, this._showHelpAfterError = sourceCommand._showHelpAfterError, this._showSuggestionAfterError = sourceCommand._showSuggestionAfterError, this;
  }
  _getCommandAndAncestors() {
    let result = [];
    for (let command = this;command; command = command.parent)
      result.push(command);
    return result;
  }
  command(nameAndArgs, actionOptsOrExecDesc, execOpts) {
    let desc = actionOptsOrExecDesc, opts = execOpts;
    if (typeof desc === "object" && desc !== null)
      opts = desc, desc = null;
    opts = opts || {};
    let [, name, args] = nameAndArgs.match(/([^ ]+) *(.*)/), cmd = this.createCommand(name);
    if (desc)
      cmd.description(desc), cmd._executableHandler = !0;
    if (opts.isDefault)
      this._defaultCommandName = cmd._name;
    if (cmd._hidden = !!(opts.noHelp || opts.hidden), cmd._executableFile = opts.executableFile || null, args)
      cmd.arguments(args);
    if (this._registerCommand(cmd), cmd.parent = this, cmd.copyInheritedSettings(this), desc)
      return this;
    return cmd;
  }
  createCommand(name) {
    return new Command(name);
  }
  createHelp() {
    return Object.assign(new Help, this.configureHelp());
  }
  configureHelp(configuration) {
    if (configuration === void 0)
      return this._helpConfiguration;
    return this._helpConfiguration = configuration, this;
  }
  configureOutput(configuration) {
    if (configuration === void 0)
      return this._outputConfiguration;
    return this._outputConfiguration = {
      ...this._outputConfiguration,
      ...configuration
    }, this;
  }
  showHelpAfterError(displayHelp = !0) {
    if (typeof displayHelp !== "string")
      displayHelp = !!displayHelp;
    return this._showHelpAfterError = displayHelp, this;
  }
  showSuggestionAfterError(displaySuggestion = !0) {
    return this._showSuggestionAfterError = !!displaySuggestion, this;
  }
  addCommand(cmd, opts) {
    if (!cmd._name)
      throw Error(`Command passed to .addCommand() must have a name
- specify the name in Command constructor or using .name()`);
    if (opts = opts || {}, opts.isDefault)
      this._defaultCommandName = cmd._name;
    if (opts.noHelp || opts.hidden)
      cmd._hidden = !0;
    return this._registerCommand(cmd), cmd.parent = this, cmd._checkForBrokenPassThrough(), this;
  }
  createArgument(name, description) {
    return new Argument(name, description);
  }
  argument(name, description, parseArg, defaultValue) {
    let argument = this.createArgument(name, description);
    if (typeof parseArg === "function")
      argument.default(defaultValue).argParser(parseArg);
    else
      argument.default(parseArg);
    return this.addArgument(argument), this;
  }
  arguments(names) {
    return names.trim().split(/ +/).forEach((detail) => {
      this.argument(detail);
    }), this;
  }
  addArgument(argument) {
    let previousArgument = this.registeredArguments.slice(-1)[0];
    if (previousArgument?.variadic)
      throw Error(`only the last argument can be variadic '${previousArgument.name()}'`);
    if (argument.required && argument.defaultValue !== void 0 && argument.parseArg === void 0)
      throw Error(`a default value for a required argument is never used: '${argument.name()}'`);
    return this.registeredArguments.push(argument), this;
  }
  helpCommand(enableOrNameAndArgs, description) {
    if (typeof enableOrNameAndArgs === "boolean") {
      if (this._addImplicitHelpCommand = enableOrNameAndArgs, enableOrNameAndArgs && this._defaultCommandGroup)
        this._initCommandGroup(this._getHelpCommand());
      return this;
    }
    let nameAndArgs = enableOrNameAndArgs ?? "help [command]", [, helpName, helpArgs] = nameAndArgs.match(/([^ ]+) *(.*)/), helpDescription = description ?? "display help for command", helpCommand = this.createCommand(helpName);
    if (helpCommand.helpOption(!1), helpArgs)
      helpCommand.arguments(helpArgs);
    if (helpDescription)
      helpCommand.description(helpDescription);
    if (this._addImplicitHelpCommand = !0, this._helpCommand = helpCommand, enableOrNameAndArgs || description)
      this._initCommandGroup(helpCommand);
    return this;
  }
  addHelpCommand(helpCommand, deprecatedDescription) {
    if (typeof helpCommand !== "object")
      return this.helpCommand(helpCommand, deprecatedDescription), this;
    return this._addImplicitHelpCommand = !0, this._helpCommand = helpCommand, this._initCommandGroup(helpCommand), this;
  }
  _getHelpCommand() {
    if (this._addImplicitHelpCommand ?? (this.commands.length && !this._actionHandler && !this._findCommand("help"))) {
      if (this._helpCommand === void 0)
        this.helpCommand(void 0, void 0);
      return this._helpCommand;
    }
    return null;
  }
  hook(event, listener) {
    let allowedValues = ["preSubcommand", "preAction", "postAction"];
    if (!allowedValues.includes(event))
      throw Error(`Unexpected value for event passed to hook : '${event}'.
Expecting one of '${allowedValues.join("', '")}'`);
    if (this._lifeCycleHooks[event])
      this._lifeCycleHooks[event].push(listener);
    else
      this._lifeCycleHooks[event] = [listener];
    return this;
  }
  exitOverride(fn) {
    if (fn)
      this._exitCallback = fn;
    else
      this._exitCallback = (err) => {
        if (err.code !== "commander.executeSubCommandAsync")
          throw err;
      };
    return this;
  }
  _exit(exitCode, code, message) {
    if (this._exitCallback)
      this._exitCallback(new CommanderError(exitCode, code, message));
    process2.exit(exitCode);
  }
  action(fn) {
    let listener = (args) => {
      let expectedArgsCount = this.registeredArguments.length, actionArgs = args.slice(0, expectedArgsCount);
      if (this._storeOptionsAsProperties)
        actionArgs[expectedArgsCount] = this;
      else
        actionArgs[expectedArgsCount] = this.opts();
      return actionArgs.push(this), fn.apply(this, actionArgs);
    };
    return this._actionHandler = listener, this;
  }
  createOption(flags, description) {
    return new Option(flags, description);
  }
  _callParseArg(target, value, previous, invalidArgumentMessage) {
    try {
      return target.parseArg(value, previous);
    } catch (err) {
      if (err.code === "commander.invalidArgument") {
        let message = `${invalidArgumentMessage} ${err.message}`;
        this.error(message, { exitCode: err.exitCode, code: err.code });
      }
      throw err;
    }
  }
  _registerOption(option) {
    let matchingOption = option.short && this._findOption(option.short) || option.long && this._findOption(option.long);
    if (matchingOption) {
      let matchingFlag = option.long && this._findOption(option.long) ? option.long : option.short;
      throw Error(`Cannot add option '${option.flags}'${this._name && ` to command '${this._name}'`} due to conflicting flag '${matchingFlag}'
-  already used by option '${matchingOption.flags}'`);
    }
    this._initOptionGroup(option), this.options.push(option);
  }
  _registerCommand(command) {
    let knownBy = (cmd) => [cmd.name()].concat(cmd.aliases()), alreadyUsed = knownBy(command).find((name) => this._findCommand(name));
    if (alreadyUsed) {
      let existingCmd = knownBy(this._findCommand(alreadyUsed)).join("|"), newCmd = knownBy(command).join("|");
      throw Error(`cannot add command '${newCmd}' as already have command '${existingCmd}'`);
    }
    this._initCommandGroup(command), this.commands.push(command);
  }
  addOption(option) {
    this._registerOption(option);
    let oname = option.name(), name = option.attributeName();
    if (option.defaultValue !== void 0)
      this.setOptionValueWithSource(name, option.defaultValue, "default");
    let handleOptionValue = (val, invalidValueMessage, valueSource) => {
      if (val == null && option.presetArg !== void 0)
        val = option.presetArg;
      let oldValue = this.getOptionValue(name);
      if (val !== null && option.parseArg)
        val = this._callParseArg(option, val, oldValue, invalidValueMessage);
      else if (val !== null && option.variadic)
        val = option._collectValue(val, oldValue);
      if (val == null)
        if (option.negate)
          val = !1;
        else if (option.isBoolean() || option.optional)
          val = !0;
        else
          val = "";
      this.setOptionValueWithSource(name, val, valueSource);
    };
    if (this.on("option:" + oname, (val) => {
      let invalidValueMessage = `error: option '${option.flags}' argument '${val}' is invalid.`;
      handleOptionValue(val, invalidValueMessage, "cli");
    }), option.envVar)
      this.on("optionEnv:" + oname, (val) => {
        let invalidValueMessage = `error: option '${option.flags}' value '${val}' from env '${option.envVar}' is invalid.`;
        handleOptionValue(val, invalidValueMessage, "env");
      });
    return this;
  }
  _optionEx(config, flags, description, fn, defaultValue) {
    if (typeof flags === "object" && flags instanceof Option)
      throw Error("To add an Option object use addOption() instead of option() or requiredOption()");
    let option = this.createOption(flags, description);
    if (option.makeOptionMandatory(!!config.mandatory), typeof fn === "function")
      option.default(defaultValue).argParser(fn);
    else if (fn instanceof RegExp) {
      let regex = fn;
      fn = (val, def) => {
        let m = regex.exec(val);
        return m ? m[0] : def;
      }, option.default(defaultValue).argParser(fn);
    } else
      option.default(fn);
    return this.addOption(option);
  }
  option(flags, description, parseArg, defaultValue) {
    return this._optionEx({}, flags, description, parseArg, defaultValue);
  }
  requiredOption(flags, description, parseArg, defaultValue) {
    return this._optionEx({ mandatory: !0 }, flags, description, parseArg, defaultValue);
  }
  combineFlagAndOptionalValue(combine = !0) {
    return this._combineFlagAndOptionalValue = !!combine, this;
  }
  allowUnknownOption(allowUnknown = !0) {
    return this._allowUnknownOption = !!allowUnknown, this;
  }
  allowExcessArguments(allowExcess = !0) {
    return this._allowExcessArguments = !!allowExcess, this;
  }
  enablePositionalOptions(positional = !0) {
    return this._enablePositionalOptions = !!positional, this;
  }
  passThroughOptions(passThrough = !0) {
    return this._passThroughOptions = !!passThrough, this._checkForBrokenPassThrough(), this;
  }
  _checkForBrokenPassThrough() {
    if (this.parent && this._passThroughOptions && !this.parent._enablePositionalOptions)
      throw Error(`passThroughOptions cannot be used for '${this._name}' without turning on enablePositionalOptions for parent command(s)`);
  }
  storeOptionsAsProperties(storeAsProperties = !0) {
    if (this.options.length)
      throw Error("call .storeOptionsAsProperties() before adding options");
    if (Object.keys(this._optionValues).length)
      throw Error("call .storeOptionsAsProperties() before setting option values");
    return this._storeOptionsAsProperties = !!storeAsProperties, this;
  }
  getOptionValue(key) {
    if (this._storeOptionsAsProperties)
      return this[key];
    return this._optionValues[key];
  }
  setOptionValue(key, value) {
    return this.setOptionValueWithSource(key, value, void 0);
  }
  setOptionValueWithSource(key, value, source) {
    if (this._storeOptionsAsProperties)
      this[key] = value;
    else
      this._optionValues[key] = value;
    return this._optionValueSources[key] = source, this;
  }
  getOptionValueSource(key) {
    return this._optionValueSources[key];
  }
  getOptionValueSourceWithGlobals(key) {
    let source;
    return this._getCommandAndAncestors().forEach((cmd) => {
      if (Object.hasOwn(cmd._optionValueSources, key))
        source = cmd.getOptionValueSource(key);
    }), source;
  }
  _prepareUserArgs(argv, parseOptions) {
    if (argv !== void 0 && !Array.isArray(argv))
      throw Error("first parameter to parse must be array or undefined");
    if (parseOptions = parseOptions || {}, argv === void 0 && parseOptions.from === void 0) {
      if (process2.versions?.electron)
        parseOptions.from = "electron";
      let execArgv = process2.execArgv ?? [];
      if (execArgv.includes("-e") || execArgv.includes("--eval") || execArgv.includes("-p") || execArgv.includes("--print"))
        parseOptions.from = "eval";
    }
    if (argv === void 0)
      argv = process2.argv;
    this.rawArgs = argv.slice();
    let userArgs;
    switch (parseOptions.from) {
      case void 0:
      case "node":
        this._scriptPath = argv[1], userArgs = argv.slice(2);
        break;
      case "electron":
        if (process2.defaultApp)
          this._scriptPath = argv[1], userArgs = argv.slice(2);
        else
          userArgs = argv.slice(1);
        break;
      case "user":
        userArgs = argv.slice(0);
        break;
      case "eval":
        userArgs = argv.slice(1);
        break;
      default:
        throw Error(`unexpected parse option { from: '${parseOptions.from}' }`);
    }
    if (!this._name && this._scriptPath)
      this.nameFromFilename(this._scriptPath);
    return this._name = this._name || "program", userArgs;
  }
  parse(argv, parseOptions) {
    this._prepareForParse();
    let userArgs = this._prepareUserArgs(argv, parseOptions);
    return this._parseCommand([], userArgs), this;
  }
  async parseAsync(argv, parseOptions) {
    this._prepareForParse();
    let userArgs = this._prepareUserArgs(argv, parseOptions);
    return await this._parseCommand([], userArgs), this;
  }
  _prepareForParse() {
    if (this._savedState === null)
      this.options.filter((option) => option.negate && option.defaultValue === void 0 && this.getOptionValue(option.attributeName()) === void 0).forEach((option) => {
        let positiveLongFlag = option.long.replace(/^--no-/, "--");
        if (!this._findOption(positiveLongFlag))
          this.setOptionValueWithSource(option.attributeName(), !0, "default");
      }), this.saveStateBeforeParse();
    else
      this.restoreStateBeforeParse();
  }
  saveStateBeforeParse() {
    this._savedState = {
      _name: this._name,
      _optionValues: { ...this._optionValues },
      _optionValueSources: { ...this._optionValueSources }
    };
  }
  restoreStateBeforeParse() {
    if (this._storeOptionsAsProperties)
      throw Error(`Can not call parse again when storeOptionsAsProperties is true.
- either make a new Command for each call to parse, or stop storing options as properties`);
    this._name = this._savedState._name, this._scriptPath = null, this.rawArgs = [], this._optionValues = { ...this._savedState._optionValues }, this._optionValueSources = { ...this._savedState._optionValueSources }, this.args = [], this.processedArgs = [];
  }
  _checkForMissingExecutable(executableFile, executableDir, subcommandName) {
    if (fs.existsSync(executableFile))
      return;
    let executableDirMessage = executableDir ? `searched for local subcommand relative to directory '${executableDir}'` : "no directory for search for local subcommand, use .executableDir() to supply a custom directory", executableMissing = `'${executableFile}' does not exist
 - if '${subcommandName}' is not meant to be an executable command, remove description parameter from '.command()' and use '.description()' instead
 - if the default executable name is not suitable, use the executableFile option to supply a custom name or path
 - ${executableDirMessage}`;
    throw Error(executableMissing);
  }
  _executeSubCommand(subcommand, args) {
    args = args.slice();
    let sourceExt = [".js", ".ts", ".tsx", ".mjs", ".cjs"];
    function findFile(baseDir, baseName) {
      let localBin = path.resolve(baseDir, baseName);
      if (fs.existsSync(localBin))
        return localBin;
      if (sourceExt.includes(path.extname(baseName)))
        return;
      let foundExt = sourceExt.find((ext) => fs.existsSync(`${localBin}${ext}`));
      if (foundExt)
        return `${localBin}${foundExt}`;
      return;
    }
    this._checkForMissingMandatoryOptions(), this._checkForConflictingOptions();
    let executableFile = subcommand._executableFile || `${this._name}-${subcommand._name}`, executableDir = this._executableDir || "";
    if (this._scriptPath) {
      let resolvedScriptPath;
      try {
        resolvedScriptPath = fs.realpathSync(this._scriptPath);
      } catch {
        resolvedScriptPath = this._scriptPath;
      }
      executableDir = path.resolve(path.dirname(resolvedScriptPath), executableDir);
    }
    if (executableDir) {
      let localFile = findFile(executableDir, executableFile);
      if (!localFile && !subcommand._executableFile && this._scriptPath) {
        let legacyName = path.basename(this._scriptPath, path.extname(this._scriptPath));
        if (legacyName !== this._name)
          localFile = findFile(executableDir, `${legacyName}-${subcommand._name}`);
      }
      executableFile = localFile || executableFile;
    }
    let launchWithNode = sourceExt.includes(path.extname(executableFile)), proc;
    if (process2.platform !== "win32")
      if (launchWithNode)
        args.unshift(executableFile), args = incrementNodeInspectorPort(process2.execArgv).concat(args), proc = childProcess.spawn(process2.argv[0], args, { stdio: "inherit" });
      else
        proc = childProcess.spawn(executableFile, args, { stdio: "inherit" });
    else
      this._checkForMissingExecutable(executableFile, executableDir, subcommand._name), args.unshift(executableFile), args = incrementNodeInspectorPort(process2.execArgv).concat(args), proc = childProcess.spawn(process2.execPath, args, { stdio: "inherit" });
    if (!proc.killed)
      ["SIGUSR1", "SIGUSR2", "SIGTERM", "SIGINT", "SIGHUP"].forEach((signal) => {
        process2.on(signal, () => {
          if (proc.killed === !1 && proc.exitCode === null)
            proc.kill(signal);
        });
      });
    let exitCallback = this._exitCallback;
    proc.on("close", (code) => {
      if (code = code ?? 1, !exitCallback)
        process2.exit(code);
      else
        exitCallback(new CommanderError(code, "commander.executeSubCommandAsync", "(close)"));
    }), proc.on("error", (err) => {
      if (err.code === "ENOENT")
        this._checkForMissingExecutable(executableFile, executableDir, subcommand._name);
      else if (err.code === "EACCES")
        throw Error(`'${executableFile}' not executable`);
      if (!exitCallback)
        process2.exit(1);
      else {
        let wrappedError = new CommanderError(1, "commander.executeSubCommandAsync", "(error)");
        wrappedError.nestedError = err, exitCallback(wrappedError);
      }
    }), this.runningCommand = proc;
  }
  _dispatchSubcommand(commandName, operands, unknown) {
    let subCommand = this._findCommand(commandName);
    if (!subCommand)
      this.help({ error: !0 });
    subCommand._prepareForParse();
    let promiseChain;
    return promiseChain = this._chainOrCallSubCommandHook(promiseChain, subCommand, "preSubcommand"), promiseChain = this._chainOrCall(promiseChain, () => {
      if (subCommand._executableHandler)
        this._executeSubCommand(subCommand, operands.concat(unknown));
      else
        return subCommand._parseCommand(operands, unknown);
    }), promiseChain;
  }
  _dispatchHelpCommand(subcommandName) {
    if (!subcommandName)
      this.help();
    let subCommand = this._findCommand(subcommandName);
    if (subCommand && !subCommand._executableHandler)
      subCommand.help();
    return this._dispatchSubcommand(subcommandName, [], [this._getHelpOption()?.long ?? this._getHelpOption()?.short ?? "--help"]);
  }
  _checkNumberOfArguments() {
    if (this.registeredArguments.forEach((arg, i) => {
      if (arg.required && this.args[i] == null)
        this.missingArgument(arg.name());
    }), this.registeredArguments.length > 0 && this.registeredArguments[this.registeredArguments.length - 1].variadic)
      return;
    if (this.args.length > this.registeredArguments.length)
      this._excessArguments(this.args);
  }
  _processArguments() {
    let myParseArg = (argument, value, previous) => {
      let parsedValue = value;
      if (value !== null && argument.parseArg) {
        let invalidValueMessage = `error: command-argument value '${value}' is invalid for argument '${argument.name()}'.`;
        parsedValue = this._callParseArg(argument, value, previous, invalidValueMessage);
      }
      return parsedValue;
    };
    this._checkNumberOfArguments();
    let processedArgs = [];
    this.registeredArguments.forEach((declaredArg, index) => {
      let value = declaredArg.defaultValue;
      if (declaredArg.variadic) {
        if (index < this.args.length) {
          if (value = this.args.slice(index), declaredArg.parseArg)
            value = value.reduce((processed, v) => myParseArg(declaredArg, v, processed), declaredArg.defaultValue);
        } else if (value === void 0)
          value = [];
      } else if (index < this.args.length) {
        if (value = this.args[index], declaredArg.parseArg)
          value = myParseArg(declaredArg, value, declaredArg.defaultValue);
      }
      processedArgs[index] = value;
    }), this.processedArgs = processedArgs;
  }
  _chainOrCall(promise, fn) {
    if (promise?.then && typeof promise.then === "function")
      return promise.then(() => fn());
    return fn();
  }
  _chainOrCallHooks(promise, event) {
    let result = promise, hooks = [];
    if (this._getCommandAndAncestors().reverse().filter((cmd) => cmd._lifeCycleHooks[event] !== void 0).forEach((hookedCommand) => {
      hookedCommand._lifeCycleHooks[event].forEach((callback) => {
        hooks.push({ hookedCommand, callback });
      });
    }), event === "postAction")
      hooks.reverse();
    return hooks.forEach((hookDetail) => {
      result = this._chainOrCall(result, () => hookDetail.callback(hookDetail.hookedCommand, this));
    }), result;
  }
  _chainOrCallSubCommandHook(promise, subCommand, event) {
    let result = promise;
    if (this._lifeCycleHooks[event] !== void 0)
      this._lifeCycleHooks[event].forEach((hook) => {
        result = this._chainOrCall(result, () => hook(this, subCommand));
      });
    return result;
  }
  _parseCommand(operands, unknown) {
    let parsed = this.parseOptions(unknown);
    if (this._parseOptionsEnv(), this._parseOptionsImplied(), operands = operands.concat(parsed.operands), unknown = parsed.unknown, this.args = operands.concat(unknown), operands && this._findCommand(operands[0]))
      return this._dispatchSubcommand(operands[0], operands.slice(1), unknown);
    if (this._getHelpCommand() && operands[0] === this._getHelpCommand().name())
      return this._dispatchHelpCommand(operands[1]);
    if (this._defaultCommandName)
      return this._outputHelpIfRequested(unknown), this._dispatchSubcommand(this._defaultCommandName, operands, unknown);
    if (this.commands.length && this.args.length === 0 && !this._actionHandler && !this._defaultCommandName)
      this.help({ error: !0 });
    this._outputHelpIfRequested(parsed.unknown), this._checkForMissingMandatoryOptions(), this._checkForConflictingOptions();
    let checkForUnknownOptions = () => {
      if (parsed.unknown.length > 0)
        this.unknownOption(parsed.unknown[0]);
    }, commandEvent = `command:${this.name()}`;
    if (this._actionHandler) {
      checkForUnknownOptions(), this._processArguments();
      let promiseChain;
      if (promiseChain = this._chainOrCallHooks(promiseChain, "preAction"), promiseChain = this._chainOrCall(promiseChain, () => this._actionHandler(this.processedArgs)), this.parent)
        promiseChain = this._chainOrCall(promiseChain, () => {
          this.parent.emit(commandEvent, operands, unknown);
        });
      return promiseChain = this._chainOrCallHooks(promiseChain, "postAction"), promiseChain;
    }
    if (this.parent?.listenerCount(commandEvent))
      checkForUnknownOptions(), this._processArguments(), this.parent.emit(commandEvent, operands, unknown);
    else if (operands.length) {
      if (this._findCommand("*"))
        return this._dispatchSubcommand("*", operands, unknown);
      if (this.listenerCount("command:*"))
        this.emit("command:*", operands, unknown);
      else if (this.commands.length)
        this.unknownCommand();
      else
        checkForUnknownOptions(), this._processArguments();
    } else if (this.commands.length)
      checkForUnknownOptions(), this.help({ error: !0 });
    else
      checkForUnknownOptions(), this._processArguments();
  }
  _findCommand(name) {
    if (!name)
      return;
    return this.commands.find((cmd) => cmd._name === name || cmd._aliases.includes(name));
  }
  _findOption(arg) {
    return this.options.find((option) => option.is(arg));
  }
  _checkForMissingMandatoryOptions() {
    this._getCommandAndAncestors().forEach((cmd) => {
      cmd.options.forEach((anOption) => {
        if (anOption.mandatory && cmd.getOptionValue(anOption.attributeName()) === void 0)
          cmd.missingMandatoryOptionValue(anOption);
      });
    });
  }
  _checkForConflictingLocalOptions() {
    let definedNonDefaultOptions = this.options.filter((option) => {
      let optionKey = option.attributeName();
      if (this.getOptionValue(optionKey) === void 0)
        return !1;
      return this.getOptionValueSource(optionKey) !== "default";
    });
    definedNonDefaultOptions.filter((option) => option.conflictsWith.length > 0).forEach((option) => {
      let conflictingAndDefined = definedNonDefaultOptions.find((defined) => option.conflictsWith.includes(defined.attributeName()));
      if (conflictingAndDefined)
        this._conflictingOption(option, conflictingAndDefined);
    });
  }
  _checkForConflictingOptions() {
    this._getCommandAndAncestors().forEach((cmd) => {
      cmd._checkForConflictingLocalOptions();
    });
  }
  parseOptions(args) {
    let operands = [], unknown = [], dest = operands;
    function maybeOption(arg) {
      return arg.length > 1 && arg[0] === "-";
    }
    let negativeNumberArg = (arg) => {
      if (!/^-(\d+|\d*\.\d+)([eE][+-]?\d+)?$/.test(arg))
        return !1;
      return !this._getCommandAndAncestors().some((cmd) => cmd.options.map((opt) => opt.short).some((short) => /^-\d$/.test(short)));
    }, activeVariadicOption = null, activeGroup = null, i = 0;
    while (i < args.length || activeGroup) {
      let arg = activeGroup ?? args[i++];
      if (activeGroup = null, arg === "--") {
        if (dest === unknown)
          dest.push(arg);
        dest.push(...args.slice(i));
        break;
      }
      if (activeVariadicOption && (!maybeOption(arg) || negativeNumberArg(arg))) {
        this.emit(`option:${activeVariadicOption.name()}`, arg);
        continue;
      }
      if (activeVariadicOption = null, maybeOption(arg)) {
        let option = this._findOption(arg);
        if (option) {
          if (option.required) {
            let value = args[i++];
            if (value === void 0)
              this.optionMissingArgument(option);
            this.emit(`option:${option.name()}`, value);
          } else if (option.optional) {
            let value = null;
            if (i < args.length && (!maybeOption(args[i]) || negativeNumberArg(args[i])))
              value = args[i++];
            this.emit(`option:${option.name()}`, value);
          } else
            this.emit(`option:${option.name()}`);
          activeVariadicOption = option.variadic ? option : null;
          continue;
        }
      }
      if (arg.length > 2 && arg[0] === "-" && arg[1] !== "-") {
        let option = this._findOption(`-${arg[1]}`);
        if (option) {
          if (option.required || option.optional && this._combineFlagAndOptionalValue)
            this.emit(`option:${option.name()}`, arg.slice(2));
          else
            this.emit(`option:${option.name()}`), activeGroup = `-${arg.slice(2)}`;
          continue;
        }
      }
      if (/^--[^=]+=/.test(arg)) {
        let index = arg.indexOf("="), option = this._findOption(arg.slice(0, index));
        if (option && (option.required || option.optional)) {
          this.emit(`option:${option.name()}`, arg.slice(index + 1));
          continue;
        }
      }
      if (dest === operands && maybeOption(arg) && !(this.commands.length === 0 && negativeNumberArg(arg)))
        dest = unknown;
      if ((this._enablePositionalOptions || this._passThroughOptions) && operands.length === 0 && unknown.length === 0) {
        if (this._findCommand(arg)) {
          operands.push(arg), unknown.push(...args.slice(i));
          break;
        } else if (this._getHelpCommand() && arg === this._getHelpCommand().name()) {
          operands.push(arg, ...args.slice(i));
          break;
        } else if (this._defaultCommandName) {
          unknown.push(arg, ...args.slice(i));
          break;
        }
      }
      if (this._passThroughOptions) {
        dest.push(arg, ...args.slice(i));
        break;
      }
      dest.push(arg);
    }
    return { operands, unknown };
  }
  opts() {
    if (this._storeOptionsAsProperties) {
      let result = {}, len = this.options.length;
      for (let i = 0;i < len; i++) {
        let key = this.options[i].attributeName();
        result[key] = key === this._versionOptionName ? this._version : this[key];
      }
      return result;
    }
    return this._optionValues;
  }
  optsWithGlobals() {
    return this._getCommandAndAncestors().reduce((combinedOptions, cmd) => Object.assign(combinedOptions, cmd.opts()), {});
  }
  error(message, errorOptions) {
    if (this._outputConfiguration.outputError(`${message}
`, this._outputConfiguration.writeErr), typeof this._showHelpAfterError === "string")
      this._outputConfiguration.writeErr(`${this._showHelpAfterError}
`);
    else if (this._showHelpAfterError)
      this._outputConfiguration.writeErr(`
`), this.outputHelp({ error: !0 });
    let config = errorOptions || {}, exitCode = config.exitCode || 1, code = config.code || "commander.error";
    this._exit(exitCode, code, message);
  }
  _parseOptionsEnv() {
    this.options.forEach((option) => {
      if (option.envVar && option.envVar in process2.env) {
        let optionKey = option.attributeName();
        if (this.getOptionValue(optionKey) === void 0 || ["default", "config", "env"].includes(this.getOptionValueSource(optionKey)))
          if (option.required || option.optional)
            this.emit(`optionEnv:${option.name()}`, process2.env[option.envVar]);
          else
            this.emit(`optionEnv:${option.name()}`);
      }
    });
  }
  _parseOptionsImplied() {
    let dualHelper = new DualOptions(this.options), hasCustomOptionValue = (optionKey) => this.getOptionValue(optionKey) !== void 0 && !["default", "implied"].includes(this.getOptionValueSource(optionKey));
    this.options.filter((option) => option.implied !== void 0 && hasCustomOptionValue(option.attributeName()) && dualHelper.valueFromOption(this.getOptionValue(option.attributeName()), option)).forEach((option) => {
      Object.keys(option.implied).filter((impliedKey) => !hasCustomOptionValue(impliedKey)).forEach((impliedKey) => {
        this.setOptionValueWithSource(impliedKey, option.implied[impliedKey], "implied");
      });
    });
  }
  missingArgument(name) {
    let message = `error: missing required argument '${name}'`;
    this.error(message, { code: "commander.missingArgument" });
  }
  optionMissingArgument(option) {
    let message = `error: option '${option.flags}' argument missing`;
    this.error(message, { code: "commander.optionMissingArgument" });
  }
  missingMandatoryOptionValue(option) {
    let message = `error: required option '${option.flags}' not specified`;
    this.error(message, { code: "commander.missingMandatoryOptionValue" });
  }
  _conflictingOption(option, conflictingOption) {
    let findBestOptionFromValue = (option) => {
      let optionKey = option.attributeName(), optionValue = this.getOptionValue(optionKey), negativeOption = this.options.find((target) => target.negate && optionKey === target.attributeName()), positiveOption = this.options.find((target) => !target.negate && optionKey === target.attributeName());
      if (negativeOption && (negativeOption.presetArg === void 0 && optionValue === !1 || negativeOption.presetArg !== void 0 && optionValue === negativeOption.presetArg))
        return negativeOption;
      return positiveOption || option;
    }, getErrorMessage = (option) => {
      let bestOption = findBestOptionFromValue(option), optionKey = bestOption.attributeName();
      if (this.getOptionValueSource(optionKey) === "env")
        return `environment variable '${bestOption.envVar}'`;
      return `option '${bestOption.flags}'`;
    }, message = `error: ${getErrorMessage(option)} cannot be used with ${getErrorMessage(conflictingOption)}`;
    this.error(message, { code: "commander.conflictingOption" });
  }
  unknownOption(flag) {
    if (this._allowUnknownOption)
      return;
    let suggestion = "";
    if (flag.startsWith("--") && this._showSuggestionAfterError) {
      let candidateFlags = [], command = this;
      do {
        let moreFlags = command.createHelp().visibleOptions(command).filter((option) => option.long).map((option) => option.long);
        candidateFlags = candidateFlags.concat(moreFlags), command = command.parent;
      } while (command && !command._enablePositionalOptions);
      suggestion = suggestSimilar(flag, candidateFlags);
    }
    let message = `error: unknown option '${flag}'${suggestion}`;
    this.error(message, { code: "commander.unknownOption" });
  }
  _excessArguments(receivedArgs) {
    if (this._allowExcessArguments)
      return;
    let expected = this.registeredArguments.length, s = expected === 1 ? "" : "s", received = receivedArgs.length, forSubcommand = this.parent ? ` for '${this.name()}'` : "", details = receivedArgs.join(", "), message = `error: too many arguments${forSubcommand}. Expected ${expected} argument${s} but got ${received}: ${details}.`;
    this.error(message, { code: "commander.excessArguments" });
  }
  unknownCommand() {
    let unknownName = this.args[0], suggestion = "";
    if (this._showSuggestionAfterError) {
      let candidateNames = [];
      this.createHelp().visibleCommands(this).forEach((command) => {
        if (candidateNames.push(command.name()), command.alias())
          candidateNames.push(command.alias());
      }), suggestion = suggestSimilar(unknownName, candidateNames);
    }
    let message = `error: unknown command '${unknownName}'${suggestion}`;
    this.error(message, { code: "commander.unknownCommand" });
  }
  version(str, flags, description) {
    if (str === void 0)
      return this._version;
    this._version = str, flags = flags || "-V, --version", description = description || "output the version number";
    let versionOption = this.createOption(flags, description);
    return this._versionOptionName = versionOption.attributeName(), this._registerOption(versionOption), this.on("option:" + versionOption.name(), () => {
      this._outputConfiguration.writeOut(`${str}
`), this._exit(0, "commander.version", str);
    }), this;
  }
  description(str, argsDescription) {
    if (str === void 0 && argsDescription === void 0)
      return this._description;
    if (this._description = str, argsDescription)
      this._argsDescription = argsDescription;
    return this;
  }
  summary(str) {
    if (str === void 0)
      return this._summary;
    return this._summary = str, this;
  }
  alias(alias) {
    if (alias === void 0)
      return this._aliases[0];
    let command = this;
    if (this.commands.length !== 0 && this.commands[this.commands.length - 1]._executableHandler)
      command = this.commands[this.commands.length - 1];
    if (alias === command._name)
      throw Error("Command alias can't be the same as its name");
    let matchingCommand = this.parent?._findCommand(alias);
    if (matchingCommand) {
      let existingCmd = [matchingCommand.name()].concat(matchingCommand.aliases()).join("|");
      throw Error(`cannot add alias '${alias}' to command '${this.name()}' as already have command '${existingCmd}'`);
    }
    return command._aliases.push(alias), this;
  }
  aliases(aliases) {
    if (aliases === void 0)
      return this._aliases;
    return aliases.forEach((alias) => this.alias(alias)), this;
  }
  usage(str) {
    if (str === void 0) {
      if (this._usage)
        return this._usage;
      let args = this.registeredArguments.map((arg) => humanReadableArgName(arg));
      return [].concat(this.options.length || this._helpOption !== null ? "[options]" : [], this.commands.length ? "[command]" : [], this.registeredArguments.length ? args : []).join(" ");
    }
    return this._usage = str, this;
  }
  name(str) {
    if (str === void 0)
      return this._name;
    return this._name = str, this;
  }
  helpGroup(heading) {
    if (heading === void 0)
      return this._helpGroupHeading ?? "";
    return this._helpGroupHeading = heading, this;
  }
  commandsGroup(heading) {
    if (heading === void 0)
      return this._defaultCommandGroup ?? "";
    return this._defaultCommandGroup = heading, this;
  }
  optionsGroup(heading) {
    if (heading === void 0)
      return this._defaultOptionGroup ?? "";
    return this._defaultOptionGroup = heading, this;
  }
  _initOptionGroup(option) {
    if (this._defaultOptionGroup && !option.helpGroupHeading)
      option.helpGroup(this._defaultOptionGroup);
  }
  _initCommandGroup(cmd) {
    if (this._defaultCommandGroup && !cmd.helpGroup())
      cmd.helpGroup(this._defaultCommandGroup);
  }
  nameFromFilename(filename) {
    return this._name = path.basename(filename, path.extname(filename)), this;
  }
  executableDir(path2) {
    if (path2 === void 0)
      return this._executableDir;
    return this._executableDir = path2, this;
  }
  helpInformation(contextOptions) {
    let helper = this.createHelp(), context = this._getOutputContext(contextOptions);
    helper.prepareContext({
      error: context.error,
      helpWidth: context.helpWidth,
      outputHasColors: context.hasColors
    });
    let text = helper.formatHelp(this, helper);
    if (context.hasColors)
      return text;
    return this._outputConfiguration.stripColor(text);
  }
  _getOutputContext(contextOptions) {
    contextOptions = contextOptions || {};
    let error = !!contextOptions.error, baseWrite, hasColors, helpWidth;
    if (error)
      baseWrite = (str) => this._outputConfiguration.writeErr(str), hasColors = this._outputConfiguration.getErrHasColors(), helpWidth = this._outputConfiguration.getErrHelpWidth();
    else
      baseWrite = (str) => this._outputConfiguration.writeOut(str), hasColors = this._outputConfiguration.getOutHasColors(), helpWidth = this._outputConfiguration.getOutHelpWidth();
    return { error, write: (str) => {
      if (!hasColors)
        str = this._outputConfiguration.stripColor(str);
      return baseWrite(str);
    }, hasColors, helpWidth };
  }
  outputHelp(contextOptions) {
    let deprecatedCallback;
    if (typeof contextOptions === "function")
      deprecatedCallback = contextOptions, contextOptions = void 0;
    let outputContext = this._getOutputContext(contextOptions), eventContext = {
      error: outputContext.error,
      write: outputContext.write,
      command: this
    };
    this._getCommandAndAncestors().reverse().forEach((command) => command.emit("beforeAllHelp", eventContext)), this.emit("beforeHelp", eventContext);
    let helpInformation = this.helpInformation({ error: outputContext.error });
    if (deprecatedCallback) {
      if (helpInformation = deprecatedCallback(helpInformation), typeof helpInformation !== "string" && !Buffer.isBuffer(helpInformation))
        throw Error("outputHelp callback must return a string or a Buffer");
    }
    if (outputContext.write(helpInformation), this._getHelpOption()?.long)
      this.emit(this._getHelpOption().long);
    this.emit("afterHelp", eventContext), this._getCommandAndAncestors().forEach((command) => command.emit("afterAllHelp", eventContext));
  }
  helpOption(flags, description) {
    if (typeof flags === "boolean") {
      if (flags) {
        if (this._helpOption === null)
          this._helpOption = void 0;
        if (this._defaultOptionGroup)
          this._initOptionGroup(this._getHelpOption());
      } else
        this._helpOption = null;
      return this;
    }
    if (this._helpOption = this.createOption(flags ?? "-h, --help", description ?? "display help for command"), flags || description)
      this._initOptionGroup(this._helpOption);
    return this;
  }
  _getHelpOption() {
    if (this._helpOption === void 0)
      this.helpOption(void 0, void 0);
    return this._helpOption;
  }
  addHelpOption(option) {
    return this._helpOption = option, this._initOptionGroup(option), this;
  }
  help(contextOptions) {
    this.outputHelp(contextOptions);
    let exitCode = Number(process2.exitCode ?? 0);
    if (exitCode === 0 && contextOptions && typeof contextOptions !== "function" && contextOptions.error)
      exitCode = 1;
    this._exit(exitCode, "commander.help", "(outputHelp)");
  }
  addHelpText(position, text) {
    let allowedValues = ["beforeAll", "before", "after", "afterAll"];
    if (!allowedValues.includes(position))
      throw Error(`Unexpected value for position to addHelpText.
Expecting one of '${allowedValues.join("', '")}'`);
    let helpEvent = `${position}Help`;
    return this.on(helpEvent, (context) => {
      let helpStr;
      if (typeof text === "function")
        helpStr = text({ error: context.error, command: context.command });
      else
        helpStr = text;
      if (helpStr)
        context.write(`${helpStr}
`);
    }), this;
  }
  _outputHelpIfRequested(args) {
    let helpOption = this._getHelpOption();
    if (helpOption && args.find((arg) => helpOption.is(arg)))
      this.outputHelp(), this._exit(0, "commander.helpDisplayed", "(outputHelp)");
  }
}
function incrementNodeInspectorPort(args) {
  return args.map((arg) => {
    if (!arg.startsWith("--inspect"))
      return arg;
    let debugOption, debugHost = "127.0.0.1", debugPort = "9229", match;
    if ((match = arg.match(/^(--inspect(-brk|-wait)?)$/)) !== null)
      debugOption = match[1];
    else if ((match = arg.match(/^(--inspect(-brk|-port|-wait)?)=(\[[^\]]+\]|[^:]+)$/)) !== null)
      if (debugOption = match[1], /^\d+$/.test(match[3]))
        debugPort = match[3];
      else
        debugHost = match[3];
    else if ((match = arg.match(/^(--inspect(-brk|-port|-wait)?)=(\[[^\]]+\]|[^:]+):(\d+)$/)) !== null)
      debugOption = match[1], debugHost = match[3], debugPort = match[4];
    if (debugOption && debugPort !== "0")
      return `${debugOption}=${debugHost}:${parseInt(debugPort) + 1}`;
    return arg;
  });
}
function useColor() {
  if (process2.env.NO_COLOR || process2.env.FORCE_COLOR === "0" || process2.env.FORCE_COLOR === "false")
    return !1;
  if (process2.env.FORCE_COLOR || process2.env.CLICOLOR_FORCE !== void 0)
    return !0;
  return;
}

// node_modules/commander/index.js
var program = new Command;

// src/install/place.ts
import { existsSync } from "fs";
import { homedir } from "os";
import { dirname, join, resolve } from "path";
var SCOPES = ["project", "local", "user"];
function findPlace(cwd, env) {
  let repository = nearestGit(cwd), project = repository ?? cwd, home = resolve(cwd, env.HOME || homedir()), claude = resolve(cwd, env.CLAUDE_CONFIG_DIR || join(home, ".claude")), root = resolve(cwd, env.HIVE_ROOT || join(project, ".hive-mind")), receipts = join(root, "setup");
  return {
    project,
    isGit: repository !== null,
    isHome: project === home,
    root,
    claude,
    hasClaude: existsSync(claude),
    env,
    settings: {
      project: join(project, ".claude", "settings.json"),
      local: join(project, ".claude", "settings.local.json"),
      user: join(claude, "settings.json")
    },
    receipts: { project: receipts, local: receipts, user: join(claude, ".hive-mind", "setup") }
  };
}
function nearestGit(from) {
  for (let directory = from;; directory = dirname(directory)) {
    if (existsSync(join(directory, ".git")))
      return directory;
    if (directory === dirname(directory))
      return null;
  }
}

// node_modules/@clack/core/dist/index.mjs
import { styleText } from "util";
import { stdout, stdin } from "process";
import f__default from "readline";

// node_modules/fast-string-truncated-width/dist/utils.js
var getCodePointsLength = (() => {
  let SURROGATE_PAIR_RE = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g;
  return (input) => {
    let surrogatePairsNr = 0;
    SURROGATE_PAIR_RE.lastIndex = 0;
    while (SURROGATE_PAIR_RE.test(input))
      surrogatePairsNr += 1;
    return input.length - surrogatePairsNr;
  };
})(), isFullWidth = (x) => x === 12288 || x >= 65281 && x <= 65376 || x >= 65504 && x <= 65510, isWideNotCJKTNotEmoji = (x) => x === 8987 || x === 9001 || x >= 12272 && x <= 12287 || x >= 12289 && x <= 12350 || x >= 12441 && x <= 12543 || x >= 12549 && x <= 12591 || x >= 12593 && x <= 12686 || x >= 12688 && x <= 12771 || x >= 12783 && x <= 12830 || x >= 12832 && x <= 12871 || x >= 12880 && x <= 19903 || x >= 65040 && x <= 65049 || x >= 65072 && x <= 65106 || x >= 65108 && x <= 65126 || x >= 65128 && x <= 65131 || x >= 127488 && x <= 127490 || x >= 127504 && x <= 127547 || x >= 127552 && x <= 127560 || x >= 131072 && x <= 196605 || x >= 196608 && x <= 262141;

// node_modules/fast-string-truncated-width/dist/index.js
var ANSI_RE = /[\u001b\u009b][[()#;?]*(?:[0-9]{1,4}(?:;[0-9]{0,4})*)?[0-9A-ORZcf-nqry=><]|\u001b\]8;[^;]*;.*?(?:\u0007|\u001b\u005c)/y, CONTROL_RE = /[\x00-\x08\x0A-\x1F\x7F-\x9F]{1,1000}/y, CJKT_WIDE_RE = /(?:(?![\uFF61-\uFF9F\uFF00-\uFFEF])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Tangut}]){1,1000}/yu, TAB_RE = /\t{1,1000}/y, EMOJI_RE = /[\u{1F1E6}-\u{1F1FF}]{2}|\u{1F3F4}[\u{E0061}-\u{E007A}]{2}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,3}\u{E007F}|(?:\p{Emoji}\uFE0F\u20E3?|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}?|\p{Emoji_Presentation})(?:\u200D(?:\p{Emoji_Modifier_Base}\p{Emoji_Modifier}?|\p{Emoji_Presentation}|\p{Emoji}\uFE0F\u20E3?))*/yu, LATIN_RE = /(?:[\x20-\x7E\xA0-\xFF](?!\uFE0F)){1,1000}/y, MODIFIER_RE = /\p{M}+/gu, NO_TRUNCATION = { limit: 1 / 0, ellipsis: "" }, getStringTruncatedWidth = (input, truncationOptions = {}, widthOptions = {}) => {
  let LIMIT = truncationOptions.limit ?? 1 / 0, ELLIPSIS = truncationOptions.ellipsis ?? "", ELLIPSIS_WIDTH = truncationOptions?.ellipsisWidth ?? (ELLIPSIS ? getStringTruncatedWidth(ELLIPSIS, NO_TRUNCATION, widthOptions).width : 0), ANSI_WIDTH = 0, CONTROL_WIDTH = widthOptions.controlWidth ?? 0, TAB_WIDTH = widthOptions.tabWidth ?? 8, EMOJI_WIDTH = widthOptions.emojiWidth ?? 2, FULL_WIDTH_WIDTH = 2, REGULAR_WIDTH = widthOptions.regularWidth ?? 1, WIDE_WIDTH = widthOptions.wideWidth ?? 2, PARSE_BLOCKS = [
    [LATIN_RE, REGULAR_WIDTH],
    [ANSI_RE, 0],
    [CONTROL_RE, CONTROL_WIDTH],
    [TAB_RE, TAB_WIDTH],
    [EMOJI_RE, EMOJI_WIDTH],
    [CJKT_WIDE_RE, WIDE_WIDTH]
  ], indexPrev = 0, index = 0, length = input.length, lengthExtra = 0, truncationEnabled = !1, truncationIndex = length, truncationLimit = Math.max(0, LIMIT - ELLIPSIS_WIDTH), unmatchedStart = 0, unmatchedEnd = 0, width = 0, widthExtra = 0;
  outer:
    while (!0) {
      if (unmatchedEnd > unmatchedStart || index >= length && index > indexPrev) {
        let unmatched = input.slice(unmatchedStart, unmatchedEnd) || input.slice(indexPrev, index);
        lengthExtra = 0;
        for (let char of unmatched.replaceAll(MODIFIER_RE, "")) {
          let codePoint = char.codePointAt(0) || 0;
          if (isFullWidth(codePoint))
            widthExtra = 2;
          else if (isWideNotCJKTNotEmoji(codePoint))
            widthExtra = WIDE_WIDTH;
          else
            widthExtra = REGULAR_WIDTH;
          if (width + widthExtra > truncationLimit)
            truncationIndex = Math.min(truncationIndex, Math.max(unmatchedStart, indexPrev) + lengthExtra);
          if (width + widthExtra > LIMIT) {
            truncationEnabled = !0;
            break outer;
          }
          lengthExtra += char.length, width += widthExtra;
        }
        unmatchedStart = unmatchedEnd = 0;
      }
      if (index >= length)
        break outer;
      for (let i = 0, l = PARSE_BLOCKS.length;i < l; i++) {
        let [BLOCK_RE, BLOCK_WIDTH] = PARSE_BLOCKS[i];
        if (BLOCK_RE.lastIndex = index, BLOCK_RE.test(input)) {
          if (lengthExtra = BLOCK_RE === CJKT_WIDE_RE ? getCodePointsLength(input.slice(index, BLOCK_RE.lastIndex)) : BLOCK_RE === EMOJI_RE ? 1 : BLOCK_RE.lastIndex - index, widthExtra = lengthExtra * BLOCK_WIDTH, width + widthExtra > truncationLimit)
            truncationIndex = Math.min(truncationIndex, index + Math.floor((truncationLimit - width) / BLOCK_WIDTH));
          if (width + widthExtra > LIMIT) {
            truncationEnabled = !0;
            break outer;
          }
          width += widthExtra, unmatchedStart = indexPrev, unmatchedEnd = index, index = indexPrev = BLOCK_RE.lastIndex;
          continue outer;
        }
      }
      index += 1;
    }
  return {
    width: truncationEnabled ? truncationLimit : width,
    index: truncationEnabled ? truncationIndex : length,
    truncated: truncationEnabled,
    ellipsed: truncationEnabled && LIMIT >= ELLIPSIS_WIDTH
  };
}, dist_default = getStringTruncatedWidth;

// node_modules/fast-string-width/dist/index.js
var NO_TRUNCATION2 = {
  limit: 1 / 0,
  ellipsis: "",
  ellipsisWidth: 0
}, fastStringWidth = (input, options = {}) => dist_default(input, NO_TRUNCATION2, options).width, dist_default2 = fastStringWidth;

// node_modules/fast-wrap-ansi/lib/main.js
var ESC = "\x1B", CSI = "\x9B", END_CODE = 39, ANSI_ESCAPE_BELL = "\x07", ANSI_CSI = "[", ANSI_OSC = "]", ANSI_SGR_TERMINATOR = "m", ANSI_ESCAPE_LINK = `${ANSI_OSC}8;;`, GROUP_REGEX = new RegExp(`(?:\\${ANSI_CSI}(?<code>\\d+)m|\\${ANSI_ESCAPE_LINK}(?<uri>.*)${ANSI_ESCAPE_BELL})`, "y"), getClosingCode = (openingCode) => {
  if (openingCode >= 30 && openingCode <= 37)
    return 39;
  if (openingCode >= 90 && openingCode <= 97)
    return 39;
  if (openingCode >= 40 && openingCode <= 47)
    return 49;
  if (openingCode >= 100 && openingCode <= 107)
    return 49;
  if (openingCode === 1 || openingCode === 2)
    return 22;
  if (openingCode === 3)
    return 23;
  if (openingCode === 4)
    return 24;
  if (openingCode === 7)
    return 27;
  if (openingCode === 8)
    return 28;
  if (openingCode === 9)
    return 29;
  if (openingCode === 0)
    return 0;
  return;
}, wrapAnsiCode = (code) => `${ESC}${ANSI_CSI}${code}${ANSI_SGR_TERMINATOR}`, wrapAnsiHyperlink = (url) => `${ESC}${ANSI_ESCAPE_LINK}${url}${ANSI_ESCAPE_BELL}`, wrapWord = (rows, word, columns) => {
  let characters = word[Symbol.iterator](), isInsideEscape = !1, isInsideLinkEscape = !1, lastRow = rows.at(-1), visible = lastRow === void 0 ? 0 : dist_default2(lastRow), currentCharacter = characters.next(), nextCharacter = characters.next(), rawCharacterIndex = 0;
  while (!currentCharacter.done) {
    let character = currentCharacter.value, characterLength = dist_default2(character);
    if (visible + characterLength <= columns)
      rows[rows.length - 1] += character;
    else
      rows.push(character), visible = 0;
    if (character === ESC || character === CSI)
      isInsideEscape = !0, isInsideLinkEscape = word.startsWith(ANSI_ESCAPE_LINK, rawCharacterIndex + 1);
    if (isInsideEscape) {
      if (isInsideLinkEscape) {
        if (character === ANSI_ESCAPE_BELL)
          isInsideEscape = !1, isInsideLinkEscape = !1;
      } else if (character === ANSI_SGR_TERMINATOR)
        isInsideEscape = !1;
    } else if (visible += characterLength, visible === columns && !nextCharacter.done)
      rows.push(""), visible = 0;
    currentCharacter = nextCharacter, nextCharacter = characters.next(), rawCharacterIndex += character.length;
  }
  if (lastRow = rows.at(-1), !visible && lastRow !== void 0 && lastRow.length && rows.length > 1)
    rows[rows.length - 2] += rows.pop();
}, stringVisibleTrimSpacesRight = (string) => {
  let words = string.split(" "), last = words.length;
  while (last) {
    if (dist_default2(words[last - 1]))
      break;
    last--;
  }
  if (last === words.length)
    return string;
  return words.slice(0, last).join(" ") + words.slice(last).join("");
}, exec = (string, columns, options = {}) => {
  if (options.trim !== !1 && string.trim() === "")
    return "";
  let returnValue = "", escapeCode, escapeUrl, words = string.split(" "), rows = [""], rowLength = 0;
  for (let index = 0;index < words.length; index++) {
    let word = words[index];
    if (options.trim !== !1) {
      let row = rows.at(-1) ?? "", trimmed = row.trimStart();
      if (row.length !== trimmed.length)
        rows[rows.length - 1] = trimmed, rowLength = dist_default2(trimmed);
    }
    if (index !== 0) {
      if (rowLength >= columns && (options.wordWrap === !1 || options.trim === !1))
        rows.push(""), rowLength = 0;
      if (rowLength || options.trim === !1)
        rows[rows.length - 1] += " ", rowLength++;
    }
    let wordLength = dist_default2(word);
    if (options.hard && wordLength > columns) {
      let remainingColumns = columns - rowLength, breaksStartingThisLine = 1 + Math.floor((wordLength - remainingColumns - 1) / columns);
      if (Math.floor((wordLength - 1) / columns) < breaksStartingThisLine)
        rows.push("");
      wrapWord(rows, word, columns), rowLength = dist_default2(rows.at(-1) ?? "");
      continue;
    }
    if (rowLength + wordLength > columns && rowLength && wordLength) {
      if (options.wordWrap === !1 && rowLength < columns) {
        wrapWord(rows, word, columns), rowLength = dist_default2(rows.at(-1) ?? "");
        continue;
      }
      rows.push(""), rowLength = 0;
    }
    if (rowLength + wordLength > columns && options.wordWrap === !1) {
      wrapWord(rows, word, columns), rowLength = dist_default2(rows.at(-1) ?? "");
      continue;
    }
    rows[rows.length - 1] += word, rowLength += wordLength;
  }
  if (options.trim !== !1)
    rows = rows.map((row) => stringVisibleTrimSpacesRight(row));
  let preString = rows.join(`
`), inSurrogate = !1;
  for (let i = 0;i < preString.length; i++) {
    let character = preString[i];
    if (returnValue += character, !inSurrogate) {
      if (inSurrogate = character >= "\uD800" && character <= "\uDBFF", inSurrogate)
        continue;
    } else
      inSurrogate = !1;
    if (character === ESC || character === CSI) {
      GROUP_REGEX.lastIndex = i + 1;
      let groups = GROUP_REGEX.exec(preString)?.groups;
      if (groups?.code !== void 0) {
        let code = Number.parseFloat(groups.code);
        escapeCode = code === END_CODE ? void 0 : code;
      } else if (groups?.uri !== void 0)
        escapeUrl = groups.uri.length === 0 ? void 0 : groups.uri;
    }
    if (preString[i + 1] === `
`) {
      if (escapeUrl)
        returnValue += wrapAnsiHyperlink("");
      let closingCode = escapeCode ? getClosingCode(escapeCode) : void 0;
      if (escapeCode && closingCode)
        returnValue += wrapAnsiCode(closingCode);
    } else if (character === `
`) {
      if (escapeCode && getClosingCode(escapeCode))
        returnValue += wrapAnsiCode(escapeCode);
      if (escapeUrl)
        returnValue += wrapAnsiHyperlink(escapeUrl);
    }
  }
  return returnValue;
}, CRLF_OR_LF = /\r?\n/;
function wrapAnsi(string, columns, options) {
  return String(string).normalize().split(CRLF_OR_LF).map((line) => exec(line, columns, options)).join(`
`);
}

// node_modules/sisteransi/dist/index.js
var cursor = {
  to(x, y) {
    if (!y)
      return `\x1B[${x + 1}G`;
    return `\x1B[${y + 1};${x + 1}H`;
  },
  move(x, y) {
    let ret = "";
    if (x < 0)
      ret += `\x1B[${-x}D`;
    else if (x > 0)
      ret += `\x1B[${x}C`;
    if (y < 0)
      ret += `\x1B[${-y}A`;
    else if (y > 0)
      ret += `\x1B[${y}B`;
    return ret;
  },
  up: (count = 1) => `\x1B[${count}A`,
  down: (count = 1) => `\x1B[${count}B`,
  forward: (count = 1) => `\x1B[${count}C`,
  backward: (count = 1) => `\x1B[${count}D`,
  nextLine: (count = 1) => "\x1B[E".repeat(count),
  prevLine: (count = 1) => "\x1B[F".repeat(count),
  left: "\x1B[G",
  hide: "\x1B[?25l",
  show: "\x1B[?25h",
  save: "\x1B7",
  restore: "\x1B8"
};
var erase = {
  screen: "\x1B[2J",
  up: (count = 1) => "\x1B[1J".repeat(count),
  down: (count = 1) => "\x1B[J".repeat(count),
  line: "\x1B[2K",
  lineEnd: "\x1B[K",
  lineStart: "\x1B[1K",
  lines(count) {
    let clear = "";
    for (let i = 0;i < count; i++)
      clear += this.line + (i < count - 1 ? cursor.up() : "");
    if (count)
      clear += cursor.left;
    return clear;
  }
};

// node_modules/@clack/core/dist/index.mjs
function findCursor(o, s, l) {
  if (!l.some((r) => !r.disabled))
    return o;
  let t = o + s, n = Math.max(l.length - 1, 0), e = t < 0 ? n : t > n ? 0 : t;
  return l[e]?.disabled ? findCursor(e, s < 0 ? -1 : 1, l) : e;
}
var a$1 = ["up", "down", "left", "right", "space", "enter", "cancel"], t = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December"
], settings = {
  actions: new Set(a$1),
  aliases: /* @__PURE__ */ new Map([
    ["k", "up"],
    ["j", "down"],
    ["h", "left"],
    ["l", "right"],
    ["\x03", "cancel"],
    ["escape", "cancel"]
  ]),
  messages: {
    cancel: "Canceled",
    error: "Something went wrong"
  },
  withGuide: !0,
  accessible: void 0,
  date: {
    monthNames: [...t],
    messages: {
      required: "Please enter a valid date",
      invalidMonth: "There are only 12 months in a year",
      invalidDay: (n, e) => `There are only ${n} days in ${e}`,
      afterMin: (n) => `Date must be on or after ${n.toISOString().slice(0, 10)}`,
      beforeMax: (n) => `Date must be on or before ${n.toISOString().slice(0, 10)}`
    }
  }
};
function isAccessible(n) {
  if (n !== void 0)
    return n;
  if (settings.accessible !== void 0)
    return settings.accessible;
  let e = process.env.ACCESSIBLE;
  return e !== void 0 && e !== "" && e !== "0" && e !== "false";
}
function isActionKey(n, e) {
  if (typeof n == "string")
    return settings.aliases.get(n) === e;
  for (let s of n)
    if (s !== void 0 && isActionKey(s, e))
      return !0;
  return !1;
}
function diffLines(i, s) {
  if (i === s)
    return;
  let e = i.split(`
`), t = s.split(`
`), r = Math.max(e.length, t.length), f = [];
  for (let n = 0;n < r; n++)
    e[n] !== t[n] && f.push(n);
  return {
    lines: f,
    numLinesBefore: e.length,
    numLinesAfter: t.length,
    numLines: r
  };
}
var R = globalThis.process.platform.startsWith("win"), CANCEL_SYMBOL = Symbol("clack:cancel");
function isCancel(e) {
  return e === CANCEL_SYMBOL;
}
function setRawMode(e, r) {
  let o = e;
  o.isTTY && o.setRawMode(r);
}
var getColumns = (e) => ("columns" in e) && typeof e.columns == "number" ? e.columns : 80, getRows = (e) => ("rows" in e) && typeof e.rows == "number" ? e.rows : 20;
function wrapTextWithPrefix(e, r, o, n = o, s = o, t) {
  let l = getColumns(e ?? stdout), i = dist_default2(o);
  return wrapAnsi(r, l - i, {
    hard: !0,
    trim: !1
  }).split(`
`).map((c, a, g) => {
    let m = t ? t(c, a) : c;
    return a === 0 ? `${n}${m}` : a === g.length - 1 ? `${s}${m}` : `${o}${m}`;
  }).join(`
`);
}
function runValidation(e, a) {
  if ("~standard" in e) {
    let n = e["~standard"].validate(a);
    return n instanceof Promise ? n.then((r) => r.issues?.at(0)?.message) : n.issues?.at(0)?.message;
  }
  return e(a);
}
var C$1 = class {
  input;
  output;
  _abortSignal;
  rl;
  opts;
  _render;
  _track = !1;
  _prevFrame = "";
  _subscribers = /* @__PURE__ */ new Map;
  _cursor = 0;
  state = "initial";
  error = "";
  value;
  userInput = "";
  get accessible() {
    return isAccessible(this.opts.accessible);
  }
  constructor(t, e = !0) {
    let { input: i = stdin, output: s = stdout, render: r, signal: n, ...o } = t;
    this.opts = o, this.onKeypress = this.onKeypress.bind(this), this.close = this.close.bind(this), this.render = this.render.bind(this), this._render = r.bind(this), this._track = e, this._abortSignal = n, this.input = i, this.output = s;
  }
  unsubscribe() {
    this._subscribers.clear();
  }
  setSubscriber(t, e) {
    let i = this._subscribers.get(t) ?? [];
    i.push(e), this._subscribers.set(t, i);
  }
  on(t, e) {
    this.setSubscriber(t, { cb: e });
  }
  once(t, e) {
    this.setSubscriber(t, { cb: e, once: !0 });
  }
  emit(t, ...e) {
    let i = this._subscribers.get(t) ?? [], s = [];
    for (let r of i)
      r.cb(...e), r.once && s.push(() => i.splice(i.indexOf(r), 1));
    for (let r of s)
      r();
  }
  prompt() {
    return new Promise((t) => {
      if (this._abortSignal) {
        if (this._abortSignal.aborted)
          return this.state = "cancel", this.close(), t(CANCEL_SYMBOL);
        this._abortSignal.addEventListener("abort", () => {
          this.state = "cancel", this.close();
        }, { once: !0 });
      }
      this.rl = f__default.createInterface({
        input: this.input,
        tabSize: 2,
        prompt: "",
        escapeCodeTimeout: 50,
        terminal: !0
      }), this.rl.prompt(), this.opts.initialUserInput !== void 0 && this._setUserInput(this.opts.initialUserInput, !0), this.input.on("keypress", this.onKeypress), setRawMode(this.input, !0), this.output.on("resize", this.render), this.render(), this.once("submit", () => {
        this.output.write(cursor.show), this.output.off("resize", this.render), setRawMode(this.input, !1), t(this.value);
      }), this.once("cancel", () => {
        this.output.write(cursor.show), this.output.off("resize", this.render), setRawMode(this.input, !1), t(CANCEL_SYMBOL);
      });
    });
  }
  _isActionKey(t, e) {
    return t === "\t";
  }
  _shouldSubmit(t, e) {
    return !0;
  }
  _setValue(t) {
    this.value = t, this.emit("value", this.value);
  }
  _setUserInput(t, e) {
    this.userInput = t ?? "", this.emit("userInput", this.userInput), e && this._track && this.rl && (this.rl.write(this.userInput), this._cursor = this.rl.cursor);
  }
  _clearUserInput() {
    this.rl?.write(null, { ctrl: !0, name: "u" }), this._setUserInput("");
  }
  async onKeypress(t, e) {
    if (this.state !== "validating") {
      if (this._track && e.name !== "return" && (e.name && this._isActionKey(t, e) && this.rl?.write(null, { ctrl: !0, name: "h" }), this._cursor = this.rl?.cursor ?? 0, this._setUserInput(this.rl?.line)), this.state === "error" && (this.state = "active"), e?.name && (!this._track && settings.aliases.has(e.name) && this.emit("cursor", settings.aliases.get(e.name)), settings.actions.has(e.name) && this.emit("cursor", e.name)), t && (t.toLowerCase() === "y" || t.toLowerCase() === "n") && this.emit("confirm", t.toLowerCase() === "y"), this.emit("key", t, e), e?.name === "return" && this._shouldSubmit(t, e)) {
        if (this.opts.validate) {
          let i = runValidation(this.opts.validate, this.value), s;
          i instanceof Promise ? (this.state = "validating", this.render(), s = await i) : s = i, s && (this.error = s instanceof Error ? s.message : s, this.state = "error", this.rl?.write(this.userInput));
        }
        this.state !== "error" && (this.state = "submit");
      }
      isActionKey([t, e?.name, e?.sequence], "cancel") && (this.state = "cancel"), (this.state === "submit" || this.state === "cancel") && this.emit("finalize"), this.render(), (this.state === "submit" || this.state === "cancel") && this.close();
    }
  }
  close() {
    this.input.unpipe(), this.input.removeListener("keypress", this.onKeypress), this.output.write(`
`), setRawMode(this.input, !1), this.rl?.close(), this.rl = void 0, this.emit(`${this.state}`, this.value), this.unsubscribe();
  }
  restoreCursor() {
    let t = wrapAnsi(this._prevFrame, getColumns(this.output), { hard: !0, trim: !1 }).split(`
`).length - 1;
    this.output.write(cursor.move(-999, t * -1));
  }
  render() {
    let t = wrapAnsi(this._render(this) ?? "", getColumns(this.output), {
      hard: !0,
      trim: !1
    });
    if (t !== this._prevFrame) {
      if (this.state === "initial")
        this.output.write(cursor.hide);
      else {
        let e = diffLines(this._prevFrame, t), i = getRows(this.output);
        if (this.restoreCursor(), e) {
          let s = Math.max(0, e.numLinesAfter - i), r = Math.max(0, e.numLinesBefore - i), n = e.lines.find((o) => o >= s);
          if (n === void 0) {
            this._prevFrame = t;
            return;
          }
          if (e.lines.length === 1) {
            this.output.write(cursor.move(0, n - r)), this.output.write(erase.lines(1));
            let o = t.split(`
`);
            this.output.write(o[n]), this._prevFrame = t, this.output.write(cursor.move(0, o.length - n - 1));
            return;
          } else if (e.lines.length > 1) {
            if (s < r)
              n = s;
            else {
              let h = n - r;
              h > 0 && this.output.write(cursor.move(0, h));
            }
            this.output.write(erase.down());
            let m = t.split(`
`).slice(n);
            this.output.write(m.join(`
`)), this._prevFrame = t;
            return;
          }
        }
        this.output.write(erase.down());
      }
      this.output.write(t), this.state === "initial" && (this.state = "active"), this._prevFrame = t;
    }
  }
};
class r extends C$1 {
  get cursor() {
    return this.value ? 0 : 1;
  }
  get _value() {
    return this.cursor === 0;
  }
  constructor(t) {
    super(t, !1), this.value = !!t.initialValue, this.on("userInput", () => {
      this.value = this._value;
    }), this.on("confirm", (i) => {
      this.output.write(cursor.move(0, -1)), this.value = i, this.state = "submit", this.close();
    }), this.on("cursor", () => {
      this.value = !this.value;
    });
  }
}
var n$1 = class extends C$1 {
  options;
  cursor = 0;
  get _selectedValue() {
    return this.options[this.cursor];
  }
  changeValue() {
    let e = this._selectedValue;
    this.value = e === void 0 ? void 0 : e.value;
  }
  constructor(e) {
    super(e, !1), this.options = e.options;
    let o = this.options.findIndex(({ value: s }) => s === e.initialValue), t = o === -1 ? 0 : o;
    this.cursor = this.options[t]?.disabled ? findCursor(t, 1, this.options) : t, this.changeValue(), this.on("cursor", (s) => {
      switch (s) {
        case "left":
        case "up":
          this.cursor = findCursor(this.cursor, -1, this.options);
          break;
        case "down":
        case "right":
          this.cursor = findCursor(this.cursor, 1, this.options);
          break;
      }
      this.changeValue();
    });
  }
};
class n extends C$1 {
  get userInputWithCursor() {
    if (this.state === "submit")
      return this.userInput;
    let t = this.userInput;
    if (this.cursor >= t.length)
      return `${this.userInput}\u2588`;
    let r = t.slice(0, this.cursor), s = t.slice(this.cursor, this.cursor + 1), e = t.slice(this.cursor + 1);
    return `${r}${styleText("inverse", s)}${e}`;
  }
  get cursor() {
    return this._cursor;
  }
  constructor(t) {
    super({
      ...t,
      initialUserInput: t.initialUserInput ?? t.initialValue
    }), this.on("userInput", (r) => {
      this._setValue(r);
    }), this.on("finalize", () => {
      this.value || (this.value = t.defaultValue), this.value === void 0 && (this.value = "");
    });
  }
}

// node_modules/@clack/prompts/dist/index.mjs
import { styleText as styleText2, stripVTControlCharacters as stripVTControlCharacters3 } from "util";
import process$1 from "process";
function isUnicodeSupported() {
  if (process$1.platform !== "win32")
    return process$1.env.TERM !== "linux";
  return Boolean(process$1.env.CI) || Boolean(process$1.env.WT_SESSION) || Boolean(process$1.env.TERMINUS_SUBLIME) || process$1.env.ConEmuTask === "{cmd::Cmder}" || process$1.env.TERM_PROGRAM === "Terminus-Sublime" || process$1.env.TERM_PROGRAM === "vscode" || process$1.env.TERM === "xterm-256color" || process$1.env.TERM === "alacritty" || process$1.env.TERMINAL_EMULATOR === "JetBrains-JediTerm";
}
var unicode = isUnicodeSupported();
var unicodeOr = (e, o) => unicode ? e : o, S_STEP_ACTIVE = unicodeOr("\u25C6", "*"), S_STEP_CANCEL = unicodeOr("\u25A0", "x"), S_STEP_ERROR = unicodeOr("\u25B2", "x"), S_STEP_SUBMIT = unicodeOr("\u25C7", "o"), S_BAR_START = unicodeOr("\u250C", "T"), S_BAR = unicodeOr("\u2502", "|"), S_BAR_END = unicodeOr("\u2514", "\u2014"), S_BAR_START_RIGHT = unicodeOr("\u2510", "T"), S_BAR_END_RIGHT = unicodeOr("\u2518", "\u2014"), S_RADIO_ACTIVE = unicodeOr("\u25CF", ">"), S_RADIO_INACTIVE = unicodeOr("\u25CB", " "), S_CHECKBOX_ACTIVE = unicodeOr("\u25FB", "[\u2022]"), S_CHECKBOX_SELECTED = unicodeOr("\u25FC", "[+]"), S_CHECKBOX_INACTIVE = unicodeOr("\u25FB", "[ ]"), S_PASSWORD_MASK = unicodeOr("\u25AA", "\u2022"), S_BAR_H = unicodeOr("\u2500", "-"), S_CORNER_TOP_RIGHT = unicodeOr("\u256E", "+"), S_CONNECT_LEFT = unicodeOr("\u251C", "+"), S_CORNER_BOTTOM_RIGHT = unicodeOr("\u256F", "+"), S_CORNER_BOTTOM_LEFT = unicodeOr("\u2570", "+"), S_CORNER_TOP_LEFT = unicodeOr("\u256D", "+"), S_INFO = unicodeOr("\u25CF", "\u2022"), S_SUCCESS = unicodeOr("\u25C6", "*"), S_WARN = unicodeOr("\u25B2", "!"), S_ERROR = unicodeOr("\u25A0", "x"), symbol = (e) => {
  switch (e) {
    case "initial":
    case "active":
      return styleText2("cyan", S_STEP_ACTIVE);
    case "cancel":
      return styleText2("red", S_STEP_CANCEL);
    case "error":
      return styleText2("yellow", S_STEP_ERROR);
    case "submit":
      return styleText2("green", S_STEP_SUBMIT);
    case "validating":
      return styleText2("dim", S_STEP_ACTIVE);
  }
}, symbolBar = (e) => {
  switch (e) {
    case "initial":
    case "active":
      return styleText2("cyan", S_BAR);
    case "cancel":
      return styleText2("red", S_BAR);
    case "error":
      return styleText2("yellow", S_BAR);
    case "submit":
      return styleText2("green", S_BAR);
  }
};
function formatInstructionFooter(e, o, r) {
  let s = r ? `${styleText2("cyan", S_BAR)}  ` : "", n = wrapTextWithPrefix(e, o.join(" \u2022 "), s).split(`
`);
  return r && n.push(styleText2("cyan", S_BAR_END)), n;
}
var E$1 = (l, e, w, p, b, C = !1) => {
  let r = e, O = 0;
  if (C)
    for (let i = p - 1;i >= w; i--) {
      let m = l[i];
      if (m && (r -= m.length), O++, r <= b)
        break;
    }
  else
    for (let i = w;i < p; i++) {
      let m = l[i];
      if (m && (r -= m.length), O++, r <= b)
        break;
    }
  return { lineCount: r, removals: O };
}, limitOptions = ({
  cursor: l,
  options: e,
  style: w,
  output: p = process.stdout,
  maxItems: b = Number.POSITIVE_INFINITY,
  columnPadding: C = 0,
  rowPadding: r = 4
}) => {
  let i = getColumns(p) - C, m = getRows(p), M = styleText2("dim", "..."), v = Math.max(m - r, 0), a = Math.max(Math.min(b, v), 5), f = 0;
  l >= a - 3 && (f = Math.max(Math.min(l - a + 3, e.length - a), 0));
  let d = a < e.length && f > 0, c = a < e.length && f + a < e.length, I = Math.min(f + a, e.length), s = [], g = 0;
  d && g++, c && g++;
  let T = f + (d ? 1 : 0), W = I - (c ? 1 : 0);
  for (let t = T;t < W; t++) {
    let n = e[t], o = n !== void 0 ? w(n, t === l) : "", h = wrapAnsi(o, i, {
      hard: !0,
      trim: !1
    }).split(`
`);
    s.push(h), g += h.length;
  }
  if (g > v) {
    let t = 0, n = 0, o = g, h = l - T, u = v, L = () => E$1(s, o, 0, h, u), y = () => E$1(s, o, h + 1, s.length, u, !0);
    d ? ({ lineCount: o, removals: t } = L(), o > u && (c || (u -= 1), { lineCount: o, removals: n } = y())) : (c || (u -= 1), { lineCount: o, removals: n } = y(), o > u && (u -= 1, { lineCount: o, removals: t } = L())), t > 0 && (d = !0, s.splice(0, t)), n > 0 && (c = !0, s.splice(s.length - n, n));
  }
  let x = [];
  d && x.push(M);
  for (let t of s)
    for (let n of t)
      x.push(n);
  return c && x.push(M), x;
};
var confirm = (e) => {
  let a = e.active ?? "Yes", o = e.inactive ?? "No";
  return new r({
    active: a,
    inactive: o,
    signal: e.signal,
    input: e.input,
    output: e.output,
    initialValue: e.initialValue ?? !0,
    render() {
      let i = e.withGuide ?? settings.withGuide, u = `${symbol(this.state)}  `, l = i ? `${styleText2("gray", S_BAR)}  ` : "", f = wrapTextWithPrefix(e.output, e.message, l, u), s = `${i ? `${styleText2("gray", S_BAR)}
` : ""}${f}
`, c = this.value ? a : o;
      switch (this.state) {
        case "submit": {
          let r = i ? `${styleText2("gray", S_BAR)}  ` : "";
          return `${s}${r}${styleText2("dim", c)}`;
        }
        case "cancel": {
          let r = i ? `${styleText2("gray", S_BAR)}  ` : "";
          return `${s}${r}${styleText2(["strikethrough", "dim"], c)}${i ? `
${styleText2("gray", S_BAR)}` : ""}`;
        }
        default: {
          let r = i ? `${styleText2("cyan", S_BAR)}  ` : "", g = i ? styleText2("cyan", S_BAR_END) : "";
          return `${s}${r}${this.value ? `${styleText2("green", S_RADIO_ACTIVE)} ${a}` : `${styleText2("dim", S_RADIO_INACTIVE)} ${styleText2("dim", a)}`}${e.vertical ? i ? `
${styleText2("cyan", S_BAR)}  ` : `
` : ` ${styleText2("dim", "/")} `}${this.value ? `${styleText2("dim", S_RADIO_INACTIVE)} ${styleText2("dim", o)}` : `${styleText2("green", S_RADIO_ACTIVE)} ${o}`}
${g}
`;
        }
      }
    }
  }).prompt();
};
var MULTISELECT_INSTRUCTIONS = [
  `${styleText2("dim", "\u2191/\u2193")} to navigate`,
  `${styleText2("dim", "Space:")} select`,
  `${styleText2("dim", "Enter:")} confirm`
];
var log = {
  message: (s = [], {
    symbol: e = styleText2("gray", S_BAR),
    secondarySymbol: r = styleText2("gray", S_BAR),
    output: m = process.stdout,
    spacing: l = 1,
    withGuide: c
  } = {}) => {
    let t = [], o = c ?? settings.withGuide, f = o ? r : "", O = o ? `${e}  ` : "", u = o ? `${r}  ` : "";
    for (let i = 0;i < l; i++)
      t.push(f);
    let g = Array.isArray(s) ? s : s.split(`
`);
    if (g.length > 0) {
      let [i, ...y] = g;
      i.length > 0 ? t.push(`${O}${i}`) : t.push(o ? e : "");
      for (let p of y)
        p.length > 0 ? t.push(`${u}${p}`) : t.push(o ? r : "");
    }
    m.write(`${t.join(`
`)}
`);
  },
  info: (s, e) => {
    log.message(s, { ...e, symbol: styleText2("blue", S_INFO) });
  },
  success: (s, e) => {
    log.message(s, { ...e, symbol: styleText2("green", S_SUCCESS) });
  },
  step: (s, e) => {
    log.message(s, { ...e, symbol: styleText2("green", S_STEP_SUBMIT) });
  },
  warn: (s, e) => {
    log.message(s, { ...e, symbol: styleText2("yellow", S_WARN) });
  },
  warning: (s, e) => {
    log.warn(s, e);
  },
  error: (s, e) => {
    log.message(s, { ...e, symbol: styleText2("red", S_ERROR) });
  }
}, cancel = (o = "", t) => {
  let i = t?.output ?? process.stdout, e = t?.withGuide ?? settings.withGuide ? `${styleText2("gray", S_BAR_END)}  ` : "";
  i.write(`${e}${styleText2("red", o)}

`);
}, intro = (o = "", t) => {
  let i = t?.output ?? process.stdout, e = t?.withGuide ?? settings.withGuide ? `${styleText2("gray", S_BAR_START)}  ` : "";
  i.write(`${e}${o}
`);
}, outro = (o = "", t) => {
  let i = t?.output ?? process.stdout, e = t?.withGuide ?? settings.withGuide ? `${styleText2("gray", S_BAR)}
${styleText2("gray", S_BAR_END)}  ` : "";
  i.write(`${e}${o}

`);
};
var u2 = {
  light: unicodeOr("\u2500", "-"),
  heavy: unicodeOr("\u2501", "="),
  block: unicodeOr("\u2588", "#")
};
var SELECT_INSTRUCTIONS = [
  `${styleText2("dim", "\u2191/\u2193")} to navigate`,
  `${styleText2("dim", "Enter:")} confirm`
], c2 = (t, o) => t.includes(`
`) ? t.split(`
`).map((d) => o(d)).join(`
`) : o(t), select = (t) => {
  let o = (n, m) => {
    if (n === void 0)
      return "";
    let s = n.label ?? String(n.value);
    switch (m) {
      case "disabled":
        return `${styleText2("gray", S_RADIO_INACTIVE)} ${c2(s, (i) => styleText2("gray", i))}${n.hint ? ` ${styleText2("dim", `(${n.hint ?? "disabled"})`)}` : ""}`;
      case "selected":
        return `${c2(s, (i) => styleText2("dim", i))}`;
      case "active":
        return `${styleText2("green", S_RADIO_ACTIVE)} ${s}${n.hint ? ` ${styleText2("dim", `(${n.hint})`)}` : ""}`;
      case "cancelled":
        return `${c2(s, (i) => styleText2(["strikethrough", "dim"], i))}`;
      default:
        return `${styleText2("dim", S_RADIO_INACTIVE)} ${c2(s, (i) => styleText2("dim", i))}`;
    }
  }, d = t.showInstructions ?? !0;
  return new n$1({
    options: t.options,
    signal: t.signal,
    input: t.input,
    output: t.output,
    initialValue: t.initialValue,
    render() {
      let n = t.withGuide ?? settings.withGuide, m = `${symbol(this.state)}  `, s = `${symbolBar(this.state)}  `, i = wrapTextWithPrefix(t.output, t.message, s, m), u = `${n ? `${styleText2("gray", S_BAR)}
` : ""}${i}
`;
      switch (this.state) {
        case "submit": {
          let r = n ? `${styleText2("gray", S_BAR)}  ` : "", a = wrapTextWithPrefix(t.output, o(this.options[this.cursor], "selected"), r);
          return `${u}${a}`;
        }
        case "cancel": {
          let r = n ? `${styleText2("gray", S_BAR)}  ` : "", a = wrapTextWithPrefix(t.output, o(this.options[this.cursor], "cancelled"), r);
          return `${u}${a}${n ? `
${styleText2("gray", S_BAR)}` : ""}`;
        }
        default: {
          let r = n ? `${styleText2("cyan", S_BAR)}  ` : "", a = u.split(`
`).length, p = d ? formatInstructionFooter(t.output, SELECT_INSTRUCTIONS, n) : n ? [styleText2("cyan", S_BAR_END)] : [], f = p.join(`
`), b = p.length + 1;
          return `${u}${r}${limitOptions({
            output: t.output,
            cursor: this.cursor,
            options: this.options,
            maxItems: t.maxItems,
            columnPadding: r.length,
            rowPadding: a + b,
            style: (g, x) => o(g, g.disabled ? "disabled" : x ? "active" : "inactive")
          }).join(`
${r}`)}
${f}
`;
        }
      }
    }
  }).prompt();
};
var i = `${styleText2("gray", S_BAR)}  `;
var text = (t) => new n({
  validate: t.validate,
  placeholder: t.placeholder,
  defaultValue: t.defaultValue,
  initialValue: t.initialValue,
  output: t.output,
  signal: t.signal,
  input: t.input,
  render() {
    let r = t?.withGuide ?? settings.withGuide, l = `${`${r ? `${styleText2("gray", S_BAR)}
` : ""}${symbol(this.state)}  `}${t.message}
`, d = t.placeholder && t.placeholder.length > 0 ? styleText2("inverse", t.placeholder[0]) + styleText2("dim", t.placeholder.slice(1)) : styleText2(["inverse", "hidden"], "_"), o = this.userInput ? this.userInputWithCursor : d, s = this.value ?? "";
    switch (this.state) {
      case "validating": {
        let n = r ? `${styleText2("cyan", S_BAR)}  ` : "", i = r ? styleText2("cyan", S_BAR_END) : "", c = styleText2("dim", o), $ = styleText2("dim", "Validating...");
        return `${l}${n}${c}
${i}  ${$}
`;
      }
      case "error": {
        let n = this.error ? `  ${styleText2("yellow", this.error)}` : "", i = r ? `${styleText2("yellow", S_BAR)}  ` : "", c = r ? styleText2("yellow", S_BAR_END) : "";
        return `${l.trim()}
${i}${o}
${c}${n}
`;
      }
      case "submit": {
        let n = s ? `${r ? "  " : ""}${styleText2("dim", s)}` : "", i = r ? styleText2("gray", S_BAR) : "";
        return `${l}${i}${n}`;
      }
      case "cancel": {
        let n = s ? `  ${styleText2(["strikethrough", "dim"], s)}` : "", i = r ? styleText2("gray", S_BAR) : "";
        return `${l}${i}${n}${s.trim() ? `
${i}` : ""}`;
      }
      default: {
        let n = r ? `${styleText2("cyan", S_BAR)}  ` : "", i = r ? styleText2("cyan", S_BAR_END) : "";
        return `${l}${n}${o}
${i}
`;
      }
    }
  }
}).prompt();

// src/doctor/adoption.ts
import { existsSync as existsSync3, lstatSync as lstatSync2, readdirSync as readdirSync2, renameSync as renameSync2 } from "fs";

// src/store/adopt/foreign-database.ts
import { Database } from "bun:sqlite";
import { constants, copyFileSync, lstatSync, mkdtempSync, rmSync } from "fs";
import { tmpdir } from "os";
import { join as join2 } from "path";
var MAX_BYTES = 8589934592, MAX_TABLES = 500, MAX_COLUMNS = 200, OWN_NAME = /^(hive_\w*|kysely_\w*|swarms|sessions|session_logs|instance_sessions|agents)$/i;

class ForeignDatabase {
  path;
  tables;
  leftBehind;
  db;
  #copy;
  constructor(path, copy, db) {
    this.path = path, this.#copy = copy, this.db = db;
    let leftBehind = /* @__PURE__ */ new Map;
    this.tables = readTables(db, leftBehind), this.leftBehind = leftBehind;
  }
  static open(path) {
    let copy = mkdtempSync(join2(tmpdir(), "hive-adopt-")), db;
    try {
      copyInto(path, join2(copy, "foreign.db")), db = new Database(join2(copy, "foreign.db"), { readwrite: !0, create: !1, safeIntegers: !0 });
      for (let pragma of ["trusted_schema = OFF", "query_only = ON", "cell_size_check = ON", "busy_timeout = 0"])
        db.run(`PRAGMA ${pragma}`);
      return new ForeignDatabase(path, copy, db);
    } catch (cause) {
      if (db?.close(), rmSync(copy, { recursive: !0, force: !0 }), cause instanceof HiveError)
        throw cause;
      throw refused(path, errorMessage(cause), cause);
    }
  }
  table(name) {
    return this.tables.find((table) => table.name === name);
  }
  [Symbol.dispose]() {
    this.db.close(), rmSync(this.#copy, { recursive: !0, force: !0 });
  }
}
var refused = (path, why, cause) => new HiveError("HIVE_STORE_UNAVAILABLE", `${path} cannot be adopted: ${why}`, {
  cause,
  hint: "nothing was changed; delete the file if it is not yours"
});
function copyInto(path, copy) {
  for (let suffix of ["", "-wal"]) {
    let stat = lstatSync(path + suffix, { throwIfNoEntry: !1 });
    if (stat === void 0 && suffix !== "")
      continue;
    if (stat?.isFile() !== !0)
      throw refused(path, `${path}${suffix} is no regular file`);
    if (stat.size > MAX_BYTES)
      throw refused(path, `it has ${stat.size} bytes`);
    copyFileSync(path + suffix, copy + suffix, constants.COPYFILE_FICLONE);
  }
}
function readTables(db, leftBehind) {
  let leave = (kind) => void leftBehind.set(kind, (leftBehind.get(kind) ?? 0) + 1), schema = db.query("SELECT type, name, tbl_name, sql FROM sqlite_schema").all(), tables = [];
  for (let { type, name, sql } of schema) {
    if (type === "index" && (sql === null || OWN_NAME.test(name)))
      continue;
    let isVirtual = /^\s*CREATE\s+VIRTUAL\b/i.test(sql ?? "");
    if (type !== "table" || isVirtual) {
      if (type !== "trigger" && OWN_NAME.test(name))
        throw Error(`its ${name} is a ${isVirtual ? "virtual table" : type}`);
      leave(isVirtual ? "virtual table" : type);
    } else if (!name.startsWith("sqlite_")) {
      let columns = readColumns(db, name);
      if (columns === null && OWN_NAME.test(name))
        throw Error(`its ${name} has generated columns`);
      if (columns === null || tables.length === MAX_TABLES)
        leave("table with generated columns");
      else
        tables.push({ name, columns, rows: Number(countRows(db, name)) });
    }
  }
  return tables;
}
function readColumns(db, table) {
  let rows = db.query("SELECT name, type, pk, hidden FROM pragma_table_xinfo(?)").all(table);
  if (rows.length > MAX_COLUMNS || rows.some(({ hidden }) => hidden !== 0n))
    return null;
  return rows.map(({ name, type, pk }) => ({ name, type: affinityOf(type), keyPart: Number(pk) }));
}
function affinityOf(type) {
  if (/INT/i.test(type))
    return "INTEGER";
  if (/CHAR|CLOB|TEXT/i.test(type))
    return "TEXT";
  if (/BLOB/i.test(type) || type === "")
    return "BLOB";
  return /REAL|FLOA|DOUB/i.test(type) ? "REAL" : "NUMERIC";
}
var countRows = (db, table) => db.query(`SELECT count(*) AS n FROM ${quotedName(table)}`).get().n, quotedName = (name) => `"${name.replaceAll('"', '""')}"`;

// src/store/adopt/copy-rows.ts
var SHARED = ["swarms", "sessions", "session_logs", "instance_sessions", "agents"], OWN = /^(hive|kysely)_/i, MAX_KEY_CHARS = 4096, UNTRUSTED_BEFORE = "untold";
function copyRows(from, to) {
  let copy = new Copy(from, to);
  return to.transaction(() => copy.run()).immediate();
}

class Copy {
  #from;
  #to;
  #sessions = /* @__PURE__ */ new Set;
  #rows = 0;
  #skipped = 0;
  constructor(from, to) {
    this.#from = from, this.#to = to;
  }
  run() {
    for (let table of this.#from.tables)
      if (SHARED.includes(table.name))
        this.#copyShared(table);
      else if (!OWN.test(table.name))
        this.#copyOther(table);
    return this.#copyFacts(), this.#copyCheckpoints(), this.#copyLedger(), this.#copyInstances(), { rows: this.#rows, skipped: this.#skipped };
  }
  #copyShared({ name, columns }) {
    let known = new Set(columnsOf(this.#to, name));
    for (let column of columns) {
      if (known.has(column.name))
        continue;
      this.#to.run(`ALTER TABLE ${name} ADD COLUMN ${quotedName(column.name)} ${column.type}`);
    }
    let names = columns.map((column) => column.name).filter((column) => name !== "session_logs" || column !== "id"), conflict = name === "sessions" ? `ON CONFLICT (id) DO UPDATE SET ${names.map((column) => `${quotedName(column)} = coalesce(${quotedName(column)}, excluded.${quotedName(column)})`).join(", ")}` : "ON CONFLICT DO NOTHING";
    if (this.#insertAll(name, names, conflict, name === "instance_sessions" ? withOwnId : (row) => row), name === "instance_sessions")
      this.#joinInstances();
  }
  #joinInstances() {
    this.#to.run(`DELETE FROM instance_sessions WHERE rowid NOT IN
         (SELECT min(rowid) FROM instance_sessions GROUP BY session_id, instance_id, iif(session_id IS NULL OR instance_id IS NULL, rowid, 0))`);
  }
  #copyOther({ name, columns }) {
    let key = columns.filter(({ keyPart }) => keyPart > 0).toSorted((a, b) => a.keyPart - b.keyPart), parts = columns.map((column) => `${quotedName(column.name)} ${column.type}`);
    if (key.length > 0)
      parts.push(`PRIMARY KEY (${key.map((column) => quotedName(column.name)).join(", ")})`);
    this.#to.run(`CREATE TABLE IF NOT EXISTS ${quotedName(name)} (${parts.join(", ")})`);
    let there = new Set(columnsOf(this.#to, name)), names = columns.map((column) => column.name).filter((column) => there.has(column));
    this.#insertAll(name, names, "ON CONFLICT DO NOTHING", (row) => row);
  }
  #insertAll(table, names, conflict, change) {
    if (names.length === 0)
      return;
    let marks = names.map(() => "?").join(", "), list = names.map(quotedName).join(", "), insert = this.#to.prepare(`INSERT INTO ${quotedName(table)} (${list}) VALUES (${marks}) ${conflict}`);
    for (let row of this.#read(table, names)) {
      let changed = change(row);
      this.#rows += insert.run(...names.map((name) => changed[name] ?? null)).changes > 0 ? 1 : 0;
    }
    insert.finalize();
  }
  #read(table, names) {
    return this.#from.db.query(`SELECT ${names.map(quotedName).join(", ")} FROM ${quotedName(table)}`).iterate();
  }
  *#readOwn(table, names, more = []) {
    let columns = new Set(this.#from.table(table)?.columns.map((column) => column.name));
    if (!names.every((name) => columns.has(name)))
      return;
    yield* this.#read(table, [...names, ...more.filter((name) => columns.has(name))]);
  }
  #copyFacts() {
    let state = new StateRows(prepareState({ db: this.#to, kysely: kyselyOf(this.#to) }), Number.POSITIVE_INFINITY), mark = this.#to.prepare("INSERT INTO hive_state (session_id, kind, key, at_ms, data) VALUES (?, ?, '', 0, '{}') ON CONFLICT DO NOTHING"), names = ["session_id", "kind", "key", "at_ms", "data"];
    for (let found of this.#readOwn("hive_state", names, ["agent_id", "times"])) {
      let { session_id: session, key, at_ms: atMs, agent_id: agent = "" } = found, kind = found.kind === UNTRUSTED_BEFORE ? UNTRUSTED : found.kind, row = rowIn({ at_ms: atMs, data: found.data, times: found.times });
      if (!(isText(session) && isText(key) && isText(agent) && isTime(atMs)) || row === null || kind !== UNTRUSTED && !isKind(kind)) {
        this.#skipped += 1;
        continue;
      }
      if (kind === UNTRUSTED)
        mark.run(session, UNTRUSTED);
      else
        state.mergeRow(session, kind, { agentId: agent, name: key, row });
      this.#sessions.add(session), this.#rows += 1;
    }
    state.flush();
  }
  #copyCheckpoints() {
    let insert = this.#to.prepare(`INSERT INTO hive_checkpoints (session_id, created_at_ms, type, trigger, data, entry_id, late)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS
         (SELECT 1 FROM hive_checkpoints WHERE session_id = ?1 AND created_at_ms = ?2 AND trigger = ?4)`), names = ["session_id", "created_at_ms", "type", "trigger", "data"];
    for (let row of this.#readOwn("hive_checkpoints", names, ["entry_id", "late"])) {
      let { session_id: session, created_at_ms: atMs, type, trigger, data, entry_id: entry, late } = row;
      if (isText(session) && isTime(atMs) && isText(type) && isText(trigger) && isObjectText(data)) {
        let lateText = isObjectText(late) ? late : null;
        insert.run(session, Number(atMs), type, trigger, data, isText(entry) ? entry : null, lateText), this.#rows += 1;
      } else
        this.#skipped += 1;
    }
  }
  #copyLedger() {
    let insert = this.#to.prepare("INSERT INTO hive_ledger (entry_id, seq, operation, applied_at_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
    for (let row of this.#readOwn("hive_ledger", ["entry_id", "seq", "operation", "applied_at_ms"])) {
      let { entry_id: id, seq, operation, applied_at_ms: atMs } = row;
      if (isText(id) && isText(seq) && isText(operation) && isTime(atMs))
        insert.run(id, seq, operation, Number(atMs));
      else
        this.#skipped += 1;
    }
  }
  #copyInstances() {
    let insert = this.#to.prepare(`INSERT INTO hive_instances (session_id, instance_id, pid, last_seen_ms, operations)
       SELECT ?1, 'adopted', NULL, max(at_ms), max(0, count(*) FILTER (WHERE kind = 'operation')
         - coalesce((SELECT sum(operations) FROM hive_instances WHERE session_id = ?1), 0))
       FROM hive_state WHERE session_id = ?1
       ON CONFLICT (session_id, instance_id) DO UPDATE SET operations = operations + excluded.operations`);
    for (let session of this.#sessions)
      insert.run(session);
  }
}
function withOwnId(row) {
  let { instance_id: instance, session_id: session } = row, id = instance === null || session === null ? null : `${textOf(instance)}:${textOf(session)}`;
  return { ...row, id };
}
var columnsOf = (db, table) => db.query("SELECT name FROM pragma_table_info(?)").all(table).map(({ name }) => name), textOf = (value) => typeof value === "string" || typeof value === "number" || typeof value === "bigint" ? String(value) : "?", isKind = (value) => typeof value === "string" && Object.hasOwn(KINDS, value), isText = (value) => typeof value === "string" && value.length <= MAX_KEY_CHARS, isTime = (value) => Number.isFinite(Number(value)) && value !== null, isObjectText = (value) => typeof value === "string" && objectIn(value) !== null;

// src/store/adopt/take-place.ts
import { existsSync as existsSync2, readdirSync, renameSync, rmSync as rmSync2 } from "fs";
import { basename, dirname as dirname2 } from "path";
var SIDECARS = ["-wal", "-shm", "-journal"];
function putAway(database, nowMs) {
  let away = `${database}.adopted-${new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, "")}`;
  for (let suffix of [...SIDECARS, ""])
    if (existsSync2(database + suffix))
      renameSync(database + suffix, away + suffix);
  return away;
}
function takePlace2(own) {
  let place = `${dirname2(own)}/hive.db`;
  if (own === place || existsSync2(place) || mayBeTracked(place, dirname2(place)))
    return own;
  for (let name of readdirSync(dirname2(own)))
    if (name.startsWith(`${basename(own)}-`))
      rmSync2(`${dirname2(own)}/${name}`);
  return renameSync(own, place), place;
}

// src/store/adopt/untrusted-sessions.ts
var about = (kind, field) => `(SELECT json_extract(iif(json_valid(data), data, '{}'), '$.${field}') FROM hive_state s
    WHERE s.session_id = m.session_id AND s.kind = '${kind}' ORDER BY at_ms LIMIT 1)`;
function untrustedSessions(db) {
  return db.query(`SELECT session_id AS id, coalesce(${about("session", "title")}, ${about("prompt", "text")}) AS about
       FROM hive_state m WHERE kind = ?`).all(UNTRUSTED);
}
function trustSessions(db, ids) {
  let trust = db.query("DELETE FROM hive_state WHERE session_id = ? AND kind = ?");
  db.transaction(() => {
    for (let id of ids)
      trust.run(id, UNTRUSTED);
  }).immediate();
}

// src/install/stop-workers.ts
var GRACE_MS = 15000;
async function stopWorkers(paths, graceMs = GRACE_MS) {
  let endings = await endWorkers(paths, { graceMs, mayKill: !1 }), withEnding = (wanted) => endings.filter(({ ending }) => ending === wanted).map(({ worker }) => worker), [unknown] = withEnding("refused");
  if (unknown !== void 0)
    throw new HiveError("HIVE_UNHEALTHY", `worker ${unknown.id} lives, and process ${unknown.pid} is not it`, {
      hint: "does it run in a container, or on another machine? end it there"
    });
  let left = withEnding("alive");
  if (left.length === 0)
    return;
  let ids = left.map(({ id }) => id).join(", ");
  throw new HiveError("HIVE_UNHEALTHY", `${ids} did not end within ${graceMs / 1000} s`, {
    hint: "hive worker stop --force kills it and loses nothing; then run this again"
  });
}

// src/doctor/adoption.ts
var MAX_ENTRY_BYTES = 1073741824, SHOWN_SESSIONS = 5, LOCK_MS = 1e4, LOOK_MS = 20;
function findCandidates(root) {
  return otherStores(root).map(({ path }) => describe(path));
}
function describe(path) {
  let bytes = lstatSync2(path).size;
  try {
    using foreign = ForeignDatabase.open(path);
    let { tables, leftBehind } = foreign;
    return { path, bytes, tables, leftBehind, sessions: sessionsOf(foreign), refused: null };
  } catch (error) {
    return { path, bytes, tables: null, leftBehind: /* @__PURE__ */ new Map, sessions: [], refused: errorMessage(error) };
  }
}
function sessionsOf(foreign) {
  let columns = foreign.table("sessions")?.columns.map(({ name }) => name) ?? [];
  if (!columns.includes("id"))
    return [];
  let about = columns.includes("objective") ? "objective" : "NULL", order = columns.includes("updated_at") ? "updated_at" : "id";
  return foreign.db.query(`SELECT id, ${about} AS about FROM sessions ORDER BY ${order} DESC LIMIT ?`).all(SHOWN_SESSIONS).map(({ id, about: text }) => ({ id: String(id), about: typeof text === "string" ? text : null }));
}
async function findUntrustedSessions(root) {
  if (!locateStore(root).isThere)
    return [];
  using store = await Store2.open(root);
  return untrustedSessions(store.db);
}
function findUnprovedEntries(root) {
  let { pending } = queuePaths(root);
  if (!existsSync3(pending))
    return [];
  let key = userKeyIfAny(root);
  return readdirSync2(pending).flatMap((name) => {
    let parsed = parseEntryName(name), found = parsed === null ? null : readEntry(`${pending}/${name}`, parsed, MAX_ENTRY_BYTES, { key });
    if (found?.kind !== "entry" || found.isProved || found.entry.sql !== void 0)
      return [];
    let content = JSON.stringify(found.entry), { sessionId } = found.entry.payload, texts = [...content.matchAll(/"(?:text|message)":"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text), about = [`${found.entry.operation} of session ${String(sessionId)}`, ...texts].join(": ");
    return [{ name, about, content }];
  });
}
async function adopt(root, chosen, nowMs) {
  let paths = queuePaths(root);
  makeQueue(paths), await stopWorkers(paths);
  let lock = await holdPlace(paths);
  try {
    if (findWorkers(paths).length > 0)
      throw busy();
    let { path, copied } = await copyAll(root, chosen);
    for (let entry of chosen.entries)
      proveEntry(paths, entry);
    let kept = chosen.databases.map((database) => putAway(database, nowMs));
    return { path: takePlace2(path), copied, kept };
  } finally {
    lock.release();
  }
}
async function copyAll(root, chosen) {
  using store = await Store2.open(root, { durability: "power" });
  let copied = chosen.databases.map((path) => {
    using foreign = ForeignDatabase.open(path);
    return copyRows(foreign, store.db);
  });
  if (trustSessions(store.db, chosen.sessions), store.db.query("PRAGMA wal_checkpoint(TRUNCATE)").get()?.busy !== 0)
    throw busy();
  return { path: locateStore(root).path, copied };
}
async function holdPlace(paths) {
  let endMs = performance.now() + LOCK_MS;
  for (;; ) {
    let lock = ProcessLock.take(placePath(paths), !0);
    if (lock !== null)
      return lock;
    if (performance.now() > endMs)
      throw busy();
    await stopWorkers(paths), await Bun.sleep(LOOK_MS);
  }
}
var busy = () => new HiveError("HIVE_STORE_UNAVAILABLE", "another process has the database open: what was adopted is not complete", {
  hint: "end it (hive worker stop; a database browser), then run hive adopt again"
});
function proveEntry(paths, { name, content }) {
  let path = `${paths.pending}/${name}`, found = readEntry(path, parseEntryName(name), MAX_ENTRY_BYTES, { key: userKey(paths.root) });
  if (found?.kind !== "entry" || found.isProved || JSON.stringify(found.entry) !== content)
    return;
  let temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`, text = JSON.stringify({ ...found.entry, hive_id: found.id });
  nodeFiles.create(temporary, seal(text, userKey(paths.root), "entry")), renameSync2(temporary, path);
}

// src/cli/render.ts
function table(header, rows) {
  let lines = [header, ...rows].map((row) => row.map(printable)), widths = header.map((_, column) => Math.max(...lines.map((line) => Bun.stringWidth(line[column] ?? "")))), padded = (line) => line.map((cell, column) => cell + " ".repeat(widths[column] - Bun.stringWidth(cell))).join("  ").trimEnd();
  return `${lines.map(padded).join(`
`)}
`;
}
function remedyLines({ run, remedy }, indent) {
  return [run, run === null || remedy === null ? remedy : `(${remedy})`].filter((text) => text !== null).map((text, index) => `${" ".repeat(indent)}${index === 0 ? "->" : "  "} ${printable(text)}`);
}
function oneLine(text, width) {
  let flat = printable(text.replaceAll(/\s+/g, " ").trim());
  return flat.length <= width ? flat : `${flat.slice(0, width - 1)}\u2026`;
}
function duration(ms) {
  if (ms < 1)
    return `${Math.round(ms * 1000)} \xB5s`;
  if (ms < 1000)
    return `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
  if (ms < 60000)
    return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 3600000)
    return `${Math.round(ms / 60000)} min`;
  return `${Math.round(ms / 3600000)} h`;
}
function json(value) {
  return `${printableJson(JSON.stringify(value, null, 2))}
`;
}

// src/cli/root.ts
import { lstatSync as lstatSync3 } from "fs";
import { dirname as dirname3, join as join3, resolve as resolve2 } from "path";

// src/origin/config-files.ts
import { closeSync, constants as constants2, fstatSync, openSync, readSync } from "fs";
var MAX_BYTES2 = 65536;
function userConfigPath(env, root) {
  let directory = ownDirectory2("config", env, root);
  return directory === null ? null : `${directory}/config.json`;
}
var projectOf = (root) => root.slice(0, root.lastIndexOf("/")) || "/";
function readConfigFiles(root, overrides = {}, env = process.env) {
  let warnings = [], userPath = userConfigPath(env, root), user = userPath === null ? null : readFile(userPath, warnings, 0), project = readFile(`${root}/config.json`, warnings, constants2.O_NOFOLLOW), resolved = resolveSources({ user, project, directory: projectOf(root) }, overrides);
  return { ...resolved, warnings: [...warnings, ...resolved.warnings] };
}
function readFile(path, warnings, flags) {
  let fd;
  try {
    fd = openSync(path, constants2.O_RDONLY | constants2.O_NONBLOCK | flags);
    let stat = fstatSync(fd), isOthers = flags === 0 && !isOwnFile(stat, OTHERS_WRITE);
    if (stat.isFile() && stat.size <= MAX_BYTES2 && !isOthers) {
      let bytes = Buffer.alloc(stat.size);
      return bytes.toString("utf8", 0, readSync(fd, bytes, 0, bytes.length, 0));
    }
    warnings.push(`${path} does not count: it is ${isOthers ? "somebody else's, or others may write it: chmod 600" : stat.isFile() ? `larger than ${MAX_BYTES2} bytes` : "no regular file"}`);
  } catch (error) {
    if (errorCode(error) !== "ENOENT")
      warnings.push(`${path} does not count: ${errorCode(error) ?? "unreadable"}`);
  } finally {
    if (fd !== void 0)
      closeSync(fd);
  }
  return null;
}

// src/cli/root.ts
function findRoot(io, given) {
  let named = given ?? io.env.HIVE_ROOT;
  if (named)
    return resolve2(io.cwd, named);
  for (let directory = io.cwd;; directory = dirname3(directory)) {
    let root = join3(directory, ".hive-mind"), found = lstatSync3(root, { throwIfNoEntry: !1 }), isAnothers = directory === io.env.HOME || found?.uid !== process.geteuid?.();
    if (found !== void 0 && (!isAnothers || directory === io.cwd))
      return root;
    if (directory === dirname3(directory))
      return join3(io.cwd, ".hive-mind");
  }
}
function loadConfig(io, root, flags = {}) {
  let { config, warnings } = readConfigFiles(root, flags, io.env);
  for (let warning of warnings)
    io.err(`hive: ${printable(warning)}
`);
  return config;
}

// src/cli/adopt.ts
var SHOWN = 10, ABOUT_CHARS = 200, ID_CHARS = 40;
function addAdopt(program, io) {
  program.command("adopt").description("take over what your hive on this machine did not write itself, after a look at it").option("--root <dir>", "the .hive-mind directory").addHelpText("after", `
hive tells an agent only what it can prove to have saved for you: a cloned repository can carry a database and entries of
others. What has no proof is yours all the same after an update from hive 0.1.0, with claude-flow's hive.db, with a
restored backup, or when the key in ~/.local/share/hive was lost. Adopt it if it is; delete it if it is not.

Example:
  hive adopt`).action(async (_flags, command) => {
    await run(io, findRoot(io, command.optsWithGlobals().root));
  });
}
var sessionLine = ({ id, about }) => id === RAW_SQL_ROWS ? "what raw SQL has changed in the tables of sessions, agents and logs" : `${word(id, ID_CHARS)}${about === null ? "" : `  ${quoted(about, ABOUT_CHARS)}`}`;
async function offerAdoption(io, root) {
  if (otherStores(root).length > 0)
    await run(io, root);
}
async function run(io, root) {
  let candidates = findCandidates(root), sessions = await findUntrustedSessions(root), entries = findUnprovedEntries(root);
  if (candidates.length + sessions.length + entries.length === 0) {
    io.out(`nothing to adopt in ${printable(root)}
`);
    return;
  }
  for (let candidate of candidates)
    io.out(describeDatabase(candidate));
  io.out(listed(count(sessions.length, "saved session") + " without proof", sessions.map(sessionLine)));
  let waiting = count(entries.length, "waiting entry", "waiting entries");
  io.out(listed(`${waiting} without proof`, entries.map(({ about: text }) => quoted(text, ABOUT_CHARS)))), assertSomebody(io);
  let chosen = {
    databases: await chooseEach(candidates.filter(({ refused }) => refused === null).map(({ path }) => path)),
    sessions: await ask(sessions.length, "Are these sessions yours?") ? sessions.map(({ id }) => id) : [],
    entries: await ask(entries.length, "Are these waiting entries yours?") ? entries : []
  };
  if (chosen.databases.length + chosen.sessions.length + chosen.entries.length === 0) {
    io.out(`Nothing was adopted, and nothing changed.
`);
    return;
  }
  if (io.out(renderAdopted(await adopt(root, chosen, Date.now()))), chosen.databases.length > 0 && (await findUntrustedSessions(root)).length > 0)
    await run(io, root);
}
function assertSomebody(io) {
  if (io.isTTY && !io.env.CI)
    return;
  throw new HiveError("HIVE_INVALID_OPTION", "only a person at a terminal can adopt this", {
    hint: "run hive adopt in a terminal of your own"
  });
}
async function ask(items, message) {
  if (items === 0)
    return !1;
  let answer = await confirm({ message: `${message} Agents are told of them from then on.`, initialValue: !1 });
  if (!isCancel(answer))
    return answer;
  throw cancel("Nothing was changed."), new HiveError("HIVE_CANCELLED", "cancelled");
}
async function chooseEach(paths) {
  let chosen = [];
  for (let path of paths)
    if (await ask(1, `Is ${printable(path)} yours?`))
      chosen.push(path);
  return chosen;
}
function describeDatabase({ path, bytes, tables, leftBehind, sessions, refused }) {
  let lines = [`${path}  ${size(bytes)}`];
  if (refused !== null)
    lines.push(`  ${refused}`);
  for (let { name, rows } of tables ?? [])
    lines.push(`  ${name}: ${count(rows, "row")}`);
  for (let [kind, n] of leftBehind)
    lines.push(`  not copied: ${count(n, kind)}`);
  for (let session of sessions)
    lines.push(`  session ${sessionLine(session)}`);
  return `${lines.map(printable).join(`
`)}
`;
}
function listed(title, lines) {
  if (lines.length === 0)
    return "";
  let more = lines.length > SHOWN ? [`  \u2026 and ${lines.length - SHOWN} more`] : [];
  return `${[title, ...lines.slice(0, SHOWN).map((line) => `  ${line}`), ...more].map(printable).join(`
`)}
`;
}
function renderAdopted({ path, copied, kept }) {
  let rows = copied.reduce((sum, part) => sum + part.rows, 0), skipped = copied.reduce((sum, part) => sum + part.skipped, 0), lines = [`Adopted: ${count(rows, "row")} copied, all in ${path} now.`];
  if (skipped > 0)
    lines.push(`${count(skipped, "row")} were not what hive writes, and were left out.`);
  return lines.push(...kept.map((was) => `Kept as it was: ${was}`)), `${lines.map(printable).join(`
`)}
`;
}

// src/cli/bench.ts
import { existsSync as existsSync4 } from "fs";
import { join as join4, resolve as resolve3 } from "path";
var HARNESS = join4(import.meta.dir, "../../bench/main.ts"), listed2 = (text, before) => [...before, ...text.split(",")];
function inCallersDirectory(flags, { cwd }) {
  let files = {};
  for (let flag of ["json", "html", "compare"]) {
    let path = flags[flag];
    if (path !== void 0)
      files[flag] = resolve3(cwd, path);
  }
  return { ...flags, ...files };
}
function addBench(program, io, harness = HARNESS) {
  program.command("bench").argument("[scenario...]", "what to measure; all of them without a name").description("measure latency, idle CPU, event consumption and more, by mode").option("--list", "say which scenarios there are").addOption(new Option("--mode <mode>", "poll, pseudo-event, event or event+doorbell; several with commas").argParser(listed2).default([], "all")).option("--trials <n>", "how often each mode is measured, in turn").option("--quick", "a first figure, in under 3 minutes").addOption(new Option("--full", "drain a backlog of a million entries as well, for minutes more").conflicts("quick")).addOption(new Option("--smoke", "only show that everything runs").conflicts(["quick", "full"])).option("--json <file>", "write every sample, after each scenario").option("--html <file>", "write it all as one page, which needs no network and prints well").option("--compare <file>", "say what differs from an earlier run, kept with --json").addOption(new Option("--gate", "hold figures against bench/gate.json: exit code 0, 4 (failed) or 5 (too noisy to tell)").conflicts(["list", "mode", "trials", "quick", "full", "smoke", "html", "compare"])).option("--fault <fault>", "make the workers wrong on purpose, to see that it is noticed").addHelpText("after", `
Examples:
  hive bench --quick
  hive bench latency --mode poll,event+doorbell --trials 5
  hive bench idle-cpu --json idle.json
  hive bench --json now.json --html now.html --compare before.json
  hive bench --gate --json gate.json`).action(async (scenarios, flags) => {
    if (!existsSync4(harness))
      throw new HiveError("HIVE_NOT_FOUND", `the harness is not part of this installation: there is no ${harness}`, {
        hint: "run it from a checkout of hive's repository: bun run bench"
      });
    let { runBench } = await import(harness);
    await runBench(scenarios, inCallersDirectory(flags, io), io);
  });
}

// src/store/health.ts
import { statSync } from "fs";
var BUSY_TIMEOUT_MS = 2000;
function readStoreHealth(root) {
  try {
    let key = userKey(root), { path, isThere } = locateStore(root, key), stat = statSync(path, { throwIfNoEntry: !1 });
    if (!isThere || stat === void 0)
      return { kind: "missing" };
    using db = openForReading(path, key, BUSY_TIMEOUT_MS);
    let [first] = db.query("PRAGMA quick_check(1)").all();
    if (first?.quick_check !== "ok")
      return { kind: "malformed", reason: first?.quick_check ?? "no answer" };
    let { version } = db.query("SELECT sqlite_version() AS version").get(), logBytes = statSync(`${path}-wal`, { throwIfNoEntry: !1 })?.size ?? 0;
    return { kind: "sound", schema: schemaState2(db), sqliteVersion: version, bytes: stat.size, logBytes };
  } catch (error) {
    let code = errorCode(error) ?? "", reason = errorMessage(error);
    if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB"))
      return { kind: "malformed", reason };
    if (isStoreUnavailable(error))
      return { kind: "unreadable", reason };
    throw error;
  }
}

// src/doctor/clock.ts
import { lstatSync as lstatSync6, readdirSync as readdirSync4, unlinkSync, writeFileSync as writeFileSync2 } from "fs";

// src/queue/sweep.ts
import { lstatSync as lstatSync4, readdirSync as readdirSync3 } from "fs";
var TEMPORARY_FILE_MS = 3600000, DEAD_WORKER_MS = 3600000, MAX_SWEPT = 1000, HEARTBEAT_DRAFT = /^heartbeat-\d+-[0-9a-f]{8}$/, NOTE = /^[A-Za-z0-9_-]{1,128}\.json$/, MARK = /^restored-(own|next)-[0-9a-z]+-[\d.]+$/, WORKER_FILE = /^(\d+-[0-9a-f]{8})\.(lock|lock-journal|json)$/, JOURNAL = /^\d+\.(ids|dropped)$/, MAX_NOTE_BYTES = 32;
function isTemporaryName(name) {
  return isOwnSeq(name) || HEARTBEAT_DRAFT.test(name);
}
function sweepTemporaryFiles({ tmp }, nowMs) {
  return removeOlder(tmp, nowMs - TEMPORARY_FILE_MS, isTemporaryName);
}
function sweepInstances({ instances }, beforeMs) {
  return removeOlder(instances, beforeMs, (name, bytes) => {
    if (MARK.test(name))
      return bytes === 0;
    return NOTE.test(name) && bytes <= MAX_NOTE_BYTES && /^\d+$/.test(readRegular(`${instances}/${name}`, MAX_NOTE_BYTES) ?? "");
  });
}
function removeOlder(directory, beforeMs, isOwn) {
  let swept = 0;
  for (let name of readdirSync3(directory)) {
    if (swept === MAX_SWEPT)
      break;
    let path = `${directory}/${name}`, stat = lstatSync4(path, { throwIfNoEntry: !1 });
    if (stat?.isFile() !== !0 || stat.mtimeMs > beforeMs || !isOwn(name, stat.size))
      continue;
    unlinkIfThere(path), swept += 1;
  }
  return swept;
}
function sweepWorkers(paths, takeLock, nowMs, self) {
  let swept = /* @__PURE__ */ new Set;
  for (let name of readdirSync3(paths.workers)) {
    let id = WORKER_FILE.exec(name)?.[1];
    if (id === void 0 || id === self || swept.has(id))
      continue;
    let stat = lstatSync4(`${paths.workers}/${name}`, { throwIfNoEntry: !1 });
    if (stat === void 0 || nowMs - stat.mtimeMs < DEAD_WORKER_MS)
      continue;
    if (!isSwept(paths, takeLock, id))
      continue;
    if (swept.add(id), swept.size === MAX_SWEPT)
      break;
  }
  return swept.size;
}
function isSwept(paths, takeLock, id) {
  let path = lockPath(paths, id), isLock = isLockFile(path), lock = isLock ? takeLock(id) : null;
  if (isLock && lock === null)
    return !1;
  try {
    for (let own of [reportPath(paths, id), path, `${path}-journal`])
      clearPath(own, () => !0);
  } finally {
    lock?.release();
  }
  return !0;
}
function clearForeign(paths) {
  let { root, queue, heartbeat, instances, captured, workers } = paths;
  return [
    ...[heartbeat, `${queue}/.room`, `${root}/hook.log`, `${root}/hook.log.1`],
    ...noFiles(instances, (name) => NOTE.test(name) || MARK.test(name)),
    ...noFiles(captured, (name) => JOURNAL.test(name)),
    ...noFiles(workers, (name) => WORKER_FILE.test(name))
  ].slice(0, MAX_SWEPT).map(tryToClear).filter((sentence) => sentence !== null);
}
function tryToClear(path) {
  try {
    return clearPath(path);
  } catch (error) {
    return `${path} cannot be cleared: ${errorMessage(error)}`;
  }
}
function noFiles(directory, isOwn) {
  return readdirSync3(directory, { withFileTypes: !0 }).filter((entry) => !entry.isFile() && isOwn(entry.name)).map((entry) => `${directory}/${entry.name}`);
}

// src/doctor/events.ts
import { mkdirSync, rmSync as rmSync4 } from "fs";

// src/wake/doorbell.ts
import { closeSync as closeSync2, constants as constants3, fstatSync as fstatSync2, lstatSync as lstatSync5, openSync as openSync2, writeSync } from "fs";
var PROBE_BYTE = 112, LOOK_MS2 = 2;

class DoorbellSource {
  cause = "doorbell";
  #path;
  #fd;
  #reader;
  #onProbe;
  #isAnyProof = !1;
  rings = 0;
  constructor(path) {
    this.#path = path;
  }
  start(onWake) {
    this.stop(), ensureFifo(this.#path);
    let fd = openSync2(this.#path, constants3.O_RDWR | constants3.O_NONBLOCK | constants3.O_NOFOLLOW);
    this.#fd = fd;
    let reader = Bun.file(fd).stream().getReader();
    this.#reader = reader, this.#listen(reader, onWake);
  }
  async#listen(reader, onWake) {
    while (this.#reader === reader) {
      let chunk;
      try {
        chunk = await reader.read();
      } catch {
        break;
      }
      if (chunk.value === void 0 || this.#reader !== reader)
        break;
      let probes = chunk.value.filter((byte) => byte === PROBE_BYTE).length;
      if (probes > 0 || this.#isAnyProof)
        this.#onProbe?.();
      if (this.rings += chunk.value.length - probes, chunk.value.length > probes)
        onWake();
    }
    if (this.#reader === reader)
      this.#reader = void 0;
  }
  stop() {
    let reader = this.#reader;
    if (this.#reader = void 0, reader !== void 0)
      reader.cancel().catch(ignoreClosed);
    if (this.#fd !== void 0)
      closeQuietly(this.#fd);
    this.#fd = void 0;
  }
  async silence(limitMs) {
    let endMs = performance.now() + limitMs;
    while (isHeard(this.#path) && performance.now() < endMs)
      await Bun.sleep(LOOK_MS2);
  }
  async prove(timeoutMs, signal) {
    let fd = this.#fd;
    if (fd === void 0)
      return !1;
    let heard = new Promise((resolve) => {
      this.#onProbe = resolve;
    });
    this.#isAnyProof = !hasRoom(fd);
    let isHeard = await arrives(heard, timeoutMs, signal);
    return this.#onProbe = void 0, this.#isAnyProof = !1, isHeard;
  }
  isSound() {
    if (this.#fd === void 0 || this.#reader === void 0)
      return !1;
    let now = lstatSync5(this.#path, { throwIfNoEntry: !1 });
    return now?.isFIFO() === !0 && fileIdentity(now) === fileIdentity(fstatSync2(this.#fd));
  }
}
function hasRoom(fd) {
  try {
    return writeSync(fd, new Uint8Array([PROBE_BYTE])), !0;
  } catch (error) {
    if (errorCode(error) !== "EAGAIN")
      throw error;
    return !1;
  }
}
function isHeard(path) {
  try {
    return closeSync2(openSync2(path, constants3.O_WRONLY | constants3.O_NONBLOCK | constants3.O_NOFOLLOW)), !0;
  } catch {
    return !1;
  }
}
function ignoreClosed() {}
function closeQuietly(fd) {
  try {
    closeSync2(fd);
  } catch {
    return;
  }
}
function ensureFifo(path) {
  if (lstatSync5(path, { throwIfNoEntry: !1 })?.isFIFO() === !0)
    return;
  clearPath(path, (stat) => !stat.isFIFO());
  let made = Bun.spawnSync([systemProgram("mkfifo", process.env), "-m", "600", path], {
    stdout: "ignore",
    stderr: "pipe"
  });
  if (made.exitCode === 0 || lstatSync5(path, { throwIfNoEntry: !1 })?.isFIFO() === !0)
    return;
  throw new HiveError("HIVE_QUEUE_UNAVAILABLE", `cannot make the doorbell: ${made.stderr.toString().trim()}`);
}

// src/wake/watch.ts
import { existsSync as existsSync5, rmSync as rmSync3, statSync as statSync2, watch, writeFileSync } from "fs";
import { basename as basename2 } from "path";
var PROBE = ".probe-";

class WatchSource {
  cause = "watch";
  #directory;
  #watcher;
  #identity;
  #onProbe;
  #isBroken = !1;
  events = 0;
  constructor(directory) {
    this.#directory = directory;
  }
  start(onWake) {
    this.stop(), this.#isBroken = !1;
    let watcher = watch(this.#directory, { persistent: !0 }, (_event, filename) => {
      if (this.events += 1, this.#watcher === watcher && this.#isArrival(filename))
        onWake();
    });
    watcher.on("error", () => {
      this.#isBroken = !0, onWake();
    }), this.#watcher = watcher, this.#identity = this.#identityNow();
  }
  #isArrival(filename) {
    if (filename === null)
      return !0;
    let name = String(filename);
    if (name.startsWith(PROBE))
      return this.#onProbe?.(), !1;
    if (existsSync5(`${this.#directory}/${name}`))
      return !0;
    return this.#isBroken ||= name === basename2(this.#directory), this.#isBroken;
  }
  async prove(timeoutMs, signal) {
    let path = `${this.#directory}/${PROBE}${Bun.randomUUIDv7()}`, seen = new Promise((resolve) => {
      this.#onProbe = resolve;
    });
    try {
      return writeFileSync(path, "", { mode: 384 }), await arrives(seen, timeoutMs, signal);
    } finally {
      this.#onProbe = void 0, rmSync3(path, { force: !0 });
    }
  }
  stop() {
    this.#watcher?.close(), this.#watcher = void 0;
  }
  #identityNow() {
    return fileIdentity(statSync2(this.#directory, { throwIfNoEntry: !1 }));
  }
  isSound() {
    return this.#watcher !== void 0 && !this.#isBroken && this.#identityNow() === this.#identity;
  }
}

// src/doctor/finding.ts
var ok = (found) => ({ level: "ok", found }), FIX = "hive doctor --fix", warning = (found, remedy = {}) => ({ level: "warning", found, ...remedy }), problem = (found, remedy = {}) => ({ level: "problem", found, ...remedy });
function together(faults, whenNone) {
  if (faults.length === 0)
    return ok(whenNone);
  let runs = new Set(faults.flatMap(({ run }) => run ?? [])), remedies = new Set(faults.flatMap(({ remedy }) => remedy ?? [])), mends = faults.flatMap(({ mend }) => mend === void 0 ? [] : [mend]);
  return {
    level: faults.some(({ level }) => level === "problem") ? "problem" : "warning",
    found: faults.map(({ found }) => found).join("; "),
    ...runs.size > 0 ? { run: [...runs].join("; ") } : {},
    ...remedies.size > 0 ? { remedy: [...remedies].join("; ") } : {},
    ...mends.length > 0 ? { mend: () => mendAll(mends) } : {}
  };
}
async function mendAll(mends) {
  let done = [];
  for (let mend of mends)
    done.push(await mend());
  return done.join("; ");
}

// src/doctor/events.ts
var TIMEOUT_MS = 1000, DOCTOR_PREFIX = "doctor-";
function makeScratch({ tmp }) {
  let path = `${tmp}/${DOCTOR_PREFIX}${Bun.randomUUIDv7()}`;
  return mkdirSync(path, { mode: 448 }), path;
}
var eventsCheck = {
  name: "events",
  needsQueue: !0,
  run: async ({ paths }) => {
    let scratch = makeScratch(paths);
    try {
      let watch = await silence(new WatchSource(scratch)), doorbell = await silence(new DoorbellSource(`${scratch}/doorbell`)), faults = [];
      if (watch !== null)
        faults.push(warning(`fs.watch: ${watch}: a worker polls here, which costs CPU and time`, {
          remedy: "see the lines on watches and file system"
        }));
      if (doorbell !== null)
        faults.push(warning(`doorbell: ${doorbell}: hive's own entries are not announced`, {
          remedy: "is mkfifo there, and does the file system know FIFOs?"
        }));
      return together(faults, "a probe came through fs.watch and through a FIFO");
    } finally {
      rmSync4(scratch, { recursive: !0, force: !0 });
    }
  }
};
async function silence(source) {
  try {
    return source.start(() => {
      return;
    }), await source.prove(TIMEOUT_MS) ? null : `no event arrives within ${TIMEOUT_MS} ms`;
  } catch (error) {
    return errorMessage(error);
  } finally {
    source.stop();
  }
}

// src/doctor/clock.ts
var TOLERANCE_MS = 2000, clockCheck = {
  name: "clock",
  needsQueue: !0,
  run: (subject) => {
    let faults = [], skewMs = fileClockSkewMs(subject.paths);
    if (Math.abs(skewMs) > TOLERANCE_MS)
      faults.push(warning(`the clock of the file system is ${span(Math.abs(skewMs))} ${skewMs > 0 ? "ahead" : "behind"}`, {
        remedy: "set both clocks (NTP): ages and retries go by them"
      }));
    return faults.push(...futures(subject)), together(faults, "files and this process agree, and nothing comes from the future");
  }
};
function fileClockSkewMs({ tmp }) {
  let path = `${tmp}/${DOCTOR_PREFIX}${Bun.randomUUIDv7()}`, beforeMs = Date.now();
  writeFileSync2(path, "", { mode: 384 });
  let { mtimeMs } = lstatSync6(path), afterMs = Date.now();
  if (unlinkSync(path), mtimeMs > afterMs)
    return mtimeMs - afterMs;
  return mtimeMs < beforeMs ? mtimeMs - beforeMs : 0;
}
function futures({ paths, nowMs, workers }) {
  let limitMs = nowMs + TOLERANCE_MS, faults = [], instances = readdirSync4(paths.instances).filter((name) => Number(readIfThere(`${paths.instances}/${name}`)) > limitMs);
  if (instances.length > 0)
    faults.push(warning(`${count(instances.length, "instance")} took a checkpoint in the future: ${instances.slice(0, 3).join(", ")}`, {
      run: FIX,
      remedy: "the next call then takes one",
      mend: () => {
        for (let name of instances)
          unlinkIfThere(`${paths.instances}/${name}`);
        return `removed ${count(instances.length, "time")} from the future`;
      }
    }));
  let heartbeat = readHeartbeat(paths);
  if (heartbeat !== null && Date.parse(heartbeat.timestamp) > limitMs) {
    let isLive = workers.some(({ isAlive }) => isAlive), found = `the heartbeat is of ${heartbeat.timestamp}, which is to come`, mend = () => (unlinkIfThere(paths.heartbeat), "removed the heartbeat from the future");
    faults.push(isLive ? warning(found, { remedy: "the worker writes another" }) : warning(found, { run: FIX, mend }));
  }
  let entries = readdirSync4(paths.pending).filter((name) => {
    let seq = parseEntryName(name)?.seq ?? "";
    return isOwnSeq(seq) && ownSeqAtMs(seq) > limitMs;
  });
  if (entries.length > 0)
    faults.push(warning(`${count(entries.length, "entry is", "entries are")} from the future: applied last of their priority`, {
      remedy: "nothing: a worker applies them"
    }));
  return faults;
}
function readIfThere(path) {
  return readRegular(path, MAX_NOTE_BYTES) ?? "";
}

// src/doctor/database.ts
import { existsSync as existsSync6, renameSync as renameSync3 } from "fs";

// src/queue/captured.ts
import { closeSync as closeSync3, lstatSync as lstatSync7, readdirSync as readdirSync5, readSync as readSync2 } from "fs";

// src/queue/id-order.ts
var WORDS = 4;
function compareIds(a, atA, b, atB) {
  let index = 0;
  while (index < 3 && a[atA + index] === b[atB + index])
    index += 1;
  return a[atA + index] - b[atB + index];
}
function sortIds(words) {
  let movesLeft = words.length / 4 * 16, hasTwins = !1;
  for (let at = 4;at < words.length; at += 4) {
    let left = words[at - 4], right = words[at];
    if (left < right || left === right && words[at - 4 + 1] < words[at + 1])
      continue;
    let order = compareIds(words, at - 4, words, at);
    if (order === 0)
      hasTwins = !0;
    if (order <= 0)
      continue;
    if (movesLeft -= insert(words, at), movesLeft < 0)
      return withoutTwins(sorted(words));
    hasTwins = !0;
  }
  return hasTwins ? withoutTwins(words) : words;
}
function insert(words, at) {
  let id = words.slice(at, at + 4), to = at - 4;
  while (to > 0 && compareIds(words, to - 4, id, 0) > 0)
    to -= 4;
  return words.copyWithin(to + 4, to, at), words.set(id, to), (at - to) / 4;
}
function sorted(words) {
  let places = Uint32Array.from({ length: words.length / 4 }, (_, place) => place * 4);
  places.sort((a, b) => compareIds(words, a, words, b));
  let inOrder = new Uint32Array(words.length);
  for (let [index, at] of places.entries())
    inOrder.set(words.subarray(at, at + 4), index * 4);
  return inOrder;
}
function withoutTwins(words) {
  let end = Math.min(4, words.length);
  for (let at = 4;at < words.length; at += 4) {
    if (compareIds(words, end - 4, words, at) === 0)
      continue;
    if (end !== at)
      words.copyWithin(end, at, at + 4);
    end += 4;
  }
  return words.subarray(0, end);
}
function between(words, fromMs, toMs) {
  return words.subarray(firstNotBefore(words, fromMs), firstNotBefore(words, toMs + 1));
}
function madeAtMs(words, at) {
  return words[at] * 65536 + (words[at + 1] >>> 16);
}
function firstNotBefore(words, atMs) {
  let low = 0, high = words.length / 4;
  while (low < high) {
    let middle = low + high >>> 1;
    if (madeAtMs(words, middle * 4) < atMs)
      low = middle + 1;
    else
      high = middle;
  }
  return low * 4;
}

// src/queue/id-list.ts
var ID_BYTES = 16, ID_CHARS2 = 36, DASH = 45, NO_DIGIT = 255, DIGITS = new Uint8Array(256).fill(NO_DIGIT);
for (let value = 0;value < 16; value += 1)
  DIGITS[value.toString(16).charCodeAt(0)] = value;
var encoder = /* @__PURE__ */ new TextEncoder;
function wordsOf(bytes) {
  return bytes.swap32(), new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / Uint32Array.BYTES_PER_ELEMENT);
}

class IdList {
  #words;
  #sought = new Uint32Array(WORDS);
  #next = 0;
  constructor(words) {
    this.#words = words;
  }
  get size() {
    return this.#words.length / WORDS;
  }
  find(words, at) {
    return this.#search(words[at], words[at + 1], words[at + 2], words[at + 3]);
  }
  findSpelled(text, at) {
    if (text[at + 8] !== DASH || text[at + 13] !== DASH || text[at + 18] !== DASH || text[at + 23] !== DASH)
      return -1;
    let first = word2(text, at, at + 4), second = word2(text, at + 9, at + 14), third = word2(text, at + 19, at + 24), fourth = word2(text, at + 28, at + 32);
    if (first < 0 || second < 0 || third < 0 || fourth < 0)
      return -1;
    return this.#search(first, second, third, fourth);
  }
  findSeq(seq) {
    return seq.length === ID_CHARS2 ? this.findSpelled(encoder.encode(seq), 0) : -1;
  }
  madeAtMs(place) {
    return madeAtMs(this.#words, place * WORDS);
  }
  seqAt(place) {
    let hex = "";
    for (let word of this.#words.subarray(place * WORDS, (place + 1) * WORDS))
      hex += word.toString(16).padStart(8, "0");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }
  #search(first, second, third, fourth) {
    let words = this.#words, at = this.#next * WORDS;
    if (words[at + 3] === fourth && words[at + 2] === third && words[at + 1] === second && words[at] === first)
      return this.#next += 1, this.#next - 1;
    let sought = this.#sought;
    sought[0] = first, sought[1] = second, sought[2] = third, sought[3] = fourth;
    let low = 0, high = this.size;
    while (low < high) {
      let middle = low + high >>> 1;
      if (compareIds(words, middle * WORDS, sought, 0) < 0)
        low = middle + 1;
      else
        high = middle;
    }
    if (low === this.size || compareIds(words, low * WORDS, sought, 0) !== 0)
      return -1;
    return this.#next = low + 1, low;
  }
}
function word2(text, high, low) {
  let upper = half(text, high), lower = half(text, low);
  return upper < 0 || lower < 0 ? -1 : upper * 65536 + lower;
}
function half(text, at) {
  let a = DIGITS[text[at]], b = DIGITS[text[at + 1]], c = DIGITS[text[at + 2]], d = DIGITS[text[at + 3]];
  return (a | b | c | d) > 15 ? -1 : a << 12 | b << 8 | c << 4 | d;
}

// src/queue/captured.ts
var HOUR_MS = 3600000, CAPTURED = /^\d+\.ids$/, DROPPED = /^\d+\.dropped$/, MAX_JOURNAL_BYTES = 16777216, MAX_TOTAL_BYTES = 16777216, MAX_JOURNALS = 1000;
function readCaptured(paths, sinceMs) {
  let ids = new IdList(between(sortIds(readIds(paths, CAPTURED, sinceMs)), sinceMs, Date.now() + HOUR_MS)), isDropped = new Uint8Array(ids.size), dropped = readIds(paths, DROPPED, sinceMs);
  for (let at = 0;at < dropped.length; at += WORDS) {
    let place = ids.find(dropped, at);
    if (place >= 0)
      isDropped[place] = 1;
  }
  return { ids, isDropped };
}
function capturedIds(paths, sinceMs) {
  let { ids, isDropped } = readCaptured(paths, sinceMs);
  return Array.from(isDropped.keys()).filter((place) => isDropped[place] === 0).map((place) => ids.seqAt(place));
}
function noteDropped(paths, name) {
  let seq = seqOf(name);
  if (seq === null)
    return;
  let journal = journalName(ownSeqAtMs(seq)).replace(/ids$/, "dropped");
  try {
    nodeFiles.append(`${paths.captured}/${journal}`, Uint8Array.fromHex(seq.replaceAll("-", "")));
  } catch {
    return;
  }
}
function seqOf(name) {
  let seq = parseEntryName(name)?.seq.replace(/~\d+$/, "");
  return seq !== void 0 && isOwnSeq(seq) ? seq : null;
}
function readIds(paths, kind, sinceMs) {
  let firstHour = hourOf(journalName(sinceMs)), names = journals(paths, kind).filter((name) => hourOf(name) >= firstHour), found = [], leftBytes = MAX_TOTAL_BYTES;
  for (let name of names.slice(0, MAX_JOURNALS)) {
    let path = `${paths.captured}/${name}`, size = lstatSync7(path, { throwIfNoEntry: !1 })?.size ?? 0, bytes = size - size % ID_BYTES;
    if (bytes > Math.min(leftBytes, MAX_JOURNAL_BYTES))
      continue;
    leftBytes -= bytes, found.push({ path, bytes });
  }
  let all = Buffer.alloc(MAX_TOTAL_BYTES - leftBytes), end = 0;
  for (let { path, bytes } of found)
    end += readJournal(path, all.subarray(end, end + bytes));
  return wordsOf(all.subarray(0, end));
}
function readJournal(path, buffer) {
  let file = openRegular(path);
  if (file === null)
    return 0;
  try {
    let length = readSync2(file.fd, buffer, 0, buffer.length, 0);
    return length - length % ID_BYTES;
  } finally {
    closeSync3(file.fd);
  }
}
function sweepJournals(paths, beforeMs) {
  let swept = 0;
  for (let name of [...journals(paths, CAPTURED), ...journals(paths, DROPPED)]) {
    if ((hourOf(name) + 1) * HOUR_MS > beforeMs)
      continue;
    unlinkIfThere(`${paths.captured}/${name}`), swept += 1;
  }
  return swept;
}
function journals(paths, kind) {
  return readdirSync5(paths.captured, { withFileTypes: !0 }).filter((entry) => entry.isFile() && kind.test(entry.name)).map((entry) => entry.name).toSorted((a, b) => hourOf(a) - hourOf(b));
}
function hourOf(name) {
  return Number.parseInt(name, 10);
}

// src/doctor/database.ts
var LARGE_LOG_BYTES = 268435456, databaseCheck = {
  name: "database",
  needsQueue: !0,
  run: ({ paths, nowMs, storeHealth }) => {
    let [other] = otherStores(paths.root), found = judge(paths, nowMs, storeHealth());
    if (other === void 0 || found.level === "problem")
      return found;
    return warning(`${found.found}; ${otherStoreNote(other)}`, {
      run: "hive adopt",
      remedy: "or delete it, if it is not yours"
    });
  }
};
function judge(paths, nowMs, health) {
  let path = storePath(paths.root);
  if (health.kind === "missing")
    return ok("none yet: a worker makes it");
  if (health.kind === "malformed")
    return malformed(paths, path, health.reason, nowMs);
  if (health.kind === "sound")
    return judgeSound(path, health);
  return warning(`${path} could not be looked at: ${health.reason}`, {
    run: "hive doctor",
    remedy: "when it is free again"
  });
}
function judgeSound(path, health) {
  let { schema, sqliteVersion, bytes, logBytes } = health, found = `sound, ${size(bytes)}, log ${size(logBytes)}, SQLite ${sqliteVersion}`;
  if (schema === "newer")
    return problem(`${found}; a newer hive has written it: no worker of this one starts`, { remedy: "update hive" });
  if (logBytes > LARGE_LOG_BYTES)
    return warning(`${found}: the log is not moved to the database`, {
      run: `fuser ${shellWord(path)}`,
      remedy: "that names what keeps it open for reading: end it"
    });
  if (schema === "current")
    return ok(`${found}, tables of this hive`);
  return ok(`${found}, tables ${schema === "new" ? "not made" : "of an older hive"}: the next worker sees to it`);
}
function malformed(paths, path, reason, nowMs) {
  let found = `${path} is malformed: ${reason}`;
  if (findWorkers(paths).length > 0)
    return problem(`${found}; a worker has it open, so it is left as it is`, {
      run: `hive worker stop --force && ${FIX}`
    });
  return problem(`${found}; what is queued is safe in ${paths.pending}`, {
    run: FIX,
    remedy: "that sets it aside under another name; it is never replaced unasked",
    mend: () => setAside(paths, path, nowMs)
  });
}
function setAside(paths, path, nowMs) {
  if (findWorkers(paths).length > 0)
    throw new HiveError("HIVE_STORE_UNAVAILABLE", "a worker has begun and has the database open: nothing was changed");
  let aside = `${path}.malformed-${new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, "")}`;
  for (let suffix of ["-wal", "-shm", ""])
    if (existsSync6(path + suffix))
      renameSync3(path + suffix, aside + suffix);
  return sweepJournals(paths, Number.POSITIVE_INFINITY), `set aside as ${aside}; to save what can be saved: sqlite3 ${shellWord(aside)} .recover | sqlite3 recovered.db`;
}

// src/doctor/entries.ts
import { lstatSync as lstatSync11, readdirSync as readdirSync9 } from "fs";

// src/worker/status.ts
import { existsSync as existsSync7, lstatSync as lstatSync10 } from "fs";

// src/store/queries.ts
var READER_BUSY_TIMEOUT_MS = 2000, LOG_LINES = 20, LEDGER_LOT_MS = 120000;

class StoreReader {
  #db;
  #kysely;
  constructor(db) {
    this.#db = db, this.#kysely = kyselyOf(db);
  }
  static async open(root) {
    let db = await openSaved(root, READER_BUSY_TIMEOUT_MS);
    return db === null ? null : new StoreReader(db);
  }
  async sessions(limit) {
    return (await this.#sessionQuery().orderBy("sessions.updated_at", "desc").limit(limit).execute()).map(toSummary);
  }
  async session(idOrPrefix) {
    let kysely = this.#kysely, matches = await this.#sessionQuery().where(sql`substr(sessions.id, 1, length(${idOrPrefix})) = ${idOrPrefix}`).execute(), row = matches.find((match) => match.id === idOrPrefix) ?? matches[0];
    if (row === void 0)
      throw new HiveError("HIVE_NOT_FOUND", `no session ${JSON.stringify(idOrPrefix)}`, {
        hint: "list them with: hive sessions"
      });
    if (row.id !== idOrPrefix && matches.length > 1)
      throw new HiveError("HIVE_INVALID_OPTION", `${matches.length} sessions begin with ${JSON.stringify(idOrPrefix)}`, {
        hint: "give more of the id"
      });
    let agents = await kysely.selectFrom("agents").select(["id", "name", "type", "status"]).where(sql`json_extract(iif(json_valid(metadata), metadata, '{}'), '$.sessionId') = ${row.id}`).execute(), log = await kysely.selectFrom("session_logs").select(["timestamp", "log_level as level", "message"]).where("session_id", "=", row.id).orderBy("timestamp", "desc").limit(LOG_LINES).execute(), [latest] = await this.#history(row.id, 1);
    return {
      ...toSummary(row),
      checkpoint: latest?.isOlder === !1 ? latest.checkpoint : documentIn(row.checkpoint_data) ?? latest?.checkpoint ?? null,
      agents: agents.map(({ id, name, type, status }) => ({
        id: asText(id) ?? "",
        name: asText(name) ?? "",
        type: asText(type) ?? "",
        status: asText(status)
      })),
      log: log.map(({ timestamp, level, message }) => ({
        timestamp: asText(timestamp),
        level: asText(level),
        message: asText(message)
      }))
    };
  }
  async history(sessionId) {
    return (await this.#history(sessionId)).map(({ id, createdAt, type, trigger, checkpoint }) => ({ id, createdAt, type, trigger, checkpoint }));
  }
  async#history(sessionId, limit = Number.MAX_SAFE_INTEGER) {
    return (await this.#kysely.selectFrom("hive_checkpoints").select(["id", "created_at_ms", "type", "trigger", "data", "late", "entry_id"]).where("session_id", "=", sessionId).orderBy("created_at_ms", "desc").orderBy("id", "desc").limit(limit).execute()).map(({ id, created_at_ms, type, trigger, data, late, entry_id }) => ({
      id,
      createdAt: timeText(created_at_ms),
      type: asText(type) ?? "",
      trigger: asText(trigger) ?? "",
      checkpoint: entry_id === null ? withoutGit(documentIn(data)) : withLate(documentIn(data), late),
      isOlder: entry_id === null
    }));
  }
  agents() {
    return this.#db.query(`SELECT agent, count(DISTINCT session_id) AS sessions, sum(observations) AS calls, max(last_seen_ms) AS atMs
      FROM hive_instances GROUP BY agent ORDER BY atMs DESC`).all().map(({ atMs, ...row }) => ({ ...row, lastCallAt: timeText(atMs) }));
  }
  *appliedSince(sinceMs) {
    let db = this.#db, first = db.query("SELECT min(applied_at_ms) AS atMs FROM hive_ledger WHERE applied_at_ms > ?"), lot = db.query(`SELECT CAST(group_concat(seq, '') FILTER (WHERE octet_length(seq) = 36) AS BLOB) AS seqs
      FROM hive_ledger WHERE applied_at_ms BETWEEN ? AND ?`);
    for (let lastMs = sinceMs - 1;; ) {
      let atMs = first.get(lastMs).atMs;
      if (atMs === null)
        return;
      lastMs = atMs + LEDGER_LOT_MS;
      let { seqs } = lot.get(atMs, lastMs);
      if (seqs === null)
        continue;
      yield seqs, seqs.buffer.transfer(0);
    }
  }
  close() {
    this.#db.close();
  }
  [Symbol.dispose]() {
    this.close();
  }
  #sessionQuery() {
    return this.#kysely.selectFrom("sessions").leftJoin("instance_sessions as i", "i.session_id", "sessions.id").select([
      "sessions.id",
      "sessions.swarm_name",
      "sessions.objective",
      "sessions.status",
      "sessions.created_at",
      "sessions.updated_at",
      "sessions.checkpoint_data",
      sql`total(i.operation_count)`.as("operations"),
      sql`total(i.checkpoint_count)`.as("checkpoints"),
      sql`count(i.id)`.as("instances"),
      sql`(SELECT agent FROM hive_instances WHERE session_id = sessions.id AND agent IS NOT NULL
          ORDER BY last_seen_ms DESC LIMIT 1)`.as("agent")
    ]).groupBy("sessions.id");
  }
}
function toSummary(row) {
  let checkpoint = documentIn(row.checkpoint_data);
  return {
    id: asText(row.id) ?? "",
    swarmName: asText(row.swarm_name),
    objective: asText(row.objective),
    status: asText(row.status),
    createdAt: asText(row.created_at),
    updatedAt: asText(row.updated_at),
    operations: row.operations,
    checkpoints: row.checkpoints,
    instances: row.instances,
    lastCheckpointAt: asText(checkpoint?.lastAutoCheckpoint),
    lastCheckpointType: asText(checkpoint?.checkpointType),
    agent: asText(row.agent)
  };
}
function asText(value) {
  if (value instanceof Uint8Array)
    return Buffer.from(value).toString("utf8");
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}
function documentIn(text) {
  return typeof text === "string" ? objectIn(text) : null;
}
function withoutGit(checkpoint) {
  if (checkpoint === null)
    return null;
  let { git: _, ...rest } = checkpoint;
  return rest;
}
function withLate(checkpoint, late) {
  let found = typeof late === "string" ? objectIn(late) : null;
  if (checkpoint === null || found === null)
    return checkpoint;
  let parts = { ...checkpoint };
  for (let { kind, field } of PARTS) {
    let data = found[kind], part = parts[field];
    if (isObject(data))
      parts[field] = { ...isObject(part) ? part : {}, ...data };
  }
  return parts;
}

// src/worker/account.ts
import { readdirSync as readdirSync6 } from "fs";
var SETTLED_MS = 2000, LONGEST_BATCH_MS = 60000, UNKNOWN = 0, DROPPED2 = 1, APPLIED = 2, PENDING = 3, FAILED = 4;
async function readAccount(paths, nowMs, sinceMs) {
  let { ids, isDropped } = readCaptured(paths, sinceMs), marks = new Marks(ids, isDropped), lookedAtMs = Date.now();
  if (await marks.findApplied(paths.root, sinceMs), marks.isAnyUnknown())
    marks.findFiles(paths), await marks.findApplied(paths.root, Math.max(sinceMs, lookedAtMs - LONGEST_BATCH_MS));
  if (marks.missing(nowMs).length > 0)
    marks.findFiles(paths), await marks.findApplied(paths.root, 0);
  let [dropped, applied, failed] = marks.counts(), unfound = marks.missing(nowMs), isElsewhere = unfound.length > 0 && otherStores(paths.root).length > 0, missing = isElsewhere ? [] : unfound, captured = ids.size - dropped - (isElsewhere ? unfound.length : 0);
  return { captured, applied, pending: captured - applied - failed - missing.length, failed, missing };
}

class Marks {
  #ids;
  #marks;
  constructor(ids, isDropped) {
    this.#ids = ids, this.#marks = isDropped;
  }
  async findApplied(root, sinceMs) {
    if (!this.isAnyUnknown())
      return;
    using reader = await StoreReader.open(root);
    if (reader === null)
      return;
    for (let seqs of reader.appliedSince(sinceMs))
      for (let at = 0;at < seqs.length; at += ID_CHARS2)
        this.#mark(this.#ids.findSpelled(seqs, at), APPLIED);
  }
  findFiles(paths) {
    this.#markFiles(claimedFiles(paths), PENDING), this.#markFiles(readdirSync6(paths.pending), PENDING), this.#markFiles(claimedFiles(paths), PENDING), this.#markFiles(readdirSync6(paths.failed), FAILED);
  }
  isAnyUnknown() {
    return this.#marks.includes(UNKNOWN);
  }
  counts() {
    let counts = new Uint32Array(FAILED + 1);
    for (let place = 0;place < this.#marks.length; place += 1)
      counts[this.#marks[place]] += 1;
    return [counts[DROPPED2], counts[APPLIED], counts[FAILED]];
  }
  missing(nowMs) {
    let seqs = [];
    for (let place = this.#marks.indexOf(UNKNOWN);place >= 0; place = this.#marks.indexOf(UNKNOWN, place + 1))
      if (nowMs - this.#ids.madeAtMs(place) > SETTLED_MS)
        seqs.push(this.#ids.seqAt(place));
    return seqs;
  }
  #markFiles(files, mark) {
    for (let file of files) {
      let seq = seqOf(file.slice(file.lastIndexOf("/") + 1));
      if (seq !== null)
        this.#mark(this.#ids.findSeq(seq), mark);
    }
  }
  #mark(place, mark) {
    if (place >= 0 && this.#marks[place] === UNKNOWN)
      this.#marks[place] = mark;
  }
}

// src/worker/odd-files.ts
import { lstatSync as lstatSync9, readdirSync as readdirSync8 } from "fs";

// src/queue/dead-letters.ts
import { linkSync, lstatSync as lstatSync8, readdirSync as readdirSync7, renameSync as renameSync4, rmSync as rmSync5, unlinkSync as unlinkSync2 } from "fs";
var MAX_LETTER_DEPTH = MAX_DEPTH + 1;
function createUnique(paths, directory, text, durability, nameOf, isSame) {
  let temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  nodeFiles.create(temporary, text);
  try {
    if (durability === "power")
      nodeFiles.sync(temporary);
    for (let attempt = 0;; attempt += 1) {
      let name = nameOf(attempt);
      try {
        linkSync(temporary, `${directory}/${name}`);
      } catch (error) {
        if (errorCode(error) !== "EEXIST")
          throw error;
        if (!isSame(`${directory}/${name}`))
          continue;
        renameSync4(temporary, `${directory}/${name}`);
      }
      if (durability === "power")
        nodeFiles.sync(directory);
      return name;
    }
  } finally {
    unlinkIfThere(temporary);
  }
}
function letterOf(text, name, isProved) {
  try {
    let value = JSON.parse(text);
    if (!isDeadLetter(value) || isDeeperThan(value, MAX_LETTER_DEPTH, text))
      return null;
    let { [SEAL]: _, ...letter } = value;
    return { ...letter, name, is_untrusted: !isProved };
  } catch {
    return null;
  }
}
function isDeadLetter(value) {
  if (!isObject(value) || !isObject(value.reason))
    return !1;
  let { entry_id, reason, attempts, failed_at, entry } = value;
  return typeof entry_id === "string" && typeof reason.code === "string" && typeof reason.message === "string" && typeof attempts === "number" && typeof failed_at === "string" && (entry === null || isObject(entry));
}
var LONGEST_ESCAPE = 6, LETTER_OVERHEAD_BYTES = 65536, MAX_UTF8_BYTES = 3;
function maxLetterBytes(maxEntryBytes) {
  return maxEntryBytes * LONGEST_ESCAPE + LETTER_OVERHEAD_BYTES;
}
var keptName = (name, entryId) => `${shortened(name)}.${Bun.hash(entryId).toString(16)}.orig`, KEPT_NAME = /^\d+_[0-9a-f]+\.([0-9a-f]+)\.orig$/;
function keptOf({ entry_id: id, kept_as: kept }) {
  return (typeof kept === "string" ? KEPT_NAME.exec(kept)?.[1] : void 0) === Bun.hash(id).toString(16) ? kept : null;
}
var MAX_SWEPT_BYTES = 33554432, encoder2 = /* @__PURE__ */ new TextEncoder;

class DeadLetters {
  #paths;
  #durability;
  #key;
  #maxLetterBytes;
  constructor(paths, { durability, key, maxEntryBytes = DEFAULTS.maxEntryBytes }) {
    this.#paths = paths, this.#durability = durability, this.#key = key, this.#maxLetterBytes = maxLetterBytes(maxEntryBytes);
  }
  bury(source, name, letter, { keepsFile, isProved } = {}) {
    let { failed } = this.#paths, kept = keepsFile === !0 ? keptName(name, letter.entry_id) : void 0, plain = this.#textOf({ ...letter, ...kept === void 0 ? {} : { kept_as: kept } }), text = resealed(plain, isProved === !0, this.#key, "letter"), isSame = (existing) => isRegularFile(existing) && this.#letterAt(existing, "")?.entry_id === letter.entry_id;
    if (createUnique(this.#paths, failed, text, this.#durability, (attempt) => numbered(name, attempt), isSame), kept === void 0)
      unlinkIfThere(source);
    else
      renameSync4(source, `${failed}/${kept}`);
  }
  names() {
    return readdirSync7(this.#paths.failed, { withFileTypes: !0 }).filter((file) => file.isFile() && file.name.endsWith(".json") && !file.name.startsWith(".")).map((file) => file.name).toSorted();
  }
  read(name) {
    let path = this.#pathOf(name), text = readRegular(path, this.#maxLetterBytes), letter = text === null ? null : this.#letterIn(text, name);
    if (letter !== null)
      return letter;
    let { size, mtime } = lstatSync8(path), message = text === null ? `not read: it has ${size} bytes` : "written by another program, no reason recorded";
    return {
      name,
      entry_id: name,
      reason: { code: "UNKNOWN", message },
      attempts: 0,
      failed_at: mtime.toISOString(),
      entry: null,
      is_untrusted: !0,
      ...text === null ? {} : { raw: text, raw_encoding: "utf8" }
    };
  }
  #letterAt(path, name) {
    let text = readRegular(path, this.#maxLetterBytes);
    return text === null ? null : this.#letterIn(text, name);
  }
  #letterIn(text, name) {
    return letterOf(text, name, isSealed(encoder2.encode(text), this.#key, "letter"));
  }
  #textOf(letter) {
    let text = JSON.stringify(letter, null, 2);
    return text.length * MAX_UTF8_BYTES <= this.#maxLetterBytes ? text : JSON.stringify(letter);
  }
  requeue(name) {
    let path = this.#pathOf(name), { ino } = lstatSync8(path), letter = this.read(name);
    if (letter.entry === null)
      throw new HiveError("HIVE_INVALID_ENTRY", `${name} holds no entry that could be applied`, {
        hint: `look at it with: hive failed show ${name}`
      });
    let { not_before_ms: _, ...entry } = letter.entry, revived = JSON.stringify({ ...entry, retries: 0, hive_id: letter.entry_id }), pendingName = parseEntryName(name) === null ? `${shortened(name)}.json` : name, created = createUnique(this.#paths, this.#paths.pending, resealed(revived, !letter.is_untrusted, this.#key, "entry"), this.#durability, (attempt) => numbered(pendingName, attempt), () => !1);
    return this.#remove(name, path, ino), created;
  }
  drop(name) {
    let path = this.#pathOf(name);
    noteDropped(this.#paths, name), this.#remove(name, path);
  }
  #remove(name, path, inode) {
    let kept = keptOf(this.read(name));
    if (inode !== void 0 && lstatSync8(path).ino !== inode)
      return;
    if (kept !== null)
      rmSync5(`${this.#paths.failed}/${kept}`, { recursive: !0, force: !0 });
    unlinkSync2(path);
  }
  sweep(olderThanMs, nowMs) {
    let swept = 0, bytes = 0;
    for (let name of this.names()) {
      let path = `${this.#paths.failed}/${name}`, stat = lstatSync8(path, { throwIfNoEntry: !1 });
      if (stat === void 0 || nowMs - stat.mtimeMs < olderThanMs)
        continue;
      if (bytes += stat.size, bytes > MAX_SWEPT_BYTES)
        break;
      if (this.#letterAt(path, name) === null)
        continue;
      try {
        this.drop(name), swept += 1;
      } catch (error) {
        if (errorCode(error) !== "ENOENT" && errorCode(error) !== "HIVE_NOT_FOUND")
          throw error;
      }
    }
    return swept;
  }
  #pathOf(name) {
    let path = `${this.#paths.failed}/${name}`;
    if (!name.includes("/") && isRegularFile(path))
      return path;
    throw new HiveError("HIVE_NOT_FOUND", `no dead letter ${JSON.stringify(name)}`, {
      hint: "list them with: hive failed list"
    });
  }
}
function isRegularFile(path) {
  return lstatSync8(path, { throwIfNoEntry: !1 })?.isFile() === !0;
}

// src/worker/odd-files.ts
var MAX_PERMIT_BYTES = 64, MAX_NAMES = 2000, SHOWN2 = 3;
function findOddFiles(paths, maxEntryBytes) {
  let { root, queue, heartbeat, workers, captured, instances, failed } = paths, odd = [
    ...tooLarge([heartbeat], MAX_HEARTBEAT_BYTES),
    ...tooLarge([`${queue}/.room`], MAX_PERMIT_BYTES),
    ...tooLarge([gatePath(paths)], MAX_GATE_BYTES),
    ...tooLarge([`${root}/hook.log`, `${root}/logs/worker.log`], Number.POSITIVE_INFINITY),
    ...[`${workers}/background`, ...named(workers, ".lock")].filter(isNoLockAt),
    ...tooLarge(named(workers, ".json"), MAX_HEARTBEAT_BYTES),
    ...tooLarge([...named(captured, ".ids"), ...named(captured, ".dropped")], MAX_JOURNAL_BYTES),
    ...tooLarge(named(instances, ".json"), MAX_HEARTBEAT_BYTES),
    ...tooLarge(named(failed, ".json"), maxLetterBytes(maxEntryBytes))
  ];
  if (odd.length === 0)
    return [];
  let shown = odd.slice(0, SHOWN2).map((path) => path.slice(root.length + 1)), rest = odd.length > SHOWN2 ? ` and ${odd.length - SHOWN2} more` : "";
  return [`not made by hive, and not read: ${shown.join(", ")}${rest} in ${root}`];
}
function named(directory, ending) {
  return readdirSync8(directory).filter((name) => name.endsWith(ending) && !name.startsWith(".")).slice(0, MAX_NAMES).map((name) => `${directory}/${name}`);
}
function tooLarge(files, maxBytes) {
  return files.filter((path) => {
    let stat = lstatSync9(path, { throwIfNoEntry: !1 });
    return stat !== void 0 && (!stat.isFile() || stat.size > maxBytes);
  });
}
function isNoLockAt(path) {
  let stat = lstatSync9(path, { throwIfNoEntry: !1 });
  return stat !== void 0 && isNoLock(stat);
}

// src/worker/writable.ts
import { accessSync, constants as constants4, statfsSync } from "fs";
function findWriteProblems(paths) {
  return [...queueDirectories(paths).flatMap((path) => {
    try {
      return accessSync(path, constants4.R_OK | constants4.W_OK | constants4.X_OK), [];
    } catch (error) {
      return [`${path} cannot be written: ${errorCode(error) ?? "unknown"}`];
    }
  }).slice(0, 1), ...isFull(paths.queue) ? ["the file system of the queue is full"] : []];
}
function isFull(path) {
  let { bavail, ffree, files } = statfsSync(path);
  return bavail === 0 || ffree === 0 && files > 0;
}

// src/worker/status.ts
var HOUR_MS2 = 3600000, DAY_MS = 24 * HOUR_MS2, MANY_STARTS = 3;
async function readStatus(root, nowMs, config) {
  let paths = queuePaths(root);
  if (!isQueueMade(paths))
    return emptyStatus(root, isAwaitingFirstCall(paths) ? [] : [noQueue(paths)]);
  try {
    return await look(paths, nowMs, config);
  } catch (error) {
    if (!isSystemFault(error))
      throw error;
    return emptyStatus(root, [...findWriteProblems(paths), `the queue cannot be read: ${errorMessage(error)}`]);
  }
}
function noQueue(paths) {
  let wrong = queueDirectories(paths).find((path) => !isDirectory(path, path === paths.root)) ?? paths.queue;
  if (!Store2.exists(paths.root) && !isThere(wrong))
    return "there is no queue here: nothing has been saved yet; hive setup --check says whether the hook is called";
  return `there is no queue here: ${wrong} is missing or no directory; hooks save to the database meanwhile`;
}
var isThere = (path) => lstatSync10(path, { throwIfNoEntry: !1 }) !== void 0, isAwaitingFirstCall = ({ root, queue }) => existsSync7(root) && !isThere(queue) && !Store2.exists(root);
async function look(paths, nowMs, config) {
  let { root } = paths, workers = findWorkers(paths), heartbeat = workers.find((worker) => worker.heartbeat !== null)?.heartbeat ?? readHeartbeat(paths), sinceMs = nowMs - Math.min(DAY_MS, config.ledgerRetentionHours * HOUR_MS2), { account, agents, storeProblem } = await readStoreIfSound(paths, nowMs, sinceMs), depth = measureDepth(paths, nowMs), starts = readGate(paths), stuck = findStuck(paths, workers, config.stuckAfterSeconds * 1000, nowMs), found = problemsOf({ workers, stuck, starts, depth, missing: account?.missing ?? [], nowMs }), odd = findOddFiles(paths, config.maxEntryBytes), problems = [.../* @__PURE__ */ new Set([...findWriteProblems(paths), ...storeProblem, ...found, ...odd])], notes = notesOf(root), isHealthy = problems.length === 0;
  return { version: 1, root, isHealthy, problems, notes, workers, heartbeat, starts, depth, account, agents };
}
function emptyStatus(root, problems) {
  return {
    version: 1,
    root,
    isHealthy: problems.length === 0,
    problems,
    notes: notesOf(root),
    workers: [],
    heartbeat: null,
    starts: null,
    depth: { pending: 0, processing: 0, failed: 0, temporary: 0, oldestAgeMs: null },
    account: { captured: 0, applied: 0, pending: 0, failed: 0, missing: [] },
    agents: []
  };
}
function notesOf(root) {
  try {
    return otherStores(root).map(otherStoreNote);
  } catch (error) {
    if (!isStoreUnavailable(error))
      throw error;
    return [];
  }
}
function readGate(paths) {
  let path = gatePath(paths), gate = parseGate(readRegular(path, MAX_GATE_BYTES));
  return gate === null || gate.starts === 0 ? null : gate;
}
async function readStoreIfSound(paths, nowMs, sinceMs) {
  try {
    return { account: await readAccount(paths, nowMs, sinceMs), agents: await readAgents(paths.root), storeProblem: [] };
  } catch (error) {
    if (!isStoreUnavailable(error) && errorCode(error) !== "HIVE_MIGRATION")
      throw error;
    let problem = `the store cannot be read, nothing is applied: ${errorMessage(error)}; see hive doctor`;
    return { account: null, agents: [], storeProblem: [problem] };
  }
}
async function readAgents(root) {
  using reader = await StoreReader.open(root);
  return reader?.agents() ?? [];
}
function problemsOf({ workers, stuck, starts, depth, missing, nowMs }) {
  let problems = [], isRunning = workers.length > 0;
  if (!isRunning && starts !== null && starts.starts >= MANY_STARTS) {
    let again = starts.untilMs > nowMs ? `; none is started for ${Math.ceil((starts.untilMs - nowMs) / 1000)} s` : "";
    problems.push(`a worker was started ${starts.starts} times and did not last${again}: see hive worker logs`);
  }
  if (!isRunning && depth.pending > 0)
    problems.push(`${count(depth.pending, "entry is", "entries are")} waiting and no worker runs: hive worker start`);
  for (let { id } of stuck)
    problems.push(`worker ${id} takes no entry although some are waiting: hive worker restart --force`);
  if (depth.failed > 0)
    problems.push(`${count(depth.failed, "dead letter", "dead letters")}: look at them with: hive failed list`);
  if (missing.length > 0)
    problems.push(`${count(missing.length, "entry was", "entries were")} enqueued and ${missing.length === 1 ? "is" : "are"} nowhere`);
  for (let { heartbeat } of workers) {
    if (heartbeat === null)
      continue;
    if (heartbeat.fallback_reason !== null)
      problems.push(`the worker polls: ${heartbeat.fallback_reason}`);
    if (heartbeat.queue_error !== null)
      problems.push(`the queue cannot be read or written: ${heartbeat.queue_error}`);
    if (heartbeat.store_error !== null)
      problems.push(`the store cannot be written: ${heartbeat.store_error}`);
    if (heartbeat.mode === "event" && heartbeat.doorbell === "failed")
      problems.push("the doorbell cannot be heard");
  }
  return problems;
}

// src/doctor/entries.ts
var STUCK_MS = 60000, NEAR_LIMIT_SHARE = 0.8, SAMPLED_FILES = 1000, SHOWN3 = 10, backlogCheck = {
  name: "backlog",
  needsQueue: !0,
  run: ({ paths, nowMs, workers, config: { maxPending, maxPendingBytes } }) => {
    let { pending, processing, oldestAgeMs } = measureDepth(paths, nowMs), bytes = estimateBytes(paths.pending, pending), oldest = oldestAgeMs === null ? "" : `, the oldest for ${span(oldestAgeMs)}`, found = `${pending} pending (about ${size(bytes)}), ${processing} claimed${oldest}`, share = Math.max(pending / maxPending, bytes / maxPendingBytes), run = workers.some(({ isAlive }) => isAlive) ? "hive worker logs" : "hive worker start";
    if (share >= 1)
      return problem(`${found}: the queue is full (maxPending ${maxPending}, maxPendingBytes ${maxPendingBytes})`, {
        run
      });
    if ((oldestAgeMs ?? 0) > STUCK_MS && workers.some(({ isAlive }) => isAlive))
      return problem(`${found}, although a worker runs`, { run });
    if (share >= NEAR_LIMIT_SHARE)
      return warning(`${found}: ${Math.round(share * 100)} % of what it may hold`, { run });
    return ok(found);
  }
};
function estimateBytes(directory, entries) {
  if (entries === 0)
    return 0;
  let sample = readdirSync9(directory).slice(0, SAMPLED_FILES);
  if (sample.length === 0)
    return 0;
  return sample.map((name) => lstatSync11(`${directory}/${name}`, { throwIfNoEntry: !1 })?.size ?? 0).reduce((sum, value) => sum + value, 0) / sample.length * entries;
}
var deadLettersCheck = {
  name: "dead letters",
  needsQueue: !0,
  run: ({ paths, nowMs, config: { deadLetterRetentionDays } }) => {
    let { failed } = measureDepth(paths, nowMs);
    if (failed === 0)
      return ok("none");
    return problem(`${count(failed, "entry was", "entries were")} given up; kept for ${deadLetterRetentionDays} days`, {
      run: "hive failed list",
      remedy: "then hive failed retry, or hive failed drop"
    });
  }
}, accountCheck = {
  name: "account",
  needsQueue: !0,
  run: async (subject) => {
    let account = await readAccount2(subject);
    if (typeof account === "string")
      return warning(`what was captured cannot be compared with the store: ${account}`, {
        remedy: "see the line on database"
      });
    let { captured, applied, pending, failed, missing } = account, sum = `captured ${captured} = applied ${applied} + pending ${pending} + failed ${failed} + missing ${missing.length}`;
    if (missing.length === 0)
      return ok(`${sum}, in the last 24 h`);
    let rest = missing.length > SHOWN3 ? ` and ${missing.length - SHOWN3} more` : "";
    return problem(`${sum}: lost, or deleted by hand: ${missing.slice(0, SHOWN3).join(", ")}${rest}`, {
      run: "hive worker logs --lines 1000",
      remedy: "look at that time; they leave the account after a day"
    });
  }
};
async function readAccount2({ paths, nowMs, config, storeHealth }) {
  let health = storeHealth();
  if (health.kind === "malformed" || health.kind === "unreadable")
    return health.reason;
  try {
    return (await readStatus(paths.root, nowMs, config)).account ?? "it cannot be read";
  } catch (error) {
    if (!["HIVE_STORE_UNAVAILABLE", "HIVE_MIGRATION"].includes(errorCode(error) ?? "") && !isSqlite(error))
      throw error;
    return errorMessage(error);
  }
}
var isSqlite = (error) => errorCode(error)?.startsWith("SQLITE_") === !0;

// src/doctor/file-system.ts
import { existsSync as existsSync8, readFileSync, realpathSync, statfsSync as statfsSync2, statSync as statSync3 } from "fs";
var SHARED2 = /^(nfs\d?|cifs|smb\w*|smbfs|9p|drvfs|afs|ceph|lustre|gfs2|ocfs2|virtiofs|vboxsf|vmhgfs|prl_fs|fuse\..*(sshfs|glusterfs|s3fs|rclone|vmhgfs|portal).*|davfs|afpfs|webdav)$/, LOCAL_REMEDY = "move the state to a local disk: HIVE_ROOT in the agent's environment names it";
function fileSystemType(path, mounts) {
  let best = { length: -1, type: null };
  for (let line of mounts.split(`
`)) {
    let words = line.split(" "), separator = words.indexOf("-");
    if (separator < 0)
      continue;
    let point = words[4].replaceAll(/\\(\d{3})/g, (_, octal) => String.fromCodePoint(Number.parseInt(octal, 8))), prefix = point === "/" ? "/" : `${point}/`;
    if (`${path}/`.startsWith(prefix) && prefix.length >= best.length)
      best = { length: prefix.length, type: words[separator + 1] };
  }
  return best.type;
}
function judgeType(type) {
  if (type === null)
    return ok("its type is not known on this platform; the check of the events says whether it will do");
  if (!SHARED2.test(type))
    return ok(type);
  return warning(`${type}, which may be shared with another machine: neither events nor SQLite's locks can be relied on`, {
    remedy: LOCAL_REMEDY
  });
}
var MOUNTS = "/proc/self/mountinfo", fileSystemCheck = {
  name: "file system",
  needsQueue: !0,
  run: ({ paths }) => {
    let type = existsSync8(MOUNTS) ? fileSystemType(realpathSync(paths.pending), readFileSync(MOUNTS, "utf8")) : null, faults = [], judged = judgeType(type);
    if (judged.level !== "ok")
      faults.push(judged);
    let devices = [paths.tmp, paths.pending, paths.processing, paths.failed].map((path) => statSync3(path).dev);
    if (new Set(devices).size > 1)
      faults.push(problem("the directories of the queue are on several file systems: nothing can be renamed", {
        remedy: `let all of ${paths.queue} be on one`
      }));
    return together(faults, judged.found);
  }
}, SCARCE_BYTES = 1073741824, FULL_BYTES = 67108864, SCARCE_FILES = 1e4, diskCheck = {
  name: "disk",
  needsQueue: !0,
  run: ({ paths }) => judgeSpace(statfsSync2(paths.root))
};
function judgeSpace(stats) {
  let bytes = stats.bavail * stats.bsize, hasLimit = stats.files > 0, files = hasLimit ? `, ${stats.ffree} more files` : "", found = `room for ${size(bytes)}${files}`, remedy = "make room on the disk";
  if (bytes < FULL_BYTES || hasLimit && stats.ffree === 0)
    return problem(found, { remedy: "make room on the disk" });
  if (bytes < SCARCE_BYTES || hasLimit && stats.ffree < SCARCE_FILES)
    return warning(found, { remedy: "make room on the disk" });
  return ok(found);
}

// src/doctor/git.ts
import { dirname as dirname5, join as join6, relative } from "path";

// src/worker/enrich/git-view.ts
import { mkdirSync as mkdirSync2, mkdtempSync as mkdtempSync2, readdirSync as readdirSync10, rmSync as rmSync6, symlinkSync, writeFileSync as writeFileSync3 } from "fs";
import { tmpdir as tmpdir2 } from "os";
import { dirname as dirname4, join as join5 } from "path";

// src/worker/isolate/run-within.ts
var running = /* @__PURE__ */ new Set;
function endRunning() {
  for (let pid of running)
    killGroup(pid);
}
async function runWithin(command, limits) {
  let { cwd, env, stdin, deadlineMs, maxBytes, expected = [0] } = limits, name = command[0].slice(command[0].lastIndexOf("/") + 1), child = Bun.spawn([...command], {
    cwd,
    env: { ...env },
    stdin: Buffer.from(stdin),
    stdout: "pipe",
    stderr: "ignore",
    detached: !0
  });
  running.add(child.pid);
  let isLate = !1, timer = setTimeout(() => {
    isLate = !0, killGroup(child.pid);
  }, Math.max(0, deadlineMs - performance.now()));
  try {
    let output = await readAtMost(child.stdout, maxBytes);
    if (output === null)
      throw Error(`${name} printed more than ${maxBytes} bytes`);
    let exitCode = await child.exited;
    if (isLate)
      throw Error(`${name} took too long`);
    if (!expected.includes(exitCode))
      throw Error(`${name} ended with ${exitCode}`);
    return { output };
  } finally {
    if (clearTimeout(timer), child.exitCode === null && child.signalCode === null)
      killGroup(child.pid);
    await child.exited, running.delete(child.pid);
  }
}
async function readAtMost(stream, maxBytes) {
  let chunks = [], bytes = 0;
  for await (let chunk of stream) {
    if (bytes += chunk.length, bytes > maxBytes)
      return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
function killGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    return;
  }
}

// src/worker/enrich/git-view.ts
var MAX_OUTPUT_BYTES = 4194304, USERS = ["config", "--null", "--get-regexp", "^core[.]"];

class GitView {
  #directory;
  #git;
  #tree;
  #flags;
  #env;
  #users;
  constructor(tree, head, config, project) {
    let git = programPath("git", process.env, project);
    if (git === null)
      throw Error("there is no git on the PATH");
    this.#git = git, this.#directory = mkdtempSync2(join5(tmpdir2(), "hive-git-")), this.#tree = tree, this.#flags = comparingFlags(config), this.#env = {
      PATH: safePath(process.env, project),
      LC_ALL: "C",
      GIT_DIR: this.#directory,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_OPTIONAL_LOCKS: "0",
      GIT_NO_REPLACE_OBJECTS: "1",
      GIT_NO_LAZY_FETCH: "1",
      GIT_TERMINAL_PROMPT: "0",
      GIT_ALLOW_PROTOCOL: "none",
      GIT_TRACE2: "0",
      GIT_TRACE2_EVENT: "0",
      GIT_TRACE2_PERF: "0"
    };
    try {
      this.#fill(head, gitSetting(config, "extensions.objectformat"));
    } catch (error) {
      throw this[Symbol.dispose](), error;
    }
  }
  #fill(head, format) {
    let { gitDirectory, commonDirectory } = this.#tree, own = (name) => join5(this.#directory, name);
    mkdirSync2(own("refs")), mkdirSync2(own("info")), writeFileSync3(own("HEAD"), `${head ?? "ref: refs/heads/none"}
`);
    let isSha256 = format?.toLowerCase() === "sha256", extensions = isSha256 ? `[extensions]
	objectFormat = sha256
` : "";
    writeFileSync3(own("config"), `[core]
	repositoryformatversion = ${isSha256 ? 1 : 0}
	bare = false
${extensions}`);
    for (let name of ["info/exclude", "info/attributes"]) {
      let text = readGitFile(join5(commonDirectory, name));
      if (text !== void 0)
        writeFileSync3(own(name), text);
    }
    for (let name of readdirSync10(gitDirectory).filter((found) => /^sharedindex\.[0-9a-f]+$/.test(found)))
      symlinkSync(join5(gitDirectory, name), own(name));
  }
  async run(args, deadlineMs, stdin = "") {
    let { worktree, gitDirectory, commonDirectory } = this.#tree;
    return this.#users ??= this.#usersFlags(deadlineMs), await this.#start([...await this.#users, ...this.#flags, ...args], deadlineMs, stdin, {
      HOME: this.#directory,
      XDG_CONFIG_HOME: this.#directory,
      GIT_WORK_TREE: worktree,
      GIT_INDEX_FILE: join5(gitDirectory, "index"),
      GIT_OBJECT_DIRECTORY: join5(commonDirectory, "objects")
    });
  }
  #start(args, deadlineMs, stdin, env) {
    return runWithin([this.#git, ...args], {
      cwd: this.#tree.worktree,
      env: { ...this.#env, ...env },
      stdin,
      deadlineMs,
      maxBytes: MAX_OUTPUT_BYTES
    });
  }
  async#usersFlags(deadlineMs) {
    let state = join5(this.#tree.worktree, ".hive-mind"), home = homeOf2(process.env, state), xdg = dirname4(ownDirectory2("config", process.env, state) ?? join5(home, ".config/hive")), { GIT_CONFIG_NOSYSTEM: _, ...env } = this.#env, { output } = await runWithin([this.#git, ...USERS], {
      cwd: "/",
      env: { ...env, HOME: home, XDG_CONFIG_HOME: xdg },
      stdin: "",
      deadlineMs,
      maxBytes: MAX_OUTPUT_BYTES,
      expected: [0, 1]
    }), settings = new Map(output.split("\x00").map((record) => pairOf(record))), ignored = settings.get("core.excludesfile")?.replace(/^~(?=\/)/, home) ?? join5(xdg, "git/ignore"), config = [...settings].map(([key, value]) => `${key.slice(5)} = ${value}`).join(`
`);
    return ["-c", `core.excludesFile=${ignored}`, ...comparingFlags(`[core]
${config}`)];
  }
  [Symbol.dispose]() {
    try {
      rmSync6(this.#directory, { recursive: !0, force: !0 });
    } catch (error) {
      if (errorCode(error) === void 0)
        throw error;
    }
  }
}
function pairOf(record) {
  let end = record.indexOf(`
`);
  return end < 0 ? [record, "true"] : [record.slice(0, end), record.slice(end + 1).split(`
`)[0]];
}

// src/doctor/git.ts
var TIMEOUT_MS2 = 5000, WRITTEN = /^(?:hive\.db|hook\.log|queue$|instances$|logs$|setup$)/, gitCheck = {
  name: "git",
  needsQueue: !1,
  run: async ({ paths: { root } }) => {
    let tree = findGitTree(dirname5(root));
    if (tree === null || headOf(tree) === null)
      return ok("the state is in no git tree of this user's");
    let listed = await trackedNames(root, tree).catch((error) => errorMessage(error));
    if (typeof listed === "string")
      return warning(`whether git tracks the state is not known: ${listed}`);
    if (listed.length > 0) {
      let files = listed.map((name) => shellWord(join6(root, name))).join(" ");
      return problem(`git tracks ${listed.join(", ")} of ${root}: a commit takes what hive writes there`, {
        run: `git -C ${shellWord(tree.worktree)} rm -r -q --cached -- ${files}`,
        remedy: "that leaves the files where they are; commit it"
      });
    }
    return ok(isKeptOutOfGit2(root) ? "git takes nothing of the state" : "git tracks nothing of the state");
  }
};
async function trackedNames(root, tree) {
  let config = readGitFile(join6(tree.commonDirectory, "config")) ?? "";
  using view = new GitView(tree, null, config, dirname5(root));
  let from = relative(tree.worktree, root), { output } = await view.run(["ls-files", "-z", "--", from], performance.now() + TIMEOUT_MS2), names = output.split("\x00").map((path) => path.slice(from.length + 1).split("/")[0]);
  return [...new Set(names)].filter((name) => WRITTEN.test(name));
}

// src/doctor/hook-log.ts
import { tmpdir as tmpdir3, userInfo } from "os";
var hookLogCheck = {
  name: "hook log",
  needsQueue: !1,
  run: ({ paths, env, nowMs }) => {
    let lines = [`${paths.root}/hook.log`, `${env.TMPDIR || tmpdir3()}/hive-hook-${userInfo().uid}.log`].flatMap((path) => tail(path).map((text) => ({ path, ...parseLine(text) }))), recent = lines.filter(({ atMs }) => Math.abs(nowMs - atMs) < RECENT_MS).toSorted((a, b) => a.atMs - b.atMs), last = recent.at(-1);
    if (last === void 0)
      return ok(lines.length === 0 ? "no failure of the hook" : "no failure of the hook in the last 24 h");
    let places = [...new Set(recent.map(({ path }) => shellWord(path)))].join(" "), age = span(Math.max(0, nowMs - last.atMs));
    return warning(`${count(recent.length, "failure")} of the hook in the last 24 h, the last ${age} ago: ${quoted(last.message, MESSAGE_CHARS)}`, {
      run: `cat ${places}`,
      remedy: "then delete what is read"
    });
  }
}, RECENT_MS = 86400000, TAIL_BYTES = 65536, MESSAGE_CHARS = 200;
function parseLine(line) {
  let [time = ""] = line.split(" ", 1);
  return { atMs: Date.parse(time), message: line.slice(time.length + 1) };
}
var tail = (path) => (readTail(path, TAIL_BYTES) ?? "").split(`
`).filter((line) => line !== "");

// src/doctor/leftovers.ts
import { existsSync as existsSync9, lstatSync as lstatSync12, readdirSync as readdirSync11, rmSync as rmSync7 } from "fs";
var SHOWN4 = 5, deadWorkersCheck = {
  name: "dead workers",
  needsQueue: !0,
  run: ({ paths, workers }) => {
    let dead = workers.filter(({ isAlive }) => !isAlive).map(({ id }) => id);
    if (dead.length === 0)
      return ok("none has left anything");
    let claims = dead.reduce((sum, id) => sum + claimsOf(paths, id), 0);
    return warning(`${some(dead)} left files${claims === 0 ? "" : ` and ${count(claims, "claimed entry", "claimed entries")}`}`, {
      run: FIX,
      remedy: "the next worker does it too",
      mend: () => {
        let recovered = recover(paths, (id) => ProcessLock.take(lockPath(paths, id), !1));
        for (let id of dead)
          removeFiles(paths, id);
        return `put ${count(recovered.length, "entry", "entries")} back, removed the files of ${count(dead.length, "dead worker")}`;
      }
    });
  }
}, some = (ids) => ids.slice(0, SHOWN4).join(", ") + (ids.length > SHOWN4 ? ` and ${ids.length - SHOWN4} more` : ""), claimsOf = ({ processing }, id) => existsSync9(`${processing}/${id}`) ? readdirSync11(`${processing}/${id}`).length : 0;
function removeFiles(paths, id) {
  let path = lockPath(paths, id), hasLock = isLockFile(path), lock = hasLock ? ProcessLock.take(path, !1) : null;
  if (hasLock && lock === null)
    return;
  try {
    for (let own of [reportPath(paths, id), path])
      clearPath(own, () => !0);
  } finally {
    lock?.release();
  }
  clearPath(`${path}-journal`, () => !0);
}
var OLD_MS = 3600000, isDoctors = (name) => name.startsWith(DOCTOR_PREFIX) && isOwnSeq(name.slice(DOCTOR_PREFIX.length)), temporaryFilesCheck = {
  name: "temporary files",
  needsQueue: !0,
  run: ({ paths, nowMs }) => {
    let files = readdirSync11(paths.tmp), old = files.filter((name) => {
      if (!isTemporaryName(name) && !isDoctors(name))
        return !1;
      let stat = lstatSync12(`${paths.tmp}/${name}`, { throwIfNoEntry: !1 });
      return stat !== void 0 && nowMs - stat.mtimeMs >= OLD_MS;
    });
    if (old.length === 0)
      return ok(files.length === 0 ? "none" : count(files.length, "file that is being written", "files that are being written"));
    return warning(`${count(old.length, "file")} left by a crash over an hour ago: never accepted, and no loss`, {
      run: FIX,
      remedy: "the next worker does it too",
      mend: () => {
        let swept = sweepTemporaryFiles(paths, nowMs), own = old.filter(isDoctors);
        for (let name of own)
          rmSync7(`${paths.tmp}/${name}`, { recursive: !0, force: !0 });
        return `removed ${count(swept + own.length, "file")}`;
      }
    });
  }
};

// src/doctor/permissions.ts
import { chmodSync, existsSync as existsSync10, lstatSync as lstatSync13, readdirSync as readdirSync12, realpathSync as realpathSync2, statSync as statSync4 } from "fs";
var ENTRY_DIRECTORIES = /\/queue\/(pending|processing)\//, SHOWN5 = 3, queueCheck = {
  name: "queue",
  needsQueue: !1,
  run: ({ paths }) => {
    if (!existsSync10(paths.root))
      return ok(`${paths.root} is not there yet: the first call of the hook makes it`);
    let directories = queueDirectories(paths).filter((path) => path !== paths.root), wrong = directories.filter((path) => {
      let stat = lstatSync13(path, { throwIfNoEntry: !1 });
      return stat !== void 0 && !stat.isDirectory();
    });
    if (wrong.length > 0)
      return problem(`not a directory: ${wrong.join(", ")}`, { remedy: "see where it comes from, then move it away" });
    let missing = directories.filter((path) => !existsSync10(path));
    if (missing.length === 0)
      return ok(paths.root);
    if (missing.length === directories.length)
      return ok(`${paths.root} holds no queue yet: the first call makes it`);
    return warning(`missing: ${missing.join(", ")}`, {
      run: FIX,
      remedy: "that makes what is missing",
      mend: () => (makeQueue(paths), `made ${missing.join(", ")}`)
    });
  }
}, permissionsCheck = {
  name: "permissions",
  needsQueue: !0,
  run: ({ paths }) => {
    let top = realpathSync2(paths.root), root = { path: top, stat: statSync4(top) }, nodes = [root, ...below(top)], foreign = nodes.filter(({ stat }) => stat.uid !== process.geteuid?.()), open = nodes.filter((node) => !foreign.includes(node) && (node.stat.mode & 63) !== 0), faults = [];
    if (foreign.length > 0)
      faults.push(problem(`not yours: ${shown(foreign)}`, { run: `sudo chown -R "$(id -un)" ${shellWord(paths.root)}` }));
    if (open.length > 0) {
      let level = open[0] === root ? problem : warning;
      faults.push(level(`open to others: ${shown(open)}`, {
        run: FIX,
        mend: () => close(open)
      }));
    }
    return together(faults, `${count(nodes.length, "file and directory", "files and directories")}, all yours alone`);
  }
};
function close(nodes) {
  for (let { path } of nodes) {
    let stat = lstatSync13(path, { throwIfNoEntry: !1 });
    if (stat !== void 0 && !stat.isSymbolicLink())
      chmodSync(path, stat.mode & 448);
  }
  return `took ${count(nodes.length, "path")} from others`;
}
function below(directory) {
  let nodes = [];
  for (let name of readdirSync12(directory)) {
    let path = `${directory}/${name}`, stat = lstatSync13(path, { throwIfNoEntry: !1 });
    if (stat === void 0 || stat.isSymbolicLink())
      continue;
    if (ENTRY_DIRECTORIES.test(path) && !stat.isDirectory())
      continue;
    if (nodes.push({ path, stat }), stat.isDirectory())
      nodes.push(...below(path));
  }
  return nodes;
}
function shown(nodes) {
  return nodes.slice(0, SHOWN5).map(({ path, stat }) => `${path} (${(stat.mode & 511).toString(8)})`).join(", ") + (nodes.length > SHOWN5 ? ` and ${nodes.length - SHOWN5} more` : "");
}

// src/install/files.ts
import * as fs2 from "fs";
import { basename as basename3, dirname as dirname6, join as join7, resolve as resolve4 } from "path";
var NEW_FILE_MODE = 384, MAX_LINKS = 40, MAX_SETTINGS_BYTES = 16777216, MAX_CONFIG_BYTES = 65536, refuse = (path, why, hint, cause) => new HiveError("HIVE_INVALID_OPTION", `${path}: ${why}`, { hint, cause });
function readTextFile(path, maxBytes = MAX_SETTINGS_BYTES) {
  try {
    let real = realPath(path), stat = fs2.statSync(real, { throwIfNoEntry: !1 });
    if (stat === void 0)
      return { path: real, text: null, mode: NEW_FILE_MODE };
    if (!stat.isFile())
      throw refuse(path, "it is not a regular file", "move it out of the way");
    if (stat.size > maxBytes)
      throw refuse(path, `it has ${stat.size} bytes, more than ${maxBytes}`, "look at it");
    return { path: real, text: decode(path, fs2.readFileSync(real)), mode: stat.mode & 4095 };
  } catch (error) {
    if (error instanceof HiveError)
      throw error;
    throw refuse(path, `it cannot be read (${errorCode(error) ?? errorMessage(error)})`, "check its owner", error);
  }
}
function readUnlinkedFile(path) {
  return fs2.lstatSync(path, { throwIfNoEntry: !1 })?.isSymbolicLink() === !0 ? { path, text: null, mode: NEW_FILE_MODE } : readTextFile(path);
}
function readProjectFile(path, project) {
  let file = readTextFile(path), top = fs2.existsSync(project) ? fs2.realpathSync(project) : project;
  if (file.path.startsWith(top === "/" ? "/" : `${top}/`))
    return file;
  throw refuse(path, `it leads out of the project, to ${file.path}`, "remove the link, or choose --scope user");
}
function decode(path, bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: !0, ignoreBOM: !0 }).decode(bytes);
  } catch (cause) {
    throw refuse(path, "it is not UTF-8", "save it as UTF-8 first", cause);
  }
}
function realPath(path) {
  let current = resolve4(path);
  for (let links = 0;links < MAX_LINKS; links += 1) {
    let parent = dirname6(current), here = fs2.existsSync(parent) ? join7(fs2.realpathSync(parent), basename3(current)) : current;
    if (fs2.lstatSync(here, { throwIfNoEntry: !1 })?.isSymbolicLink() !== !0)
      return here;
    current = resolve4(dirname6(here), fs2.readlinkSync(here));
  }
  throw refuse(path, "its symbolic links lead in a circle", "mend the link");
}
function about2({ path }, action) {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof HiveError))
      throw error;
    let hint = error.hint === void 0 ? {} : { hint: error.hint };
    throw new HiveError(error.code, `${path}: ${error.message}`, { ...hint, cause: error });
  }
}
function assertWritable({ file: { path, text, mode } }) {
  let hint = `make it writable (chmod u+w ${path}), or choose another --scope`;
  if (text !== null && (mode & 146) === 0)
    throw refuse(path, "it is read-only", hint);
  let directory = dirname6(path);
  while (!fs2.existsSync(directory))
    directory = dirname6(directory);
  for (let needed of text === null ? [directory] : [path, directory])
    try {
      fs2.accessSync(needed, fs2.constants.W_OK);
    } catch (cause) {
      throw refuse(path, `it cannot be written (${errorCode(cause)} at ${needed})`, hint, cause);
    }
}
function applyChange(change) {
  let { file, after } = change;
  assertWritable(change);
  let temporary = join7(dirname6(file.path), `.${basename3(file.path)}.${Bun.randomUUIDv7()}.tmp`);
  try {
    if (after !== null)
      fs2.mkdirSync(dirname6(file.path), { recursive: !0, mode: 448 }), writeWhole(temporary, after, file);
    if (readTextFile(file.path).text !== file.text)
      throw refuse(file.path, "somebody else has changed it meanwhile", "run hive setup again");
    if (after === null)
      fs2.rmSync(file.path, { force: !0 });
    else
      fs2.renameSync(temporary, file.path);
  } catch (error) {
    if (fs2.rmSync(temporary, { force: !0 }), error instanceof HiveError)
      throw error;
    throw refuse(file.path, `it cannot be written (${errorMessage(error)})`, "check its directory", error);
  }
  if (readTextFile(file.path).text !== after)
    throw refuse(file.path, "it does not hold what hive wrote", "look at it, then run hive setup --check");
}
function writeWhole(path, text, { path: target, mode }) {
  let fd = fs2.openSync(path, "wx", 384);
  try {
    fs2.writeFileSync(fd, text);
    let owner = fs2.statSync(target, { throwIfNoEntry: !1 });
    if (owner !== void 0 && owner.uid !== process.geteuid?.())
      fs2.fchownSync(fd, owner.uid, owner.gid);
    fs2.fchmodSync(fd, mode), fs2.fsyncSync(fd);
  } finally {
    fs2.closeSync(fd);
  }
}
function removeIfEmpty(...directories) {
  for (let directory of directories)
    if (fs2.existsSync(directory) && fs2.readdirSync(directory).length === 0)
      fs2.rmdirSync(directory);
}

// src/install/hook-command.ts
import { accessSync as accessSync3, constants as constants6, existsSync as existsSync12, realpathSync as realpathSync4 } from "fs";
import { join as join8, resolve as resolve5 } from "path";
var TOP = resolve5(import.meta.dir, "../.."), hiveCommand = () => [...bunCommand(bunPath()), MAIN_PROGRAM];
function bunPath() {
  let named = programPath("bun", process.env, callersDirectory(process.env));
  return named !== null && realpathSync4(named) === realpathSync4(process.execPath) ? named : process.execPath;
}
var compiledHook = (top = TOP) => ({ command: join8(top, "dist/hive-hook"), args: [] });
function interpretedHook() {
  let [command, ...args] = hiveCommand();
  return { command, args: [...args, "hook"] };
}
function canRun({ command, args }) {
  try {
    return accessSync3(command, constants6.X_OK), args.every((word) => !word.startsWith("/") || existsSync12(word));
  } catch (error) {
    if (["ENOENT", "EACCES", "ENOTDIR"].includes(errorCode(error) ?? ""))
      return !1;
    throw error;
  }
}
var isOwnHook = (command) => [compiledHook(), interpretedHook()].some((own) => isSameCommand(own, command)), isUnguarded = ({ args }) => args.length > 0 && !bunCommand().every((word, index) => index === 0 || args.includes(word)), isSameCommand = (a, b) => Bun.deepEquals(a, b);

// src/install/shell-system.ts
import * as fs3 from "fs";
import { basename as basename4, join as join9 } from "path";

// src/store/back-up.ts
import { copyFileSync as copyFileSync2, lstatSync as lstatSync15 } from "fs";
var BUSY_TIMEOUT_MS2 = 2000;
function backUpStore(root, file) {
  let path = `${root}/hive.db`, key = userKey(root);
  if (!isProvedDatabase(path, key))
    return copyBytes(path, file);
  try {
    using db = openForReading(path, key, BUSY_TIMEOUT_MS2);
    db.query("VACUUM INTO ?").run(file);
  } catch (error) {
    if (!isStoreUnavailable(error))
      throw error;
    copyBytes(path, file);
  }
}
function copyBytes(path, file) {
  for (let suffix of ["", "-wal"])
    if (lstatSync15(path + suffix, { throwIfNoEntry: !1 })?.isFile() === !0)
      copyFileSync2(path + suffix, file + suffix);
}

// node_modules/jsonc-parser/lib/esm/impl/scanner.js
function createScanner(text, ignoreTrivia = !1) {
  let len = text.length, pos = 0, value = "", tokenOffset = 0, token = 16, lineNumber = 0, lineStartOffset = 0, tokenLineStartOffset = 0, prevTokenLineStartOffset = 0, scanError = 0;
  function scanHexDigits(count, exact) {
    let digits = 0, value = 0;
    while (digits < count || !exact) {
      let ch = text.charCodeAt(pos);
      if (ch >= 48 && ch <= 57)
        value = value * 16 + ch - 48;
      else if (ch >= 65 && ch <= 70)
        value = value * 16 + ch - 65 + 10;
      else if (ch >= 97 && ch <= 102)
        value = value * 16 + ch - 97 + 10;
      else
        break;
      pos++, digits++;
    }
    if (digits < count)
      value = -1;
    return value;
  }
  function setPosition(newPosition) {
    pos = newPosition, value = "", tokenOffset = 0, token = 16, scanError = 0;
  }
  function scanNumber() {
    let start = pos;
    if (text.charCodeAt(pos) === 48)
      pos++;
    else {
      pos++;
      while (pos < text.length && isDigit(text.charCodeAt(pos)))
        pos++;
    }
    if (pos < text.length && text.charCodeAt(pos) === 46)
      if (pos++, pos < text.length && isDigit(text.charCodeAt(pos))) {
        pos++;
        while (pos < text.length && isDigit(text.charCodeAt(pos)))
          pos++;
      } else
        return scanError = 3, text.substring(start, pos);
    let end = pos;
    if (pos < text.length && (text.charCodeAt(pos) === 69 || text.charCodeAt(pos) === 101)) {
      if (pos++, pos < text.length && text.charCodeAt(pos) === 43 || text.charCodeAt(pos) === 45)
        pos++;
      if (pos < text.length && isDigit(text.charCodeAt(pos))) {
        pos++;
        while (pos < text.length && isDigit(text.charCodeAt(pos)))
          pos++;
        end = pos;
      } else
        scanError = 3;
    }
    return text.substring(start, end);
  }
  function scanString() {
    let result = "", start = pos;
    while (!0) {
      if (pos >= len) {
        result += text.substring(start, pos), scanError = 2;
        break;
      }
      let ch = text.charCodeAt(pos);
      if (ch === 34) {
        result += text.substring(start, pos), pos++;
        break;
      }
      if (ch === 92) {
        if (result += text.substring(start, pos), pos++, pos >= len) {
          scanError = 2;
          break;
        }
        switch (text.charCodeAt(pos++)) {
          case 34:
            result += '"';
            break;
          case 92:
            result += "\\";
            break;
          case 47:
            result += "/";
            break;
          case 98:
            result += "\b";
            break;
          case 102:
            result += "\f";
            break;
          case 110:
            result += `
`;
            break;
          case 114:
            result += "\r";
            break;
          case 116:
            result += "\t";
            break;
          case 117:
            let ch3 = scanHexDigits(4, !0);
            if (ch3 >= 0)
              result += String.fromCharCode(ch3);
            else
              scanError = 4;
            break;
          default:
            scanError = 5;
        }
        start = pos;
        continue;
      }
      if (ch >= 0 && ch <= 31)
        if (isLineBreak(ch)) {
          result += text.substring(start, pos), scanError = 2;
          break;
        } else
          scanError = 6;
      pos++;
    }
    return result;
  }
  function scanNext() {
    if (value = "", scanError = 0, tokenOffset = pos, lineStartOffset = lineNumber, prevTokenLineStartOffset = tokenLineStartOffset, pos >= len)
      return tokenOffset = len, token = 17;
    let code = text.charCodeAt(pos);
    if (isWhiteSpace(code)) {
      do
        pos++, value += String.fromCharCode(code), code = text.charCodeAt(pos);
      while (isWhiteSpace(code));
      return token = 15;
    }
    if (isLineBreak(code)) {
      if (pos++, value += String.fromCharCode(code), code === 13 && text.charCodeAt(pos) === 10)
        pos++, value += `
`;
      return lineNumber++, tokenLineStartOffset = pos, token = 14;
    }
    switch (code) {
      case 123:
        return pos++, token = 1;
      case 125:
        return pos++, token = 2;
      case 91:
        return pos++, token = 3;
      case 93:
        return pos++, token = 4;
      case 58:
        return pos++, token = 6;
      case 44:
        return pos++, token = 5;
      case 34:
        return pos++, value = scanString(), token = 10;
      case 47:
        let start = pos - 1;
        if (text.charCodeAt(pos + 1) === 47) {
          pos += 2;
          while (pos < len) {
            if (isLineBreak(text.charCodeAt(pos)))
              break;
            pos++;
          }
          return value = text.substring(start, pos), token = 12;
        }
        if (text.charCodeAt(pos + 1) === 42) {
          pos += 2;
          let safeLength = len - 1, commentClosed = !1;
          while (pos < safeLength) {
            let ch = text.charCodeAt(pos);
            if (ch === 42 && text.charCodeAt(pos + 1) === 47) {
              pos += 2, commentClosed = !0;
              break;
            }
            if (pos++, isLineBreak(ch)) {
              if (ch === 13 && text.charCodeAt(pos) === 10)
                pos++;
              lineNumber++, tokenLineStartOffset = pos;
            }
          }
          if (!commentClosed)
            pos++, scanError = 1;
          return value = text.substring(start, pos), token = 13;
        }
        return value += String.fromCharCode(code), pos++, token = 16;
      case 45:
        if (value += String.fromCharCode(code), pos++, pos === len || !isDigit(text.charCodeAt(pos)))
          return token = 16;
      case 48:
      case 49:
      case 50:
      case 51:
      case 52:
      case 53:
      case 54:
      case 55:
      case 56:
      case 57:
        return value += scanNumber(), token = 11;
      default:
        while (pos < len && isUnknownContentCharacter(code))
          pos++, code = text.charCodeAt(pos);
        if (tokenOffset !== pos) {
          switch (value = text.substring(tokenOffset, pos), value) {
            case "true":
              return token = 8;
            case "false":
              return token = 9;
            case "null":
              return token = 7;
          }
          return token = 16;
        }
        return value += String.fromCharCode(code), pos++, token = 16;
    }
  }
  function isUnknownContentCharacter(code) {
    if (isWhiteSpace(code) || isLineBreak(code))
      return !1;
    switch (code) {
      case 125:
      case 93:
      case 123:
      case 91:
      case 34:
      case 58:
      case 44:
      case 47:
        return !1;
    }
    return !0;
  }
  function scanNextNonTrivia() {
    let result;
    do
      result = scanNext();
    while (result >= 12 && result <= 15);
    return result;
  }
  return {
    setPosition,
    getPosition: () => pos,
    scan: ignoreTrivia ? scanNextNonTrivia : scanNext,
    getToken: () => token,
    getTokenValue: () => value,
    getTokenOffset: () => tokenOffset,
    getTokenLength: () => pos - tokenOffset,
    getTokenStartLine: () => lineStartOffset,
    getTokenStartCharacter: () => tokenOffset - prevTokenLineStartOffset,
    getTokenError: () => scanError
  };
}
function isWhiteSpace(ch) {
  return ch === 32 || ch === 9;
}
function isLineBreak(ch) {
  return ch === 10 || ch === 13;
}
function isDigit(ch) {
  return ch >= 48 && ch <= 57;
}
var CharacterCodes;
(function(CharacterCodes) {
  CharacterCodes[CharacterCodes.lineFeed = 10] = "lineFeed", CharacterCodes[CharacterCodes.carriageReturn = 13] = "carriageReturn", CharacterCodes[CharacterCodes.space = 32] = "space", CharacterCodes[CharacterCodes._0 = 48] = "_0", CharacterCodes[CharacterCodes._1 = 49] = "_1", CharacterCodes[CharacterCodes._2 = 50] = "_2", CharacterCodes[CharacterCodes._3 = 51] = "_3", CharacterCodes[CharacterCodes._4 = 52] = "_4", CharacterCodes[CharacterCodes._5 = 53] = "_5", CharacterCodes[CharacterCodes._6 = 54] = "_6", CharacterCodes[CharacterCodes._7 = 55] = "_7", CharacterCodes[CharacterCodes._8 = 56] = "_8", CharacterCodes[CharacterCodes._9 = 57] = "_9", CharacterCodes[CharacterCodes.a = 97] = "a", CharacterCodes[CharacterCodes.b = 98] = "b", CharacterCodes[CharacterCodes.c = 99] = "c", CharacterCodes[CharacterCodes.d = 100] = "d", CharacterCodes[CharacterCodes.e = 101] = "e", CharacterCodes[CharacterCodes.f = 102] = "f", CharacterCodes[CharacterCodes.g = 103] = "g", CharacterCodes[CharacterCodes.h = 104] = "h", CharacterCodes[CharacterCodes.i = 105] = "i", CharacterCodes[CharacterCodes.j = 106] = "j", CharacterCodes[CharacterCodes.k = 107] = "k", CharacterCodes[CharacterCodes.l = 108] = "l", CharacterCodes[CharacterCodes.m = 109] = "m", CharacterCodes[CharacterCodes.n = 110] = "n", CharacterCodes[CharacterCodes.o = 111] = "o", CharacterCodes[CharacterCodes.p = 112] = "p", CharacterCodes[CharacterCodes.q = 113] = "q", CharacterCodes[CharacterCodes.r = 114] = "r", CharacterCodes[CharacterCodes.s = 115] = "s", CharacterCodes[CharacterCodes.t = 116] = "t", CharacterCodes[CharacterCodes.u = 117] = "u", CharacterCodes[CharacterCodes.v = 118] = "v", CharacterCodes[CharacterCodes.w = 119] = "w", CharacterCodes[CharacterCodes.x = 120] = "x", CharacterCodes[CharacterCodes.y = 121] = "y", CharacterCodes[CharacterCodes.z = 122] = "z", CharacterCodes[CharacterCodes.A = 65] = "A", CharacterCodes[CharacterCodes.B = 66] = "B", CharacterCodes[CharacterCodes.C = 67] = "C", CharacterCodes[CharacterCodes.D = 68] = "D", CharacterCodes[CharacterCodes.E = 69] = "E", CharacterCodes[CharacterCodes.F = 70] = "F", CharacterCodes[CharacterCodes.G = 71] = "G", CharacterCodes[CharacterCodes.H = 72] = "H", CharacterCodes[CharacterCodes.I = 73] = "I", CharacterCodes[CharacterCodes.J = 74] = "J", CharacterCodes[CharacterCodes.K = 75] = "K", CharacterCodes[CharacterCodes.L = 76] = "L", CharacterCodes[CharacterCodes.M = 77] = "M", CharacterCodes[CharacterCodes.N = 78] = "N", CharacterCodes[CharacterCodes.O = 79] = "O", CharacterCodes[CharacterCodes.P = 80] = "P", CharacterCodes[CharacterCodes.Q = 81] = "Q", CharacterCodes[CharacterCodes.R = 82] = "R", CharacterCodes[CharacterCodes.S = 83] = "S", CharacterCodes[CharacterCodes.T = 84] = "T", CharacterCodes[CharacterCodes.U = 85] = "U", CharacterCodes[CharacterCodes.V = 86] = "V", CharacterCodes[CharacterCodes.W = 87] = "W", CharacterCodes[CharacterCodes.X = 88] = "X", CharacterCodes[CharacterCodes.Y = 89] = "Y", CharacterCodes[CharacterCodes.Z = 90] = "Z", CharacterCodes[CharacterCodes.asterisk = 42] = "asterisk", CharacterCodes[CharacterCodes.backslash = 92] = "backslash", CharacterCodes[CharacterCodes.closeBrace = 125] = "closeBrace", CharacterCodes[CharacterCodes.closeBracket = 93] = "closeBracket", CharacterCodes[CharacterCodes.colon = 58] = "colon", CharacterCodes[CharacterCodes.comma = 44] = "comma", CharacterCodes[CharacterCodes.dot = 46] = "dot", CharacterCodes[CharacterCodes.doubleQuote = 34] = "doubleQuote", CharacterCodes[CharacterCodes.minus = 45] = "minus", CharacterCodes[CharacterCodes.openBrace = 123] = "openBrace", CharacterCodes[CharacterCodes.openBracket = 91] = "openBracket", CharacterCodes[CharacterCodes.plus = 43] = "plus", CharacterCodes[CharacterCodes.slash = 47] = "slash", CharacterCodes[CharacterCodes.formFeed = 12] = "formFeed", CharacterCodes[CharacterCodes.tab = 9] = "tab";
})(CharacterCodes || (CharacterCodes = {}));

// node_modules/jsonc-parser/lib/esm/impl/string-intern.js
var cachedSpaces = Array(20).fill(0).map((_, index) => " ".repeat(index));
var cachedBreakLinesWithSpaces = {
  " ": {
    "\n": Array(200).fill(0).map((_, index) => `
` + " ".repeat(index)),
    "\r": Array(200).fill(0).map((_, index) => "\r" + " ".repeat(index)),
    "\r\n": Array(200).fill(0).map((_, index) => `\r
` + " ".repeat(index))
  },
  "\t": {
    "\n": Array(200).fill(0).map((_, index) => `
` + "\t".repeat(index)),
    "\r": Array(200).fill(0).map((_, index) => "\r" + "\t".repeat(index)),
    "\r\n": Array(200).fill(0).map((_, index) => `\r
` + "\t".repeat(index))
  }
};

// node_modules/jsonc-parser/lib/esm/impl/parser.js
var ParseOptions;
(function(ParseOptions) {
  ParseOptions.DEFAULT = {
    allowTrailingComma: !1
  };
})(ParseOptions || (ParseOptions = {}));
function parseTree(text, errors = [], options = ParseOptions.DEFAULT) {
  let currentParent = { type: "array", offset: -1, length: -1, children: [], parent: void 0 };
  function ensurePropertyComplete(endOffset) {
    if (currentParent.type === "property")
      currentParent.length = endOffset - currentParent.offset, currentParent = currentParent.parent;
  }
  function onValue(valueNode) {
    return currentParent.children.push(valueNode), valueNode;
  }
  visit(text, {
    onObjectBegin: (offset) => {
      currentParent = onValue({ type: "object", offset, length: -1, parent: currentParent, children: [] });
    },
    onObjectProperty: (name, offset, length) => {
      currentParent = onValue({ type: "property", offset, length: -1, parent: currentParent, children: [] }), currentParent.children.push({ type: "string", value: name, offset, length, parent: currentParent });
    },
    onObjectEnd: (offset, length) => {
      ensurePropertyComplete(offset + length), currentParent.length = offset + length - currentParent.offset, currentParent = currentParent.parent, ensurePropertyComplete(offset + length);
    },
    onArrayBegin: (offset, length) => {
      currentParent = onValue({ type: "array", offset, length: -1, parent: currentParent, children: [] });
    },
    onArrayEnd: (offset, length) => {
      currentParent.length = offset + length - currentParent.offset, currentParent = currentParent.parent, ensurePropertyComplete(offset + length);
    },
    onLiteralValue: (value, offset, length) => {
      onValue({ type: getNodeType(value), offset, length, parent: currentParent, value }), ensurePropertyComplete(offset + length);
    },
    onSeparator: (sep, offset, length) => {
      if (currentParent.type === "property") {
        if (sep === ":")
          currentParent.colonOffset = offset;
        else if (sep === ",")
          ensurePropertyComplete(offset);
      }
    },
    onError: (error, offset, length) => {
      errors.push({ error, offset, length });
    }
  }, options);
  let result = currentParent.children[0];
  if (result)
    delete result.parent;
  return result;
}
function getNodeValue(node) {
  switch (node.type) {
    case "array":
      return node.children.map(getNodeValue);
    case "object":
      let obj = Object.create(null);
      for (let prop of node.children) {
        let valueNode = prop.children[1];
        if (valueNode)
          obj[prop.children[0].value] = getNodeValue(valueNode);
      }
      return obj;
    case "null":
    case "string":
    case "number":
    case "boolean":
      return node.value;
    default:
      return;
  }
}
function visit(text, visitor, options = ParseOptions.DEFAULT) {
  let _scanner = createScanner(text, !1), _jsonPath = [], suppressedCallbacks = 0;
  function toNoArgVisit(visitFunction) {
    return visitFunction ? () => suppressedCallbacks === 0 && visitFunction(_scanner.getTokenOffset(), _scanner.getTokenLength(), _scanner.getTokenStartLine(), _scanner.getTokenStartCharacter()) : () => !0;
  }
  function toOneArgVisit(visitFunction) {
    return visitFunction ? (arg) => suppressedCallbacks === 0 && visitFunction(arg, _scanner.getTokenOffset(), _scanner.getTokenLength(), _scanner.getTokenStartLine(), _scanner.getTokenStartCharacter()) : () => !0;
  }
  function toOneArgVisitWithPath(visitFunction) {
    return visitFunction ? (arg) => suppressedCallbacks === 0 && visitFunction(arg, _scanner.getTokenOffset(), _scanner.getTokenLength(), _scanner.getTokenStartLine(), _scanner.getTokenStartCharacter(), () => _jsonPath.slice()) : () => !0;
  }
  function toBeginVisit(visitFunction) {
    return visitFunction ? () => {
      if (suppressedCallbacks > 0)
        suppressedCallbacks++;
      else if (visitFunction(_scanner.getTokenOffset(), _scanner.getTokenLength(), _scanner.getTokenStartLine(), _scanner.getTokenStartCharacter(), () => _jsonPath.slice()) === !1)
        suppressedCallbacks = 1;
    } : () => !0;
  }
  function toEndVisit(visitFunction) {
    return visitFunction ? () => {
      if (suppressedCallbacks > 0)
        suppressedCallbacks--;
      if (suppressedCallbacks === 0)
        visitFunction(_scanner.getTokenOffset(), _scanner.getTokenLength(), _scanner.getTokenStartLine(), _scanner.getTokenStartCharacter());
    } : () => !0;
  }
  let onObjectBegin = toBeginVisit(visitor.onObjectBegin), onObjectProperty = toOneArgVisitWithPath(visitor.onObjectProperty), onObjectEnd = toEndVisit(visitor.onObjectEnd), onArrayBegin = toBeginVisit(visitor.onArrayBegin), onArrayEnd = toEndVisit(visitor.onArrayEnd), onLiteralValue = toOneArgVisitWithPath(visitor.onLiteralValue), onSeparator = toOneArgVisit(visitor.onSeparator), onComment = toNoArgVisit(visitor.onComment), onError = toOneArgVisit(visitor.onError), disallowComments = options && options.disallowComments, allowTrailingComma = options && options.allowTrailingComma;
  function scanNext() {
    while (!0) {
      let token = _scanner.scan();
      switch (_scanner.getTokenError()) {
        case 4:
          handleError(14);
          break;
        case 5:
          handleError(15);
          break;
        case 3:
          handleError(13);
          break;
        case 1:
          if (!disallowComments)
            handleError(11);
          break;
        case 2:
          handleError(12);
          break;
        case 6:
          handleError(16);
          break;
      }
      switch (token) {
        case 12:
        case 13:
          if (disallowComments)
            handleError(10);
          else
            onComment();
          break;
        case 16:
          handleError(1);
          break;
        case 15:
        case 14:
          break;
        default:
          return token;
      }
    }
  }
  function handleError(error, skipUntilAfter = [], skipUntil = []) {
    if (onError(error), skipUntilAfter.length + skipUntil.length > 0) {
      let token = _scanner.getToken();
      while (token !== 17) {
        if (skipUntilAfter.indexOf(token) !== -1) {
          scanNext();
          break;
        } else if (skipUntil.indexOf(token) !== -1)
          break;
        token = scanNext();
      }
    }
  }
  function parseString(isValue) {
    let value = _scanner.getTokenValue();
    if (isValue)
      onLiteralValue(value);
    else
      onObjectProperty(value), _jsonPath.push(value);
    return scanNext(), !0;
  }
  function parseLiteral() {
    switch (_scanner.getToken()) {
      case 11:
        let tokenValue = _scanner.getTokenValue(), value = Number(tokenValue);
        if (isNaN(value))
          handleError(2), value = 0;
        onLiteralValue(value);
        break;
      case 7:
        onLiteralValue(null);
        break;
      case 8:
        onLiteralValue(!0);
        break;
      case 9:
        onLiteralValue(!1);
        break;
      default:
        return !1;
    }
    return scanNext(), !0;
  }
  function parseProperty() {
    if (_scanner.getToken() !== 10)
      return handleError(3, [], [2, 5]), !1;
    if (parseString(!1), _scanner.getToken() === 6) {
      if (onSeparator(":"), scanNext(), !parseValue())
        handleError(4, [], [2, 5]);
    } else
      handleError(5, [], [2, 5]);
    return _jsonPath.pop(), !0;
  }
  function parseObject() {
    onObjectBegin(), scanNext();
    let needsComma = !1;
    while (_scanner.getToken() !== 2 && _scanner.getToken() !== 17) {
      if (_scanner.getToken() === 5) {
        if (!needsComma)
          handleError(4, [], []);
        if (onSeparator(","), scanNext(), _scanner.getToken() === 2 && allowTrailingComma)
          break;
      } else if (needsComma)
        handleError(6, [], []);
      if (!parseProperty())
        handleError(4, [], [2, 5]);
      needsComma = !0;
    }
    if (onObjectEnd(), _scanner.getToken() !== 2)
      handleError(7, [2], []);
    else
      scanNext();
    return !0;
  }
  function parseArray() {
    onArrayBegin(), scanNext();
    let isFirstElement = !0, needsComma = !1;
    while (_scanner.getToken() !== 4 && _scanner.getToken() !== 17) {
      if (_scanner.getToken() === 5) {
        if (!needsComma)
          handleError(4, [], []);
        if (onSeparator(","), scanNext(), _scanner.getToken() === 4 && allowTrailingComma)
          break;
      } else if (needsComma)
        handleError(6, [], []);
      if (isFirstElement)
        _jsonPath.push(0), isFirstElement = !1;
      else
        _jsonPath[_jsonPath.length - 1]++;
      if (!parseValue())
        handleError(4, [], [4, 5]);
      needsComma = !0;
    }
    if (onArrayEnd(), !isFirstElement)
      _jsonPath.pop();
    if (_scanner.getToken() !== 4)
      handleError(8, [4], []);
    else
      scanNext();
    return !0;
  }
  function parseValue() {
    switch (_scanner.getToken()) {
      case 3:
        return parseArray();
      case 1:
        return parseObject();
      case 10:
        return parseString(!0);
      default:
        return parseLiteral();
    }
  }
  if (scanNext(), _scanner.getToken() === 17) {
    if (options.allowEmptyContent)
      return !0;
    return handleError(4, [], []), !1;
  }
  if (!parseValue())
    return handleError(4, [], []), !1;
  if (_scanner.getToken() !== 17)
    handleError(9, [], []);
  return !0;
}
function getNodeType(value) {
  switch (typeof value) {
    case "boolean":
      return "boolean";
    case "number":
      return "number";
    case "string":
      return "string";
    case "object": {
      if (!value)
        return "null";
      else if (Array.isArray(value))
        return "array";
      return "object";
    }
    default:
      return "null";
  }
}

// node_modules/jsonc-parser/lib/esm/main.js
var ScanError;
(function(ScanError) {
  ScanError[ScanError.None = 0] = "None", ScanError[ScanError.UnexpectedEndOfComment = 1] = "UnexpectedEndOfComment", ScanError[ScanError.UnexpectedEndOfString = 2] = "UnexpectedEndOfString", ScanError[ScanError.UnexpectedEndOfNumber = 3] = "UnexpectedEndOfNumber", ScanError[ScanError.InvalidUnicode = 4] = "InvalidUnicode", ScanError[ScanError.InvalidEscapeCharacter = 5] = "InvalidEscapeCharacter", ScanError[ScanError.InvalidCharacter = 6] = "InvalidCharacter";
})(ScanError || (ScanError = {}));
var SyntaxKind;
(function(SyntaxKind) {
  SyntaxKind[SyntaxKind.OpenBraceToken = 1] = "OpenBraceToken", SyntaxKind[SyntaxKind.CloseBraceToken = 2] = "CloseBraceToken", SyntaxKind[SyntaxKind.OpenBracketToken = 3] = "OpenBracketToken", SyntaxKind[SyntaxKind.CloseBracketToken = 4] = "CloseBracketToken", SyntaxKind[SyntaxKind.CommaToken = 5] = "CommaToken", SyntaxKind[SyntaxKind.ColonToken = 6] = "ColonToken", SyntaxKind[SyntaxKind.NullKeyword = 7] = "NullKeyword", SyntaxKind[SyntaxKind.TrueKeyword = 8] = "TrueKeyword", SyntaxKind[SyntaxKind.FalseKeyword = 9] = "FalseKeyword", SyntaxKind[SyntaxKind.StringLiteral = 10] = "StringLiteral", SyntaxKind[SyntaxKind.NumericLiteral = 11] = "NumericLiteral", SyntaxKind[SyntaxKind.LineCommentTrivia = 12] = "LineCommentTrivia", SyntaxKind[SyntaxKind.BlockCommentTrivia = 13] = "BlockCommentTrivia", SyntaxKind[SyntaxKind.LineBreakTrivia = 14] = "LineBreakTrivia", SyntaxKind[SyntaxKind.Trivia = 15] = "Trivia", SyntaxKind[SyntaxKind.Unknown = 16] = "Unknown", SyntaxKind[SyntaxKind.EOF = 17] = "EOF";
})(SyntaxKind || (SyntaxKind = {}));
var parseTree2 = parseTree;
var getNodeValue2 = getNodeValue;
var ParseErrorCode;
(function(ParseErrorCode) {
  ParseErrorCode[ParseErrorCode.InvalidSymbol = 1] = "InvalidSymbol", ParseErrorCode[ParseErrorCode.InvalidNumberFormat = 2] = "InvalidNumberFormat", ParseErrorCode[ParseErrorCode.PropertyNameExpected = 3] = "PropertyNameExpected", ParseErrorCode[ParseErrorCode.ValueExpected = 4] = "ValueExpected", ParseErrorCode[ParseErrorCode.ColonExpected = 5] = "ColonExpected", ParseErrorCode[ParseErrorCode.CommaExpected = 6] = "CommaExpected", ParseErrorCode[ParseErrorCode.CloseBraceExpected = 7] = "CloseBraceExpected", ParseErrorCode[ParseErrorCode.CloseBracketExpected = 8] = "CloseBracketExpected", ParseErrorCode[ParseErrorCode.EndOfFileExpected = 9] = "EndOfFileExpected", ParseErrorCode[ParseErrorCode.InvalidCommentToken = 10] = "InvalidCommentToken", ParseErrorCode[ParseErrorCode.UnexpectedEndOfComment = 11] = "UnexpectedEndOfComment", ParseErrorCode[ParseErrorCode.UnexpectedEndOfString = 12] = "UnexpectedEndOfString", ParseErrorCode[ParseErrorCode.UnexpectedEndOfNumber = 13] = "UnexpectedEndOfNumber", ParseErrorCode[ParseErrorCode.InvalidUnicode = 14] = "InvalidUnicode", ParseErrorCode[ParseErrorCode.InvalidEscapeCharacter = 15] = "InvalidEscapeCharacter", ParseErrorCode[ParseErrorCode.InvalidCharacter = 16] = "InvalidCharacter";
})(ParseErrorCode || (ParseErrorCode = {}));
function printParseErrorCode(code) {
  switch (code) {
    case 1:
      return "InvalidSymbol";
    case 2:
      return "InvalidNumberFormat";
    case 3:
      return "PropertyNameExpected";
    case 4:
      return "ValueExpected";
    case 5:
      return "ColonExpected";
    case 6:
      return "CommaExpected";
    case 7:
      return "CloseBraceExpected";
    case 8:
      return "CloseBracketExpected";
    case 9:
      return "EndOfFileExpected";
    case 10:
      return "InvalidCommentToken";
    case 11:
      return "UnexpectedEndOfComment";
    case 12:
      return "UnexpectedEndOfString";
    case 13:
      return "UnexpectedEndOfNumber";
    case 14:
      return "InvalidUnicode";
    case 15:
      return "InvalidEscapeCharacter";
    case 16:
      return "InvalidCharacter";
  }
  return "<unknown ParseErrorCode>";
}

// src/install/jsonc.ts
function parseDocument(text) {
  let errors = [], root = treeOf(text, errors), [error] = errors;
  if (root !== void 0 && error === void 0)
    return { text, root };
  let line = text.slice(0, error?.offset ?? 0).split(`
`).length, what = error === void 0 ? "it holds no value" : printParseErrorCode(error.error);
  throw unreadable(`it is not JSON: ${what} in line ${line}`);
}
var unreadable = (message, cause) => new HiveError("HIVE_INVALID_OPTION", message, {
  hint: "mend the file first: hive does not write over what it cannot read",
  cause
});
function treeOf(text, errors) {
  try {
    return parseTree2(text, errors, { allowTrailingComma: !0 });
  } catch (error) {
    if (error instanceof RangeError)
      throw unreadable("it nests too deep", error);
    throw error;
  }
}
var endOf = (node) => node.offset + node.length, itemsOf = (container) => container?.children ?? [];
function valueOf(object, key) {
  let found = itemsOf(object).filter((property) => property.children?.[0]?.value === key);
  if (found.length > 1)
    throw new HiveError("HIVE_INVALID_OPTION", `it holds ${JSON.stringify(key)} twice`, {
      hint: "join the two into one first"
    });
  return found[0]?.children?.[1];
}
var isBare = ({ text }, container) => text.slice(container.offset + 1, endOf(container) - 1).trim() === "";
function apply(text, edits) {
  let result = text;
  for (let edit of edits.toSorted((a, b) => b.start - a.start))
    result = result.slice(0, edit.start) + edit.text + result.slice(edit.end);
  return result;
}
function indentationAt(text, offset) {
  let start = text.lastIndexOf(`
`, offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))[0];
}
var isFirstOnLine = (text, offset) => text.slice(text.lastIndexOf(`
`, offset - 1) + 1, offset).trim() === "", isOneLine = (text, { offset, length }) => !text.slice(offset, offset + length).includes(`
`), endOfLine = (text) => (/\r?\n/.exec(text) ?? [`
`])[0];
function indentationUnit({ text, root }) {
  let [first] = itemsOf(root);
  return (first !== void 0 && isFirstOnLine(text, first.offset) ? indentationAt(text, first.offset) : "") || (/^([ \t]+)["{[]/m.exec(text)?.[1] ?? "  ");
}
function render(document, value, indentation, isCompact) {
  let { text } = document;
  if (!isCompact)
    return JSON.stringify(value, null, indentationUnit(document)).replaceAll(`
`, endOfLine(text) + indentation);
  if (!hasSpaces(text))
    return JSON.stringify(value);
  return JSON.stringify(value, null, 1).replaceAll(/([{[])\n */g, "$1").replaceAll(/\n *([}\]])/g, "$1").replaceAll(/\n */g, " ");
}
var hasSpaces = (text) => /"\s*:[ \t]/.test(text), COMMENT = String.raw`//[^\r\n]*|/\*[\s\S]*?\*/`;
function skip(text, offset, pattern) {
  let matcher = new RegExp(pattern, "y");
  return matcher.lastIndex = offset, offset + (matcher.exec(text)?.[0].length ?? 0);
}
function commaAfter(text, offset) {
  let next = skip(text, offset, `(?:\\s|${COMMENT})*`);
  return text[next] === "," ? next : null;
}
var behindComments = (text, offset) => skip(text, offset, `(?:[ \\t]*(?:${COMMENT}))*`);
function append(document, container, key, value) {
  let { text, root } = document, [first] = itemsOf(container), last = itemsOf(container).at(-1), isCompact = itemsOf(root).length > 0 && isOneLine(text, last === void 0 ? root : container), outer = indentationAt(text, container.offset), indentation = first !== void 0 && isFirstOnLine(text, first.offset) ? indentationAt(text, first.offset) : outer + indentationUnit(document), item = (key === null ? "" : `${JSON.stringify(key)}:${!isCompact || hasSpaces(text) ? " " : ""}`) + render(document, value, indentation, isCompact), before = isCompact ? hasSpaces(text) ? " " : "" : endOfLine(text) + indentation;
  if (last === void 0)
    return fill(document, container, isCompact ? item : before + item, isCompact ? null : outer);
  let comma = commaAfter(text, endOf(last)), at = isCompact ? (comma ?? endOf(last) - 1) + 1 : behindComments(text, (comma ?? endOf(last) - 1) + 1);
  if (comma !== null)
    return apply(text, [{ start: at, end: at, text: `${before}${item},` }]);
  let after = { start: at, end: at, text: before + item };
  if (at === endOf(last))
    return apply(text, [{ ...after, text: `,${after.text}` }]);
  return apply(text, [after, { start: endOf(last), end: endOf(last), text: "," }]);
}
function fill({ text }, container, item, outer) {
  let end = endOf(container) - 1, start = container.offset + 1 + text.slice(container.offset + 1, end).trimEnd().length, closing = outer === null ? "" : endOfLine(text) + outer;
  return apply(text, [{ start, end, text: item + closing }]);
}
function replace(document, node, value) {
  let { text } = document, isCompact = isOneLine(text, node) && itemsOf(document.root).length > 0, rendered = render(document, value, indentationAt(text, node.offset), isCompact);
  return apply(text, [{ start: node.offset, end: endOf(node), text: rendered }]);
}
function removeAt(document, container, index) {
  let { text } = document, item = itemsOf(container)[index], previous = itemsOf(container)[index - 1], comma = commaAfter(text, endOf(item)) ?? (previous === void 0 ? null : commaAfter(text, endOf(previous))), isOwnComma = comma !== null && comma >= endOf(item) && text.slice(endOf(item), comma).trim() === "", edits = [{ ...withBlanks(text, item.offset, isOwnComma ? comma + 1 : endOf(item), index === 0), text: "" }];
  if (comma !== null && !isOwnComma)
    edits.push({ start: comma, end: comma + 1, text: "" });
  let result = apply(text, edits);
  return itemsOf(container).length > 1 ? result : closeUp(result, container.offset);
}
function withBlanks(text, start, end, isFirst) {
  let rest = /^[ \t]*(?=\r?\n|$)/.exec(text.slice(end));
  if (rest !== null && isFirstOnLine(text, start)) {
    let lineEnd = text.lastIndexOf(`
`, start - 1);
    return { start: lineEnd > 0 && text[lineEnd - 1] === "\r" ? lineEnd - 1 : Math.max(lineEnd, 0), end: end + rest[0].length };
  }
  if (isFirst)
    return { start, end: end + /^[ \t]*/.exec(text.slice(end))[0].length };
  let blanks = /[ \t]*$/.exec(text.slice(0, start))[0].length;
  return { start: start - blanks, end };
}
function closeUp(text, offset) {
  let blanks = /^\s*(?=[\]}])/.exec(text.slice(offset + 1))?.[0].length ?? 0;
  return text.slice(0, offset + 1) + text.slice(offset + 1 + blanks);
}

// src/install/settings.ts
var TIMEOUT_SECONDS = 5, TOOLS = "Write|Edit|MultiEdit|NotebookEdit|Bash|PowerShell|Agent|Task|TodoWrite|TaskCreate|TaskUpdate|ExitPlanMode", EVENTS = /* @__PURE__ */ new Map([
  ["PostToolUse", TOOLS],
  ["PostToolUseFailure", "Bash|PowerShell"],
  ["SessionStart", null],
  ["UserPromptSubmit", null],
  ["Stop", null],
  ["SubagentStop", null],
  ["PreCompact", null],
  ["SessionEnd", null]
]), FRAGILE_EVENTS = ["PreToolUse", "PermissionRequest"], BOM = "\uFEFF";
function groupFor(event, { command, args }) {
  let matcher = EVENTS.get(event);
  return { ...matcher ? { matcher } : {}, hooks: [{ type: "command", command, args, timeout: TIMEOUT_SECONDS }] };
}
function pluginHooks(command) {
  return Object.fromEntries([...EVENTS.keys()].map((event) => [event, [groupFor(event, command)]]));
}
var HOOK_PROGRAM = /[\\/]hive-hook(\.exe)?$/, MAIN_PROGRAM2 = /[\\/](?:src[\\/]cli[\\/]main\.ts|scripts[\\/]hive)$/;
function isHiveHandler(handler) {
  if (typeof handler !== "object" || handler === null)
    return !1;
  let { type, command, args } = handler;
  if (type !== "command" || typeof command !== "string")
    return !1;
  let words = Array.isArray(args) ? [command, ...args.map(String)] : shellWords(command);
  if (words.length === 1)
    return HOOK_PROGRAM.test(words[0]);
  return words.slice(1, -2).every((word) => word.startsWith("-")) && words.at(-1) === "hook" && MAIN_PROGRAM2.test(words.at(-2));
}
function isShellSystemHandler(handler) {
  if (typeof handler !== "object" || handler === null)
    return !1;
  let { command, args } = handler;
  return [command, ...Array.isArray(args) ? args : []].filter((word) => typeof word === "string").some((word) => /(?:^|[\\/"'\s])auto-checkpoint\.sh(?:$|["'\s])/.test(word));
}
var isReplaced = (handler) => isHiveHandler(handler) || isShellSystemHandler(handler), shellWords = (command) => (command.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^(["'])(.*)\1$/, "$2"));
function findEntries({ root }, isWanted = isHiveHandler) {
  return itemsOf(valueOf(root, "hooks")).flatMap((property) => {
    let [name, groups] = property.children;
    if (groups.type !== "array")
      return [];
    return itemsOf(groups).flatMap((node, group) => {
      let handlers = node.type === "object" ? itemsOf(valueOf(node, "hooks")) : [];
      return handlers.flatMap((child, handler) => {
        if (!isWanted(getNodeValue2(child)))
          return [];
        return [{ event: String(name.value), groups, group, handler, isAlone: handlers.length === 1 }];
      });
    });
  });
}
var wrongShape = (what) => new HiveError("HIVE_INVALID_OPTION", `${what}: its hooks have another shape than Claude Code's`, {
  hint: "mend the file first (claude doctor says what is wrong)"
});
function parseSettings(text) {
  let document = parseDocument(text), { root } = document;
  if (root.type !== "object")
    throw wrongShape("it is not an object");
  let hooks = valueOf(root, "hooks");
  if (hooks === void 0)
    return document;
  if (hooks.type !== "object")
    throw wrongShape('"hooks" is not an object');
  for (let event of [...EVENTS.keys(), ...FRAGILE_EVENTS]) {
    let groups = valueOf(hooks, event);
    if (groups === void 0)
      continue;
    if (groups.type !== "array")
      throw wrongShape(`hooks.${event} is not an array`);
    for (let [index, group] of itemsOf(groups).entries())
      if ((group.type === "object" ? valueOf(group, "hooks") : void 0)?.type !== "array")
        throw wrongShape(`hooks.${event}[${index}] has no array "hooks"`);
  }
  return document;
}
function change(text, step) {
  let mark = text.startsWith(BOM) ? BOM : "", current = text.slice(mark.length);
  for (;; ) {
    let next = step(parseSettings(current));
    if (next === null)
      return mark + current;
    current = next;
  }
}
var isBlank = (text) => text.replace(BOM, "").trim() === "";
function install(text, command) {
  if (text === null || isBlank(text))
    return `${text?.startsWith(BOM) === !0 ? BOM : ""}${install("{}", command)}
`;
  return change(text, (document) => tidy(document, command) ?? addMissing(document, command));
}
function tidy(document, command) {
  let seen = /* @__PURE__ */ new Set;
  for (let found of findEntries(document, isReplaced)) {
    let { event, groups, group, isAlone } = found;
    if (!EVENTS.has(event) || seen.has(event) || !isAlone)
      return takeOut(document, found, null);
    seen.add(event);
    let node = itemsOf(groups)[group], wanted = groupFor(event, command);
    if (!Bun.deepEquals(getNodeValue2(node), wanted))
      return replace(document, node, wanted);
  }
  return null;
}
function addMissing(document, command) {
  let hooks = valueOf(document.root, "hooks");
  if (hooks === void 0)
    return append(document, document.root, "hooks", pluginHooks(command));
  let present = new Set(findEntries(document).map(({ event }) => event)), event = [...EVENTS.keys()].find((name) => !present.has(name));
  if (event === void 0)
    return null;
  let groups = valueOf(hooks, event);
  if (groups === void 0)
    return append(document, hooks, event, [groupFor(event, command)]);
  return append(document, groups, null, groupFor(event, command));
}
function remove(text, original) {
  if (isBlank(text))
    return text;
  let kept = original === null || isBlank(original) ? null : parseSettings(remove(original, null).replace(BOM, ""));
  return change(text, (document) => {
    let [found] = findEntries(document);
    return found === void 0 ? null : takeOut(document, found, kept);
  });
}
function takeOut(document, found, kept) {
  let { event, groups, group, handler, isAlone } = found;
  if (!isAlone)
    return removeAt(document, valueOf(itemsOf(groups)[group], "hooks"), handler);
  let keptHooks = kept === null ? void 0 : valueOf(kept.root, "hooks"), hooks = valueOf(document.root, "hooks");
  if (keptHooks !== void 0 && valueOf(keptHooks, event) !== void 0 || !isLeftBare(document, groups, group))
    return removeAt(document, groups, group);
  let index = itemsOf(hooks).findIndex((property) => property.children[1] === groups);
  if (keptHooks !== void 0 || !isLeftBare(document, hooks, index))
    return removeAt(document, hooks, index);
  let { root } = document;
  return removeAt(document, root, itemsOf(root).findIndex((property) => property.children[1] === hooks));
}
function isLeftBare(document, container, index) {
  if (itemsOf(container).length > 1)
    return !1;
  let after = parseDocument(removeAt(document, container, index)), node = findAt(after.root, container.offset);
  return node !== void 0 && isBare(after, node);
}
function findAt(node, offset) {
  if (node.offset === offset && node.type !== "property")
    return node;
  for (let child of node.children ?? [])
    if (child.offset <= offset && offset < child.offset + child.length)
      return findAt(child, offset);
  return;
}
function callsShellSystem(text) {
  if (text === null || isBlank(text))
    return !1;
  return findEntries(parseSettings(text.replace(BOM, "")), isShellSystemHandler).length > 0;
}
var HOOKS_OFF = '"disableAllHooks" switches all hooks off';
function inspect(text) {
  if (text === null || isBlank(text))
    return { command: null, problems: [] };
  let document = parseSettings(text.replace(BOM, "")), entries = findEntries(document), [first] = entries;
  if (first === void 0)
    return { command: null, problems: [] };
  let handlers = valueOf(itemsOf(first.groups)[first.group], "hooks"), { command, args } = getNodeValue2(itemsOf(handlers)[first.handler]), found = { command, args: Array.isArray(args) ? args.map(String) : [] }, problems = [], events = new Set(entries.map(({ event }) => event)), missing = [...EVENTS.keys()].filter((event) => !events.has(event));
  if (missing.length > 0)
    problems.push(`hive is not called on ${missing.join(", ")}`);
  else if (tidy(document, found) !== null)
    problems.push("some of hive's entries are not as setup writes them");
  if (getNodeValue2(document.root).disableAllHooks === !0)
    problems.push(HOOKS_OFF);
  return { command: found, problems };
}

// src/install/shell-system.ts
function entries(directory) {
  if (!fs3.existsSync(directory))
    return [];
  return fs3.readdirSync(directory, { withFileTypes: !0 }).filter((entry) => entry.isFile() && entry.name.endsWith(".json")).map((entry) => entry.name);
}
function shellScopes(place, scopes = SCOPES) {
  return scopes.filter((scope) => {
    let file = readTextFile(place.settings[scope]);
    return about2(file, () => callsShellSystem(file.text));
  });
}
function shellSystemProblems(place, scopes) {
  return shellScopes(place, scopes).map((scope) => `${place.settings[scope]} calls the shell system's hook as well, so each call is saved twice`);
}
function shellWorkerPid({ root }) {
  let path = queuePaths(root).heartbeat, text = readRegular(path, MAX_HEARTBEAT_BYTES);
  if (text === null || readHeartbeat(queuePaths(root)) !== null)
    return null;
  let [, pid] = /"pid"\s*:\s*(\d+)/.exec(text) ?? [];
  return pid !== void 0 && process.platform === "linux" && fs3.existsSync(`/proc/${pid}`) ? Number(pid) : null;
}
function takeOverQueue(place, nowMs) {
  let paths = queuePaths(place.root), stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, "-"), backup = join9(place.root, "setup", `shell-system-${stamp}`);
  makeDirectory(join9(place.root, "setup")), makeDirectory(backup);
  let waiting = 0;
  for (let directory of [paths.pending, paths.processing])
    for (let name of entries(directory))
      fs3.mkdirSync(join9(backup, basename4(directory)), { recursive: !0, mode: 448 }), fs3.copyFileSync(join9(directory, name), join9(backup, basename4(directory), name)), waiting += 1;
  backUpStore(place.root, join9(backup, "hive.db"));
  for (let name of entries(paths.processing))
    moveBack(paths, join9(paths.processing, name), name);
  return { backup, waiting };
}

// src/install/check.ts
function installedScopes(place) {
  return SCOPES.filter((scope) => inspectFile(place.settings[scope]).command !== null);
}
function inspectFile(path) {
  let file = readTextFile(path);
  return about2(file, () => inspect(file.text));
}
function checkSetup(place, scopes) {
  let { installed, faults } = findFaults(place, scopes), { project, root } = place, problems = faults.map(({ problem }) => problem), run = [...new Set(faults.flatMap((fault) => fault.run ?? []))].join("; ") || null, remedy = [...new Set(faults.flatMap((fault) => fault.remedy ?? []))].join("; ") || null;
  return { version: 1, project, root, isHealthy: problems.length === 0, installed, problems, run, remedy };
}
function findFaults(place, scopes) {
  let faults = [], commands = /* @__PURE__ */ new Map;
  for (let scope of scopes) {
    let path = place.settings[scope];
    try {
      let { command, problems } = inspectFile(path);
      if (command === null)
        continue;
      commands.set(scope, command);
      for (let problem of [...problems, ...commandProblems(command)]) {
        let cure = problem === HOOKS_OFF ? { remedy: `take "disableAllHooks" out of ${path}` } : putRight(scope);
        faults.push({ problem: `${path}: ${problem}`, ...cure });
      }
    } catch (error) {
      let remedy = error instanceof HiveError ? error.hint : void 0;
      faults.push({ problem: errorMessage(error), ...remedy === void 0 ? {} : { remedy } });
    }
  }
  let [first, ...others] = commands.values(), installed = [...commands.keys()];
  if (first === void 0) {
    let problem = `hive is not in the ${scopes.join(", ")} settings of ${place.project}`;
    faults.push({ problem, ...faults.length > 0 ? {} : { run: "hive setup" } });
  }
  if (others.some((other) => !isSameCommand(first, other))) {
    let problem = `${installed.join(" and ")} settings name different hooks: each event is saved twice`;
    faults.push({ problem, run: installed.map((scope) => putRight(scope).run).join("; ") });
  }
  if (first !== void 0)
    faults.push(...shellSystemProblems(place, SCOPES).map((problem) => ({ problem, run: "hive setup" })));
  return { installed, faults: [...faults, ...stateFaults(place)] };
}
var putRight = (scope) => ({ run: `hive setup --scope ${scope}` });
function commandProblems(command) {
  let line = [command.command, ...command.args].join(" ");
  if (!canRun(command))
    return [`the hook that it names cannot be run: ${line}`];
  if (isUnguarded(command))
    return [`the hook that it names runs what a project's tsconfig.json says: ${line}`];
  return isOwnHook(command) ? [] : [`the hook that it names is another installation's: ${line}`];
}
function stateFaults({ root, isGit, env }) {
  let faults = [];
  if (isGit && !isKeptOutOfGit2(root))
    faults.push({
      problem: `${root} has no .gitignore that keeps hive's files out of git: they could be committed`,
      run: "hive setup"
    });
  let { warnings } = readConfigFiles(root, {}, env), remedy = "mend the file, or take that out of it";
  return [...faults, ...warnings.map((problem) => ({ problem, remedy }))];
}

// src/doctor/settings.ts
var settingsCheck = {
  name: "settings",
  needsQueue: !1,
  run: ({ place }) => {
    let { installed, faults } = findFaults(place, SCOPES), { warnings } = readConfigFiles(place.root, {}, place.env), own = faults.filter(({ problem: found }) => !warnings.includes(found));
    return together(own.map(({ problem: found, ...cure }) => problem(found, cure)), `the ${installed.join(" and ")} settings call hive`);
  }
}, configCheck = {
  name: "config",
  needsQueue: !1,
  run: ({ paths, env }) => {
    let files = [userConfigPath(env, paths.root), `${paths.root}/config.json`].filter((path) => path !== null), { warnings } = readConfigFiles(paths.root, {}, env), faults = warnings.map((text) => warning(text, { remedy: "mend the file, or take that out of it" })), set = files.flatMap((path) => namesIn(path).map((name) => ({ path, name }))), unknown = set.filter(({ name }) => name !== "projects" && !(name in DEFAULTS));
    if (unknown.length > 0) {
      let found = unknown.map(({ path, name }) => `${path} sets what this hive does not know: ${name}`).join("; ");
      faults.push(warning(found, { remedy: "check how it is written: README, Settings" }));
    }
    let known = set.filter((one) => !unknown.includes(one)).map(({ path, name }) => `${name} (${path})`);
    return together(faults, known.length === 0 ? "all settings have their defaults" : `set: ${known.join(", ")}`);
  }
};
function namesIn(path) {
  try {
    return Object.keys(objectIn(readTextFile(path, MAX_CONFIG_BYTES).text ?? "") ?? {});
  } catch (error) {
    if (errorCode(error) !== "HIVE_INVALID_OPTION")
      throw error;
    return [];
  }
}

// src/install/hook-build.ts
import { existsSync as existsSync14, mkdirSync as mkdirSync5, readFileSync as readFileSync3, renameSync as renameSync6, rmSync as rmSync9, statSync as statSync6, writeFileSync as writeFileSync5 } from "fs";
import { basename as basename5, dirname as dirname7, join as join10, relative as relative2, resolve as resolve6 } from "path";

// src/install/installation-module.ts
function installationModule({ main, launcher, manifest, isPlugin }) {
  let contents = `import { resolve } from "node:path";
export const MAIN_PROGRAM = resolve(import.meta.dir, ${JSON.stringify(main)});
export const LAUNCHER = resolve(import.meta.dir, ${JSON.stringify(launcher)});
export const MANIFEST = resolve(import.meta.dir, ${JSON.stringify(manifest)});
export const IS_PLUGIN = ${isPlugin};
`;
  return {
    name: "installation",
    setup: (builder) => void builder.onLoad({ filter: /src\/platform\/installation\.ts$/ }, () => ({ contents, loader: "ts" }))
  };
}

// src/install/hook-build.ts
var TOP2 = resolve6(import.meta.dir, "../.."), RARELY_NEEDED = [
  "src/capture/fallback.ts",
  "src/agents/foreign.ts",
  "src/capture/git-closer.ts",
  "src/capture/node-io.ts",
  "src/capture/older-workers.ts",
  "src/recall/restore.ts",
  "src/queue/capacity.ts",
  "src/queue/ignore-file.ts",
  "src/supervisor/start-worker.ts"
], JIT_POLICY = 1000, bundled = (path, top) => join10(top, "dist/hook", `${basename5(path, ".ts")}.js`), StampSchema = object({
  version: string(),
  bun: string(),
  bytes: number(),
  inputs: record(string(), string())
}), stampPath = (top) => `${compiledHook(top).command}.json`, sha256 = (path) => new Bun.CryptoHasher("sha256").update(readFileSync3(path)).digest("hex");
async function compileProgram(entry, outfile, top = TOP2) {
  let parts = await Bun.build({
    entrypoints: RARELY_NEEDED.map((path) => join10(top, path)),
    outdir: join10(top, "dist/hook"),
    naming: "[name].[ext]",
    target: "bun",
    splitting: !0,
    minify: !0,
    metafile: !0,
    plugins: [
      installationModule({
        main: "../../src/cli/main.ts",
        launcher: "../../scripts/hive",
        manifest: "../../package.json",
        isPlugin: !1
      })
    ]
  });
  if (!parts.success)
    throw AggregateError(parts.logs, "what the hook loads in need could not be bundled");
  let result = await Bun.build({
    entrypoints: [entry],
    compile: {
      outfile,
      jitPolicy: JIT_POLICY,
      autoloadDotenv: !1,
      autoloadBunfig: !1,
      autoloadTsconfig: !1,
      autoloadPackageJson: !1
    },
    target: "bun",
    format: "cjs",
    minify: !0,
    bytecode: !0,
    metafile: !0,
    plugins: [
      {
        name: "rarely-needed",
        setup(build) {
          let names = RARELY_NEEDED.map((path) => basename5(path)).join("|");
          build.onResolve({ filter: new RegExp(`/(${names})$`) }, ({ path }) => ({
            path: bundled(path, top),
            external: !0
          }));
        }
      }
    ]
  });
  if (!result.success || !existsSync14(outfile))
    throw AggregateError(result.logs, `${entry} could not be compiled`);
  let inputs = [parts, result].flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  return [...new Set(inputs.map((path) => resolve6(path)))].filter((path) => !path.includes("/node_modules/"));
}
async function buildHook(top = TOP2) {
  let { command } = compiledHook(top), temporary = `${command}.${process.pid}.tmp`;
  mkdirSync5(dirname7(command), { recursive: !0 });
  try {
    let hashes = (await compileProgram(join10(top, "src/capture/executable.ts"), temporary, top)).map((path) => [relative2(top, path), sha256(path)]), { size: bytes } = statSync6(temporary), stamp = { version: VERSION, bun: Bun.version, bytes, inputs: Object.fromEntries(hashes) };
    renameSync6(temporary, command), writeFileSync5(stampPath(top), `${JSON.stringify(stamp, null, 2)}
`);
  } finally {
    rmSync9(temporary, { force: !0 });
  }
  return command;
}
function hookState(top = TOP2) {
  let stamp = readStamp(top);
  if (stamp === null)
    return { stamp, stale: "it does not say what it was compiled from" };
  if (stamp.bytes !== statSync6(compiledHook(top).command).size)
    return { stamp: null, stale: "it is not the one that its stamp tells of" };
  if (stamp.version !== VERSION)
    return { stamp, stale: `it is of hive ${stamp.version}` };
  let changed = Object.entries(stamp.inputs).filter(([path, hash]) => !isSame(join10(top, path), hash)), isStale = changed.length > 0;
  return { stamp, stale: isStale ? `its source has changed since: ${changed.map(([path]) => path).join(", ")}` : null };
}
function isSame(path, hash) {
  return existsSync14(path) && sha256(path) === hash;
}
function readStamp(top) {
  try {
    let parsed = safeParse(pipe(string(), parseJson(), StampSchema), readFileSync3(stampPath(top), "utf8"));
    return parsed.success ? parsed.output : null;
  } catch (error) {
    if (errorCode(error) === "ENOENT")
      return null;
    throw new HiveError("HIVE_UNHEALTHY", `${stampPath(top)} cannot be read`, { cause: error });
  }
}

// src/doctor/versions.ts
var bunCheck = {
  name: "bun",
  needsQueue: !1,
  run: () => judgeBun(Bun.version, package_default.engines.bun)
};
function judgeBun(version, needed) {
  if (Bun.semver.satisfies(version, needed))
    return ok(`Bun ${version} (hive needs ${needed})`);
  return problem(`Bun ${version}, and hive needs ${needed}`, { run: "bun upgrade" });
}
function installedHook(place) {
  for (let scope of SCOPES)
    try {
      let { command } = inspect(readTextFile(place.settings[scope]).text);
      if (command !== null)
        return { hook: command, isTrusted: scope === "user" || isOwnHook(command) };
    } catch {
      continue;
    }
  return null;
}
var hookCheck = {
  name: "hook",
  needsQueue: !1,
  run: ({ place }) => {
    let hook = installedHook(place)?.hook;
    if (hook === void 0)
      return ok("none is installed, so there is none to compare");
    if (!canRun(hook))
      return problem(`${line(hook)} cannot be run`, { run: "hive setup" });
    if (isSameCommand(hook, compiledHook()))
      return compiledDiagnosis();
    if (isSameCommand(hook, interpretedHook()))
      return warning(`hive ${VERSION} from source: a compiled one takes half the time`, {
        run: "hive setup",
        remedy: "that compiles it, and says so where it cannot"
      });
    return foreignDiagnosis(hook);
  }
}, line = ({ command, args }) => [command, ...args].join(" ");
function compiledDiagnosis() {
  let { stamp, stale } = hookState();
  if (stale === null)
    return ok(`compiled from hive ${stamp.version} with Bun ${stamp.bun}`);
  return warning(`the compiled hook is not of this hive: ${stale}`, {
    run: FIX,
    remedy: "that compiles it again",
    mend: async () => `compiled ${await buildHook()} again`
  });
}
function foreignDiagnosis(hook) {
  if (isUnguarded(hook))
    return problem(`${line(hook)} runs what a project's tsconfig.json says`, { run: "hive setup" });
  let whose = hook.args.length === 0 ? "is another installation's" : "is not what setup names here";
  return warning(`${line(hook)} ${whose}: its version is not known`, {
    run: "hive setup",
    remedy: "that names this installation's"
  });
}

// src/doctor/watches.ts
import { existsSync as existsSync15, readdirSync as readdirSync15, readFileSync as readFileSync4, readlinkSync as readlinkSync2 } from "fs";
var LIMITS = "/proc/sys/fs/inotify", SCARCE_SHARE = 0.9, watchesCheck = {
  name: "watches",
  needsQueue: !1,
  run: () => {
    if (!existsSync15(LIMITS))
      return ok("this platform has no limit of inotify's");
    return judgeWatches(readWatchUse());
  }
};
function judgeWatches({ instances, maxInstances, watches, maxWatches }) {
  let faults = [], judge = (what, used, limit) => {
    if (used < limit * SCARCE_SHARE)
      return;
    faults.push(warning(`${used} of ${limit} inotify ${what} are in use: a worker that gets none polls`, {
      run: `sudo sysctl fs.inotify.max_user_${what}=${Math.max(limit * 2, 1024)}`
    }));
  };
  return judge("instances", instances, maxInstances), judge("watches", watches, maxWatches), together(faults, `inotify instances ${instances} of ${maxInstances}, watches ${watches} of ${maxWatches}`);
}
function readWatchUse() {
  let instances = 0, watches = 0;
  for (let pid of readdirSync15("/proc")) {
    if (!/^\d+$/.test(pid))
      continue;
    for (let fd of quietly(() => readdirSync15(`/proc/${pid}/fd`)) ?? []) {
      if (quietly(() => readlinkSync2(`/proc/${pid}/fd/${fd}`)) !== "anon_inode:inotify")
        continue;
      instances += 1;
      let info = quietly(() => readFileSync4(`/proc/${pid}/fdinfo/${fd}`, "utf8")) ?? "";
      watches += info.split(`
`).filter((line) => line.startsWith("inotify ")).length;
    }
  }
  return { instances, maxInstances: limit("instances"), watches, maxWatches: limit("watches") };
}
var limit = (what) => Number(readFileSync4(`${LIMITS}/max_user_${what}`, "utf8"));
function quietly(read) {
  try {
    return read();
  } catch (error) {
    if (["ENOENT", "EACCES", "EPERM", "ESRCH"].includes(errorCode(error) ?? ""))
      return;
    throw error;
  }
}

// src/doctor/worker.ts
import { closeSync as closeSync5, constants as constants7, lstatSync as lstatSync16, openSync as openSync4, unlinkSync as unlinkSync3 } from "fs";
var START = "hive worker start", RESTART = "hive worker restart", SILENT_MS = 660000, NEW_MS = 30000, alive = ({ workers }) => workers.filter(({ isAlive }) => isAlive), names = (workers) => workers.map(({ id }) => id).join(", "), heartbeats = (subject) => alive(subject).flatMap(({ id }) => readHeartbeat(subject.paths, id) ?? []), versionCheck = {
  name: "hive",
  needsQueue: !1,
  run: (subject) => {
    let others = heartbeats(subject).filter(({ version }) => version !== VERSION);
    if (others.length === 0)
      return ok(`hive ${VERSION}`);
    return warning(`hive ${VERSION}, and a worker of hive ${others[0].version} runs`, { run: RESTART });
  }
}, workerCheck = {
  name: "worker",
  needsQueue: !0,
  run: (subject) => {
    let workers = alive(subject), { pending } = measureDepth(subject.paths, subject.nowMs);
    if (workers.length === 0) {
      if (pending === 0)
        return ok("none runs, and nothing waits for one");
      return problem(`none runs, and ${count(pending, "entry waits", "entries wait")}`, { run: START });
    }
    let { paths, nowMs, config } = subject, faults = findStuck(paths, findWorkers(paths), config.stuckAfterSeconds * 1000, nowMs).map(({ id }) => problem(`${id} takes no entry although some wait`, { run: "hive worker restart --force" }));
    for (let { fallback_reason: reason, mode, doorbell } of heartbeats(subject)) {
      if (reason !== null)
        faults.push(warning(`it polls, not by choice: ${reason}`, { remedy: "see the lines on events and watches" }));
      if (mode === "event" && doorbell === "failed")
        faults.push(warning("it cannot hear the doorbell", { remedy: "see the lines on doorbell and events" }));
    }
    let modes = [...new Set(heartbeats(subject).map(({ mode }) => `${mode} mode`))];
    return together(faults, [`${names(workers)} ${workers.length === 1 ? "runs" : "run"}`, ...modes].join(", "));
  }
}, heartbeatCheck = {
  name: "heartbeat",
  needsQueue: !0,
  run: (subject) => {
    let { paths, nowMs } = subject, workers = alive(subject);
    if (workers.length === 0)
      return lastWord(readHeartbeat(paths), nowMs);
    let faults = [], ages = [];
    for (let { id } of workers) {
      let heartbeat = readHeartbeat(paths, id), ageMs = heartbeat === null ? lockAgeMs(paths, id, nowMs) : nowMs - Date.parse(heartbeat.timestamp);
      if (heartbeat !== null)
        ages.push(`${span(Math.max(0, ageMs))} old`);
      if (!(ageMs <= (heartbeat === null ? NEW_MS : SILENT_MS)))
        faults.push(problem(`${id} lives and has said nothing for ${span(ageMs)}`, { run: RESTART }));
      if (heartbeat !== null && heartbeat.store_error !== null)
        faults.push(problem(`the store cannot be written: ${heartbeat.store_error}`, {
          remedy: "see the lines on database and disk; the worker tries again by itself"
        }));
    }
    return together(faults, ages.length === 0 ? "none yet: the worker has just begun" : ages.join(", "));
  }
}, lockAgeMs = (paths, id, nowMs) => nowMs - (lstatSync16(`${paths.workers}/${id}.lock`, { throwIfNoEntry: !1 })?.mtimeMs ?? nowMs);
function lastWord(heartbeat, nowMs) {
  if (heartbeat === null)
    return ok("none: no worker has run here");
  let age = span(Math.max(0, nowMs - Date.parse(heartbeat.timestamp)));
  if (heartbeat.stopped_at !== null)
    return ok(`the last worker ended in order ${age} ago`);
  return ok(`the last worker was killed; it was last heard ${age} ago, and the next takes over what it had`);
}
var doorbellCheck = {
  name: "doorbell",
  needsQueue: !0,
  run: (subject) => {
    let { doorbell: path } = subject.paths, hasWorker = heartbeats(subject).some(({ mode, doorbell }) => mode === "event" && doorbell !== "off"), stat = lstatSync16(path, { throwIfNoEntry: !1 }), soon = `the worker makes it again within ${span(subject.config.backstopIntervalMs)}`;
    if (stat === void 0) {
      if (hasWorker)
        return warning("it is gone", { remedy: soon });
      return ok("none yet: a worker makes it");
    }
    if (!stat.isFIFO()) {
      if (hasWorker)
        return warning(`${path} is no FIFO`, { remedy: soon });
      return warning(`${path} is no FIFO: nothing announces an entry through it`, {
        run: FIX,
        remedy: "that removes it; a worker makes the FIFO",
        mend: () => {
          if (lstatSync16(path, { throwIfNoEntry: !1 })?.isFile() === !0)
            unlinkSync3(path);
          return `removed ${path}`;
        }
      });
    }
    if (listens(path))
      return ok("a worker listens");
    if (!hasWorker)
      return ok("nobody listens, since no worker runs");
    return problem("a worker runs and does not listen", { run: RESTART });
  }
};
function listens(path) {
  try {
    return closeSync5(openSync4(path, constants7.O_WRONLY | constants7.O_NONBLOCK | constants7.O_NOFOLLOW)), !0;
  } catch (error) {
    if (errorCode(error) === "ENXIO")
      return !1;
    throw error;
  }
}

// src/doctor/worker-files.ts
import { existsSync as existsSync16, readdirSync as readdirSync16 } from "fs";
function workerFiles(paths) {
  let ids = /* @__PURE__ */ new Set;
  for (let name of list(paths.workers)) {
    let id = /^(.+)\.(lock-journal|lock|json)$/.exec(name)?.[1];
    if (id !== void 0)
      ids.add(id);
  }
  for (let name of list(paths.processing))
    ids.add(name);
  let alive = new Set(findWorkers(paths).map(({ id }) => id));
  return [...ids].map((id) => ({ id, isAlive: alive.has(id) }));
}
var list = (directory) => existsSync16(directory) ? readdirSync16(directory) : [];

// src/doctor/doctor.ts
var CHECKS = [
  bunCheck,
  versionCheck,
  hookCheck,
  settingsCheck,
  configCheck,
  queueCheck,
  permissionsCheck,
  gitCheck,
  fileSystemCheck,
  eventsCheck,
  watchesCheck,
  databaseCheck,
  deadWorkersCheck,
  workerCheck,
  heartbeatCheck,
  doorbellCheck,
  backlogCheck,
  deadLettersCheck,
  accountCheck,
  temporaryFilesCheck,
  diskCheck,
  clockCheck,
  hookLogCheck
];
async function runDoctor(options) {
  let diagnoses = await examine(options), repairs = [];
  if (options.isFixing === !0)
    repairs = await mendAll2(diagnoses), diagnoses = await examine(options);
  let findings = diagnoses.map(({ check, diagnosis: { level, found, run, remedy, mend } }) => ({
    check,
    level,
    found,
    run: run ?? null,
    remedy: remedy ?? null,
    isFixable: mend !== void 0
  }));
  return {
    version: 1,
    hiveVersion: VERSION,
    project: options.place.project,
    root: options.root,
    isHealthy: findings.every(({ level }) => level !== "problem"),
    repairs,
    findings
  };
}
async function examine({ place, root, env, nowMs }) {
  let paths = queuePaths(root), examined = [], health, storeHealth = () => health ??= readStoreHealth(root);
  for (let { name, needsQueue, run } of CHECKS) {
    if (needsQueue && !isQueueMade(paths))
      continue;
    let workers = workerFiles(paths), subject = {
      place: { ...place, root },
      paths,
      env,
      nowMs: nowMs(),
      config: readConfigFiles(root, {}, env).config,
      workers,
      storeHealth
    };
    examined.push({ check: name, diagnosis: await attempt(run, subject) });
  }
  return examined;
}
async function attempt(run, subject) {
  try {
    return await run(subject);
  } catch (error) {
    let hint = error instanceof HiveError ? error.hint : void 0;
    return problem(`it could not be checked: ${errorMessage(error)}`, hint === void 0 ? {} : { remedy: hint });
  }
}
async function mendAll2(examined) {
  let repairs = [];
  for (let { check, diagnosis } of examined) {
    if (diagnosis.mend === void 0)
      continue;
    try {
      repairs.push({ check, isDone: !0, message: await diagnosis.mend() });
    } catch (error) {
      repairs.push({ check, isDone: !1, message: errorMessage(error) });
    }
  }
  return repairs;
}

// src/doctor/hook-timing.ts
import { homedir as homedir2 } from "os";

// src/doctor/hook-lab.ts
import { existsSync as existsSync17, mkdirSync as mkdirSync6, mkdtempSync as mkdtempSync3, rmSync as rmSync10, writeFileSync as writeFileSync6 } from "fs";
import { tmpdir as tmpdir4 } from "os";
import { dirname as dirname8, join as join11, resolve as resolve7 } from "path";
class HookLab {
  #directory;
  #bells = [];
  constructor(paths) {
    this.#directory = existsSync17(paths.tmp) ? makeScratch(paths) : mkdtempSync3(join11(tmpdir4(), "hive-doctor-"));
  }
  addRoot(name, config) {
    let paths = queuePaths(join11(this.#directory, name, "state"));
    mkdirSync6(dirname8(paths.root), { recursive: !0 }), makeQueue(paths);
    let settings = join11(this.#directory, "settings", name);
    mkdirSync6(join11(settings, "hive"), { recursive: !0, mode: 448 }), writeFileSync6(join11(settings, "hive", "config.json"), JSON.stringify(config), { mode: 384 });
    let bell = new DoorbellSource(paths.doorbell);
    return bell.start(() => {
      return;
    }), this.#bells.push(bell), { root: paths.root, settings };
  }
  addEmptyScript() {
    let path = join11(this.#directory, "empty.ts");
    return writeFileSync6(path, ""), path;
  }
  async addProgram(source, kind) {
    if (kind === "source")
      return [...bunCommand(), source];
    let directory = join11(this.#directory, "programs");
    mkdirSync6(directory, { recursive: !0 });
    let outfile = join11(directory, String(Bun.hash(source)));
    return await compileProgram(source, outfile), [outfile];
  }
  [Symbol.dispose]() {
    for (let bell of this.#bells)
      bell.stop();
    rmSync10(this.#directory, { recursive: !0, force: !0 });
  }
}
var STEPS_PROGRAM = resolve7(import.meta.dir, "hook-steps.ts"), OLD_TEXT = `export const limit = 100;

/** How many of them fit. */
export function fits(n: number): boolean {
  return n < limit;
}
`;
function samplePayload(directory) {
  let file = join11(directory, "src", "limits.ts"), lines = OLD_TEXT.split(`
`);
  return JSON.stringify({
    session_id: "00000000-0000-4000-8000-000000000000",
    transcript_path: join11(directory, "transcript.jsonl"),
    cwd: directory,
    permission_mode: "acceptEdits",
    hook_event_name: "PostToolUse",
    tool_name: "Edit",
    tool_input: { file_path: file, old_string: "n < limit", new_string: "n <= limit", replace_all: !1 },
    tool_response: {
      filePath: file,
      oldString: "n < limit",
      newString: "n <= limit",
      originalFile: OLD_TEXT.repeat(48),
      structuredPatch: [{ oldStart: 1, oldLines: 7, newStart: 1, newLines: 7, lines: lines.map((line) => ` ${line}`) }],
      userModified: !1,
      replaceAll: !1
    },
    tool_use_id: "toolu_00000000000000000000000000",
    duration_ms: 12
  });
}

// src/doctor/hook-timing.ts
var WARM_UP = 3, DEADLINE_MS = 1e4, EMPTY = "empty Bun script", EMPTY_COMPILED = "empty executable", TAKEN = "hook, checkpoint taken", THROTTLED = "hook, throttled", BUDGETS = /* @__PURE__ */ new Map([
  [TAKEN, 1.4],
  [THROTTLED, 1.25]
]), STEPS = {
  "start Bun, load the hook": ["started"],
  "open the C library": ["opened"],
  "read standard input": ["read"],
  "parse, find the state": ["parsed"],
  "settings, throttle": ["decided"],
  "facts, redaction, entries": ["built"],
  "write the files, rename": ["tmp-written", "tmp-synced", "renamed", "pending-synced"],
  journal: ["captured"],
  "ring the doorbell": ["rung"],
  "note the checkpoint": ["enqueued", "noted"]
}, REST = "spawn, end of the process";
async function timeHook({ place, root, config, runs }) {
  let installed = installedHook(place);
  if (installed?.isTrusted === !1) {
    let line = [installed.hook.command, ...installed.hook.args].join(" ");
    throw new HiveError("HIVE_UNHEALTHY", `the project's settings name another installation's hook, which is not started: ${line}`, {
      hint: "hive setup"
    });
  }
  let hook = installed?.hook ?? (canRun(compiledHook()) ? compiledHook() : interpretedHook()), kind = hook.args.length === 0 ? "compiled" : "source";
  using lab = new HookLab(queuePaths(root));
  let taken = lab.addRoot("taken", { ...config, checkpointIntervalSeconds: 0 }), throttled = lab.addRoot("throttled", { ...config, checkpointIntervalSeconds: 86400 }), empty = lab.addEmptyScript(), command = [hook.command, ...hook.args], cases = { [EMPTY]: { command: [process.execPath, empty], root: taken } };
  if (kind === "compiled")
    cases[EMPTY_COMPILED] = { command: await lab.addProgram(empty, kind), root: taken };
  cases[TAKEN] = { command, root: taken }, cases[THROTTLED] = { command, root: throttled };
  let withClock = { command: await lab.addProgram(STEPS_PROGRAM, kind), root: taken }, { wholes, steps } = await measure(cases, withClock, samplePayload(place.project), runs), processes = Object.entries(wholes).map(([what, samples]) => summarize(what, samples)), budgets = judge2(processes);
  return {
    version: 1,
    hook,
    isInstalled: installed !== null,
    kind,
    durability: config.durability,
    processes,
    steps: Object.entries(steps).map(([what, samples]) => summarize(what, samples)),
    budgets,
    isWithinBudget: budgets.every(({ isWithin }) => isWithin)
  };
}
async function measure(cases, withClock, payload, runs) {
  let wholes = {}, steps = {};
  for (let turn = -WARM_UP;turn < runs; turn += 1) {
    let inTurn = /* @__PURE__ */ new Map;
    for (let [what, { command, root }] of Object.entries(cases))
      inTurn.set(what, (await execute(command, root, payload)).ms);
    let { output } = await execute(withClock.command, withClock.root, payload);
    if (turn < 0)
      continue;
    for (let [what, ms] of inTurn)
      (wholes[what] ??= []).push(ms);
    addSteps(steps, JSON.parse(output), inTurn.get(TAKEN));
  }
  return { wholes, steps };
}
async function execute(command, { root, settings }, payload) {
  let startedMs = performance.now(), child;
  try {
    child = Bun.spawn([...command], {
      stdin: new Blob([payload]),
      stdout: "pipe",
      stderr: "ignore",
      env: { ...process.env, PATH: "", HIVE_ROOT: root, HOME: homedir2(), XDG_CONFIG_HOME: settings },
      signal: AbortSignal.timeout(DEADLINE_MS)
    });
  } catch (error) {
    throw failed(command, `does not start: ${errorMessage(error)}`);
  }
  let exitCode = await child.exited, ms = performance.now() - startedMs;
  if (exitCode !== 0)
    throw failed(command, `ended with exit code ${exitCode} after ${Math.round(ms)} ms`);
  return { ms, output: await new Response(child.stdout).text() };
}
var failed = (command, why) => new HiveError("HIVE_UNHEALTHY", `${command.join(" ")} ${why}`, { hint: "hive doctor" });
function addSteps(samples, marks, wholeMs) {
  let spentMs = /* @__PURE__ */ new Map, lastMs = 0;
  for (let [name, atMs] of marks)
    spentMs.set(name, (spentMs.get(name) ?? 0) + atMs - lastMs), lastMs = atMs;
  for (let [step, names] of Object.entries(STEPS)) {
    let ms = names.reduce((sum, name) => sum + (spentMs.get(name) ?? 0), 0);
    (samples[step] ??= []).push(ms);
  }
  (samples[REST] ??= []).push(Math.max(0, wholeMs - lastMs));
}
function summarize(what, samples) {
  let sorted = samples.toSorted((a, b) => a - b), rank = (share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  return { what, n: sorted.length, p50Ms: rank(0.5), p99Ms: rank(0.99), maxMs: sorted.at(-1) };
}
function judge2(processes) {
  let floorMs = processes.find(({ what }) => what === EMPTY).p50Ms;
  return processes.flatMap(({ what, p50Ms }) => {
    let most = BUDGETS.get(what);
    if (most === void 0)
      return [];
    return [{ what, ratio: p50Ms / floorMs, most, isWithin: p50Ms / floorMs <= most }];
  });
}

// src/cli/doctor-text.ts
import { styleText as styleText3 } from "util";
var LABELS = { ok: "ok", warning: "warning", problem: "PROBLEM" }, COLOURS = { ok: "green", warning: "yellow", problem: "red" }, LABEL_WIDTH = 8, NAME_WIDTH = 16;
function renderReport({ root, findings, repairs }, isColoured) {
  let label = (level) => {
    let text = LABELS[level].padEnd(LABEL_WIDTH);
    return isColoured ? styleText3(COLOURS[level], text) : text;
  }, lines = repairs.map(({ check, isDone, message }) => printable(`${isDone ? "fixed" : "NOT FIXED"}  ${check}: ${message}`));
  if (lines.length > 0)
    lines.push("");
  for (let { check, level, found, run, remedy } of findings)
    lines.push(`${label(level)}${check.padEnd(NAME_WIDTH)}${printable(found)}`), lines.push(...remedyLines({ run, remedy }, LABEL_WIDTH + NAME_WIDTH));
  let of = (wanted) => findings.filter(({ level }) => level === wanted).length;
  return lines.push("", `${printable(root)}: ${of("ok")} ok, ${count(of("warning"), "warning")}, ${count(of("problem"), "problem")}`), `${lines.join(`
`)}
`;
}
var figures = (what, rows) => table([what, "p50", "p99", "max", "n"], rows.map((row) => [row.what, ...[row.p50Ms, row.p99Ms, row.maxMs].map(duration), String(row.n)]));
function renderTiming({ hook, isInstalled, kind, durability, processes, steps, budgets }) {
  let command = [hook.command, ...hook.args].join(" "), budget = budgets.map(({ what, ratio, most, isWithin }) => {
    let verdict = isWithin ? "within" : "OVER";
    return `${what}: ${ratio.toFixed(2)} x an empty Bun script, ${verdict} the budget of ${most} x`;
  }), advice = [];
  if (budgets.some(({ isWithin }) => !isWithin))
    advice.push("", kind === "source" ? "the compiled hook takes half the time: hive setup" : "Is the machine busy? Run it again, with more --runs.");
  return [
    `${isInstalled ? "Installed" : "Not installed; what setup would install"}: ${printable(command)} (${kind}, durability ${durability})`,
    "",
    figures("whole process, spawn to exit", processes),
    figures("step of a hook that takes a checkpoint", steps),
    [...budget, ...advice].join(`
`),
    ""
  ].join(`
`);
}

// src/cli/doctor.ts
var DEFAULT_RUNS = 50, MAX_RUNS = 1e4;
function addDoctor(program, io) {
  program.command("doctor").description(`check every link from the agent to the store; exit code ${EXIT_CODES.HIVE_UNHEALTHY} when one is broken`).option("--root <dir>", "the .hive-mind directory").option("--fix", "put right what can be without losing anything").option("--hook", "time the installed hook instead, as the agent waits for it, step by step").option("--runs <n>", `with --hook: how often each is run (default: ${DEFAULT_RUNS})`).option("--json", "as JSON").addHelpText("after", `
Examples:
  hive doctor
  hive doctor --fix
  hive doctor --json | jq '.findings[] | select(.level != "ok")'
  hive doctor --hook --runs 200`).action(async (flags, command) => {
    let root = findRoot(io, command.optsWithGlobals().root);
    if (flags.hook === !0)
      await timing(io, flags, root);
    else
      await examination(io, flags, root);
  });
}
async function examination(io, flags, root) {
  if (flags.runs !== void 0)
    throw new HiveError("HIVE_INVALID_OPTION", "--runs goes with --hook");
  let place = findPlace(io.cwd, io.env), isFixing = flags.fix === !0, report = await runDoctor({ place, root, env: io.env, nowMs: () => Date.now(), isFixing });
  if (io.out(flags.json === !0 ? json(report) : pasteable(renderReport(report, io.isTTY), io.env)), !report.isHealthy)
    throw new Unhealthy(report);
}
async function timing(io, flags, root) {
  if (flags.fix === !0)
    throw new HiveError("HIVE_INVALID_OPTION", "--fix does not go with --hook");
  let place = findPlace(io.cwd, io.env), timing = await timeHook({ place, root, config: loadConfig(io, root), runs: runsOf(flags) });
  io.out(flags.json === !0 ? json(timing) : pasteable(renderTiming(timing), io.env));
}
function runsOf({ runs }) {
  if (runs === void 0)
    return DEFAULT_RUNS;
  let number = Number(runs);
  if (Number.isInteger(number) && number >= 1 && number <= MAX_RUNS)
    return number;
  throw new HiveError("HIVE_INVALID_OPTION", `--runs must be a whole number from 1 to ${MAX_RUNS}, not ${JSON.stringify(runs)}`);
}

class Unhealthy extends HiveError {
  constructor({ findings }) {
    let problems = findings.filter(({ level }) => level === "problem");
    super("HIVE_UNHEALTHY", `${problems.length === 1 ? "1 problem" : `${problems.length} problems`}, see above`);
  }
}

// src/queue/queue.ts
import * as fs5 from "fs";
import { dirname as dirname9 } from "path";

// src/queue/backlog.ts
import { readdirSync as readdirSync17 } from "fs";
var LISTING_SHARE = 0.1;
function isForeignWork(name) {
  return name.startsWith(".") || !name.endsWith(".json");
}

class Backlog {
  #directory;
  #seqs = [];
  #named = /* @__PURE__ */ new Map;
  #isStale = !0;
  #listedAtMs = 0;
  #listingMs = 0;
  misnamed = [];
  constructor(directory) {
    this.#directory = directory;
  }
  invalidate() {
    this.#isStale = !0;
  }
  get isStale() {
    return this.#isStale;
  }
  refresh() {
    let nowMs = performance.now(), isAffordable = (nowMs - this.#listedAtMs) * LISTING_SHARE >= this.#listingMs;
    if (!this.#isEmpty && !(this.#isStale && isAffordable))
      return;
    this.#list(), this.#listedAtMs = performance.now(), this.#listingMs = this.#listedAtMs - nowMs, this.#isStale = !1;
  }
  next() {
    for (let priority = FIRST_PRIORITY;priority <= LAST_PRIORITY; priority += 1) {
      let seq = this.#seqs[priority]?.pop();
      if (seq !== void 0)
        return entryName(this.#named.get(`${priority} ${seq}`) ?? priority, seq);
    }
    return;
  }
  get #isEmpty() {
    return this.#seqs.every(({ length }) => length === 0);
  }
  #list() {
    this.#seqs = [];
    let seqsByPriority = Array.from({ length: LAST_PRIORITY + 1 }, () => []), misnamed = [];
    for (let name of readdirSync17(this.#directory)) {
      if (isForeignWork(name))
        continue;
      let parsed = parseEntryName(name);
      if (parsed === null)
        misnamed.push(name);
      else
        seqsByPriority[parsed.priority].push(parsed.seq);
    }
    this.misnamed = misnamed, this.#named = promote(seqsByPriority), this.#seqs = seqsByPriority.map((seqs) => seqs.toSorted().toReversed());
  }
}
function promote(seqsByPriority) {
  let named = /* @__PURE__ */ new Map;
  for (let urgent = FIRST_PRIORITY;urgent < LAST_PRIORITY; urgent += 1) {
    if (seqsByPriority.slice(urgent + 1).every(({ length }) => length === 0))
      break;
    let latest = latestByGroup(seqsByPriority[urgent]);
    for (let priority = urgent + 1;latest.size > 0 && priority <= LAST_PRIORITY; priority += 1) {
      let there = new Set(seqsByPriority[urgent]), isUrgent = (seq) => !there.has(seq) && seq < (latest.get(groupOf(seq) ?? "") ?? ""), moved = seqsByPriority[priority].filter(isUrgent);
      if (moved.length === 0)
        continue;
      for (let seq of moved)
        named.set(`${urgent} ${seq}`, priority);
      seqsByPriority[priority] = seqsByPriority[priority].filter((seq) => !isUrgent(seq)), seqsByPriority[urgent] = seqsByPriority[urgent].concat(moved);
    }
  }
  return named;
}
function latestByGroup(seqs) {
  let latest = /* @__PURE__ */ new Map;
  for (let seq of seqs) {
    let group = groupOf(seq);
    if (group !== null && seq > (latest.get(group) ?? ""))
      latest.set(group, seq);
  }
  return latest;
}

// src/queue/deferrals.ts
import { lstatSync as lstatSync17 } from "fs";
var WRITING_MS = 2000, FIRST_LOOK_MS = 2, FIRST_LOOK_AGAIN_MS = 10, LONGEST_LOOK_AGAIN_MS = 640;

class Deferrals {
  #pending;
  #clock;
  #byName = /* @__PURE__ */ new Map;
  #look = null;
  constructor(pending, clock) {
    this.#pending = pending, this.#clock = clock;
  }
  get nextDueMs() {
    let first = null;
    for (let { dueMs } of this.#byName.values())
      if (first === null || dueMs < first)
        first = dueMs;
    return first;
  }
  get nextLookMs() {
    let ms = Math.min(this.nextDueMs ?? 1 / 0, this.#look?.atMs ?? 1 / 0);
    return Number.isFinite(ms) ? ms : null;
  }
  until(name, dueMs) {
    this.#byName.set(name, { dueMs });
  }
  whileWritten(name, file) {
    let nowMs = this.#clock.nowMs(), waitMs = Math.max(FIRST_LOOK_MS, Math.abs(nowMs - file.modifiedAtMs));
    this.#byName.set(name, { dueMs: Math.min(file.modifiedAtMs + WRITING_MS, nowMs + waitMs), writing: file });
  }
  lookAgain() {
    this.#lookIn(FIRST_LOOK_AGAIN_MS);
  }
  #lookIn(waitMs) {
    this.#look = waitMs > LONGEST_LOOK_AGAIN_MS ? null : { atMs: this.#clock.nowMs() + waitMs, waitMs };
  }
  mayBeBeingWritten(modifiedAtMs) {
    return Math.abs(this.#clock.nowMs() - modifiedAtMs) < WRITING_MS;
  }
  isDue(name) {
    let deferral = this.#byName.get(name);
    if (deferral === void 0)
      return !0;
    if (deferral.writing === void 0 || !this.#hasChanged(name, deferral.writing))
      return !1;
    return this.#byName.delete(name), !0;
  }
  forgetDue() {
    let nowMs = this.#clock.nowMs(), look = this.#look;
    if (look !== null && (look.atMs <= nowMs || look.atMs - nowMs > look.waitMs))
      this.#lookIn(2 * look.waitMs);
    for (let [name, { dueMs, writing }] of this.#byName) {
      if (dueMs > nowMs)
        continue;
      if (writing !== void 0 && this.mayBeBeingWritten(writing.modifiedAtMs) && !this.#hasChanged(name, writing))
        this.whileWritten(name, writing);
      else
        this.#byName.delete(name);
    }
  }
  #hasChanged(name, file) {
    let stat = lstatSync17(`${this.#pending}/${name}`, { throwIfNoEntry: !1 });
    return stat?.size !== file.bytes || stat.mtimeMs !== file.modifiedAtMs;
  }
}

// src/queue/kept-files.ts
import * as fs4 from "fs";
var KEPT_MS = 100;

class KeptFile {
  #open;
  #path = "";
  #fd = null;
  #closeAtMs = 0;
  constructor(open) {
    this.#open = open;
  }
  at(path) {
    if (this.#fd !== null && this.#path === path && performance.now() < this.#closeAtMs)
      return this.#fd;
    if (this.close(), this.#fd = this.#open(path), this.#fd === null)
      return null;
    this.#path = path, this.#closeAtMs = performance.now() + KEPT_MS;
    let fd = this.#fd;
    return setTimeout(() => {
      if (this.#fd === fd && performance.now() >= this.#closeAtMs)
        this.close();
    }, KEPT_MS + 1).unref(), fd;
  }
  close() {
    let fd = this.#fd;
    if (this.#fd = null, fd !== null)
      fs4.closeSync(fd);
  }
}
function keptFiles() {
  let journal = new KeptFile(openJournal), bell = new KeptFile(openBell);
  return {
    ...nodeFiles,
    append(path, bytes) {
      let fd = journal.at(path);
      try {
        fs4.writeSync(fd, bytes);
      } catch (error) {
        throw journal.close(), error;
      }
    },
    ring(path) {
      try {
        let fd = bell.at(path);
        if (fd === null)
          return !1;
        return fs4.writeSync(fd, BELL), !0;
      } catch (error) {
        if (errorCode(error) === "EAGAIN")
          return !0;
        return bell.close(), nodeFiles.ring(path);
      }
    }
  };
}

// src/queue/room.ts
var HOLDS_MS = 100, SHARE = 0.0625;

class Room {
  #paths;
  #limits;
  #entriesLeft = 0;
  #untilMs = 0;
  constructor(paths, limits) {
    this.#paths = paths, this.#limits = limits;
  }
  take(entries) {
    let nowMs = performance.now();
    if (entries > this.#entriesLeft || nowMs >= this.#untilMs)
      this.#entriesLeft = 0, this.#entriesLeft = assertCapacity2(this.#paths, this.#limits) * SHARE, this.#untilMs = nowMs + HOLDS_MS;
    this.#entriesLeft -= entries;
  }
}

// src/queue/producer.ts
class Producer {
  #paths;
  #options;
  #files = keptFiles();
  #room;
  constructor(paths, options) {
    this.#paths = paths, this.#options = options, this.#room = new Room(paths, options);
  }
  enqueue(newEntries) {
    let { clock } = this.#options, entries = newEntries.map((entry) => completeEntry(entry, clock.nowMs()));
    return this.#room.take(entries.length), { entries, isHeard: enqueue(this.#paths, this.#files, entries, this.#options) };
  }
}

// src/queue/queue.ts
var BATCH_BYTES = 8388608, LONGEST_BACKOFF_MS = 3600000;

class Queue {
  paths;
  deadLetters;
  #options;
  #onStep;
  #worker;
  #claims;
  #backlog;
  #producer;
  #isOpen = !1;
  #deferrals;
  #strays = /* @__PURE__ */ new Set;
  #suspects = /* @__PURE__ */ new Set;
  constructor(root, options = {}) {
    let { worker, onStep, ...given } = options;
    this.#options = { ...DEFAULTS, clock: systemClock, key: userKeyIfAny(root), ...given }, this.#onStep = onStep, this.paths = queuePaths(root), this.deadLetters = new DeadLetters(this.paths, this.#options), this.#worker = worker, this.#claims = worker === void 0 ? void 0 : `${this.paths.processing}/${worker}`, this.#producer = new Producer(this.paths, { ...this.#options, onStep }), this.#backlog = new Backlog(this.paths.pending), this.#deferrals = new Deferrals(this.paths.pending, this.#options.clock), this.prepare();
  }
  prepare() {
    if (this.#isOpen && !fs5.existsSync(dirname9(this.paths.root)))
      throw new HiveError("HIVE_QUEUE_UNAVAILABLE", `${this.paths.root} is gone, and the directory that held it`);
    if (this.#isOpen = !0, makeQueue(this.paths), this.#claims !== void 0)
      makeDirectory(this.#claims);
  }
  enqueue(...newEntries) {
    return this.#producer.enqueue(newEntries);
  }
  wake() {
    this.#backlog.invalidate();
  }
  claim(limit) {
    let claims = [], bytes = 0;
    this.#deferrals.forgetDue();
    try {
      this.#putStraysBack();
      do {
        this.#backlog.refresh(), this.#buryMisnamed();
        let name;
        while (claims.length < limit && bytes < BATCH_BYTES && (name = this.#backlog.next()) !== void 0) {
          let claim = this.#deferrals.isDue(name) ? this.#take(name) : null;
          if (claim === null)
            continue;
          claims.push(claim), bytes += claim.file.bytes;
        }
      } while (claims.length === 0 && this.#backlog.isStale);
    } catch (error) {
      if (this.#backlog.invalidate(), claims.length === 0)
        throw error;
    }
    if (claims.length === 0 && this.nextDueMs === null)
      this.#suspects.clear();
    return claims;
  }
  get nextDueMs() {
    return this.#deferrals.nextDueMs;
  }
  get nextLookMs() {
    return this.#deferrals.nextLookMs;
  }
  ack(claim) {
    unlinkIfThere(this.#pathOf(claim.name)), this.#suspects.delete(claim.name), this.#onStep?.("acked");
  }
  putBack(claim, dueMs) {
    let name = this.#moveBack(claim.name);
    if (dueMs !== void 0)
      this.#deferrals.until(name, dueMs);
  }
  nack(claim, error) {
    let attempts = claim.entry.retries + 1;
    if (attempts >= this.#options.maxAttempts)
      return this.deadLetter(claim, error), "buried";
    let backoffMs = Math.min(LONGEST_BACKOFF_MS, this.#options.retryBackoffMs * 2 ** (attempts - 1)), dueMs = this.#options.clock.nowMs() + backoffMs, entry = { ...claim.entry, retries: attempts, not_before_ms: dueMs, hive_id: claim.id }, temporary = `${this.paths.tmp}/${Bun.randomUUIDv7()}`;
    nodeFiles.create(temporary, resealed(JSON.stringify(entry), claim.isProved, this.#options.key, "entry"));
    try {
      if (this.#options.durability === "power")
        nodeFiles.sync(temporary);
      fs5.renameSync(temporary, this.#pathOf(claim.name));
    } catch (error) {
      throw fs5.rmSync(temporary, { force: !0 }), error;
    }
    return this.#onStep?.("retry-written"), this.#deferrals.until(this.#moveBack(claim.name), dueMs), "retried";
  }
  deadLetter(claim, reason) {
    let letter = {
      entry_id: claim.id,
      reason: { code: reason.code, message: reason.message },
      attempts: claim.entry.retries + 1,
      failed_at: this.#nowText(),
      entry: { ...claim.entry }
    };
    this.deadLetters.bury(this.#pathOf(claim.name), claim.name, letter, { isProved: claim.isProved }), this.#suspects.delete(claim.name), this.#onStep?.("buried");
  }
  recover(takeLock, onFault) {
    let names = recover(this.paths, takeLock, { self: this.#worker, onFault });
    for (let name of names)
      this.#suspects.add(name);
    if (names.length > 0)
      this.wake();
    return names.length;
  }
  sweep(deadLetterMs) {
    let nowMs = this.#options.clock.nowMs();
    return sweepTemporaryFiles(this.paths, nowMs) + this.deadLetters.sweep(deadLetterMs, nowMs);
  }
  depth() {
    return measureDepth(this.paths, this.#options.clock.nowMs());
  }
  #hold(name, path) {
    if (!isOwnName(name) && fs5.lstatSync(path, { throwIfNoEntry: !1 }) !== void 0)
      return !1;
    try {
      return fs5.renameSync(`${this.paths.pending}/${name}`, path), !0;
    } catch (error) {
      let code = errorCode(error) ?? "";
      if (code === "ENOENT" && fs5.existsSync(this.#claims))
        return !1;
      if (["EACCES", "EPERM", "EBUSY"].includes(code) && this.#mayMove())
        return !1;
      throw error;
    }
  }
  #mayMove() {
    try {
      for (let path of [this.paths.pending, this.#claims])
        fs5.accessSync(path, fs5.constants.W_OK | fs5.constants.X_OK);
      return !0;
    } catch {
      return !1;
    }
  }
  #isBeingWritten(name) {
    try {
      let result = this.#read(`${this.paths.pending}/${name}`, name);
      if (result?.kind !== "unparsable" || !this.#deferrals.mayBeBeingWritten(result.file.modifiedAtMs))
        return !1;
      return this.#deferrals.whileWritten(name, result.file), !0;
    } catch {
      return !1;
    }
  }
  #take(name) {
    if (!isOwnName(name) && this.#isBeingWritten(name))
      return null;
    if (!this.#hold(name, this.#pathOf(name)))
      return null;
    if (!isOwnName(name))
      this.#deferrals.lookAgain();
    return this.#onStep?.("claimed"), this.#orStray(name, () => this.#look(name));
  }
  #orStray(name, look) {
    try {
      return look();
    } catch (error) {
      throw this.#strays.add(name), error;
    }
  }
  #putStraysBack() {
    for (let name of this.#strays) {
      if (fs5.lstatSync(this.#pathOf(name), { throwIfNoEntry: !1 }) !== void 0)
        this.#moveBack(name);
      this.#strays.delete(name);
    }
  }
  #read(path, name) {
    return readEntry(path, parseEntryName(name), this.#options.maxEntryBytes, this.#options);
  }
  #look(name) {
    let path = this.#pathOf(name), result = this.#read(path, name);
    if (result === null)
      return null;
    if (result.kind === "refused")
      return this.#bury(name, result.error, { entry: null }, !0), null;
    if (result.kind === "unparsable")
      return this.#lookAgainOrBury(name, result), null;
    let dueMs = result.entry.not_before_ms, waitMs = typeof dueMs === "number" ? dueMs - this.#options.clock.nowMs() : 0;
    if (typeof dueMs === "number" && waitMs > 0 && waitMs <= LONGEST_BACKOFF_MS)
      return this.#deferrals.until(this.#moveBack(name), dueMs), null;
    let { id, entry, file, isProved } = result;
    return { id, name, entry, file, isProved, isSuspect: this.#suspects.has(name) };
  }
  #lookAgainOrBury(name, result) {
    if (this.#deferrals.mayBeBeingWritten(result.file.modifiedAtMs)) {
      this.#deferrals.whileWritten(this.#moveBack(name), result.file);
      return;
    }
    let text = Buffer.from(result.bytes).toString("utf8"), isText = Buffer.from(text).equals(result.bytes), raw = isText ? text : Buffer.from(result.bytes).toString("base64");
    this.#bury(name, result.error, { entry: null, raw, raw_encoding: isText ? "utf8" : "base64" }, !1);
  }
  #bury(name, error, content, keepsFile) {
    let path = this.#pathOf(name), stat = fs5.lstatSync(path), letter = {
      entry_id: `file:${stat.ino}:${stat.mtimeMs}`,
      reason: { code: error.code, message: error.message },
      attempts: 1,
      failed_at: this.#nowText(),
      ...content
    };
    this.deadLetters.bury(path, name, letter, { keepsFile }), this.#onStep?.("buried");
  }
  #buryMisnamed() {
    for (let name of this.#backlog.misnamed) {
      let stat = fs5.lstatSync(`${this.paths.pending}/${name}`, { throwIfNoEntry: !1 });
      if (stat === void 0 || this.#deferrals.mayBeBeingWritten(stat.mtimeMs))
        continue;
      if (!this.#hold(name, this.#pathOf(name)))
        continue;
      let error = new HiveError("HIVE_INVALID_ENTRY", "the name is not {priority}_{seq}.json, priority 1 to 10");
      this.#orStray(name, () => this.#bury(name, error, { entry: null }, !0));
    }
  }
  #moveBack(name) {
    let moved = moveBack(this.paths, this.#pathOf(name), name);
    if (this.#suspects.delete(name))
      this.#suspects.add(moved);
    return this.#onStep?.("put-back"), moved;
  }
  #pathOf(name) {
    if (this.#claims === void 0)
      throw new HiveError("HIVE_BUG", "this queue was opened without a worker's name");
    return `${this.#claims}/${name}`;
  }
  #nowText() {
    return new Date(this.#options.clock.nowMs()).toISOString();
  }
}

// src/cli/enqueue.ts
function addEnqueue(program, io) {
  program.command("enqueue").argument("[operation]", `a typed operation (${OPERATION_NAMES.join(", ")}), or any name with --sql`).description("add an entry to the queue").option("--root <dir>", "the .hive-mind directory").option("--payload <json>", "the operation's payload; - reads standard input", "-").option("--sql <sql>", "raw SQL instead of a payload; - reads standard input").option("--priority <n>", "1 (first) to 10", "5").option("--json", "print the entry as JSON").addHelpText("after", `
Examples:
  hive enqueue --sql "UPDATE sessions SET objective = 'ship it' WHERE id = '5f0c'"
  hive enqueue note --sql - < statements.sql
  hive enqueue insert_log --payload '{"sessionId":"5f0c","atMs":0,"level":"info","message":"hello"}'`).action(async (operation, flags, command) => {
    let root = findRoot(io, command.optsWithGlobals().root);
    if (flags.sql !== void 0 && command.getOptionValueSource("payload") === "cli")
      throw new HiveError("HIVE_INVALID_OPTION", "give a payload or --sql, not both");
    let entry = await entryOf(io, operation, flags), { entries, isHeard } = new Queue(root, loadConfig(io, root)).enqueue(entry);
    if (flags.json === !0)
      io.out(json({ ...entries[0], isHeard }));
    else {
      let note = isHeard ? "" : "; no worker listens: hive worker start applies it";
      io.out(`${entries[0].seq} is queued${pasteable(note, io.env)}
`);
    }
  });
}
async function entryOf(io, operation, flags) {
  let priority = Number(flags.priority);
  if (flags.sql !== void 0) {
    let sql = flags.sql === "-" ? await io.readStdin() : flags.sql;
    if (sql.trim() === "")
      throw new HiveError("HIVE_INVALID_OPTION", "the SQL is empty");
    return { operation: operation ?? "sql", sql, priority };
  }
  if (operation === void 0)
    throw new HiveError("HIVE_INVALID_OPTION", "name an operation, or give --sql", { hint: "hive enqueue --help" });
  if (!isOperation(operation))
    throw new HiveError("HIVE_INVALID_OPTION", `unknown operation ${JSON.stringify(operation)}`, {
      hint: `known: ${OPERATION_NAMES.join(", ")}, or any name with --sql`
    });
  let payload = parsePayload(flags.payload === "-" || flags.payload === void 0 ? await io.readStdin() : flags.payload);
  return checkPayload(operation, payload), { operation, payload, priority };
}
function parsePayload(text) {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HiveError("HIVE_INVALID_OPTION", "the payload is not JSON", { cause });
  }
}

// src/cli/failed.ts
import { existsSync as existsSync19 } from "fs";
function addFailed(program, io) {
  let failed = program.command("failed").description("the dead letters: entries that were given up").addHelpText("after", `
Examples:
  hive failed list
  hive failed show 5_test1.json
  hive failed retry --all
  hive failed drop --all --yes`), rootOf = (command) => findRoot(io, command.optsWithGlobals().root), find = (command) => {
    let root = rootOf(command), config = loadConfig(io, root);
    return existsSync19(queuePaths(root).queue) ? new Queue(root, config) : null;
  }, open = (command) => {
    let queue = find(command);
    if (queue !== null)
      return queue;
    throw new HiveError("HIVE_NOT_FOUND", `there is no queue in ${rootOf(command)}`, {
      hint: "--root names another .hive-mind directory"
    });
  }, subcommand = (usage, description, examples) => failed.command(usage).description(description).option("--root <dir>", "the .hive-mind directory").option("--json", "as JSON").addHelpText("after", `
Examples:
${examples}`);
  subcommand("list", "list them, with their reasons", "  hive failed list").action((flags, command) => {
    let deadLetters = find(command)?.deadLetters, letters = deadLetters?.names().map((name) => deadLetters.read(name)) ?? [];
    if (flags.json === !0)
      io.out(json(letters));
    else if (letters.length === 0)
      io.out(`no dead letters
`);
    else {
      let rows = letters.map(({ name, reason, attempts, failed_at: failedAt, is_untrusted: isUntrusted }) => [
        name,
        failedAt,
        String(attempts),
        isUntrusted ? "untrusted" : "own",
        oneLine(`${reason.code}: ${reason.message}`, 80)
      ]);
      io.out(table(["NAME", "FAILED AT", "ATTEMPTS", "ORIGIN", "REASON"], rows));
    }
  }), subcommand("show <name>", "show one in full", "  hive failed show 5_test1.json").action((name, flags, command) => {
    let letter = json(open(command).deadLetters.read(name));
    io.out(flags.json === !0 ? letter : `${letter.trimEnd().split(`
`).map(printable).join(`
`)}
`);
  }), subcommand("retry [names...]", "put them back into the queue, their attempts forgotten", `  hive failed retry 5_test1.json
  hive failed retry --all`).option("--all", "all that hold an entry").action((names, flags, command) => {
    assertChosen(names, flags);
    let queue = open(command), requeued = choose(queue.deadLetters, names, flags).filter((name) => flags.all !== !0 || queue.deadLetters.read(name).entry !== null).map((name) => queue.deadLetters.requeue(name));
    nodeFiles.ring(queue.paths.doorbell), io.out(flags.json === !0 ? json(requeued) : `${requeued.length} put back into the queue
`);
  }), subcommand("drop [names...]", "delete them for good", `  hive failed drop 5_test1.json
  hive failed drop --all --yes`).option("--all", "all of them").option("--yes", "do not ask").action(async (names, flags, command) => {
    assertChosen(names, flags);
    let { deadLetters } = open(command), chosen = choose(deadLetters, names, flags);
    if (chosen.length > 0 && flags.yes !== !0)
      await askToDrop(io, chosen.length);
    for (let name of chosen)
      deadLetters.drop(name);
    io.out(flags.json === !0 ? json(chosen) : `${chosen.length} deleted
`);
  });
}
function assertChosen(names, flags) {
  if (names.length > 0 || flags.all === !0)
    return;
  throw new HiveError("HIVE_INVALID_OPTION", "name the dead letters, or give --all", { hint: "hive failed list" });
}
function choose(deadLetters, names, flags) {
  if (flags.all === !0)
    return deadLetters.names();
  for (let name of names)
    deadLetters.read(name);
  return names;
}
async function askToDrop(io, count) {
  if (!io.isTTY || io.env.CI)
    throw new HiveError("HIVE_INVALID_OPTION", "deleting dead letters needs --yes where nobody can be asked");
  let answer = await confirm({ message: `Delete ${count} dead letters for good?`, initialValue: !1 });
  if (answer === !0)
    return;
  throw cancel("Nothing was deleted."), new HiveError("HIVE_CANCELLED", isCancel(answer) ? "cancelled" : "not confirmed");
}

// src/cli/quiet-runtime.ts
var QUIET = { BUN_GC_TIMER_DISABLE: "1", MIMALLOC_PURGE_DELAY: "-1" }, QUIET_ENGINE = { BUN_JSC_thresholdForJITAfterWarmUp: "5000", BUN_JSC_useWarmUpMarkedBlocks: "0" };
function quietRuntime() {
  let { env, execPath, execArgv, argv } = process, quiet = Bun.version === "1.4.5" ? { ...QUIET, ...QUIET_ENGINE } : QUIET, isQuiet = Object.keys(quiet).every((name) => env[name] !== void 0);
  if (isQuiet)
    for (let name in QUIET_ENGINE)
      delete env[name];
  if (isQuiet || process.execve === void 0 || process.platform === "win32")
    return;
  process.execve(execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...quiet, ...env });
}

// src/cli/hook.ts
function addHook(program, io) {
  program.command("hook").description("save one hook payload from standard input; always exits 0; prints nothing but what SessionStart restores").addHelpText("after", `
Example, as the agent calls it:
  hive hook < payload.json`).addOption(new Option("--plugin", "called by the plugin").hideHelp()).allowUnknownOption().allowExcessArguments().action(async (_flags, command) => {
    let { root, plugin } = command.optsWithGlobals(), env = root === void 0 ? io.env : { ...io.env, HIVE_ROOT: root };
    await runHook2({ env, nowMs: Date.now(), isPlugin: plugin === !0 });
  });
}

// src/cli/io.ts
import { realpathSync as realpathSync5 } from "fs";
function realDirectory(path) {
  try {
    return realpathSync5(path);
  } catch {
    return path;
  }
}
var processIo = {
  env: process.env,
  cwd: realDirectory(callersDirectory(process.env)),
  isTTY: process.stdin.isTTY && process.stdout.isTTY,
  out: (text) => void process.stdout.write(shown2(text, process.stdout)),
  err: (text) => void process.stderr.write(shown2(text, process.stderr)),
  readStdin: () => Bun.stdin.text()
};
function shown2(text, { isTTY }) {
  return isTTY ? printableColours(text) : printableLines(text);
}

// src/cli/resume.ts
var BUSY_TIMEOUT_MS3 = 2000, MAX_SESSIONS = 100;
function addResume(program, io) {
  program.command("resume").argument("[session]", "a session's id, or the beginning of it (default: the latest that did not end, else the latest; none that is untrusted)").description("print what is known of a session, to go on from there").option("--root <dir>", "the .hive-mind directory").option("--json", "as JSON, in full").addHelpText("after", `
It reads the store and what still waits in the queue: no worker is needed. What was saved is quoted, one line each.

Examples:
  hive resume                     the latest session of this project that did not end
  hive resume 5f0c                the session whose id begins so
  hive resume --json | jq .state.files`).action(async (id, flags, command) => {
    let root = findRoot(io, command.optsWithGlobals().root), { maxEntryBytes } = loadConfig(io, root), nowMs = systemClock.nowMs(), report = await read(root, async () => {
      using resumes = await Resumes.open(root, { nowMs, busyTimeoutMs: BUSY_TIMEOUT_MS3, maxEntryBytes });
      return find(resumes, id);
    });
    if (report === null)
      throw new HiveError("HIVE_NOT_FOUND", `nothing has been saved in ${root} yet`, {
        hint: "hive setup --check says whether the agent's hook is called"
      });
    io.out(flags.json === !0 ? json(report) : `${terminalText(report, nowMs, ownCommand(io.env))}
`);
  });
}
function find(resumes, id) {
  let ids = resumes.ids(id ?? "", MAX_SESSIONS, id === void 0);
  if (id === void 0) {
    let outlines = ids.map((known) => resumes.outline(known)).filter((outline) => outline !== null), active = outlines.filter((outline) => outline.lastActiveMs !== null), best = active.find((outline) => outline.ending.kind !== "ended") ?? active[0] ?? outlines[0];
    return best === void 0 ? null : resumes.report(best.sessionId);
  }
  if (ids.length > 1 && !ids.includes(id))
    throw new HiveError("HIVE_INVALID_OPTION", `${ids.length} sessions begin with ${JSON.stringify(id)}`, {
      hint: "give more of the id"
    });
  let found = ids.includes(id) ? id : ids[0], report = found === void 0 ? null : resumes.report(found);
  if (report !== null)
    return report;
  throw new HiveError("HIVE_NOT_FOUND", `nothing is saved of a session ${JSON.stringify(id)}`, {
    hint: "list them with: hive sessions"
  });
}
async function read(root, use) {
  try {
    return await use();
  } catch (error) {
    if (errorCode(error)?.startsWith("SQLITE_") !== !0)
      throw error;
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `cannot read ${root}/hive.db: ${errorMessage(error)}`, {
      cause: error,
      hint: "hive doctor says what is wrong with it"
    });
  }
}

// src/cli/checkpoint-text.ts
var WIDTH = 100, MAX_LINES = 10, fieldsOf = (value) => isObject(value) ? value : {}, listOf = (value) => Array.isArray(value) ? value.filter(isObject) : [], text2 = (value) => typeof value === "string" || typeof value === "number" ? String(value) : "?";
function section(title, lines) {
  if (lines.length === 0)
    return [];
  let shown = lines.slice(0, MAX_LINES).map((line) => `  ${oneLine(line, WIDTH)}`), more = lines.length > MAX_LINES ? [`  \u2026 and ${lines.length - MAX_LINES} more (--json shows all)`] : [];
  return ["", title, ...shown, ...more];
}
function renderSession(session) {
  let { checkpoint } = session, lines = [
    `session     ${printable(session.id)}`,
    `status      ${oneLine(`${session.ending ?? session.status ?? "?"}, last seen ${session.updatedAt ?? "?"}`, WIDTH)}`,
    ...session.agent === null ? [] : [`agent       ${oneLine(session.agent, WIDTH)}`],
    `operations  ${session.operations} in ${count(session.instances, "instance")}, ${count(session.checkpoints, "checkpoint")}`
  ];
  if (session.isUntrusted)
    lines.push("UNTRUSTED   facts of it came without proof, perhaps with a clone: hive adopt vouches");
  if (checkpoint === null)
    lines.push("checkpoint  none taken yet");
  else
    lines.push(...checkpointLines({ ...checkpoint }));
  return lines.push(...section("log", session.log.map((row) => `${row.timestamp ?? ""} ${row.level ?? ""} ${row.message ?? ""}`))), `${lines.join(`
`)}
`;
}
function checkpointLines(checkpoint) {
  let { session, git, lastAssistantMessage: last } = checkpoint, cells = (list, line) => listOf(list).map(line), how = `${text2(checkpoint.checkpointType)} at ${text2(checkpoint.lastAutoCheckpoint)}`;
  return [
    `checkpoint  ${oneLine(`${how}, after ${text2(checkpoint.trigger)}`, WIDTH)}`,
    ...session === void 0 ? [] : [`directory   ${oneLine(text2(fieldsOf(session).cwd), WIDTH)}`],
    ...git === void 0 ? [] : [`git         ${oneLine(gitLine(fieldsOf(git)), WIDTH)}`],
    ...section(KINDS.prompt.title, cells(checkpoint.prompts, (cell) => text2(cell.text))),
    ...section(KINDS.message.title, last === void 0 ? [] : [text2(fieldsOf(last).text)]),
    ...section(KINDS.todos.title, cells(fieldsOf(checkpoint.todos).todos, (todo) => `[${text2(todo.status)}] ${text2(todo.content)}`)),
    ...section(KINDS.task.title, cells(checkpoint.tasks, (cell) => `[${text2(cell.status)}] ${text2(cell.subject ?? cell.key)}`)),
    ...section(KINDS.file.title, cells(checkpoint.files, (cell) => `${text2(cell.change)} ${text2(cell.key)} (${text2(cell.by)})`)),
    ...section(KINDS.command.title, cells(checkpoint.commands, (cell) => `${text2(cell.outcome)}: ${text2(cell.command)}`)),
    ...section(KINDS.agent.title, cells(checkpoint.subagents, (cell) => `${text2(cell.status)}: ${text2(cell.description ?? cell.type)}`))
  ];
}
function gitLine(git) {
  if (typeof git.unknown === "string")
    return `not known: ${git.unknown}`;
  if (git.worktree === null)
    return "no tree";
  let dirty = dirtyText(fieldsOf(git.dirty));
  if (git.head === void 0)
    return `not known${dirty}`;
  let head = git.head === null ? "no commit" : text2(git.head).slice(0, 12);
  return `${git.branch === null ? "detached" : text2(git.branch)} at ${head}${dirty}`;
}
function dirtyText(dirty) {
  if (typeof dirty.unknown === "string")
    return `: ${dirty.unknown}`;
  if (dirty.modified === void 0)
    return "";
  let most = dirty.unsure === void 0 ? "" : "at most ", { atMs } = dirty, seen = typeof atMs === "number" ? `, seen ${timeText(atMs)}` : "";
  return `, ${most}${text2(dirty.modified)} modified, ${text2(dirty.untracked)} untracked${seen}`;
}

// src/cli/sessions.ts
var DEFAULT_LIMIT = 20, BUSY_TIMEOUT_MS4 = 2000, RAW_SQL_NOTE = "UNTRUSTED: raw SQL without proof has changed tables: objective, checkpoint, agents and log may be another's; hive adopt vouches";
function addSessions(program, io) {
  program.command("sessions").description("list the saved sessions, the latest first, and which of them ended").option("--root <dir>", "the .hive-mind directory").option("--limit <n>", "how many at most", String(DEFAULT_LIMIT)).option("--json", "as JSON").addHelpText("after", `
Examples:
  hive sessions
  hive sessions --limit 100 --json`).action(async (flags, command) => {
    let limit = Number(flags.limit);
    if (!Number.isInteger(limit) || limit < 1)
      throw new HiveError("HIVE_INVALID_OPTION", `--limit must be a whole number above 0, not ${flags.limit}`);
    let root = findRoot(io, command.optsWithGlobals().root), sessions = await read2(root, async (reader) => withEnding(io, root, await reader.sessions(limit)));
    if (flags.json === !0)
      io.out(json(sessions ?? []));
    else
      io.out(sessions === null || sessions.length === 0 ? `no session saved yet
` : renderSessions(sessions));
  }), program.command("show").argument("<session>", "a session's id, or the beginning of it").description("show what is saved of a session").option("--root <dir>", "the .hive-mind directory").option("--history", "its kept checkpoints instead").option("--json", "as JSON, in full").addHelpText("after", `
Examples:
  hive show 5f0c
  hive show 5f0c --json | jq .checkpoint.files
  hive show 5f0c --history`).action(async (id, flags, command) => {
    let root = findRoot(io, command.optsWithGlobals().root), found = await read2(root, async (reader) => {
      let [session] = await withEnding(io, root, [await reader.session(id)]);
      return { session, history: flags.history === !0 ? await reader.history(session.id) : null };
    });
    if (found === null)
      throw new HiveError("HIVE_NOT_FOUND", `nothing has been saved in ${root} yet`, {
        hint: "is a worker running?"
      });
    let { session, history } = found;
    if (history === null)
      io.out(flags.json === !0 ? json(session) : renderSession(session));
    else if (flags.json === !0)
      io.out(json(history));
    else {
      let rows = history.map(({ createdAt, type, trigger, checkpoint }) => [
        createdAt,
        type,
        trigger,
        text2(checkpoint?.operationCount)
      ]);
      io.out(table(["WHEN", "TYPE", "TRIGGER", "OPERATIONS"], rows));
    }
  });
}
async function read2(root, use) {
  using reader = await StoreReader.open(root);
  return reader === null ? null : await use(reader);
}
async function withEnding(io, root, sessions) {
  using resumes = await Resumes.open(root, { nowMs: systemClock.nowMs(), busyTimeoutMs: BUSY_TIMEOUT_MS4 });
  let isRawSqlUntrusted = resumes.isUntrusted(RAW_SQL_ROWS);
  if (isRawSqlUntrusted)
    io.err(`hive: ${RAW_SQL_NOTE}
`);
  return sessions.map((session) => {
    let ending = endingOf(resumes, session.id), isUntrusted = resumes.isUntrusted(session.id) || isRawSqlUntrusted && ending === null;
    return { ...session, ending, isUntrusted };
  });
}
function endingOf(resumes, sessionId) {
  try {
    return resumes.status(sessionId);
  } catch (error) {
    if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE")
      throw error;
    return null;
  }
}
function renderSessions(sessions) {
  let rows = sessions.map((session) => [
    session.id,
    `${session.ending ?? session.status ?? "?"}${session.isUntrusted ? ", UNTRUSTED" : ""}`,
    oneLine(session.agent ?? "", 20),
    session.updatedAt ?? "?",
    String(session.operations),
    session.lastCheckpointAt ?? "none",
    oneLine(session.objective ?? "", 40)
  ]);
  return table(["SESSION", "STATUS", "AGENT", "LAST SEEN", "OPERATIONS", "LAST CHECKPOINT", "OBJECTIVE"], rows);
}

// src/install/prepare-hook.ts
import { existsSync as existsSync20 } from "fs";
import { join as join12, resolve as resolve8 } from "path";
var TOP3 = resolve8(import.meta.dir, "../..");
async function prepareHook(top = TOP3) {
  let compiled = compiledHook(top), script = join12(top, "scripts/build-hook.ts");
  if (!existsSync20(script))
    return canRun(compiled) ? compiled : interpretedHook();
  if (canRun(compiled) && hookState(top).stale === null)
    return compiled;
  return await Bun.spawn([...bunCommand(), script], {
    cwd: top,
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore"
  }).exited === 0 && canRun(compiled) ? compiled : interpretedHook();
}

// src/install/plan.ts
import { existsSync as existsSync21 } from "fs";
import { dirname as dirname11, join as join15 } from "path";

// src/install/diff.ts
function unifiedDiff(path, before, after) {
  if (before === after)
    return "";
  let lines = compare(splitLines(before ?? ""), splitLines(after ?? ""));
  return `--- ${before === null ? "/dev/null" : path}
+++ ${after === null ? "/dev/null" : path}
` + hunks(lines).join("");
}
var splitLines = (text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
function compare(before, after) {
  let furthest = /* @__PURE__ */ new Map([[1, 0]]), trace = [];
  for (let distance = 0;; distance += 1) {
    trace.push(new Map(furthest));
    for (let diagonal = -distance;diagonal <= distance; diagonal += 2) {
      let x = startOf(furthest, diagonal, distance);
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal])
        x += 1;
      if (furthest.set(diagonal, x), x >= before.length && x - diagonal >= after.length)
        return walkBack(before, after, trace);
    }
  }
}
function startOf(furthest, diagonal, distance) {
  return isInsertion(furthest, diagonal, distance) ? furthest.get(diagonal + 1) ?? 0 : (furthest.get(diagonal - 1) ?? 0) + 1;
}
function isInsertion(furthest, diagonal, distance) {
  if (diagonal === -distance)
    return !0;
  return diagonal !== distance && (furthest.get(diagonal - 1) ?? -1) < (furthest.get(diagonal + 1) ?? -1);
}
function walkBack(before, after, trace) {
  let lines = [], x = before.length, y = after.length;
  for (let distance = trace.length - 1;distance >= 0; distance -= 1) {
    let furthest = trace[distance], diagonal = x - y, start = distance === 0 ? 0 : startOf(furthest, diagonal, distance);
    while (x > start)
      x -= 1, y -= 1, lines.push({ sign: " ", text: before[x] });
    if (distance === 0)
      break;
    if (isInsertion(furthest, diagonal, distance))
      lines.push({ sign: "+", text: after[y -= 1] });
    else
      lines.push({ sign: "-", text: before[x -= 1] });
  }
  return lines.toReversed();
}
function hunks(lines) {
  let changed = lines.flatMap(({ sign }, index) => sign === " " ? [] : [index]), ranges = [];
  for (let index of changed) {
    let last = ranges.at(-1);
    if (last !== void 0 && index - 3 <= last.end)
      last.end = index + 3 + 1;
    else
      ranges.push({ start: Math.max(0, index - 3), end: index + 3 + 1 });
  }
  return ranges.map(({ start, end }) => hunk(lines, start, end));
}
function hunk(lines, start, end) {
  let count = (part, sign) => part.filter((line) => line.sign !== sign).length, head = lines.slice(0, start), body = lines.slice(start, end), range = (other) => {
    let length = count(body, other);
    return `${count(head, other) + (length === 0 ? 0 : 1)},${length}`;
  }, text = body.map((line) => line.sign + line.text + (line.text.endsWith(`
`) ? "" : MISSING_LINE_END));
  return `@@ -${range("+")} +${range("-")} @@
${text.join("")}`;
}
var MISSING_LINE_END = `
\\ No newline at end of file
`;

// src/install/receipt.ts
import { rmSync as rmSync12 } from "fs";
import { basename as basename6, dirname as dirname10, join as join13 } from "path";
var ReceiptSchema = object({
  version: literal(1),
  path: string(),
  writtenSha256: string(),
  hadFile: boolean(),
  originalSha256: string(),
  hadDirectory: boolean()
}), sha2562 = (text) => new Bun.CryptoHasher("sha256").update(text).digest("hex");
function readOwn(path) {
  try {
    return readUnlinkedFile(path).text;
  } catch (error) {
    if (errorCode(error) !== "HIVE_INVALID_OPTION")
      throw error;
    return null;
  }
}

class Receipts {
  #directory;
  #key;
  constructor(directory, key) {
    this.#directory = directory, this.#key = key;
  }
  #paths(settingsPath) {
    let name = `${basename6(settingsPath, ".json")}-${sha2562(settingsPath).slice(0, 8)}`;
    return {
      receipt: join13(this.#directory, `${name}.receipt.json`),
      original: join13(this.#directory, `${name}.original`)
    };
  }
  read(settingsPath) {
    let paths = this.#paths(settingsPath);
    if (!isDirectory(this.#directory))
      return null;
    let text = readOwn(paths.receipt);
    if (text === null || !isSealed(Buffer.from(text), this.#key, "receipt"))
      return null;
    let parsed = safeParse(pipe(string(), parseJson(), ReceiptSchema), text);
    if (!parsed.success || parsed.output.path !== settingsPath)
      return null;
    let { writtenSha256, hadFile, originalSha256, hadDirectory } = parsed.output, original = readOwn(paths.original);
    if (hadFile && (original === null || sha2562(original) !== originalSha256))
      return null;
    return { writtenSha256, original: hadFile ? original : null, hadDirectory };
  }
  write(settingsPath, receipt) {
    let { writtenSha256, original, hadDirectory } = receipt, paths = this.#paths(settingsPath);
    makeDirectory(this.#directory);
    for (let file of Object.values(paths))
      if (clearPath(file), readOwn(file) === null)
        rmSync12(file, { force: !0 });
    let hadFile = original !== null, originalSha256 = sha2562(original ?? ""), text = seal(JSON.stringify({ version: 1, path: settingsPath, writtenSha256, hadFile, originalSha256, hadDirectory }), this.#key, "receipt");
    applyChange({ file: readUnlinkedFile(paths.original), after: original }), applyChange({ file: readUnlinkedFile(paths.receipt), after: text });
  }
  drop(settingsPath) {
    let paths = this.#paths(settingsPath);
    if (!isDirectory(this.#directory))
      return;
    for (let path of [paths.receipt, paths.original])
      rmSync12(path, { force: !0 });
    removeIfEmpty(this.#directory, dirname10(this.#directory));
  }
}

// src/install/service.ts
import { homedir as homedir3 } from "os";
import { basename as basename7, join as join14 } from "path";
function serviceUnit({ project, root, env, platform = process.platform }) {
  let name = `hive-${basename7(project).replaceAll(/[^\w-]/g, "-")}-${sha2562(root).slice(0, 8)}`, command = [...hiveCommand(), "worker", "run", "--background", "--idle-exit", "0", "--quiet", "--root", root], home = env.HOME || homedir3();
  if (platform === "linux")
    return { ...systemdUnit(name, project, command, env.XDG_CONFIG_HOME || join14(home, ".config")), env, project };
  if (platform === "darwin")
    return { ...launchdAgent(name, command, home), env, project };
  throw new HiveError("HIVE_INVALID_OPTION", `there is no service unit for ${platform}`, {
    hint: "choose --worker hook: the hook starts the worker"
  });
}
var systemctl = (...args) => ["systemctl", "--user", ...args];
function systemdUnit(name, project, command, config) {
  let unit = `${name}.service`, text = `[Unit]
Description=hive worker of ${oneLine2(project).replaceAll("%", "%%")}

[Service]
ExecStart=${command.map(systemdWord).join(" ")}
Restart=always
RestartSec=10

[Install]
WantedBy=default.target
`;
  return {
    name: unit,
    path: join14(config, "systemd", "user", unit),
    text,
    probe: systemctl("show-environment"),
    enable: [systemctl("daemon-reload"), systemctl("enable", "--now", unit)],
    disable: [systemctl("disable", "--now", unit)]
  };
}
var oneLine2 = (text) => text.replaceAll(/\p{Cc}/gu, " ");
function systemdWord(word) {
  return `"${word.replaceAll("\\", String.raw`\\`).replaceAll('"', String.raw`\"`).replaceAll(`
`, String.raw`\n`).replaceAll("%", "%%").replaceAll("$", "$$$$")}"`;
}
function launchdAgent(name, command, home) {
  let label = `dev.${name}`, path = join14(home, "Library", "LaunchAgents", `${label}.plist`), text = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${xml(label)}</string>
  <key>ProgramArguments</key>
  <array>
${command.map((word) => `    <string>${xml(word)}</string>`).join(`
`)}
  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <true/>
</dict>
</plist>
`, domain = `gui/${process.getuid?.() ?? 0}`;
  return {
    name: label,
    path,
    text,
    probe: ["launchctl", "print", domain],
    enable: [["launchctl", "bootstrap", domain, path]],
    disable: [["launchctl", "bootout", `${domain}/${label}`]]
  };
}
var xml = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"), hasServices = (platform = process.platform) => platform === "linux" || platform === "darwin";
function assertServiceManager({ probe, ...by }) {
  let problem = failureOf(probe, by);
  if (problem === null)
    return;
  throw new HiveError("HIVE_INVALID_OPTION", `no service manager takes units of yours here: ${problem}`, {
    hint: "choose --worker hook: the hook starts the worker"
  });
}
function runAll(commands, by) {
  for (let command of commands) {
    let problem = failureOf(command, by);
    if (problem === null)
      continue;
    throw new HiveError("HIVE_UNHEALTHY", `${command.join(" ")}: ${problem}`, {
      hint: "hive setup --worker hook goes back to a worker that the hook starts"
    });
  }
}
function failureOf([program = "", ...args], { env, project }) {
  let path = programPath(program, env, project);
  if (path === null)
    return `${program} is not there`;
  let { exitCode, stderr } = Bun.spawnSync([path, ...args], {
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
    env
  });
  return exitCode === 0 ? null : oneLine2(stderr.toString().trim()) || `exit code ${exitCode}`;
}

// src/install/plan.ts
var WAYS_TO_RUN = ["hook", "service", "never"];
function planInstall(place, scope, answers, command) {
  let settings = readSettings(place, scope), after = about2(settings, () => install(settings.text, command)), ignore = readUnlinkedFile(join15(place.root, ".gitignore")), configPath = userConfigPath(place.env, place.root), config = configPath === null ? null : readTextFile(configPath, MAX_CONFIG_BYTES), needsState = scope !== "user" || place.isGit, where = scope === "user" ? [] : ["projects", projectOf(place.root)], service = serviceChange(place, scope, answers.worker), changes = [
    { file: ignore, after: needsState && !mayStay2(ignore.text, place.root) ? IGNORE_ALL : ignore.text },
    ...config === null ? [] : [{ file: config, after: about2(config, () => configText(config.text, where, answers)) }],
    { file: settings, after },
    ...service === null ? [] : [service.change]
  ].filter((change) => change.after !== change.file.text);
  for (let change of changes)
    assertWritable(change);
  if (service?.isNew === !0)
    assertServiceManager(service.unit);
  let receipts = new Receipts(place.receipts[scope], userKey(place.root, place.env)), make = () => {
    if (after !== settings.text) {
      let { original, hadDirectory } = before(settings, receipts);
      receipts.write(settings.path, { writtenSha256: sha2562(after), original, hadDirectory });
    }
    if (service?.isGone === !0)
      runAll(service.unit.disable, place);
    if (ignore.text === null)
      clearPath(ignore.path);
    for (let change of changes)
      applyChange(change);
    if (service?.isNew === !0)
      runAll(service.unit.enable, place);
    let { command: found, problems } = inspect(readTextFile(settings.path).text);
    if (!Bun.deepEquals(found, command))
      throw new HiveError("HIVE_BUG", `${settings.path} was written wrongly`);
    if (problems.length > 0)
      throw new HiveError("HIVE_UNHEALTHY", `${settings.path}: ${problems.join("; ")}`, {
        hint: `hive's entries are in place; take ${problems.includes(HOOKS_OFF) ? '"disableAllHooks"' : "that"} out of the file`
      });
  }, others = SCOPES.filter((other) => other !== scope), notes = shellSystemProblems(place, others);
  if (place.isHome && scope !== "user")
    notes.push("this is the home directory: every project below that has no state of its own uses this one's");
  let replacesShellSystem = callsShellSystem(settings.text);
  return { settings: settings.path, diff: diffOf(changes), notes, replacesShellSystem, make };
}
var readSettings = ({ settings, project }, scope) => scope === "user" ? readTextFile(settings.user) : readProjectFile(settings[scope], project);
function before(settings, receipts) {
  let { path, text } = settings, receipt = receipts.read(path);
  if (receipt === null || text === null)
    return { original: text, hadDirectory: existsSync21(dirname11(path)) };
  let isUnchanged = sha2562(text) === receipt.writtenSha256;
  return { ...receipt, original: isUnchanged ? receipt.original : remove(text, receipt.original) };
}
function diffOf(changes) {
  return changes.filter(({ file, after }) => file.text !== after).map(({ file, after }) => unifiedDiff(file.path, file.text, after)).join("");
}
function configText(existing, where, answers) {
  let { worker, ...others } = answers, settings = { ...others, workerStart: worker === void 0 || worker === "hook" ? worker : "never" };
  resolveConfig(null, settings);
  let text = existing;
  for (let name of [
    "checkpointIntervalSeconds",
    "deadLetterRetentionDays",
    "workerStart",
    "restoreContext"
  ]) {
    let value = settings[name];
    if (value === void 0)
      continue;
    let isDefault = value === DEFAULTS[name] && (where.length === 0 || !setsForAll(existing, name));
    text = setSetting(text, [...where, name], isDefault ? void 0 : value);
  }
  return text;
}
var setsForAll = (text, name) => text !== null && valueOf(parseDocument(text).root, name) !== void 0;
function setSetting(text, keys, value) {
  let nested = (rest) => rest.reduceRight((inner, key) => ({ [key]: inner }), value);
  if (text === null)
    return value === void 0 ? null : `${JSON.stringify(nested(keys), null, 2)}
`;
  let document = parseDocument(text), container = document.root;
  for (let [index, key] of keys.entries()) {
    let node = valueOf(container, key);
    if (node === void 0)
      return value === void 0 ? text : append(document, container, key, nested(keys.slice(index + 1)));
    if (index === keys.length - 1)
      return setAt(document, container, node, value);
    if (node.type !== "object")
      throw new HiveError("HIVE_INVALID_OPTION", `its ${key} is not an object`);
    container = node;
  }
  return text;
}
function setAt(document, container, node, value) {
  if (value !== void 0)
    return replace(document, node, value);
  let index = itemsOf(container).findIndex((property) => property.children[1] === node);
  return removeAt(document, container, index);
}
function serviceChange(place, scope, worker) {
  if (worker === void 0)
    return null;
  if (scope === "user") {
    if (worker !== "service")
      return null;
    throw new HiveError("HIVE_INVALID_OPTION", "a service runs the worker of one project, not of every one", {
      hint: "choose --worker hook, or --scope local"
    });
  }
  if (worker !== "service" && !hasServices())
    return null;
  let unit = serviceUnit(place), file = readTextFile(unit.path), after = worker === "service" ? unit.text : null;
  return { unit, change: { file, after }, isNew: after !== null && after !== file.text, isGone: after === null && file.text !== null };
}
function planRemoval(place, scope) {
  let settings = readSettings(place, scope), receipts = new Receipts(place.receipts[scope], userKey(place.root, place.env)), receipt = receipts.read(settings.path), after = about2(settings, () => removed(settings.text, receipt)), change = { file: settings, after };
  if (after !== settings.text)
    assertWritable(change);
  let service = serviceChange(place, scope, "never"), notes = [];
  if (after !== null && about2(settings, () => inspect(after)).command !== null)
    notes.push("an entry of hive's was there before setup and stays; removing once more takes it out");
  let make = () => {
    if (after !== settings.text)
      applyChange(change);
    if (service?.isGone === !0)
      runAll(service.unit.disable, place), applyChange(service.change);
    if (receipts.drop(settings.path), after === null && receipt?.hadDirectory === !1)
      removeIfEmpty(dirname11(settings.path));
  };
  return {
    settings: settings.path,
    diff: diffOf(service === null ? [change] : [change, service.change]),
    notes,
    replacesShellSystem: !1,
    make
  };
}
function removed(text, receipt) {
  if (text === null)
    return null;
  if (receipt !== null && sha2562(text) === receipt.writtenSha256)
    return receipt.original;
  let rest = remove(text, receipt?.original ?? null);
  return receipt !== null && receipt.original === null && rest !== text && isEmptyObject(rest) ? null : rest;
}
function isEmptyObject(text) {
  let document = parseDocument(text.replace("\uFEFF", ""));
  return document.root.type === "object" && isBare(document, document.root);
}

// src/install/proof.ts
import { mkdirSync as mkdirSync7, mkdtempSync as mkdtempSync4, rmSync as rmSync13 } from "fs";
import { homedir as homedir4, tmpdir as tmpdir5 } from "os";
import { join as join16 } from "path";
var SESSION = "hive-setup-probe", DEADLINE_MS2 = 1e4, LOOK_MS3 = 5;
async function prove(hook) {
  let directory = mkdtempSync4(join16(tmpdir5(), "hive-probe-")), root = join16(directory, ".hive-mind");
  try {
    let env = { HIVE_ROOT: root, HOME: homedir4(), ...ownDirectories(), HIVE_WORKER_START: "hook" };
    for (let path of queueDirectories(queuePaths(root)))
      mkdirSync7(path, { mode: 448 });
    await execute2("the hook", [hook.command, ...hook.args], env, "");
    let startedMs = performance.now();
    await execute2("the hook", [hook.command, ...hook.args], env, probe(directory));
    let hookMs = performance.now() - startedMs, hasSaved = capturedIds(queuePaths(root), 0).length > 0;
    while (!await hasRow(root)) {
      if (!hasSaved || performance.now() - startedMs > DEADLINE_MS2)
        throw unproven("the hook ran, and no row came of it");
      await Bun.sleep(LOOK_MS3);
    }
    return { hookMs, rowMs: performance.now() - startedMs };
  } finally {
    await endWorkers(queuePaths(root)), rmSync13(directory, { recursive: !0, force: !0 });
  }
}
var ownDirectories = () => Object.fromEntries(["XDG_DATA_HOME", "XDG_CONFIG_HOME"].flatMap((name) => process.env[name] ? [[name, process.env[name]]] : [])), unproven = (message, cause) => new HiveError("HIVE_UNHEALTHY", message, {
  cause,
  hint: "the entries stay in the settings; hive setup --remove undoes it"
}), probe = (directory) => JSON.stringify({
  session_id: SESSION,
  transcript_path: join16(directory, "transcript.jsonl"),
  cwd: directory,
  hook_event_name: "PostToolUse",
  tool_name: "Write",
  tool_input: { file_path: join16(directory, "probe.txt"), content: `probe
` },
  tool_response: { type: "create", filePath: join16(directory, "probe.txt") }
});
async function execute2(what, command, env, stdin) {
  let signal = AbortSignal.timeout(DEADLINE_MS2), child;
  try {
    child = Bun.spawn([...command], {
      stdin: new Blob([stdin]),
      stdout: "pipe",
      stderr: "pipe",
      env: { ...env },
      signal
    });
  } catch (error) {
    throw unproven(`${what} does not start: ${errorMessage(error)}`, error);
  }
  let [output, complaint, exitCode] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited
  ]);
  if (signal.aborted)
    throw unproven(`${what} took longer than ${DEADLINE_MS2 / 1000} s`);
  if (exitCode !== 0)
    throw unproven(`${what} ended with exit code ${exitCode}: ${complaint.trim().slice(0, 500)}`);
  if (output !== "")
    throw unproven(`${what} printed something: ${output.trim().slice(0, 200)}`);
}
async function hasRow(root) {
  using reader = await StoreReader.open(root);
  return (await reader?.sessions(1) ?? []).some(({ id }) => id === SESSION);
}

// src/cli/setup-questions.ts
import { existsSync as existsSync22 } from "fs";
async function answerTo(question) {
  let answer = await question;
  if (!isCancel(answer))
    return answer;
  throw cancel("Nothing was changed."), new HiveError("HIVE_CANCELLED", "cancelled");
}
function begin({ project, isGit, claude, hasClaude }) {
  if (intro("hive setup"), log.info(`Project  ${printable(project)}${isGit ? "" : " (no git repository: the current directory)"}`), hasClaude)
    log.info(`Agent    Claude Code, at ${printable(claude)}`);
  else
    log.warn(`Agent    no Claude Code at ${printable(claude)}: the settings will wait for it`);
}
async function askAnswers(place, given) {
  let { config } = readConfigFiles(place.root, {}, place.env), scope = given.scope ?? await askScope(given.likelyScope), checkpointIntervalSeconds = given.checkpointIntervalSeconds ?? await askNumber("Seconds between two checkpoints? (0: at every tool call)", "checkpointIntervalSeconds", config.checkpointIntervalSeconds), deadLetterRetentionDays = given.deadLetterRetentionDays ?? await askNumber("Days to keep entries that failed?", "deadLetterRetentionDays", config.deadLetterRetentionDays), worker = given.worker ?? await askWorker(place, scope, config.workerStart), restoreContext = given.restoreContext ?? await askRestore(config.restoreContext);
  return { scope, answers: { checkpointIntervalSeconds, deadLetterRetentionDays, worker, restoreContext } };
}
function askWorker(place, scope, start) {
  let options = [
    { value: "hook", label: "by the hook", hint: "started when it is needed; ends by itself after five idle minutes" },
    { value: "never", label: "by hand", hint: pasteable("hive worker start", place.env) }
  ], service = {
    value: "service",
    label: "as a service",
    hint: "a systemd or launchd unit of yours"
  }, canServe = scope !== "user" && hasServices();
  if (canServe)
    options.splice(1, 0, service);
  let current = canServe && existsSync22(serviceUnit(place).path) ? "service" : start;
  return answerTo(select({ message: "How is the worker started?", initialValue: current, options }));
}
function askRestore(initialValue) {
  return answerTo(confirm({ message: "Give a session that starts what an earlier one left, when that did not end?", initialValue }));
}
function askScope(initialValue) {
  return answerTo(select({
    message: "Which settings file?",
    initialValue,
    options: [
      { value: "local", label: "local", hint: ".claude/settings.local.json: yours, in this project" },
      { value: "user", label: "user", hint: "your own settings.json: every project of yours" },
      {
        value: "project",
        label: "project",
        hint: ".claude/settings.json: shared through git, though it names a path of this machine"
      }
    ]
  }));
}
async function askNumber(message, name, current) {
  let shown = current === DEFAULTS[name] ? `${current} (default)` : String(current), answer = await answerTo(text({
    message,
    placeholder: shown,
    defaultValue: String(current),
    validate: (given) => problemWith(name, given ?? "")
  }));
  return Number(answer);
}
function problemWith(name, given) {
  if (given === "")
    return;
  if (!/^\d+$/.test(given))
    return "a whole number, please";
  try {
    resolveConfig(null, { [name]: Number(given) });
    return;
  } catch (error) {
    if (error instanceof HiveError)
      return error.message;
    throw error;
  }
}
async function askToGoOn(message) {
  if (await answerTo(confirm({ message })))
    return;
  throw cancel("Nothing was changed."), new HiveError("HIVE_CANCELLED", "not confirmed");
}
var end = (message) => outro(message);

// src/cli/setup-text.ts
import { styleText as styleText4 } from "util";
var COLOURS2 = /* @__PURE__ */ new Map([
  ["+", "green"],
  ["-", "red"],
  ["@", "cyan"]
]);
function renderDiff(diff, isColoured) {
  if (diff === "")
    return "";
  return `
${diff.trimEnd().split(`
`).map((line) => {
    let shown = line.replace(/\r$/, "").split("\t").map(printable).join("\t"), colour = COLOURS2.get(line[0]);
    return isColoured && colour !== void 0 ? styleText4(colour, shown) : shown;
  }).join(`
`)}

`;
}
function renderCheck({ project, installed, problems, run, remedy, isHealthy }) {
  let lines = [
    `project     ${printable(project)}`,
    `installed   ${installed.length === 0 ? "nowhere" : installed.join(", ")}`,
    ...problems.map((problem) => `PROBLEM     ${printable(problem)}`),
    ...remedyLines({ run, remedy }, 12)
  ];
  if (isHealthy)
    lines.push("health      ok");
  return `${lines.join(`
`)}
`;
}
function renderDone({
  place,
  scope,
  isChange,
  proof,
  isWorkerRunning,
  workerStart,
  takeover,
  notes
}) {
  let { hookMs, rowMs } = proof, worker = `cd ${shellWord(place.project)} && hive worker start`, lines = [
    isChange ? `Written: the ${scope} settings now call hive.` : `Nothing to change: the ${scope} settings call hive.`,
    `Proved with a probe: the agent waits ${duration(hookMs)} for the hook; its row was there after ${duration(rowMs)},`,
    "the start of a worker included, which the first hook after a pause takes care of.",
    ""
  ];
  if (isWorkerRunning)
    lines.push("A worker is running here and applies what the hook saves.");
  else if (workerStart === "hook")
    lines.push("The first hook starts the worker, which ends by itself when nothing comes.");
  else
    lines.push("No worker is running here, and the hook is set to start none. It saves each call as a file, which a worker brings", "into SQLite:", "", `  ${worker}`);
  if (takeover !== null)
    lines.push("", ...takeoverLines(takeover));
  if (lines.push(...notes.map((note) => `Note: ${note}.`)), scope === "project")
    lines.push("", "The project settings now name a path of this machine: whoever shares them needs hive at the same one.");
  return lines.push("", "Running agents read the new settings by themselves."), `${lines.map(printable).join(`
`)}
`;
}
function takeoverLines({ backup, waiting, isApplied, workerPid }) {
  let left = count(waiting, "entry", "entries"), lines = [`hive takes the place of the shell system, and ${isApplied ? `took over ${left} that it had not applied` : `left ${left} in the queue: hive doctor says why, hive adopt takes over the database`}.`];
  if (lines.push(`Copies of what was in the queue and of the database as it was: ${backup}`), workerPid !== null)
    lines.push(`Its worker still runs and would take entries away: kill ${workerPid}`);
  return lines;
}
function renderRemoved({ root }, { settings, diff, notes }) {
  let lines = [
    diff === "" ? `Nothing to remove: ${settings} does not call hive.` : `Removed: ${settings} no longer calls hive.`,
    ...notes.map((note) => `Note: ${note}.`)
  ];
  if (diff !== "")
    lines.push(`What was saved stays in ${root}.`);
  return `${lines.map(printable).join(`
`)}
`;
}

// src/cli/setup.ts
function addSetup(program, io) {
  program.command("setup").description("put hive into Claude Code's settings, and show that it is called").option("--scope <scope>", "project (shared through git), local (yours, here) or user (yours, everywhere)").option("--interval <seconds>", `between two checkpoints (default: ${DEFAULTS.checkpointIntervalSeconds})`).option("--retention-days <days>", `to keep what failed (default: ${DEFAULTS.deadLetterRetentionDays})`).option("--worker <how>", "how the worker runs: hook (the hook starts it), service (systemd, launchd) or never").option("--restore <on|off>", "whether a session that starts is given what an earlier one left (default: on)").option("--yes", "do not ask; what no flag answers stays as it is").option("--dry-run", "print what would change, as a diff, and change nothing").option("--check", "look whether all is in place; exit code 3 when it is not").option("--remove", "take it out again").option("--json", "as JSON").addHelpText("after", `
Examples:
  hive setup                                ask, show the change, make it, prove it
  hive setup --dry-run                      the change alone
  hive setup --yes --scope user --interval 30
  hive setup --check
  hive setup --remove`).action(async (flags, command) => {
    if (command.optsWithGlobals().root !== void 0)
      throw new HiveError("HIVE_INVALID_OPTION", "setup takes no --root: the hook finds its directory by itself", {
        hint: "start hive in the project; HIVE_ROOT in the agent's environment moves its state"
      });
    if (IS_PLUGIN)
      throw new HiveError("HIVE_INVALID_OPTION", "hive runs as a plugin here, which brings its own hooks", {
        hint: "nothing is to be set up; claude plugin uninstall hive takes it out"
      });
    let session = {
      io,
      flags,
      place: findPlace(io.cwd, io.env),
      scope: oneOf("--scope", flags.scope, SCOPES)
    };
    if (flags.check === !0 && (flags.remove === !0 || flags.dryRun === !0))
      throw new HiveError("HIVE_INVALID_OPTION", "--check goes with neither --remove nor --dry-run");
    if (flags.check === !0)
      check(session);
    else if (flags.remove === !0)
      await takeOut2(session);
    else
      await putIn(session);
  });
}
function oneOf(flag, given, known) {
  let found = known.find((one) => one === given);
  if (given === void 0 || found !== void 0)
    return found;
  throw new HiveError("HIVE_INVALID_OPTION", `${flag} must be one of ${known.join(", ")}, not ${JSON.stringify(given)}`);
}
function restoreOf({ restore }) {
  let found = oneOf("--restore", restore, ["on", "off"]);
  return found === void 0 ? void 0 : found === "on";
}
function numberOf(flag, text) {
  if (text === void 0)
    return;
  if (/^\d+$/.test(text))
    return Number(text);
  throw new HiveError("HIVE_INVALID_OPTION", `${flag} must be a whole number, not ${JSON.stringify(text)}`);
}
function isInteractive({ io, flags }, usage) {
  if (flags.yes === !0 || flags.dryRun === !0)
    return !1;
  if (io.isTTY && !io.env.CI && flags.json !== !0)
    return !0;
  throw new HiveError("HIVE_INVALID_OPTION", "there is nobody here to ask: setup needs --yes", { hint: usage });
}

class Unhealthy2 extends HiveError {
  constructor({ problems }) {
    super("HIVE_UNHEALTHY", `${problems.length === 1 ? "1 problem" : `${problems.length} problems`}, see above`);
  }
}
function check({ io, flags, place, scope }) {
  let found = checkSetup(place, scope === void 0 ? SCOPES : [scope]);
  if (io.out(flags.json === !0 ? json(found) : pasteable(renderCheck(found), io.env)), !found.isHealthy)
    throw new Unhealthy2(found);
}
var INSTALL_USAGE = "hive setup --yes [--scope project|local|user] [--interval <seconds>] [--retention-days <days>] [--worker hook|service|never] [--restore on|off]";
async function putIn(session) {
  let { io, flags, place } = session, asks = isInteractive(session, INSTALL_USAGE), [current] = session.scope === void 0 ? [...installedScopes(place), ...shellScopes(place)] : [], given = {
    scope: session.scope,
    likelyScope: current ?? (place.isHome ? "user" : "local"),
    checkpointIntervalSeconds: numberOf("--interval", flags.interval),
    deadLetterRetentionDays: numberOf("--retention-days", flags.retentionDays),
    worker: oneOf("--worker", flags.worker, WAYS_TO_RUN),
    restoreContext: restoreOf(flags)
  };
  if (asks)
    begin(place);
  let { scope, answers } = asks ? await askAnswers(place, given) : { scope: given.scope ?? given.likelyScope, answers: given }, { plan, command } = await settle(session, scope, answers, asks);
  if (flags.dryRun === !0) {
    io.out(flags.json === !0 ? json(planned(session, scope, plan, command)) : plan.diff || `nothing would change
`);
    return;
  }
  if (plan.make(), asks)
    await offerAdoption(io, place.root);
  let takeover = plan.replacesShellSystem ? await takeOver(place) : null, proof = await prove(installedCommand(plan));
  await report(session, { scope, plan, command, proof, asks, takeover });
}
async function settle({ io, flags, place }, scope, answers, asks) {
  for (let command = compiledHook();; ) {
    let plan = planInstall(place, scope, answers, command);
    if (flags.dryRun === !0)
      return { plan, command };
    if (asks && plan.diff !== "")
      io.out(renderDiff(plan.diff, !0)), await askToGoOn("Make this change?");
    else if (flags.json !== !0)
      io.out(renderDiff(plan.diff, io.isTTY));
    let prepared = await prepareHook();
    if (isSameCommand(prepared, command))
      return { plan, command };
    command = prepared;
  }
}
var TAKEOVER_MS = 60000;
async function takeOver(place) {
  let { backup, waiting } = takeOverQueue(place, Date.now());
  if (otherStores(place.root).length > 0)
    return { backup, waiting, isApplied: !1, workerPid: shellWorkerPid(place) };
  let isApplied = await Bun.spawn([...hiveCommand(), "worker", "--once", "--quiet", "--root", place.root], {
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
    env: process.env,
    timeout: TAKEOVER_MS
  }).exited === 0 && measureDepth(queuePaths(place.root), Date.now()).pending === 0;
  return { backup, waiting, isApplied, workerPid: shellWorkerPid(place) };
}
function installedCommand({ settings }) {
  let { command } = inspect(readTextFile(settings).text);
  if (command !== null && isOwnHook(command))
    return command;
  throw new HiveError("HIVE_UNHEALTHY", `${settings} does not name this hive's hook any more`, {
    hint: "hive setup --check"
  });
}
var planned = ({ place }, scope, plan, command) => ({
  version: 1,
  project: place.project,
  root: place.root,
  scope,
  settings: plan.settings,
  command,
  isChange: plan.diff !== "",
  diff: plan.diff
});
async function report(session, { scope, plan, command, proof, asks, takeover }) {
  let { io, flags, place } = session, isWorkerRunning = findWorkers(queuePaths(place.root)).length > 0;
  if (flags.json === !0)
    io.out(json({ ...planned(session, scope, plan, command), proof, isWorkerRunning, takeover, notes: plan.notes }));
  else {
    let { workerStart } = loadConfig(io, place.root), done = { place, scope, isChange: plan.diff !== "", proof, isWorkerRunning, workerStart, takeover }, notes = [...plan.notes, ...otherStores(place.root).map(otherStoreNote)];
    io.out(pasteable(renderDone({ ...done, notes }), io.env));
  }
  if (asks)
    end(pasteable("Done. hive setup --remove undoes it.", io.env));
}
async function takeOut2(session) {
  let { io, flags, place } = session, asks = isInteractive(session, "hive setup --remove --yes [--scope project|local|user]"), scopes = session.scope === void 0 ? installedScopes(place) : [session.scope];
  if (scopes.length > 1)
    throw new HiveError("HIVE_INVALID_OPTION", `hive is in the ${scopes.join(" and ")} settings: name one of them`, {
      hint: `hive setup --remove --scope ${scopes[0]}`
    });
  let [scope = "local"] = scopes, plan = planRemoval(place, scope);
  if (flags.json !== !0)
    io.out(renderDiff(plan.diff, io.isTTY && flags.dryRun !== !0));
  if (flags.dryRun !== !0) {
    if (asks && plan.diff !== "")
      await askToGoOn("Take hive out?");
    plan.make();
  }
  let { settings, diff, notes } = plan, isChange = diff !== "";
  if (flags.json === !0)
    io.out(json({ version: 1, scope, settings, isChange, diff, notes }));
  else if (flags.dryRun !== !0)
    io.out(pasteable(renderRemoved(place, plan), io.env));
}

// src/cli/status.ts
var WATCH_INTERVAL_MS = 1000;
function addStatus(program, io) {
  program.command("status").description("how queue, worker and store are").option("--root <dir>", "the .hive-mind directory").option("--json", "as JSON").option("--watch", "again every second, until Ctrl+C").addHelpText("after", `
Examples:
  hive status
  hive status --json | jq .depth
  hive status --watch`).action(async (flags, command) => {
    let root = findRoot(io, command.optsWithGlobals().root), config = loadConfig(io, root);
    for (;; ) {
      let status = await readStatus(root, systemClock.nowMs(), config), isWatching = flags.watch === !0;
      if (isWatching && io.isTTY)
        io.out("\x1B[2J\x1B[H");
      if (io.out(flags.json === !0 ? json(status) : pasteable(renderStatus(status), io.env)), !isWatching && !status.isHealthy)
        throw new Unhealthy3(status);
      if (!isWatching)
        return;
      await Bun.sleep(WATCH_INTERVAL_MS);
    }
  });
}

class Unhealthy3 extends HiveError {
  constructor({ problems }) {
    super("HIVE_UNHEALTHY", `${problems.length === 1 ? "1 problem" : `${problems.length} problems`}, see above`);
  }
}
var line2 = (name, value) => `${name.padEnd(11)} ${printable(value)}`;
function renderStatus(status) {
  let { heartbeat, depth, account, workers } = status, lines = [line2("root", status.root), line2("worker", workerLine(status))];
  if (heartbeat !== null && workers.length > 0) {
    let { watch, doorbell, missed_wakes: missed, wakes } = heartbeat, counts = Object.entries(wakes).filter(([, n]) => n > 0).map(([source, n]) => `${source} ${n}`).join(", ") || "none yet";
    lines.push(line2("wakes", `watch ${watch}, doorbell ${doorbell}; ${counts}`)), lines.push(line2("event loss", `${missed} ${missed === 1 ? "entry" : "entries"} found only by the backstop`));
  }
  let oldest = depth.oldestAgeMs === null ? "" : `, oldest ${duration(depth.oldestAgeMs)}`;
  if (lines.push(line2("depth", `pending ${depth.pending}, processing ${depth.processing}, failed ${depth.failed}${oldest}`)), heartbeat?.latency) {
    let { p50Ms, p99Ms, n } = heartbeat.latency;
    lines.push(line2("latency", `enqueue to commit p50 ${duration(p50Ms)}, p99 ${duration(p99Ms)} (last ${n})`));
  }
  if (heartbeat !== null && heartbeat.throughput_per_second !== null)
    lines.push(line2("throughput", `${heartbeat.throughput_per_second} entries/s while busy`));
  if (lines.push(line2("last 24 h", account === null ? "not known" : accountText(account))), status.agents.length > 0)
    lines.push(line2("agents", status.agents.map(agentText).join(", ")));
  for (let id of account?.missing.slice(0, 10) ?? [])
    lines.push(line2("missing", id));
  if (lines.push(...status.problems.map((problem) => line2("PROBLEM", problem))), lines.push(...status.notes.map((note) => line2("note", note))), status.isHealthy)
    lines.push(line2("health", "ok"));
  return `${lines.join(`
`)}
`;
}
var agentText = ({ agent, sessions, calls }) => `${agent ?? "an older hive's"} ${count(calls, "call")} in ${count(sessions, "session")}`, accountText = ({ captured, applied, pending, failed, missing }) => `captured ${captured} = applied ${applied} + pending ${pending} + failed ${failed} + missing ${missing.length}`;
function workerLine({ workers, heartbeat }) {
  if (workers.length === 0)
    return "none runs";
  let ids = workers.map((worker) => worker.id).join(", ");
  if (heartbeat === null)
    return `${ids}, no heartbeat yet`;
  let { mode, fallback_reason: reason, events_processed: applied, version } = heartbeat, how = reason === null ? `${mode} mode` : `polling, not by choice: ${reason}`;
  return `${ids}, ${how}, ${applied} applied, hive ${version}`;
}

// src/install/uninstall.ts
import { existsSync as existsSync24 } from "fs";
import { resolve as resolve9 } from "path";

// src/install/state-files.ts
import { existsSync as existsSync23, lstatSync as lstatSync19, readdirSync as readdirSync18, rmdirSync as rmdirSync2, rmSync as rmSync14 } from "fs";
import { basename as basename8, join as join17 } from "path";
var RUNTIME = ["queue/doorbell", "queue/.heartbeat", "queue/.room"], RUNTIME_DIRECTORIES = ["queue/workers", "queue/.tmp"], DATA = /^(config\.json|hook\.log(\.1)?|instances|queue|logs|setup)$/, DATABASE = /^hive(-[0-9a-f]{8}(-\d+)?)?\.db(-wal|-shm|-journal)?(\..+)?$/;
function stateFiles(root, isDeletingData) {
  if (!existsSync23(root))
    return { remove: [], foreign: [] };
  if (!isDeletingData) {
    if (!isDirectory(join17(root, "queue")))
      return { remove: [], foreign: [] };
    let inside = RUNTIME_DIRECTORIES.map((name) => join17(root, name)).filter((path) => isDirectory(path)).flatMap((path) => readdirSync18(path).map((name) => join17(path, name)));
    return { remove: [...RUNTIME.map((name) => join17(root, name)).filter((path) => existsSync23(path)), ...inside], foreign: [] };
  }
  let names = readdirSync18(root), unproved = new Set(otherStores(root).filter(({ isProved }) => !isProved).map(({ path }) => basename8(path))), isOwn = (name) => DATA.test(name) || DATABASE.test(name) && !unproved.has(name) || name === ".gitignore" && isIgnoreAll(join17(root, name));
  return {
    remove: names.filter(isOwn).map((name) => join17(root, name)),
    foreign: names.filter((name) => !isOwn(name)).map((name) => join17(root, name))
  };
}
function isIgnoreAll(path) {
  return lstatSync19(path).isFile() && readRegular(path, IGNORE_ALL.length) === IGNORE_ALL;
}
function removeStateFiles(root, { remove, foreign }, isDeletingData) {
  for (let path of remove)
    rmSync14(path, { recursive: !0, force: !0 });
  if (isDeletingData && foreign.length === 0 && existsSync23(root) && readdirSync18(root).length === 0)
    rmdirSync2(root);
}

// src/install/uninstall.ts
function unappliedEntries(root) {
  let paths = queuePaths(root);
  if (!queueDirectories(paths).every((path) => existsSync24(path)))
    return 0;
  let { pending, processing } = measureDepth(paths, Date.now());
  return pending + processing;
}
function planUninstall(place, root, data) {
  let paths = queuePaths(root), settings = SCOPES.map((scope) => {
    let plan = planRemoval(place, scope), madeDirectory = new Receipts(place.receipts[scope], userKey(place.root, place.env)).read(plan.settings)?.hadDirectory === !1;
    return { scope, plan, order: Number(madeDirectory) };
  }), changed = settings.filter(({ plan }) => plan.diff !== ""), isDeleting = data === "delete", make = async () => {
    for (let { plan } of settings.toSorted((a, b) => a.order - b.order))
      plan.make();
    await stopWorkers(paths), removeStateFiles(root, stateFiles(root, isDeleting), isDeleting);
  };
  return {
    root,
    settings: changed,
    workers: findWorkers(paths).map(({ id }) => id),
    unapplied: unappliedEntries(root),
    data,
    files: stateFiles(root, isDeleting),
    remains: remains(place, root, data),
    make
  };
}
function remains(place, root, data) {
  let { command } = compiledHook(), sentences = [
    `hive itself, in ${resolve9(import.meta.dir, "../..")}${existsSync24(command) ? `, with the compiled hook ${command}` : ""}: other projects may use it; delete the directory to be rid of it (and, after bun link, run bun unlink there)`
  ], left = [ownDirectory2("data", place.env, root), ownDirectory2("config", place.env, root)].filter((path) => path !== null).filter((path) => existsSync24(path));
  if (left.length > 0)
    sentences.push(`your key and settings for all projects, in ${left.join(" and ")}`);
  if (data === "keep" && existsSync24(root))
    sentences.push(`what was saved, in ${root}`);
  let { foreign } = stateFiles(root, data === "delete");
  if (foreign.length > 0)
    sentences.push(`not hive's, so left alone: ${foreign.join(", ")}`);
  if (place.root !== root)
    sentences.push(`the state directory of the project, ${place.root}, was not looked at`);
  return sentences;
}
function assertDeletable(unapplied, isExplicit) {
  if (unapplied === 0 || isExplicit)
    return;
  throw new HiveError("HIVE_INVALID_OPTION", `${count(unapplied, "entry has", "entries have")} not been applied: nothing was changed`, {
    hint: "apply them with: hive worker --once; or delete them too with: hive uninstall --delete-data"
  });
}

// src/cli/uninstall.ts
function addUninstall(program, io) {
  program.command("uninstall").description("take hive out of all settings, end its worker, and leave nothing but, if asked, the data").option("--root <dir>", "the .hive-mind directory").option("--keep-data", "keep what was saved").option("--delete-data", "delete what was saved, entries that were not applied included").option("--yes", "do not ask").option("--dry-run", "show what would be done, and do nothing").option("--json", "as JSON").addHelpText("after", `
Examples:
  hive uninstall                        ask, show the change, make it
  hive uninstall --dry-run --keep-data
  hive uninstall --yes --delete-data`).action(async (flags, command) => {
    await uninstall(io, flags, findRoot(io, command.optsWithGlobals().root));
  });
}
async function uninstall(io, flags, root) {
  let data = await chooseData(io, flags, root), plan = planUninstall(findPlace(io.cwd, io.env), root, data), asks = isAsking(io, flags);
  if (flags.json !== !0)
    io.out(renderPlan(plan, io.isTTY && flags.dryRun !== !0));
  if (flags.dryRun !== !0) {
    if (asks)
      await askToGoOn2();
    await plan.make();
  }
  if (flags.json === !0)
    io.out(json(toJson(plan, flags.dryRun !== !0)));
  else if (flags.dryRun !== !0)
    io.out(renderDone2(plan));
}
var USAGE = "hive uninstall --yes --keep-data, or --delete-data";
function isAsking(io, flags) {
  if (flags.yes === !0 || flags.dryRun === !0)
    return !1;
  if (io.isTTY && !io.env.CI && flags.json !== !0)
    return !0;
  throw new HiveError("HIVE_INVALID_OPTION", "there is nobody here to ask: uninstall needs --yes", { hint: USAGE });
}
async function chooseData(io, flags, root) {
  if (flags.keepData === !0 && flags.deleteData === !0)
    throw new HiveError("HIVE_INVALID_OPTION", "--keep-data and --delete-data exclude each other");
  if (flags.keepData === !0)
    return "keep";
  if (flags.deleteData === !0)
    return "delete";
  if (!isAsking(io, flags))
    throw new HiveError("HIVE_INVALID_OPTION", "what is to become of the data?", { hint: USAGE });
  let answer = await select({
    message: `What is to become of what was saved in ${printable(root)}?`,
    initialValue: "keep",
    options: [
      { value: "keep", label: "keep it" },
      { value: "delete", label: "delete it" }
    ]
  });
  if (isCancel(answer))
    throw cancelled();
  if (answer === "delete")
    assertDeletable(unappliedEntries(root), !1);
  return answer;
}
async function askToGoOn2() {
  if (await confirm({ message: "Do this?", initialValue: !1 }) !== !0)
    throw cancelled();
}
function cancelled() {
  return cancel("Nothing was changed."), new HiveError("HIVE_CANCELLED", "cancelled");
}
function renderPlan(plan, isColoured) {
  let { settings, workers, files, data, unapplied, root } = plan, lines = [];
  if (settings.length === 0)
    lines.push("No settings file calls hive.");
  for (let id of workers)
    lines.push(`End worker ${id}`);
  for (let path of files.remove)
    lines.push(`Remove ${path}`);
  if (unapplied > 0) {
    let fate = data === "delete" ? "deleted too" : "kept, and applied when hive is back";
    lines.push(`Not applied in ${root}: ${count(unapplied, "entry", "entries")}, ${fate}`);
  }
  return `${settings.map(({ plan: { diff } }) => renderDiff(diff, isColoured)).join("")}${lines.map((line) => `${printable(line)}
`).join("")}`;
}
function renderDone2({ settings, workers, files, remains }) {
  let notes = settings.flatMap(({ plan }) => plan.notes.map((note) => `Note: ${note}.`));
  return `${[...[settings.length + workers.length + files.remove.length === 0 ? "There was nothing to remove." : "hive is uninstalled here.", ...notes, "What remains:"], ...remains.map((sentence) => `  ${sentence}`)].map(printable).join(`
`)}
`;
}
var toJson = (plan, isDone) => ({
  version: 1,
  isDone,
  root: plan.root,
  data: plan.data,
  settings: plan.settings.map(({ scope, plan: { settings, diff, notes } }) => ({ scope, settings, diff, notes })),
  workers: plan.workers,
  unapplied: plan.unapplied,
  removed: plan.files.remove,
  remains: plan.remains
});

// src/supervisor/log.ts
import { lstatSync as lstatSync20, mkdirSync as mkdirSync8, renameSync as renameSync8, rmSync as rmSync15 } from "fs";
import { dirname as dirname12 } from "path";
var DELETION_MS2 = 400, LEVELS = ["debug", "info", "warn", "error"];

class Log {
  #options;
  #clock;
  #missing = 0;
  #missingWhy = "";
  #deletedAtMs;
  constructor(options) {
    this.#options = options, this.#clock = options.clock ?? systemClock, this.#attempt(() => makeDirectory(dirname12(options.path)));
  }
  write(level, message, fields = {}) {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(this.#options.level))
      return;
    let time = new Date(this.#clock.nowMs()).toISOString(), line = printableJson(JSON.stringify({ time, level, message, ...fields }));
    this.#options.echo?.(line);
    let missing = this.#missing, gap = {
      time,
      level: "warn",
      message: "lines of this log are missing",
      lines: missing,
      error: this.#missingWhy
    }, isWritten = this.#attempt(() => {
      this.#rotate(), this.#append(missing === 0 ? `${line}
` : `${printableJson(JSON.stringify(gap))}
${line}
`);
    });
    this.#missing = isWritten ? 0 : missing + 1;
  }
  #attempt(write) {
    try {
      return write(), !0;
    } catch (error) {
      return this.#missingWhy = errorMessage(error), !1;
    }
  }
  #append(text) {
    let { path } = this.#options;
    try {
      appendTo(path, text);
    } catch (error) {
      if (errorCode(error) !== "ENOENT")
        throw error;
      if (this.#deletedAtMs ??= performance.now(), performance.now() - this.#deletedAtMs < DELETION_MS2)
        throw error;
      mkdirSync8(dirname12(path), { mode: 448 }), appendTo(path, text);
    }
    this.#deletedAtMs = void 0;
  }
  #rotate() {
    let { path, maxBytes, files } = this.#options;
    if (lstatSync20(dirname12(path), { throwIfNoEntry: !1 })?.isDirectory() !== !0)
      return;
    if (clearPath(path), (lstatSync20(path, { throwIfNoEntry: !1 })?.size ?? 0) < maxBytes)
      return;
    for (let index = files;index > 1; index -= 1)
      renameIfThere(`${path}.${index - 1}`, `${path}.${index}`);
    if (files === 0)
      rmSync15(path);
    else
      renameIfThere(path, `${path}.1`);
  }
}
function appendTo(path, text) {
  if (lstatSync20(dirname12(path)).isSymbolicLink())
    throw Error(`${dirname12(path)} is a symbolic link`);
  nodeFiles.append(path, Buffer.from(text));
}
function renameIfThere(from, to) {
  if (clearPath(to), lstatSync20(from, { throwIfNoEntry: !1 })?.isFile() === !0)
    renameSync8(from, to);
}

// src/supervisor/replaced.ts
import { readFileSync as readFileSync5 } from "fs";
function isReplaced2(manifest = MANIFEST) {
  try {
    return JSON.parse(readFileSync5(manifest, "utf8")).version !== VERSION;
  } catch {
    return !0;
  }
}

// src/wake/timer.ts
class TimerSource {
  cause;
  #intervalMs;
  #timer;
  constructor(cause, intervalMs) {
    this.cause = cause, this.#intervalMs = intervalMs;
  }
  start(onWake) {
    this.stop(), this.#timer = setInterval(onWake, this.#intervalMs);
  }
  stop() {
    clearInterval(this.#timer), this.#timer = void 0;
  }
  isSound() {
    return this.#timer !== void 0;
  }
}

// src/wake/wakes.ts
var SILENCE_LIMIT_MS = 1000, PROBE_TIMEOUT_MS = 1000, MAX_FAILURES = 3, NO_DOORBELL = { reason: null, restarts: 0 }, LONGEST_TIMER_MS = 2147483647;
function timerMs(ms) {
  return Math.min(LONGEST_TIMER_MS, Math.max(1, Math.ceil(ms)));
}
async function provesItself(source, signal) {
  try {
    return await source.prove(PROBE_TIMEOUT_MS, signal);
  } catch {
    return !1;
  }
}

class Wakes {
  #options;
  #poll;
  #backstop;
  #causes = /* @__PURE__ */ new Set;
  counts = { doorbell: 0, watch: 0, poll: 0, backstop: 0, due: 0, start: 0 };
  #state;
  #resolve;
  constructor(options) {
    this.#options = options, this.#poll = new TimerSource("poll", options.pollIntervalMs), this.#backstop = new TimerSource("backstop", options.backstopIntervalMs), this.#state = { mode: options.mode, fallbackReason: null, watch: "off", doorbell: "off", restarts: 0 };
  }
  get state() {
    return this.#state;
  }
  get isPending() {
    return this.#causes.size > 0;
  }
  async start() {
    if (this.#begin(this.#backstop), this.#options.mode === "poll") {
      this.#begin(this.#poll);
      return;
    }
    await this.check(!0);
  }
  async check(isSuspect) {
    if (this.#options.mode === "poll")
      return;
    let bell = this.#options.doorbell, doorbell = bell === null ? NO_DOORBELL : await this.#mend(bell, isSuspect, 1), watch = await this.#mend(this.#options.watch, isSuspect, MAX_FAILURES);
    if (this.#isEnding)
      return;
    let hasFailed = watch.reason !== null, restarts = this.#state.restarts + doorbell.restarts + watch.restarts, mode = hasFailed ? "poll" : "event", before = this.#state;
    if (this.#state = {
      mode,
      fallbackReason: watch.reason,
      watch: hasFailed ? "failed" : "proven",
      doorbell: bell === null ? "off" : doorbell.reason === null ? "proven" : "failed",
      restarts
    }, hasFailed && !this.#poll.isSound())
      this.#begin(this.#poll);
    if (!hasFailed)
      this.#poll.stop();
    this.#report(before, doorbell.reason);
  }
  async#mend(source, isSuspect, attempts) {
    let reason = null, isFirst = this.#state[source.cause === "watch" ? "watch" : "doorbell"] === "off", isTrusted = source.isSound() && !isSuspect, { signal } = this.#options;
    if (isTrusted || source.isSound() && await provesItself(source, signal))
      return { reason, restarts: 0 };
    for (let attempt = 1;attempt <= attempts && !this.#isEnding; attempt += 1) {
      try {
        if (this.#begin(source), await source.prove(PROBE_TIMEOUT_MS, signal))
          return { reason: null, restarts: attempt - Number(isFirst) };
        reason = `${source.cause}: no event arrives`;
      } catch (error) {
        reason = `${source.cause}: ${errorMessage(error)}`;
      }
      source.stop();
    }
    return { reason, restarts: attempts - Number(isFirst) };
  }
  get #isEnding() {
    return this.#options.signal?.aborted === !0;
  }
  #begin(source) {
    source.start(() => this.wake(source.cause));
  }
  #report(before, doorbellReason) {
    let { mode, fallbackReason, doorbell, watch } = this.#state, report = (message) => this.#options.onChange?.(message);
    if (mode === "poll" && before.fallbackReason !== fallbackReason)
      report(`polling every ${this.#options.pollIntervalMs} ms instead of events: ${fallbackReason}`);
    if (mode === "event" && before.mode === "poll")
      report("events arrive again, polling has ended");
    if (doorbell === "failed" && before.doorbell !== "failed")
      report(`no doorbell: ${doorbellReason}`);
    if (before.watch === "proven" && watch === "proven" && before.restarts !== this.#state.restarts)
      report("a wake source was started again");
  }
  wake(cause) {
    this.counts[cause] += 1, this.#causes.add(cause), this.#resolve?.();
  }
  async next(dueInMs) {
    let timer;
    if (this.#causes.size === 0)
      await new Promise((resolve) => {
        if (this.#resolve = resolve, dueInMs !== null)
          timer = setTimeout(() => this.wake("due"), timerMs(dueInMs));
      }), this.#resolve = void 0, clearTimeout(timer);
    let causes = new Set(this.#causes);
    return this.#causes.clear(), causes;
  }
  async fallSilent() {
    if (this.stop(), this.#options.mode === "event")
      await this.#options.doorbell?.silence(SILENCE_LIMIT_MS);
  }
  stop() {
    for (let source of [this.#options.doorbell, this.#options.watch, this.#poll, this.#backstop])
      source?.stop();
  }
}

// src/worker/applier.ts
import { existsSync as existsSync25 } from "fs";

// src/worker/isolate/apply-apart.ts
var SUSPECT_LIMIT_MS = 1e4, LONGEST_REASON = 200;
async function applyApart(store, work, { root, config: { rawSql, durability, checkpointHistory } }, signal) {
  if (signal.aborted)
    return null;
  let ended = await run2({ ...work, root, options: { rawSql, durability, checkpointHistory } }, signal);
  if (ended.outcomes !== null)
    return ended.outcomes;
  let [entry, ...more] = work.entries;
  if (more.length > 0)
    return signal.aborted ? null : "died";
  if (store.hasApplied(entry.id))
    return [{ kind: "applied" }];
  return signal.aborted ? null : [{ kind: "rejected", error: reasonOf(ended, entry, work.limitMs) }];
}
function reasonOf({ isLate, exitCode, said }, { sql }, limitMs) {
  if (isLate)
    return sql === void 0 ? { code: "HIVE_BUG", message: `it was not applied within ${limitMs} ms` } : { code: "HIVE_SQL_REFUSED", message: `refused: SQL that did not end within ${limitMs} ms` };
  let death = `the process that applied it ended with ${exitCode}`;
  return sql === void 0 ? { code: "HIVE_BUG", message: `${death}: ${said}` } : {
    code: "HIVE_SQL_REFUSED",
    message: `refused: ${death}, with ${MEMORY_LIMIT_BYTES} bytes for it at most: ${said}`
  };
}
async function run2(request, signal) {
  let child = start(request), isLate = !1, kill = () => child.kill("SIGKILL"), timer = setTimeout(() => {
    isLate = !0, kill();
  }, request.limitMs);
  signal.addEventListener("abort", kill, { once: !0 });
  try {
    let [written, stderr] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited
    ]), said = stderr.trim().slice(0, LONGEST_REASON);
    if (child.exitCode === EXIT_CODES.HIVE_STORE_UNAVAILABLE)
      throw new HiveError("HIVE_STORE_UNAVAILABLE", said || "the store is away");
    return { outcomes: child.exitCode === 0 ? JSON.parse(written) : null, isLate, exitCode: child.exitCode ?? child.signalCode ?? "no code", said };
  } finally {
    clearTimeout(timer), signal.removeEventListener("abort", kill);
  }
}
function start(request) {
  try {
    return Bun.spawn([...bunCommand(), MAIN_PROGRAM, APPLY_APART2], {
      cwd: request.root,
      stdin: new Blob([JSON.stringify(request)]),
      stdout: "pipe",
      stderr: "pipe",
      env: { ...bunEnvironment(), ...SMALL_LOTS }
    });
  } catch (cause) {
    if (!isSystemFault(cause))
      throw cause;
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `no process can be started: ${errorMessage(cause)}`, { cause });
  }
}

// src/worker/groups.ts
function inGroups(items, belongTogether) {
  let groups = [], start = 0;
  for (let end = 1;end <= items.length; end += 1) {
    if (end < items.length && belongTogether(items[end - 1], items[end]))
      continue;
    groups.push(items.slice(start, end)), start = end;
  }
  return groups;
}

// src/worker/isolate/time-budget.ts
class TimeBudget {
  #limits;
  #nowMs;
  #sinceMs = -1 / 0;
  #takenMs = 0;
  constructor(limits, nowMs = () => performance.now()) {
    this.#limits = limits, this.#nowMs = nowMs;
  }
  get isSpent() {
    if (this.#isOver)
      this.#takenMs = 0;
    return this.#takenMs >= this.#limits.budgetMs;
  }
  add(tookMs) {
    if (tookMs <= this.#limits.freeMs)
      return;
    if (this.#isOver)
      this.#sinceMs = this.#nowMs(), this.#takenMs = 0;
    this.#takenMs += tookMs - this.#limits.freeMs;
  }
  get #isOver() {
    return this.#nowMs() - this.#sinceMs > this.#limits.windowMs;
  }
}

// src/worker/applier.ts
var RAW_SQL_TOGETHER = 16, UNPROVED_TOGETHER = 4, APART_LIMITS = { freeMs: 250, budgetMs: 30000, windowMs: 60000 }, UNPROVED_LIMITS = { freeMs: 50, budgetMs: 1000, windowMs: 1e4 }, NOT_NOW = {
  kind: "rejected",
  error: { code: "HIVE_SQL_REFUSED", message: "refused for now: raw SQL has taken half of the last minute" }
};

class Applier {
  #options;
  #storeOutage;
  #apartTime;
  #unprovedTime = new TimeBudget(UNPROVED_LIMITS);
  constructor(options) {
    this.#options = options;
    let { log, signal, onStoreChange } = options;
    this.#apartTime = options.apartTime ?? new TimeBudget(APART_LIMITS), this.#storeOutage = new Outage({ name: "the store", log, signal, onChange: onStoreChange });
  }
  get storeError() {
    return this.#storeOutage.error;
  }
  async apply(claims) {
    let left = this.#inGroups(claims);
    for (let isFirst = !0;left.length > 0; isFirst = !1) {
      let group = left.shift();
      if (!isFirst)
        this.#options.onProgress?.();
      let mayStop = !isFirst && this.#options.signal.aborted;
      if (!mayStop && isUnprovedSql(group.claims[0]) && this.#unprovedTime.isSpent) {
        if (!await this.#putOff(group.claims))
          return;
        continue;
      }
      let startMs = performance.now(), outcomes = mayStop ? null : await this.#untilApplied(group);
      if (isUnprovedSql(group.claims[0]))
        this.#unprovedTime.add(performance.now() - startMs);
      if (outcomes === null)
        return this.#putBack([group, ...left].flatMap((one) => one.claims));
      if (outcomes === "died")
        left.unshift(...this.#alone(group));
      else if (!await this.#settleAll(group.claims, outcomes))
        return;
      if (this.#options.store.isRawSqlSlow)
        left = left.flatMap((one) => this.#placedAgain(one));
    }
  }
  #placedAgain(group) {
    return group.place === "here" ? this.#inGroups(group.claims) : [group];
  }
  #inGroups(claims) {
    let raws = 0, placed = claims.map((claim) => {
      let isUnproved = isUnprovedSql(claim), together = isUnproved ? UNPROVED_TOGETHER : RAW_SQL_TOGETHER;
      return raws += claim.entry.sql === void 0 ? 0 : 1, { claim, place: this.#placeOf(claim), isUnproved, lot: Math.max(0, Math.ceil(raws / together) - 1) };
    });
    return inGroups(placed, (a, b) => a.place === b.place && a.place !== "apart" && a.isUnproved === b.isUnproved && a.lot === b.lot).map((group) => ({ place: group[0].place, claims: group.map(({ claim }) => claim) }));
  }
  #placeOf({ entry: { sql }, isSuspect }) {
    if (sql !== void 0 && !this.#options.store.isShort(sql))
      return "apart";
    return isSuspect ? "apart-together" : "here";
  }
  #alone({ place, claims }) {
    return this.#options.log.write("warn", "the process that applied what a dead worker had claimed died too, applying it one by one", { entries: claims.length }), claims.map((claim) => ({ place, claims: [claim] }));
  }
  async#settleAll(claims, outcomes) {
    let committedAtMs = this.#options.clock.nowMs();
    for (let [index, claim] of claims.entries())
      if (!await this.#settle(claim, outcomes[index], committedAtMs))
        return !1;
    return !0;
  }
  async#putOff(claims) {
    let { queue, queueOutage, clock, signal } = this.#options, dueMs = clock.nowMs() + UNPROVED_LIMITS.windowMs;
    for (let claim of claims)
      for (;; ) {
        try {
          queue.putBack(claim, dueMs);
          break;
        } catch (error) {
          if (!isSystemFault(error))
            throw error;
          await waitForQueue(queueOutage, queue, error);
        }
        if (signal.aborted)
          return !1;
      }
    return !0;
  }
  #putBack(claims) {
    try {
      for (let claim of claims)
        this.#options.queue.putBack(claim);
    } catch (error) {
      if (!isSystemFault(error))
        throw error;
    }
  }
  async#untilApplied({ place, claims }) {
    let { queue, store, log, signal } = this.#options, isReopened = !1;
    for (;; ) {
      try {
        if (await store.reopenIfLost(this.#storeOutage.error !== null))
          isReopened = !0;
        let outcomes = place === "here" ? this.#applyTogether(claims) : await this.#applyApart(claims, place);
        if (isReopened)
          log.write("warn", "the store was opened again: it failed, was deleted or replaced");
        return this.#storeOutage.end(), outcomes;
      } catch (error) {
        if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE")
          throw error;
        if (await this.#storeOutage.wait(error, store.isDeleted ? DELETION_MS : 0), !existsSync25(queue.paths.queue))
          makeAgain(queue);
      }
      if (signal.aborted)
        return null;
    }
  }
  async#applyApart(claims, place) {
    let { store, clock, apart, signal } = this.#options, isRaw = place === "apart";
    if (isRaw && this.#apartTime.isSpent)
      return claims.map(() => NOT_NOW);
    let limitMs = isRaw ? apart.config.rawSqlTimeoutMs : SUSPECT_LIMIT_MS, work = { entries: claims.map(toStoreEntry), nowMs: clock.nowMs(), limitMs }, startMs = performance.now(), outcomes = await applyApart(store, work, apart, signal);
    if (isRaw)
      this.#apartTime.add(performance.now() - startMs);
    return outcomes;
  }
  #applyTogether(claims) {
    try {
      return this.#inStore(claims);
    } catch (error) {
      if (errorCode(error) === "HIVE_STORE_UNAVAILABLE")
        throw error;
      return this.#options.log.write("warn", "a batch failed, applying its entries one by one", {
        error: errorMessage(error)
      }), claims.map((claim) => this.#applyAlone(claim));
    }
  }
  #applyAlone(claim) {
    try {
      return this.#inStore([claim])[0];
    } catch (error) {
      if (errorCode(error) === "HIVE_STORE_UNAVAILABLE")
        throw error;
      return { kind: "rejected", error: { code: errorCode(error) ?? "HIVE_BUG", message: errorMessage(error) } };
    }
  }
  #inStore(claims) {
    return this.#options.store.applyBatch(claims.map(toStoreEntry), this.#options.clock.nowMs());
  }
  async#settle(claim, outcome, committedAtMs) {
    let { queue, queueOutage, signal } = this.#options;
    for (;; ) {
      try {
        if (outcome.kind === "rejected")
          this.#giveBack(claim, outcome.error);
        else
          queue.ack(claim);
        break;
      } catch (error) {
        if (!isSystemFault(error))
          throw error;
        await waitForQueue(queueOutage, queue, error);
      }
      if (signal.aborted)
        return !1;
    }
    if (outcome.kind !== "rejected")
      this.#count(claim, outcome.kind, committedAtMs);
    return !0;
  }
  #giveBack(claim, error) {
    let { queue, counters, log } = this.#options, fate = queue.nack(claim, error);
    counters[fate === "buried" ? "failed" : "retried"] += 1, log.write("warn", fate === "buried" ? "entry given up" : "entry put off", { name: claim.name, error });
  }
  #count(claim, kind, committedAtMs) {
    let { counters, latencies, onApplied } = this.#options;
    if (kind === "duplicate") {
      counters.duplicates += 1;
      return;
    }
    counters.applied += 1;
    let enqueuedAtMs = claim.entry.metadata.enqueued_at_ms;
    if (typeof enqueuedAtMs === "number")
      latencies.add(committedAtMs - enqueuedAtMs);
    onApplied?.(claim);
  }
}
var isUnprovedSql = ({ entry, isProved }) => entry.sql !== void 0 && !isProved;
function toStoreEntry({ id, entry: { seq, operation, payload, sql }, isProved }) {
  return {
    id,
    seq,
    operation,
    payload,
    ...sql === void 0 ? {} : { sql },
    ...isProved ? {} : { isUntrusted: !0 }
  };
}

// src/worker/counters.ts
function newCounters() {
  return { applied: 0, duplicates: 0, failed: 0, retried: 0, recovered: 0, missedWakes: 0, iterations: 0 };
}
var PAUSE_MS = 1e4;

class Throughput {
  #entries = 0;
  #busyMs = 0;
  #lastAtMs = 0;
  add(entries, busyMs, nowMs) {
    if (nowMs - this.#lastAtMs > PAUSE_MS)
      this.#entries = 0, this.#busyMs = 0;
    this.#entries += entries, this.#busyMs += busyMs, this.#lastAtMs = nowMs;
  }
  perSecond() {
    return this.#busyMs === 0 ? null : Math.round(this.#entries / this.#busyMs * 1000);
  }
}

// src/worker/enrich/git.ts
import { realpathSync as realpathSync6 } from "fs";
import { dirname as dirname13, join as join18, resolve as resolve10 } from "path";
var TIMEOUT_MS3 = 2000, MAX_FILES = 20, MAX_FILE_CHARS = 1000, MAX_ASKED = 1e4, STATUS = ["status", "--porcelain=v2", "--branch", "--ignore-submodules=all", "-z"], FILTERS = ["check-attr", "-z", "--stdin", "filter"];
function isInProject(root, cwd) {
  try {
    let project = realpathSync6(dirname13(root)), directory = realpathSync6(cwd);
    return directory === project || directory.startsWith(`${project}/`);
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR")
      return !1;
    throw error;
  }
}
async function readGitState(root, cwd) {
  try {
    if (!isInProject(root, cwd))
      return { unknown: "the working directory is outside the project" };
    let tree = findGitTree(realpathSync6(cwd));
    if (tree === null)
      return { unknown: "there is no git tree of this user's" };
    let config = readGitFile(join18(tree.commonDirectory, "config"));
    if (config === void 0)
      return { unknown: "its settings cannot be read" };
    if (isElsewhere(tree, config))
      return { unknown: "its settings name another tree, or none" };
    let where = headOf(tree);
    if (where === null)
      return { unknown: "its HEAD cannot be read" };
    using view = new GitView(tree, where.head, config, dirname13(root));
    let deadlineMs = performance.now() + TIMEOUT_MS3, { output } = await view.run(STATUS, deadlineMs), { dirty } = parseStatus(output), unsure = await countFiltered(view, contentChanged(output), deadlineMs);
    return {
      branch: where.branch,
      head: where.head,
      dirty: { ...dirty, ...unsure > 0 ? { unsure } : {} }
    };
  } catch (error) {
    return { unknown: errorCode(error) ?? errorMessage(error) };
  }
}
function isElsewhere({ worktree, gitDirectory, commonDirectory }, config) {
  if (gitDirectory !== commonDirectory)
    return !1;
  let named = gitSetting(config, "core.worktree");
  if (named !== void 0 && !isSamePath(resolve10(gitDirectory, named), worktree))
    return !0;
  return gitSetting(config, "core.bare")?.toLowerCase() === "true";
}
var contentChanged = (output) => recordsOf(output).filter((record) => /^[12u] .M/.test(record)).map((record) => pathOf(record));
async function countFiltered(view, paths, deadlineMs) {
  if (paths.length === 0)
    return 0;
  if (paths.length > MAX_ASKED)
    return paths.length;
  let { output } = await view.run(FILTERS, deadlineMs, `${paths.join("\x00")}\x00`);
  return output.split("\x00").filter((_, index) => index % 3 === 2).filter((value) => value !== "unspecified" && value !== "unset").length;
}
function recordsOf(output) {
  let records = [], isOldPath = !1;
  for (let text of output.split("\x00")) {
    if (!isOldPath && text !== "")
      records.push(text);
    isOldPath = !isOldPath && text.startsWith("2 ");
  }
  return records;
}
function parseStatus(output) {
  let headers = /* @__PURE__ */ new Map, files = [], modified = 0, untracked = 0;
  for (let record of recordsOf(output)) {
    let kind = record[0];
    if (kind === "#") {
      let [, name = "", ...value] = record.split(" ");
      headers.set(name, value.join(" "));
      continue;
    }
    if (kind === "?")
      untracked += 1;
    else
      modified += 1;
    files.push(pathOf(record));
  }
  let branch = headers.get("branch.head"), head = headers.get("branch.oid");
  return {
    ...branch === void 0 ? {} : { branch: branch === "(detached)" ? null : branch },
    ...head === void 0 ? {} : { head: head === "(initial)" ? null : head },
    dirty: { modified, untracked, files: files.slice(0, MAX_FILES).map((file) => clip(file, MAX_FILE_CHARS)) }
  };
}
var FIELDS = { "1": 8, "2": 9, u: 10, "?": 1, "!": 1 };
function pathOf(record) {
  return record.split(" ").slice(FIELDS[record[0]] ?? 1).join(" ");
}

// src/worker/enrich/git-reader.ts
var FINISH_MS = 500;

class GitReader {
  #root;
  #store;
  #log;
  #clock;
  #wanted = /* @__PURE__ */ new Map;
  #running;
  constructor(root, store, log, clock) {
    this.#root = root, this.#store = store, this.#log = log, this.#clock = clock;
  }
  note({ id, entry: { operation, payload, sql } }) {
    if (sql !== void 0)
      return;
    let { sessionId, atMs, facts, checkpoint } = payload;
    if (operation !== "update_checkpoint" && (operation !== "observe" || checkpoint === void 0))
      return;
    let session = facts.find(({ kind }) => kind === "session"), cwd = session?.data.cwd;
    if (typeof cwd !== "string" || session?.agentId !== void 0)
      return;
    let isPlaceKnown = facts.some(({ kind }) => kind === "git");
    this.#wanted.set(sessionId, { entryId: id, atMs, cwd, isPlaceKnown });
  }
  start() {
    if (this.#wanted.size > 0)
      this.#running ??= this.#run();
  }
  async#run() {
    for (let [sessionId, wanted] of this.#wanted) {
      this.#wanted.delete(sessionId);
      let fact = await this.#look(wanted);
      try {
        this.#store.addLate(wanted.entryId, sessionId, fact, this.#clock.nowMs());
      } catch (error) {
        this.#log.write("debug", "the state of the git tree was not saved", { error: errorMessage(error) });
      }
    }
    this.#running = void 0;
  }
  async#look({ cwd, atMs, isPlaceKnown }) {
    let { branch, head, dirty, unknown } = await readGitState(this.#root, cwd), place = isPlaceKnown ? {} : { ...branch === void 0 ? {} : { branch }, ...head === void 0 ? {} : { head } }, seen = { ...dirty ?? { unknown }, atMs: Math.floor(this.#clock.nowMs()) };
    return { kind: "git", key: "", atMs, data: { ...place, dirty: seen } };
  }
  async finish() {
    if (this.start(), this.#running === void 0)
      return;
    if (await within(FINISH_MS, this.#running), this.#wanted.clear(), endRunning(), this.#running !== void 0)
      await within(FINISH_MS, this.#running);
  }
}
async function within(ms, work) {
  let timer, timeout = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, timeout]), clearTimeout(timer);
}

// src/supervisor/latencies.ts
class Latencies {
  #samples = new Float64Array(1024);
  #count = 0;
  add(latencyMs) {
    this.#samples[this.#count % this.#samples.length] = latencyMs, this.#count += 1;
  }
  summary() {
    let n = Math.min(this.#count, this.#samples.length);
    if (n === 0)
      return null;
    let sorted = this.#samples.slice(0, n).toSorted(), rank = (fraction) => sorted[Math.max(0, Math.ceil(fraction * n) - 1)];
    return { n, p50Ms: rank(0.5), p99Ms: rank(0.99), maxMs: sorted[n - 1] };
  }
}

// src/store/prune.ts
var MAX_SESSIONS2 = 100, OF_SESSION = {
  state: "DELETE FROM hive_state WHERE session_id = ?",
  checkpoints: "DELETE FROM hive_checkpoints WHERE session_id = ?",
  ownInstances: "DELETE FROM hive_instances WHERE session_id = ?"
}, OF_HIVES_SESSION = {
  instances: "DELETE FROM instance_sessions WHERE session_id = ?",
  logs: "DELETE FROM session_logs WHERE session_id = ?",
  agents: `DELETE FROM agents WHERE swarm_id = '${HIVE_SWARM}'
    AND json_extract(iif(json_valid(metadata), metadata, '{}'), '$.sessionId') = ?`,
  session: `DELETE FROM sessions WHERE swarm_id = '${HIVE_SWARM}' AND id = ?`
};
function pruneSessions(db, beforeMs) {
  let sessions = db.query(`SELECT session_id AS id, NOT EXISTS (SELECT 1 FROM sessions WHERE id = session_id AND swarm_id IS NOT ?1) AS isHives
     FROM hive_instances GROUP BY session_id HAVING max(last_seen_ms) < ?2 LIMIT ?3`).all(HIVE_SWARM, beforeMs, MAX_SESSIONS2);
  for (let { id, isHives } of sessions) {
    let texts = [...Object.values(OF_SESSION), ...isHives === 1 ? Object.values(OF_HIVES_SESSION) : []];
    db.transaction(() => {
      for (let sql of texts)
        db.query(sql).run(id);
    }).immediate();
  }
  return sessions.length;
}

// src/worker/maintenance.ts
var SWEEP_INTERVAL_MS = 3600000, HOUR_MS3 = 3600000, MAX_LINES2 = 10;

class Maintenance {
  #options;
  #lock;
  #sweptAtMs = 0;
  constructor(options) {
    this.#options = options, this.#lock = options.lock;
  }
  keepLock() {
    if (this.#lock.isInPlace)
      return;
    let { queue, worker, log } = this.#options;
    try {
      let lock = ProcessLock.take(lockPath(queue.paths, worker), !0);
      if (lock === null)
        return;
      this.#lock.release(), this.#lock = lock, log.write("warn", "the lock of this worker was deleted, and taken again");
    } catch (error) {
      if (errorCode(error) !== "HIVE_QUEUE_UNAVAILABLE")
        throw error;
      log.write("warn", "the lock of this worker was deleted", { error: errorMessage(error) });
    }
  }
  async run(isStart) {
    try {
      if (!isStart)
        this.#options.queue.prepare(), this.keepLock(), await this.#options.wakes.check(!1);
      this.#recover(), this.#sweep();
    } catch (error) {
      if (!isSystemFault(error))
        throw error;
      this.#options.log.write("warn", "the queue was not looked after", { error: errorMessage(error) });
    }
  }
  #recover() {
    let { log, queue } = this.#options, faults = 0, onFault = (error) => {
      if (!isSystemFault(error))
        throw error;
      if (faults += 1, faults <= MAX_LINES2)
        log.write("warn", "claims are left where they are", { error: errorMessage(error) });
    }, recovered = queue.recover((worker) => this.#takeLock(worker), onFault);
    if (this.#options.counters.recovered += recovered, recovered === 0)
      return;
    log.write("info", "took back the entries of a dead worker", { entries: recovered });
  }
  #takeLock(worker) {
    return ProcessLock.take(lockPath(this.#options.queue.paths, worker), !1);
  }
  #sweep() {
    let { config, log, queue, worker } = this.#options, nowMs = this.#options.clock.nowMs();
    if (Math.abs(nowMs - this.#sweptAtMs) < SWEEP_INTERVAL_MS)
      return;
    this.#sweptAtMs = nowMs;
    let ledgerBeforeMs = nowMs - config.ledgerRetentionHours * HOUR_MS3;
    for (let done of clearForeign(queue.paths).slice(0, MAX_LINES2))
      log.write("warn", done);
    queue.sweep(config.deadLetterRetentionDays * 24 * HOUR_MS3), sweepWorkers(queue.paths, (id) => this.#takeLock(id), nowMs, worker), sweepJournals(queue.paths, ledgerBeforeMs + HOUR_MS3);
    try {
      if (this.#options.store.sweepLedger(ledgerBeforeMs, seqsThere(queue.paths)), config.sessionRetentionDays > 0)
        this.#pruneSessions(nowMs - config.sessionRetentionDays * 24 * HOUR_MS3);
    } catch (error) {
      log.write("warn", "the store was not swept", { error: errorMessage(error) });
    }
  }
  #pruneSessions(beforeMs) {
    sweepInstances(this.#options.queue.paths, beforeMs);
    let sessions = pruneSessions(this.#options.store.db, beforeMs);
    if (sessions > 0)
      this.#options.log.write("info", "deleted old sessions", { sessions });
  }
  retire() {
    try {
      retireWorker(this.#options.queue.paths, this.#options.worker);
    } catch (error) {
      if (!isSystemFault(error))
        throw error;
      let message = "its claims are left to the next worker";
      this.#options.log.write("warn", message, { worker: this.#options.worker, error: errorMessage(error) });
    }
  }
  release() {
    this.#lock.release();
  }
}

// src/worker/open-store.ts
var STORE_WAIT_MS = 500, ATTEMPTS_A_REPORT = 600;
async function openStore(options) {
  let { root, config, log, signal, isOnce, onStep } = options, { durability, rawSql, checkpointHistory } = config, startedAtMs = Date.now();
  for (let attempt = 1;; attempt += 1) {
    try {
      let steps = onStep === void 0 ? {} : { onStep };
      return await Store2.open(root, { durability, rawSql, checkpointHistory, ...steps });
    } catch (error) {
      let isWaiting = errorCode(error) === "HIVE_STORE_UNAVAILABLE" && !(isOnce === !0 && isUnsound(error));
      if (signal.aborted && attempt > 1)
        report2(options, startedAtMs, error, !0);
      if (!isWaiting || signal.aborted)
        throw error;
      if (attempt === 1)
        log.write("warn", "the store cannot be opened, waiting", { error: errorMessage(error) });
      if (attempt % ATTEMPTS_A_REPORT === 1)
        report2(options, startedAtMs, error, !1);
    }
    await sleep(STORE_WAIT_MS, signal);
  }
}
function report2({ paths, worker, config, log, supervision }, startedAtMs, error, isLast) {
  try {
    let nowMs = Date.now();
    writeHeartbeat(paths, waiting({
      worker,
      mode: config.mode,
      isBackground: supervision !== void 0,
      startedAtMs,
      nowMs,
      isLast,
      storeError: errorMessage(error),
      depth: measureDepth(paths, nowMs)
    }));
  } catch (cause) {
    log.write("warn", "no heartbeat written", { error: errorMessage(cause) });
  }
}
function waiting({ worker, mode, isBackground, startedAtMs, nowMs, isLast, storeError, depth }) {
  return {
    timestamp: timeText2(nowMs),
    pid: process.pid,
    mode,
    iteration: 0,
    events_processed: 0,
    last_process_time: null,
    idle_seconds: Math.floor((nowMs - startedAtMs) / 1000),
    queue_size: depth.pending,
    processing_count: depth.processing,
    worker,
    start_token: worker.slice(worker.indexOf("-") + 1),
    process_start: processStart(process.pid),
    background: isBackground,
    version: VERSION,
    started_at: timeText2(startedAtMs),
    fallback_reason: null,
    watch: "off",
    doorbell: "off",
    watcher_restarts: 0,
    duplicates: 0,
    failed: 0,
    retried: 0,
    recovered: 0,
    wakes: {},
    rings: 0,
    watch_events: 0,
    missed_wakes: 0,
    store_error: storeError,
    queue_error: null,
    latency: null,
    throughput_per_second: null,
    stopped_at: isLast ? timeText2(nowMs) : null
  };
}
var timeText2 = (atMs) => new Date(atMs).toISOString();

// src/supervisor/unaware.ts
var FIRST_WITH_OBSERVE = "0.3.0", PATIENCE_MS = 1e4;
async function endUnaware(paths, log, signal) {
  for (let worker of findWorkers(paths)) {
    if (worker.heartbeat === null || !isOlder(worker.heartbeat.version, FIRST_WITH_OBSERVE))
      continue;
    log.write("info", "asking a worker of an older version to end", { worker: worker.id }), await endWorker(paths, worker, { graceMs: PATIENCE_MS, mayKill: !1, signal });
  }
}

// src/worker/reporter.ts
var INTERVAL_MS = 1000, IDLE_INTERVAL_MS = 300000, COST_FACTOR = 50, NOTHING = { pending: 0, processing: 0, failed: 0, temporary: 0, oldestAgeMs: null };

class Reporter {
  #options;
  #startedAtMs;
  #processStart = processStart(process.pid);
  #dueMs = 0;
  #depth;
  #depthDueMs = 0;
  #writtenMs = Number.NEGATIVE_INFINITY;
  #activity = "";
  #timer;
  #appliedAtCheckpoint = 0;
  lastAppliedAtMs = null;
  constructor(options) {
    this.#options = options, this.#startedAtMs = options.clock.nowMs();
  }
  get idleSinceMs() {
    return this.lastAppliedAtMs ?? this.#startedAtMs;
  }
  beat() {
    let { counters, wakes, applier, queueOutage } = this.#options, { applied, failed, retried, duplicates } = counters, errors = `${applier.storeError} ${queueOutage.error}`, activity = `${applied} ${failed} ${retried} ${duplicates} ${wakes.state.restarts} ${errors}`;
    if (activity === this.#activity && performance.now() - this.#writtenMs < IDLE_INTERVAL_MS)
      return;
    this.#activity = activity;
    let waitMs = this.#dueMs - performance.now();
    if (waitMs <= 0)
      this.#write(!1);
    else
      this.#timer ??= setTimeout(() => this.#write(!1), waitMs);
  }
  finish() {
    this.#write(!0);
  }
  #write(isLast) {
    let { queue, log, wakes } = this.#options;
    clearTimeout(this.#timer), this.#timer = void 0;
    let startedMs = performance.now();
    this.#writtenMs = startedMs, this.#checkpointLog();
    try {
      writeHeartbeat(queue.paths, this.#heartbeat(isLast));
    } catch (error) {
      if (log.write("warn", "no heartbeat written", { error: errorMessage(error) }), errorCode(error) === "ENOENT")
        wakes.wake("backstop");
    }
    this.#dueMs = startedMs + INTERVAL_MS;
  }
  #measureDepth(isLast) {
    let startedMs = performance.now();
    if (this.#depth !== void 0 && startedMs < this.#depthDueMs && !isLast)
      return this.#depth;
    try {
      this.#depth = this.#options.queue.depth();
    } catch (error) {
      if (this.#options.queueOutage.error === null)
        throw error;
    }
    return this.#depthDueMs = startedMs + (performance.now() - startedMs) * COST_FACTOR, this.#depth ?? NOTHING;
  }
  #checkpointLog() {
    let { counters, store, log } = this.#options;
    if (counters.applied === this.#appliedAtCheckpoint)
      return;
    this.#appliedAtCheckpoint = counters.applied;
    try {
      store.checkpointLog();
    } catch (error) {
      log.write("debug", "the log of the store was not moved", { error: errorMessage(error) });
    }
  }
  #heartbeat(isLast) {
    let { worker, wakes, doorbell, watch, applier, counters, latencies, throughput } = this.#options, nowMs = this.#options.clock.nowMs(), depth = this.#measureDepth(isLast), state = wakes.state;
    return {
      timestamp: timeText3(nowMs),
      pid: process.pid,
      mode: state.mode,
      iteration: counters.iterations,
      events_processed: counters.applied,
      last_process_time: this.lastAppliedAtMs === null ? null : timeText3(this.lastAppliedAtMs),
      idle_seconds: Math.floor((nowMs - this.idleSinceMs) / 1000),
      queue_size: depth.pending,
      processing_count: depth.processing,
      worker,
      start_token: worker.slice(worker.indexOf("-") + 1),
      process_start: this.#processStart,
      background: this.#options.isBackground,
      version: VERSION,
      started_at: timeText3(this.#startedAtMs),
      fallback_reason: state.fallbackReason,
      watch: state.watch,
      doorbell: state.doorbell,
      watcher_restarts: state.restarts,
      duplicates: counters.duplicates,
      failed: counters.failed,
      retried: counters.retried,
      recovered: counters.recovered,
      wakes: { ...wakes.counts },
      rings: doorbell?.rings ?? 0,
      watch_events: watch.events,
      missed_wakes: counters.missedWakes,
      store_error: applier.storeError,
      queue_error: this.#options.queueOutage.error,
      latency: latencies.summary(),
      throughput_per_second: throughput.perSecond(),
      stopped_at: isLast ? timeText3(nowMs) : null
    };
  }
}
function timeText3(atMs) {
  return new Date(atMs).toISOString();
}

// src/worker/worker.ts
var LOCK_ATTEMPTS = 10, MISSED_WAKE_MS = 1000;

class Worker {
  id;
  queue;
  store;
  wakes;
  done;
  #options;
  #clock;
  #maintenance;
  #stopping = new AbortController;
  #counters = newCounters();
  #throughput = new Throughput;
  #applier;
  #queueOutage;
  #git;
  #reporter;
  #isLeaving = !1;
  #isDeaf = !1;
  constructor(options, parts) {
    let { config, log } = options;
    this.#options = options, this.id = parts.id, this.queue = parts.queue, this.store = parts.store, this.#clock = options.clock ?? systemClock;
    let { doorbell = new DoorbellSource(this.queue.paths.doorbell) } = options, watch = options.watch ?? new WatchSource(this.queue.paths.pending), latencies = new Latencies, { signal } = this.#stopping;
    this.wakes = new Wakes({
      mode: config.mode,
      pollIntervalMs: config.pollIntervalMs,
      backstopIntervalMs: config.backstopIntervalMs,
      watch,
      doorbell,
      signal,
      onChange: (message) => log.write("warn", message)
    }), this.#maintenance = new Maintenance({
      worker: this.id,
      lock: parts.lock,
      config,
      queue: this.queue,
      store: this.store,
      wakes: this.wakes,
      counters: this.#counters,
      clock: this.#clock,
      log
    }), this.#git = new GitReader(options.root, this.store, log, this.#clock), this.#queueOutage = new Outage({ name: "the queue", log, signal, onChange: () => this.#reporter.beat() }), this.#applier = new Applier({
      queueOutage: this.#queueOutage,
      queue: this.queue,
      store: this.store,
      log,
      clock: this.#clock,
      counters: this.#counters,
      latencies,
      apart: { root: options.root, config },
      signal,
      onApplied: (claim) => {
        if (claim.isProved)
          this.#git.note(claim);
      },
      onStoreChange: () => this.#reporter.beat(),
      onProgress: () => {
        this.#reporter.lastAppliedAtMs = this.#clock.nowMs(), this.#reporter.beat();
      }
    }), this.#reporter = new Reporter({
      worker: this.id,
      queue: this.queue,
      store: this.store,
      wakes: this.wakes,
      doorbell,
      watch,
      applier: this.#applier,
      queueOutage: this.#queueOutage,
      counters: this.#counters,
      latencies,
      throughput: this.#throughput,
      clock: this.#clock,
      log,
      isBackground: options.supervision !== void 0
    }), this.done = this.#run();
  }
  static async start(options, signal = new AbortController().signal) {
    let { root, config, onStep } = options, { paths } = new Queue(root), { id, lock } = takeNewLock(paths), store = await openStore({ ...options, paths, worker: id, signal }).catch((error) => {
      for (let path of [reportPath(paths, id), lockPath(paths, id)])
        unlinkIfThere(path);
      throw lock.release(), error;
    }), clock = options.clock ?? systemClock, queue = new Queue(root, { ...config, worker: id, clock, ...onStep === void 0 ? {} : { onStep } });
    return new Worker(options, { id, lock, queue, store });
  }
  stop() {
    return this.#stopping.abort(), this.wakes.wake("start"), this.done;
  }
  async#run() {
    let { log, config } = this.#options;
    try {
      if (await endUnaware(this.queue.paths, log, this.#stopping.signal), this.#options.isOnce !== !0)
        await this.wakes.start();
      let { mode, fallbackReason } = this.wakes.state;
      log.write("info", "worker started", { worker: this.id, mode, fallbackReason, durability: config.durability }), this.#reporter.beat();
      for (let sentence of this.store.notes)
        log.write("warn", sentence);
      await this.#maintenance.run(!0), await this.#loop(), this.wakes.stop(), this.#openTheWay();
    } finally {
      await this.#end();
    }
  }
  async#loop() {
    let causes = /* @__PURE__ */ new Set(["start"]);
    while (!this.#stopping.signal.aborted) {
      if (this.#counters.iterations += 1, this.queue.wake(), await this.#drain(causes), causes.has("backstop"))
        await this.#maintenance.run(!1), await endUnaware(this.queue.paths, this.#options.log, this.#stopping.signal), this.#isLeaving = this.#options.supervision?.onMaintain() ?? !1;
      if (this.#reporter.beat(), this.#stopping.signal.aborted)
        break;
      if (this.#options.isOnce === !0 && this.queue.nextDueMs === null)
        break;
      let waitMs = this.#isLeaving ? 0 : this.#nextDueInMs();
      if (waitMs !== null && waitMs <= 0 && await this.#isIdleForGood())
        break;
      causes = await this.wakes.next(waitMs);
    }
  }
  async#drain(causes) {
    let isUnannounced = causes.size === 1 && causes.has("backstop"), taken = 0;
    while (!this.#stopping.signal.aborted) {
      let startedMs = performance.now();
      if (this.wakes.isPending)
        this.queue.wake();
      let claims = await this.#claim();
      if (claims.length === 0)
        break;
      if (isUnannounced)
        await this.#noteMissed(claims);
      await this.#applier.apply(claims), taken += claims.length;
      let nowMs = this.#clock.nowMs();
      this.#reporter.lastAppliedAtMs = nowMs, this.#throughput.add(claims.length, performance.now() - startedMs, nowMs), await new Promise((resolve) => setImmediate(resolve)), this.#reporter.beat();
    }
    return this.#git.start(), taken;
  }
  async#claim() {
    while (!this.#stopping.signal.aborted)
      try {
        let claims = this.queue.claim(this.#options.config.batchSize);
        if (this.#queueOutage.error !== null)
          await this.#queueIsBack();
        return claims;
      } catch (error) {
        if (!isSystemFault(error))
          throw error;
        await waitForQueue(this.#queueOutage, this.queue, error);
      }
    return [];
  }
  async#queueIsBack() {
    if (this.#queueOutage.end(), this.#maintenance.keepLock(), this.#options.isOnce !== !0)
      await this.wakes.check(!1);
  }
  async#noteMissed(claims) {
    if (this.wakes.state.mode === "poll")
      return;
    let nowMs = this.#clock.nowMs(), missed = claims.filter(({ file, entry }) => entry.retries === 0 && nowMs - file.modifiedAtMs > MISSED_WAKE_MS).length;
    if (missed === 0)
      return;
    this.#counters.missedWakes += missed, this.#options.log.write("warn", "the backstop found entries that no event told of", { entries: missed }), await this.wakes.check(!0);
  }
  #nextDueInMs() {
    let { idleExitSeconds } = this.#options.config, nowMs = this.#clock.nowMs(), dueMs = this.queue.nextLookMs, dueInMs = dueMs === null ? null : Math.max(1, dueMs - nowMs);
    if (idleExitSeconds === 0 || dueInMs !== null)
      return dueInMs;
    if (this.#reporter.idleSinceMs > nowMs)
      this.#reporter.lastAppliedAtMs = nowMs;
    return this.#reporter.idleSinceMs + idleExitSeconds * 1000 - nowMs;
  }
  async#isIdleForGood() {
    if (await this.wakes.fallSilent(), this.#openTheWay(), this.queue.wake(), await this.#drain(/* @__PURE__ */ new Set(["start"])) === 0 && (this.#isLeaving || this.queue.nextDueMs === null))
      return !0;
    return this.#isDeaf = !1, await this.wakes.start(), !1;
  }
  #openTheWay() {
    if (!this.#isDeaf)
      this.#options.supervision?.onDeaf();
    this.#isDeaf = !0;
  }
  async#end() {
    this.wakes.stop(), await this.#git.finish(), this.#reporter.finish(), this.#maintenance.retire(), this.store.close(), this.#maintenance.release(), this.#options.log.write("info", "worker stopped", { worker: this.id, applied: this.#counters.applied });
  }
}
function takeNewLock(paths) {
  for (let attempt = 0;attempt < LOCK_ATTEMPTS; attempt += 1) {
    let id = `${process.pid}-${crypto.randomUUID().slice(0, 8)}`, lock = ProcessLock.take(lockPath(paths, id), !0);
    if (lock !== null)
      return { id, lock };
  }
  throw new HiveError("HIVE_QUEUE_UNAVAILABLE", `no lock can be taken in ${paths.workers}`, {
    hint: "is it on a file system without locks?"
  });
}

// src/cli/worker-control.ts
import { statSync as statSync7, watch as watch2 } from "fs";
var START_MS = 15000, LOOK_MS4 = 10, GRACE_MS2 = 5000, DEFAULT_LINES = 50, LINE_BYTES = 4096, MIN_LOG_BYTES = 1048576, MAX_LOG_BYTES = 16777216, CONTROLS = /* @__PURE__ */ new Set(["start", "stop", "restart", "logs"]);
function workerLogPath(root) {
  return `${root}/logs/worker.log`;
}
function addWorkerControl(worker, io) {
  let command = (name, description, examples) => worker.command(name).description(description).option("--root <dir>", "the .hive-mind directory").addHelpText("after", `
Examples:
${examples}`), flagsOf = (self) => {
    let flags = self.optsWithGlobals();
    return { ...flags, root: findRoot(io, flags.root) };
  };
  command("start", "start a worker in the background, unless one is at work", "  hive worker start").action(async (_, self) => {
    let { root } = flagsOf(self);
    await start2(io, root);
  }), command("stop", "let the workers finish their batch and end; the next hook starts one again", `  hive worker stop
  hive worker stop --force`).option("--force", "kill one that does not end within 5 s; what it had claimed is applied by the next").action(async (_, self) => {
    let { root, force } = flagsOf(self);
    await stop(io, queuePaths(root), force === !0);
  }), command("restart", "stop the workers, then start one", `  hive worker restart
  hive worker restart --force`).option("--force", "kill one that does not end within 5 s").action(async (_, self) => {
    let { root, force } = flagsOf(self);
    await stop(io, queuePaths(root), force === !0), await start2(io, root);
  }), command("logs", "show what the workers have logged", `  hive worker logs
  hive worker logs --lines 500 --follow`).option("--lines <n>", "how many of the last lines", String(DEFAULT_LINES)).option("--follow", "go on with what comes, until Ctrl+C").option("--json", "the lines as they are: JSON").action(async (_, self) => {
    await logs(io, flagsOf(self));
  });
}
async function start2(io, root) {
  loadConfig(io, root);
  let paths = queuePaths(root);
  makeQueue(paths);
  let before = findWorkers(paths);
  openGate(paths);
  let child = startWorker2(root), endMs = performance.now() + START_MS;
  while (performance.now() < endMs) {
    let listening = findWorkers(paths).filter(({ heartbeat }) => heartbeat !== null), [fresh] = listening.filter(({ id }) => !before.some((old) => old.id === id));
    if (fresh !== void 0) {
      assertStore(fresh), io.out(`worker ${fresh.id} started
`);
      return;
    }
    if (child.exitCode !== null && listening.length > 0) {
      io.out(`worker ${listening.map(({ id }) => id).join(", ")} is at work already
`);
      return;
    }
    await Bun.sleep(LOOK_MS4);
  }
  throw new HiveError("HIVE_UNHEALTHY", `no worker listens after ${START_MS / 1000} s`, {
    hint: "see hive worker logs"
  });
}
function assertStore({ id, heartbeat }) {
  let storeError = heartbeat?.store_error ?? null;
  if (storeError === null)
    return;
  throw new HiveError("HIVE_UNHEALTHY", `worker ${id} has started, and waits: ${storeError}`, { hint: "hive doctor" });
}
async function stop(io, paths, mayKill) {
  let endings = await endWorkers(paths, { graceMs: GRACE_MS2, mayKill });
  if (endings.length === 0)
    io.out(`no worker runs
`);
  for (let { worker, ending } of endings) {
    if (ending === "refused" || ending === "alive")
      continue;
    io.out(`worker ${worker.id} ${ending === "killed" ? "was killed" : "has ended"}
`);
  }
  let idsOf = (wanted) => endings.flatMap(({ worker: { id }, ending }) => ending === wanted ? [id] : []), [unknown, alive] = [idsOf("refused"), idsOf("alive")];
  if (unknown.length > 0)
    throw new HiveError("HIVE_UNHEALTHY", `worker ${unknown.join(", ")}: the kernel does not show which process holds its lock, so none was signalled`, { hint: "does it run in a container, as another user, or on another machine? end it there" });
  if (alive.length === 0)
    return;
  throw new HiveError("HIVE_UNHEALTHY", `worker ${alive.join(", ")} does not end`, {
    hint: mayKill ? "is it another user's?" : "hive worker stop --force kills it; nothing is lost by that"
  });
}
async function logs(io, flags) {
  let lines = Number(flags.lines);
  if (!Number.isInteger(lines) || lines < 1)
    throw new HiveError("HIVE_INVALID_OPTION", `--lines must be a whole number above 0, not ${flags.lines}`);
  let path = workerLogPath(flags.root), text = readTail(path, Math.min(MAX_LOG_BYTES, Math.max(MIN_LOG_BYTES, lines * LINE_BYTES)))?.trimEnd();
  if (text === void 0)
    throw new HiveError("HIVE_NOT_FOUND", `no worker has logged anything in ${flags.root} yet`);
  let show = flags.json === !0 ? (line) => `${printableJson(line)}
` : readable;
  for (let line of text.split(`
`).slice(-lines))
    io.out(show(line));
  if (flags.follow === !0)
    await follow(path, (line) => io.out(show(line)));
}
async function follow(path, onLine) {
  let offset = statSync7(path).size, read = async () => {
    let size = statSync7(path, { throwIfNoEntry: !1 })?.size ?? 0;
    if (size < offset)
      offset = 0;
    offset = Math.max(offset, size - MAX_LOG_BYTES);
    let text = await Bun.file(path).slice(offset, size).text(), whole = text.slice(0, text.lastIndexOf(`
`) + 1);
    offset += Buffer.byteLength(whole);
    for (let line of whole.split(`
`).slice(0, -1))
      onLine(line);
  }, reading = Promise.resolve();
  return watch2(path.slice(0, path.lastIndexOf("/")), () => {
    reading = reading.then(read);
  }), new Promise(() => {
    return;
  });
}
function readable(line) {
  try {
    let { time, level, message, ...fields } = JSON.parse(line), rest = Object.entries(fields).map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
    return `${printable([String(time), String(level).padEnd(5), String(message), ...rest].join("  "))}
`;
  } catch {
    return `${printable(line)}
`;
  }
}

// src/cli/worker.ts
var SECOND_SIGNAL_EXIT_CODE = 130;
function numberOf2(flag, text) {
  if (text === void 0)
    return;
  if (text.trim() !== "" && Number.isFinite(Number(text)))
    return Number(text);
  throw new HiveError("HIVE_INVALID_OPTION", `${flag} must be a number, not ${JSON.stringify(text)}`);
}
function overrides(flags) {
  return {
    mode: flags.mode,
    pollIntervalMs: numberOf2("--poll-interval-ms", flags.pollIntervalMs),
    idleExitSeconds: numberOf2("--idle-exit", flags.idleExit) ?? (flags.background === !0 ? void 0 : 0),
    batchSize: numberOf2("--batch-size", flags.batchSize),
    durability: flags.durability,
    logLevel: flags.logLevel
  };
}
function addWorker(program, io) {
  let worker = program.command("worker").description("apply the queued entries, in the foreground");
  addRunOptions(worker, io).addHelpText("after", `
Examples:
  hive worker                               until Ctrl+C
  hive worker --once
  hive worker --mode poll --poll-interval-ms 100
  hive worker start                         in the background
  hive worker logs --follow`);
  let run = worker.command("run").description("the same as hive worker; for service units");
  addRunOptions(run, io).addHelpText("after", `
Example:
  hive worker run --idle-exit 0`), run.addOption(new Option("--background", "make way for another worker, and end when nothing comes").hideHelp()), addWorkerControl(worker, io);
}
function addRunOptions(command, io) {
  return command.option("--root <dir>", "the .hive-mind directory").option("--mode <mode>", "event (the kernel wakes it) or poll").option("--poll-interval-ms <ms>", "time between two looks in poll mode").option("--idle-exit <seconds>", "end after so long without an entry; 0 means never").option("--once", "apply what is there, then end").option("--batch-size <n>", "entries in one transaction at most").option("--durability <mode>", "process (survives a crash) or power (survives a power cut)").option("--log-level <level>", "debug, info, warn or error").option("--quiet", "log to the file alone").action(async (_flags, self) => {
    let flags = self.optsWithGlobals();
    await runWorker(io, flags, flags.root);
  });
}
async function runWorker(io, flags, givenRoot) {
  let root = findRoot(io, givenRoot), config = loadConfig(io, root, overrides(flags)), log = new Log({
    path: workerLogPath(root),
    level: config.logLevel,
    maxBytes: config.logMaxBytes,
    files: config.logFiles,
    echo: flags.quiet === !0 ? void 0 : (line) => io.err(`${line}
`)
  }), ending = new AbortController, worker, onSignal = () => {
    if (ending.signal.aborted)
      process.exit(SECOND_SIGNAL_EXIT_CODE);
    ending.abort(), worker?.stop().catch(() => {
      return;
    });
  };
  process.on("SIGTERM", onSignal), process.on("SIGINT", onSignal);
  let place = null;
  try {
    if (flags.background === !0) {
      if (place = await takeBackground(root, config, log, ending.signal), place === null)
        return;
    }
    let supervision = place === null ? {} : { supervision: place.supervision };
    if (worker = await Worker.start({ root, config, log, isOnce: flags.once === !0, ...supervision }, ending.signal), ending.signal.aborted)
      await worker.stop();
    await worker.done;
  } catch (error) {
    if (ending.signal.aborted && errorCode(error) === "HIVE_STORE_UNAVAILABLE")
      return;
    throw log.write("error", "worker failed", { error: String(error) }), error instanceof HiveError ? error : new HiveError("HIVE_BUG", String(error), { cause: error });
  } finally {
    place?.release(), process.off("SIGTERM", onSignal), process.off("SIGINT", onSignal);
  }
}
async function takeBackground(root, config, log, signal) {
  let paths = queuePaths(root);
  makeQueue(paths);
  let lock = await takePlace({ paths, config, log, signal });
  if (lock === null)
    return null;
  return { supervision: { onDeaf: () => openGate(paths), onMaintain: () => (openGate(paths), lock = lock === null ? null : keepPlace(paths, lock), lock === null || isReplaced2()) }, release: () => lock?.release() };
}

// src/cli/program.ts
function buildProgram(io) {
  let program = new Command("hive").description("Saves a coding agent's working state: a directory queue, one worker that sleeps until the kernel wakes it, SQLite.").version(VERSION).option("--root <dir>", "the .hive-mind directory (default: HIVE_ROOT, else the nearest one above)").exitOverride().configureOutput({ writeOut: io.out, writeErr: io.err }).showHelpAfterError(`(${ownCommand(io.env)} --help shows what there is)`).addHelpText("after", `
Examples:
  hive setup                      put hive into the agent's settings, step by step
  hive worker start               apply what is queued, in the background; a hook does this by itself
  hive status                     how queue, worker and store are; exit code ${EXIT_CODES.HIVE_UNHEALTHY} when something is wrong
  hive sessions                   the saved sessions
  hive show 5f0c                  what is known of the session whose id begins so
  hive resume                     where the latest session left off, to go on from there`), commands = [
    addSetup,
    addWorker,
    addStatus,
    addSessions,
    addResume,
    addEnqueue,
    addFailed,
    addDoctor,
    addAdopt,
    addBench
  ];
  for (let add of [...commands, addUninstall, addHook])
    add(program, io);
  return program.hook("preAction", (_, command) => refuseLink(io, command)), program;
}
var ROOTLESS = ["hook", "bench"];
function refuseLink(io, command) {
  let { root } = command.optsWithGlobals();
  if (root !== void 0 || io.env.HIVE_ROOT || ROOTLESS.includes(command.name()))
    return;
  for (let found of [findRoot(io, void 0), findPlace(io.cwd, io.env).root])
    assertNoLink(found);
}
async function run3(args, io) {
  try {
    return await buildProgram(io).parseAsync([...args], { from: "user" }), 0;
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? 0 : EXIT_CODES.HIVE_INVALID_OPTION;
    if (error instanceof HiveError) {
      let hint = error.hint === void 0 ? "" : `      ${pasteable(error.hint, io.env)}
`;
      return io.err(`hive: ${error.message}
${hint}`), error.exitCode;
    }
    return io.err(`hive: ${error instanceof Error ? error.stack ?? error.message : String(error)}
`), EXIT_CODES.HIVE_BUG;
  }
}
async function main(args) {
  if (process.umask(63), process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? 0 : 1)), args[0] === "worker" && !CONTROLS.has(args[1]))
    quietRuntime();
  let exitCode = await run3(args, processIo);
  await Promise.all([ended(process.stdout), ended(process.stderr)]), process.exit(exitCode);
}
function ended(stream) {
  return new Promise((resolve) => {
    stream.end(() => resolve());
  });
}
export {
  main
};
