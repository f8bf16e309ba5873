// @bun
import {
  nodeHookIo2
} from "./capture-node-io.js";
import {
  ruleOf,
  checked
} from "./base-config-sources.js";
import {
  Places
} from "./recall-choose-place.js";
import {
  span
} from "./base-text-words.js";
import {
  readConfigFiles,
  userRoots,
  projectDirectory
} from "./origin-config-files.js";
import {
  realPathOrSame
} from "./platform-programs.js";
import {
  callersDirectory,
  statIn,
  STATE_NAME,
  stateDirectoryOf,
  whyMissing
} from "./platform-bun-callers-directory.js";
import {
  kernelText
} from "./platform-process-kernel-text.js";
import {
  printable,
  printableLines,
  printableColours,
  printableJson
} from "./base-text-printable.js";
import {
  HiveError,
  errorCode
} from "./base-errors.js";

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

// src/install/state-root.ts
import { resolve } from "path";
function stateRootOf(cwd, env) {
  if (env.HIVE_ROOT)
    return resolve(cwd, env.HIVE_ROOT);
  return stateDirectoryOf(nodeHookIo2, env, cwd, userRoots(env)).root;
}

// src/recall/archive/scope.ts
var EVERYTHING = {}, AGENTS_SET = [
  "CLAUDECODE",
  "CLAUDE_CODE_SESSION_ID",
  "CODEX_SANDBOX",
  "CODEX_THREAD_ID",
  "GEMINI_CLI",
  "QWEN_CODE",
  "CURSOR_AGENT",
  "COPILOT_CLI",
  "OPENCODE",
  "GOOSE_TERMINAL",
  "AGENT",
  "AI_AGENT"
], AGENT_PROGRAMS = ["claude", "codex", "gemini", "qwen", "copilot", "cursor-agent", "opencode"];
function agentSign(env, callers = []) {
  let variable = AGENTS_SET.find((name) => (env[name] ?? "") !== "");
  if (variable !== void 0)
    return `${variable} is set`;
  let program = callers.find((name) => AGENT_PROGRAMS.includes(name));
  return program === void 0 ? null : `${program} started the command`;
}
var isUnderAgent = (env, callers = []) => agentSign(env, callers) !== null;
function scopeOf2({ env, callers, isAtTerminal, agentScope, project }) {
  if (isAtTerminal && !isUnderAgent(env, callers))
    return EVERYTHING;
  return agentScopeOf(agentScope, project);
}
var agentScopeOf = (agentScope, project) => agentScope === "all" ? { isTrusted: !0 } : { inProject: project, isTrusted: !0 };

// src/platform/process/callers.ts
import { basename } from "path";
var MOST_CALLERS = 64, INTERPRETERS = /* @__PURE__ */ new Set(["node", "bun", "deno"]), nameOf = (path) => basename(path).replace(/\.(?:[cm]?js|exe)$/, ""), PRELOADS = /* @__PURE__ */ new Set(["-r", "--require", "--import", "--loader", "--preload"]);
function programIn(commandLine) {
  let [program = "", ...args] = commandLine.split("\x00"), name = nameOf(program);
  if (!INTERPRETERS.has(name))
    return name;
  let isScript = (one, at) => !one.startsWith("-") && one !== "run" && !PRELOADS.has(args[at - 1] ?? "");
  return nameOf(args.find(isScript) ?? "");
}
function callingPrograms() {
  let programs = [];
  for (let pid = process.ppid;pid > 0 && programs.length < MOST_CALLERS; )
    programs.push(programIn(kernelText(`/proc/${pid}/cmdline`) ?? "")), pid = statIn(kernelText(`/proc/${pid}/stat`))?.parentPid ?? 0;
  return programs;
}

// src/cli/io.ts
var realDirectory = (path) => path === "" ? path : realPathOrSame(path), isOfAgent = (io) => signIn(io) !== null;
function assertPerson(io, refusal) {
  let sign = signIn(io);
  if (sign === null)
    return;
  throw new HiveError("HIVE_INVALID_OPTION", refusal, {
    hint: looksLike(sign, "run it in a terminal of your own, where that is not so")
  });
}
var looksLike = (sign, hint) => sign === null ? hint : `this looks like an agent's command, since ${sign}: ${hint}`, signIn = ({ env, callers }) => agentSign(env, callers?.()), processIo = {
  env: process.env,
  cwd: realDirectory(callersDirectory(process.env)),
  get isTTY() {
    return process.stdout.isTTY && process.stdin.isTTY;
  },
  get isAtTerminal() {
    return process.stdout.isTTY || process.stdin.isTTY || process.stderr.isTTY;
  },
  callers: callingPrograms,
  columns: process.stdout.columns,
  out: (text) => void process.stdout.write(shown(text, process.stdout)),
  err: (text) => void process.stderr.write(shown(text, process.stderr)),
  readStdin: () => Bun.stdin.text()
};
function shown(text, { isTTY }) {
  return isTTY ? printableColours(text) : printableLines(text);
}

