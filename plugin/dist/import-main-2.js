// @bun
// node_modules/diff/libesm/diff/base.js
class Diff {
  diff(oldStr, newStr, options = {}) {
    let callback;
    if (typeof options === "function")
      callback = options, options = {};
    else if ("callback" in options)
      callback = options.callback;
    let oldString = this.castInput(oldStr, options), newString = this.castInput(newStr, options), oldTokens = this.removeEmpty(this.tokenize(oldString, options)), newTokens = this.removeEmpty(this.tokenize(newString, options));
    return this.diffWithOptionsObj(oldTokens, newTokens, options, callback);
  }
  diffWithOptionsObj(oldTokens, newTokens, options, callback) {
    var _a;
    let done = (value) => {
      if (value = this.postProcess(value, options), callback) {
        setTimeout(function() {
          callback(value);
        }, 0);
        return;
      } else
        return value;
    }, newLen = newTokens.length, oldLen = oldTokens.length, editLength = 1, maxEditLength = newLen + oldLen;
    if (options.maxEditLength != null)
      maxEditLength = Math.min(maxEditLength, options.maxEditLength);
    let maxExecutionTime = (_a = options.timeout) !== null && _a !== void 0 ? _a : 1 / 0, abortAfterTimestamp = Date.now() + maxExecutionTime, bestPath = [{ oldPos: -1, lastComponent: void 0 }], newPos = this.extractCommon(bestPath[0], newTokens, oldTokens, 0, options);
    if (bestPath[0].oldPos + 1 >= oldLen && newPos + 1 >= newLen)
      return done(this.buildValues(bestPath[0].lastComponent, newTokens, oldTokens));
    let minDiagonalToConsider = -1 / 0, maxDiagonalToConsider = 1 / 0, execEditLength = () => {
      for (let diagonalPath = Math.max(minDiagonalToConsider, -editLength);diagonalPath <= Math.min(maxDiagonalToConsider, editLength); diagonalPath += 2) {
        let basePath, removePath = bestPath[diagonalPath - 1], addPath = bestPath[diagonalPath + 1];
        if (removePath)
          bestPath[diagonalPath - 1] = void 0;
        let canAdd = !1;
        if (addPath) {
          let addPathNewPos = addPath.oldPos - diagonalPath;
          canAdd = addPath && 0 <= addPathNewPos && addPathNewPos < newLen;
        }
        let canRemove = removePath && removePath.oldPos + 1 < oldLen;
        if (!canAdd && !canRemove) {
          bestPath[diagonalPath] = void 0;
          continue;
        }
        if (!canRemove || canAdd && removePath.oldPos < addPath.oldPos)
          basePath = this.addToPath(addPath, !0, !1, 0, options);
        else
          basePath = this.addToPath(removePath, !1, !0, 1, options);
        if (newPos = this.extractCommon(basePath, newTokens, oldTokens, diagonalPath, options), basePath.oldPos + 1 >= oldLen && newPos + 1 >= newLen)
          return done(this.buildValues(basePath.lastComponent, newTokens, oldTokens)) || !0;
        else {
          if (bestPath[diagonalPath] = basePath, basePath.oldPos + 1 >= oldLen)
            maxDiagonalToConsider = Math.min(maxDiagonalToConsider, diagonalPath - 1);
          if (newPos + 1 >= newLen)
            minDiagonalToConsider = Math.max(minDiagonalToConsider, diagonalPath + 1);
        }
      }
      editLength++;
    };
    if (callback)
      (function exec() {
        setTimeout(function() {
          if (editLength > maxEditLength || Date.now() > abortAfterTimestamp)
            return callback(void 0);
          if (!execEditLength())
            exec();
        }, 0);
      })();
    else
      while (editLength <= maxEditLength && Date.now() <= abortAfterTimestamp) {
        let ret = execEditLength();
        if (ret)
          return ret;
      }
  }
  addToPath(path, added, removed, oldPosInc, options) {
    let last = path.lastComponent;
    if (last && !options.oneChangePerToken && last.added === added && last.removed === removed)
      return {
        oldPos: path.oldPos + oldPosInc,
        lastComponent: { count: last.count + 1, added, removed, previousComponent: last.previousComponent }
      };
    else
      return {
        oldPos: path.oldPos + oldPosInc,
        lastComponent: { count: 1, added, removed, previousComponent: last }
      };
  }
  extractCommon(basePath, newTokens, oldTokens, diagonalPath, options) {
    let newLen = newTokens.length, oldLen = oldTokens.length, oldPos = basePath.oldPos, newPos = oldPos - diagonalPath, commonCount = 0;
    while (newPos + 1 < newLen && oldPos + 1 < oldLen && this.equals(oldTokens[oldPos + 1], newTokens[newPos + 1], options))
      if (newPos++, oldPos++, commonCount++, options.oneChangePerToken)
        basePath.lastComponent = { count: 1, previousComponent: basePath.lastComponent, added: !1, removed: !1 };
    if (commonCount && !options.oneChangePerToken)
      basePath.lastComponent = { count: commonCount, previousComponent: basePath.lastComponent, added: !1, removed: !1 };
    return basePath.oldPos = oldPos, newPos;
  }
  equals(left, right, options) {
    if (options.comparator)
      return options.comparator(left, right);
    else
      return left === right || !!options.ignoreCase && left.toLowerCase() === right.toLowerCase();
  }
  removeEmpty(array) {
    let ret = [];
    for (let i = 0;i < array.length; i++)
      if (array[i])
        ret.push(array[i]);
    return ret;
  }
  castInput(value, options) {
    return value;
  }
  tokenize(value, options) {
    return Array.from(value);
  }
  join(chars) {
    return chars.join("");
  }
  postProcess(changeObjects, options) {
    return changeObjects;
  }
  get useLongestToken() {
    return !1;
  }
  buildValues(lastComponent, newTokens, oldTokens) {
    let components = [], nextComponent;
    while (lastComponent)
      components.push(lastComponent), nextComponent = lastComponent.previousComponent, delete lastComponent.previousComponent, lastComponent = nextComponent;
    components.reverse();
    let componentLen = components.length, componentPos = 0, newPos = 0, oldPos = 0;
    for (;componentPos < componentLen; componentPos++) {
      let component = components[componentPos];
      if (!component.removed) {
        if (!component.added && this.useLongestToken) {
          let value = newTokens.slice(newPos, newPos + component.count);
          value = value.map(function(value, i) {
            let oldValue = oldTokens[oldPos + i];
            return oldValue.length > value.length ? oldValue : value;
          }), component.value = this.join(value);
        } else
          component.value = this.join(newTokens.slice(newPos, newPos + component.count));
        if (newPos += component.count, !component.added)
          oldPos += component.count;
      } else
        component.value = this.join(oldTokens.slice(oldPos, oldPos + component.count)), oldPos += component.count;
    }
    return components;
  }
}

