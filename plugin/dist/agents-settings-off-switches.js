// @bun
import {
  parse
} from "./import-main-3.js";
import {
  readRegular
} from "./base-files-files.js";
import {
  recordOf
} from "./agents-claude-code-payload.js";

// src/agents/settings/off-switches.ts
import { readdirSync } from "fs";
var MAX_SETTINGS_BYTES = 16777216;
function offSwitches(title, { inspect }, { settings }) {
  return [...new Set(Object.values(settings))].flatMap((path) => {
    let offSwitch = offSwitchIn(inspect, path);
    return offSwitch === null ? [] : [banIn(title, path, offSwitch)];
  });
}
function offSwitchIn(inspect, path) {
  try {
    return inspect(readRegular(path, MAX_SETTINGS_BYTES, !0)).offSwitch;
  } catch {
    return null;
  }
}
var banIn = (title, path, offSwitch, advice) => ({
  found: `${offSwitch} in ${path} keeps ${title} from calling hive`,
  advice: advice ?? `take ${offSwitch} out of ${path}`,
  sparesPlugins: !1
});
function settingsIn(path) {
  try {
    return recordOf(parse(readRegular(path, MAX_SETTINGS_BYTES, !0) ?? ""));
  } catch {
    return {};
  }
}
function namesIn(directory) {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
var allDisabled = ({ disableAllHooks }) => disableAllHooks === !0 ? '"disableAllHooks"' : null;

export { offSwitches, banIn, settingsIn, namesIn, allDisabled };