// src/cli/flags.ts
function settingOption(flags, name, description) {
  let rule = ruleOf(name), option = new Option(flags, description);
  if ("form" in rule)
    throw new HiveError("HIVE_BUG", `${name} has no flag`);
  return "min" in rule ? option.argParser((text) => settingOf(name, text)) : option.choices(rule);
}
function settingOf(name, text) {
  try {
    return checked(name, text.trim() === "" ? text : Number(text));
  } catch (error) {
    if (!(error instanceof HiveError))
      throw error;
    throw new InvalidArgumentError(`It ${error.message.slice(name.length + 1, error.message.lastIndexOf(", not"))}.`);
  }
}
function positive(text) {
  if (!/^\d+$/.test(text) || Number(text) < 1)
    throw new InvalidArgumentError("It must be a whole number above 0.");
  return Number(text);
}
var UNIT_MS = { min: 60000, h: 3600000, d: 86400000, w: 604800000 };
function spanMs(text) {
  let [, amount, unit] = /^(\d{1,5})\s*(min|h|d|w)$/.exec(text) ?? [];
  if (unit !== void 0 && Number(amount) > 0)
    return Number(amount) * UNIT_MS[unit];
  throw new InvalidArgumentError("It must be 30min, 3h, 2d or 1w.");
}
function sinceMs(text) {
  let [, amount, unit] = /^(\d+)\s*(min|h|d|w)$/.exec(text) ?? [];
  if (unit !== void 0)
    return Date.now() - Number(amount) * UNIT_MS[unit];
  let ms = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text).getTime();
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(ms))
    return ms;
  throw new InvalidArgumentError("It must be 30min, 3h, 2d, 1w or a date such as 2026-01-31.");
}
var MEANT = {
  version: "hive --version",
  install: "hive setup",
  init: "hive setup",
  remove: "hive uninstall",
  list: "hive sessions",
  ls: "hive sessions",
  status: "hive status",
  session: "hive sessions",
  start: "hive worker start",
  stop: "hive worker stop",
  restart: "hive worker restart",
  log: "hive worker logs",
  logs: "hive worker logs",
  check: "hive doctor",
  retry: "hive failed retry",
  drop: "hive failed drop",
  "dead-letters": "hive failed",
  dlq: "hive failed",
  restore: "hive resume",
  delete: "hive forget",
  rm: "hive forget",
  continue: "hive resume",
  bug: "hive bug-report",
  report: "hive bug-report",
  completions: "hive completion"
};
function unknownCommand(group, given) {
  let names = group.commands.flatMap((command) => [command.name(), ...command.aliases()]), isTop = group.parent === null, near = names.find((name) => name.startsWith(given) || distance(name, given) <= 2), nearest = near === void 0 ? void 0 : `${isTop ? "hive" : `hive ${group.name()}`} ${near}`, known = Object.hasOwn(MEANT, given) ? MEANT[given] : void 0, meant = isTop ? known ?? nearest : nearest ?? known, hint = meant === void 0 ? "" : ` (did you mean ${meant}?)`;
  return group.error(`error: unknown command '${given}'${hint}`, { code: "commander.unknownCommand" });
}
function distance(a, b) {
  let row = Array.from({ length: Array.from(b).length + 1 }, (_, index) => index);
  for (let [i, letter] of Array.from(a).entries()) {
    let next = [i + 1];
    for (let [j, other] of Array.from(b).entries())
      next.push(Math.min(next[j] + 1, row[j + 1] + 1, row[j] + (letter === other ? 0 : 1)));
    row = next;
  }
  return row.at(-1);
}

// src/cli/root.ts
import { accessSync, constants, existsSync, readdirSync, statSync } from "fs";
import { basename as basename2, isAbsolute, join, resolve as resolve2 } from "path";