// node_modules/diff/libesm/diff/line.js
class LineDiff extends Diff {
  constructor() {
    super(...arguments);
    this.tokenize = tokenize;
  }
  equals(left, right, options) {
    if (options.ignoreWhitespace) {
      if (!options.newlineIsToken || !left.includes(`
`))
        left = left.trim();
      if (!options.newlineIsToken || !right.includes(`
`))
        right = right.trim();
    } else if (options.ignoreNewlineAtEof && !options.newlineIsToken) {
      if (left.endsWith(`
`))
        left = left.slice(0, -1);
      if (right.endsWith(`
`))
        right = right.slice(0, -1);
    }
    return super.equals(left, right, options);
  }
}
var lineDiff = new LineDiff;
function diffLines(oldStr, newStr, options) {
  return lineDiff.diff(oldStr, newStr, options);
}
function tokenize(value, options) {
  if (options.stripTrailingCr)
    value = value.replace(/\r\n/g, `
`);
  let retLines = [], linesAndNewlines = value.split(/(\n|\r\n)/);
  if (!linesAndNewlines[linesAndNewlines.length - 1])
    linesAndNewlines.pop();
  for (let i = 0;i < linesAndNewlines.length; i++) {
    let line = linesAndNewlines[i];
    if (i % 2 && !options.newlineIsToken)
      retLines[retLines.length - 1] += line;
    else
      retLines.push(line);
  }
  return retLines;
}
// node_modules/diff/libesm/patch/create.js
function needsQuoting(s) {
  for (let i = 0;i < s.length; i++)
    if (s[i] < " " || s[i] > "~" || s[i] === '"' || s[i] === "\\")
      return !0;
  return !1;
}
function quoteFileNameIfNeeded(s) {
  if (!needsQuoting(s))
    return s;
  let result = '"', bytes = (/* @__PURE__ */ new TextEncoder()).encode(s), i = 0;
  while (i < bytes.length) {
    let b = bytes[i];
    if (b === 7)
      result += "\\a";
    else if (b === 8)
      result += "\\b";
    else if (b === 9)
      result += "\\t";
    else if (b === 10)
      result += "\\n";
    else if (b === 11)
      result += "\\v";
    else if (b === 12)
      result += "\\f";
    else if (b === 13)
      result += "\\r";
    else if (b === 34)
      result += "\\\"";
    else if (b === 92)
      result += "\\\\";
    else if (b >= 32 && b <= 126)
      result += String.fromCharCode(b);
    else
      result += "\\" + b.toString(8).padStart(3, "0");
    i++;
  }
  return result += '"', result;
}
var INCLUDE_HEADERS = {
  includeIndex: !0,
  includeUnderline: !0,
  includeFileHeaders: !0
};
var OMIT_HEADERS = {
  includeIndex: !1,
  includeUnderline: !1,
  includeFileHeaders: !1
};
function structuredPatch(oldFileName, newFileName, oldStr, newStr, oldHeader, newHeader, options) {
  let optionsObj;
  if (!options)
    optionsObj = {};
  else if (typeof options === "function")
    optionsObj = { callback: options };
  else
    optionsObj = options;
  if (typeof optionsObj.context > "u")
    optionsObj.context = 4;
  let context = optionsObj.context;
  if (optionsObj.newlineIsToken)
    throw Error("newlineIsToken may not be used with patch-generation functions, only with diffing functions");
  if (!optionsObj.callback)
    return diffLinesResultToPatch(diffLines(oldStr, newStr, optionsObj));
  else {
    let { callback } = optionsObj;
    diffLines(oldStr, newStr, Object.assign(Object.assign({}, optionsObj), { callback: (diff) => {
      let patch = diffLinesResultToPatch(diff);
      callback(patch);
    } }));
  }
  function diffLinesResultToPatch(diff) {
    if (!diff)
      return;
    diff.push({ value: "", lines: [] });
    function contextLines(lines) {
      return lines.map(function(entry) {
        return " " + entry;
      });
    }
    let hunks = [], oldRangeStart = 0, newRangeStart = 0, curRange = [], oldLine = 1, newLine = 1;
    for (let i = 0;i < diff.length; i++) {
      let current = diff[i], lines = current.lines || splitLines(current.value);
      if (current.lines = lines, current.added || current.removed) {
        if (!oldRangeStart) {
          let prev = diff[i - 1];
          if (oldRangeStart = oldLine, newRangeStart = newLine, prev)
            curRange = context > 0 ? contextLines(prev.lines.slice(-context)) : [], oldRangeStart -= curRange.length, newRangeStart -= curRange.length;
        }
        for (let line of lines)
          curRange.push((current.added ? "+" : "-") + line);
        if (current.added)
          newLine += lines.length;
        else
          oldLine += lines.length;
      } else {
        if (oldRangeStart)
          if (lines.length <= context * 2 && i < diff.length - 2)
            for (let line of contextLines(lines))
              curRange.push(line);
          else {
            let contextSize = Math.min(lines.length, context);
            for (let line of contextLines(lines.slice(0, contextSize)))
              curRange.push(line);
            let hunk = {
              oldStart: oldRangeStart,
              oldLines: oldLine - oldRangeStart + contextSize,
              newStart: newRangeStart,
              newLines: newLine - newRangeStart + contextSize,
              lines: curRange
            };
            hunks.push(hunk), oldRangeStart = 0, newRangeStart = 0, curRange = [];
          }
        oldLine += lines.length, newLine += lines.length;
      }
    }
    for (let hunk of hunks)
      for (let i = 0;i < hunk.lines.length; i++)
        if (hunk.lines[i].endsWith(`
`))
          hunk.lines[i] = hunk.lines[i].slice(0, -1);
        else
          hunk.lines.splice(i + 1, 0, "\\ No newline at end of file"), i++;
    return {
      oldFileName,
      newFileName,
      oldHeader,
      newHeader,
      hunks
    };
  }
}
function formatPatch(patch, headerOptions) {
  var _a, _b, _c, _d, _e, _f;
  if (!headerOptions)
    headerOptions = INCLUDE_HEADERS;
  if (Array.isArray(patch)) {
    if (patch.length > 1 && !headerOptions.includeFileHeaders && !patch.every((p) => p.isGit))
      throw Error("Cannot omit file headers on a multi-file patch. (The result would be unparseable; how would a tool trying to apply the patch know which changes are to which file?)");
    return patch.map((p) => formatPatch(p, headerOptions)).join(`
`);
  }
  let ret = [];
  if (patch.isGit) {
    if (headerOptions = INCLUDE_HEADERS, !patch.oldFileName)
      throw Error("oldFileName must be specified for Git patches");
    if (!patch.newFileName)
      throw Error("newFileName must be specified for Git patches");
    let { oldFileName: gitOldName, newFileName: gitNewName } = patch;
    if (patch.isCreate && gitOldName === "/dev/null")
      gitOldName = gitNewName.replace(/^b\//, "a/");
    else if (patch.isDelete && gitNewName === "/dev/null")
      gitNewName = gitOldName.replace(/^a\//, "b/");
    if (ret.push("diff --git " + quoteFileNameIfNeeded(gitOldName) + " " + quoteFileNameIfNeeded(gitNewName)), patch.isDelete)
      ret.push("deleted file mode " + ((_a = patch.oldMode) !== null && _a !== void 0 ? _a : "100644"));
    if (patch.isCreate)
      ret.push("new file mode " + ((_b = patch.newMode) !== null && _b !== void 0 ? _b : "100644"));
    if (patch.oldMode && patch.newMode && !patch.isDelete && !patch.isCreate)
      ret.push("old mode " + patch.oldMode), ret.push("new mode " + patch.newMode);
    if (patch.isRename)
      ret.push("rename from " + quoteFileNameIfNeeded(((_c = patch.oldFileName) !== null && _c !== void 0 ? _c : "").replace(/^a\//, ""))), ret.push("rename to " + quoteFileNameIfNeeded(((_d = patch.newFileName) !== null && _d !== void 0 ? _d : "").replace(/^b\//, "")));
    if (patch.isCopy)
      ret.push("copy from " + quoteFileNameIfNeeded(((_e = patch.oldFileName) !== null && _e !== void 0 ? _e : "").replace(/^a\//, ""))), ret.push("copy to " + quoteFileNameIfNeeded(((_f = patch.newFileName) !== null && _f !== void 0 ? _f : "").replace(/^b\//, "")));
  } else {
    if (headerOptions.includeIndex && patch.oldFileName == patch.newFileName && patch.oldFileName !== void 0)
      ret.push("Index: " + patch.oldFileName);
    if (headerOptions.includeUnderline)
      ret.push("===================================================================");
  }
  let hasHunks = patch.hunks.length > 0;
  if (headerOptions.includeFileHeaders && patch.oldFileName !== void 0 && patch.newFileName !== void 0 && (!patch.isGit || hasHunks))
    ret.push("--- " + quoteFileNameIfNeeded(patch.oldFileName) + (patch.oldHeader ? "\t" + patch.oldHeader : "")), ret.push("+++ " + quoteFileNameIfNeeded(patch.newFileName) + (patch.newHeader ? "\t" + patch.newHeader : ""));
  for (let i = 0;i < patch.hunks.length; i++) {
    let hunk = patch.hunks[i], oldStart = hunk.oldLines === 0 ? hunk.oldStart - 1 : hunk.oldStart, newStart = hunk.newLines === 0 ? hunk.newStart - 1 : hunk.newStart;
    ret.push("@@ -" + oldStart + "," + hunk.oldLines + " +" + newStart + "," + hunk.newLines + " @@");
    for (let line of hunk.lines)
      ret.push(line);
  }
  return ret.join(`
`) + `
`;
}
function splitLines(text) {
  let hasTrailingNl = text.endsWith(`
`), result = text.split(`
`).map((line) => line + `
`);
  if (hasTrailingNl)
    result.pop();
  else
    result.push(result.pop().slice(0, -1));
  return result;
}
export { diffLines, OMIT_HEADERS, structuredPatch, formatPatch };