// src/cli/text/terminal.ts
import { styleText } from "util";
var MIN_COLUMNS = 60, MAX_COLUMNS = 200, USUAL_COLUMNS = 80, WEEK_MS = 604800000;
function width({ isTTY, columns, env }) {
  let given = Number(env.COLUMNS) || columns || (isTTY ? USUAL_COLUMNS : Number.POSITIVE_INFINITY);
  return given === Number.POSITIVE_INFINITY ? given : Math.min(MAX_COLUMNS, Math.max(MIN_COLUMNS, Math.trunc(given)));
}
var hasColour = ({ isTTY, env }) => isTTY && !env.NO_COLOR && env.TERM !== "dumb";
function colour(io) {
  return hasColour(io) ? (style, text) => styleText(style, text, { validateStream: !1 }) : (_, text) => text;
}
function relativeTime(ms, nowMs) {
  let agoMs = nowMs - ms;
  if (Math.abs(agoMs) < 500)
    return "now";
  if (Math.abs(agoMs) < WEEK_MS)
    return agoMs > 0 ? `${span(agoMs)} ago` : `in ${span(-agoMs)}`;
  return Number.isNaN(agoMs) ? "at an unknown time" : new Date(ms).toLocaleDateString("sv");
}
function wrapped(text, columns) {
  return columns === Number.POSITIVE_INFINITY ? [text] : Bun.wrapAnsi(text, columns).split(`
`);
}
var COMMAND = /^ +(?!.*\S {2})(?:\S*hive [a-z]+(?: |$)|cd )/, HANGING = /^(?: *- | *(?:\S+ )*\S+ {2,}| +)/, NARROWEST_TEXT = 24;
function fitted(text, columns) {
  if (columns === Number.POSITIVE_INFINITY)
    return text;
  return text.split(`
`).map((line) => Bun.stringWidth(line) <= columns || COMMAND.test(line) ? line : fittedLine(line, columns)).join(`
`);
}
function fittedLine(line, columns) {
  let [start = ""] = HANGING.exec(line) ?? [], isNarrow = columns - Bun.stringWidth(start) < NARROWEST_TEXT, indent = isNarrow ? line.slice(0, line.length - line.trimStart().length) : start, below = " ".repeat(Bun.stringWidth(indent) + (isNarrow ? 2 : 0)), [first = "", ...others] = wrapped(line.slice(indent.length), columns - below.length);
  return [indent + first, ...others.map((other) => below + other)].join(`
`);
}
// src/base/text/table.ts
var SHORTEST_COLUMN = 12;
function table(header, rows, columns = Number.POSITIVE_INFINITY) {
  let texts = [header, ...rows].map((row) => row.map(printable)), left = columns - takenBy(texts.map((row) => row.slice(0, -1))), lines = texts.map((row) => [...row.slice(0, -1), oneLine(row.at(-1) ?? "", Math.max(SHORTEST_COLUMN, left))]), widths = header.map((_, column) => Math.max(...lines.map((line) => Bun.stringWidth(line[column] ?? "")))), padded = (line) => line.map((text, column) => text + " ".repeat(widths[column] - Bun.stringWidth(text))).join("  ").trimEnd();
  return `${lines.map(padded).join(`
`)}
`;
}
function takenBy(rows) {
  return rows[0].map((_, column) => Math.max(...rows.map((row) => Bun.stringWidth(row[column])))).reduce((sum, one) => sum + one + 2, 0);
}
function oneLine(text, width) {
  let flat = printable(text.replaceAll(/\s+/g, " ").trim());
  if (Bun.stringWidth(flat) <= width)
    return flat;
  let cut = Bun.sliceAnsi(flat, 0, width - 1);
  return `${Bun.stringWidth(cut) < width ? cut : Bun.sliceAnsi(flat, 0, width - 2)}\u2026`;
}

// src/cli/text/render.ts
function adviceLines({ run, advice }, indent, columns = Number.POSITIVE_INFINITY) {
  let sentence = run === null || advice === null ? advice : `(${advice})`, lines = sentence === null ? [] : wrapped(printable(sentence), columns - indent - 3);
  if (run !== null)
    lines.unshift(printable(run));
  return lines.map((text, index) => `${" ".repeat(indent)}${index === 0 ? "->" : "  "} ${text}`);
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
function* jsonPieces(document) {
  let text = "", before = "{";
  for (let [key, value] of Object.entries(document)) {
    if (value === void 0)
      continue;
    if (text += `${before}
  ${JSON.stringify(key)}: `, before = ",", value instanceof Iterator)
      for (let piece of listPieces(value)) {
        if (text += piece, text.length < PIECE_CHARS)
          continue;
        yield printableJson(text), text = "";
      }
    else
      text += indented(value, "  ");
  }
  yield `${printableJson(text)}${before === "{" ? "{}" : `
}`}
`;
}
var PIECE_CHARS = 65536;
function* listPieces(items) {
  let before = "[";
  for (let item of items)
    yield `${before}
    ${indented(item, "    ")}`, before = ",";
  yield before === "[" ? "[]" : `
  ]`;
}
var indented = (value, by) => JSON.stringify(value, null, 2).replaceAll(`
`, `
${by}`);

// src/cli/root.ts
function findRoot(io, given) {
  return findRoots(io, given).root;
}
function findRoots(io, given) {
  let named = given ?? io.env.HIVE_ROOT;
  if (!named || !isAbsolute(named))
    assertReadable(io.cwd, "the working directory");
  let found = named ? { root: namedRoot(resolve2(io.cwd, named), given !== void 0), older: null } : stateDirectoryOf(nodeHookIo2, io.env, io.cwd, userRoots(io.env));
  if (named ? existsSync(found.root) : isDirectory(found.root))
    assertReadable(found.root, "the state directory");
  return found;
}
var isShared = (io, root, older) => new Places(io.cwd, projectDirectory(root, io.env)).isShared(projectDirectory(older, io.env)), ownOlder = (io, { root, older }) => older === null || isShared(io, root, older) ? null : older, olderToName = (io, roots) => isOfAgent(io) ? ownOlder(io, roots) : roots.older;
function namedRoot(path, isFlag) {
  let within = join(path, STATE_NAME);
  if (basename2(path) === STATE_NAME || !isDirectory(path))
    return path;
  let names = readdirSync(path);
  if (STATE_FILES.some((name) => names.includes(name)))
    return path;
  if (names.includes(STATE_NAME))
    return within;
  if (names.length === 0 || !isFlag)
    return path;
  throw noState(path);
}
var noState = (path) => new HiveError("HIVE_INVALID_OPTION", `${path} is no state directory, and there is no ${STATE_NAME} in it`, {
  hint: "hive setup in that project makes one"
});
function assertState(io, given) {
  let { root } = findRoots(io, given);
  if (!existsSync(root)) {
    let named = resolve2(io.cwd, given);
    throw new HiveError("HIVE_INVALID_OPTION", `${named} does not exist`, { hint: "correct the path after --root" });
  }
  let names = readdirSync(root);
  if (basename2(root) !== STATE_NAME && !STATE_FILES.some((name) => names.includes(name)))
    throw noState(root);
}
var STATE_FILES = ["hive.db", "queue", "config.json", "instances", "setup", "logs"];
function assertReadable(directory, what) {
  if (directory === "")
    throw unreadable(`${what} is gone: it was deleted`);
  try {
    if (accessSync(directory, constants.R_OK | constants.X_OK), !isDirectory(directory))
      throw unreadable(`${what} ${directory} is no directory`);
  } catch (cause) {
    if (cause instanceof HiveError)
      throw cause;
    throw unreadable(`${what} ${directory} ${reasonOf(directory, errorCode(cause))}`, cause);
  }
}
function reasonOf(directory, code) {
  if (code === "ENOENT")
    return whyMissing(directory);
  let stat = code === "EACCES" ? statSync(directory, { throwIfNoEntry: !1 }) : void 0;
  if (stat?.isDirectory() === !1)
    return "is no directory";
  if (stat !== void 0 && stat.uid !== process.geteuid?.())
    return "cannot be read: it belongs to another user";
  return `cannot be read (${code ?? "unknown"})`;
}
var unreadable = (message, cause) => new HiveError("HIVE_QUEUE_UNAVAILABLE", message, {
  cause,
  hint: "go to the project's directory, or name its .hive-mind with --root"
}), isDirectory = (path) => statSync(path, { throwIfNoEntry: !1 })?.isDirectory() === !0;
function loadConfig(io, root, flags = {}) {
  let { config, warnings } = readConfigFiles(root, flags, io.env);
  for (let warning of warnings)
    io.err(`hive: ${printable(warning)}
`);
  return config;
}

export { CommanderError, Argument, Option, Command, stateRootOf, EVERYTHING, isUnderAgent, scopeOf2, agentScopeOf, callingPrograms, isOfAgent, assertPerson, looksLike, signIn, processIo, settingOption, positive, spanMs, sinceMs, unknownCommand, USUAL_COLUMNS, width, colour, relativeTime, wrapped, fitted, table, takenBy, oneLine, adviceLines, duration, json, jsonPieces, findRoot, findRoots, ownOlder, olderToName, assertState, loadConfig };
