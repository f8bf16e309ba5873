import { type HookForm, hookSettings } from "../settings/hook-settings.ts";
import { EVENTS, groupFor, hiveCommandOf } from "./entry.ts";

const FORM: HookForm = {
  title: "Claude Code",
  advice: "claude doctor names the fault",
  events: [...EVENTS.keys()],
  fragileEvents: ["PreToolUse", "PermissionRequest"],
  groupFor,
  commandOf: hiveCommandOf,
  offSwitchIn: ({ disableAllHooks }) => (disableAllHooks === true ? '"disableAllHooks"' : null),
  isStrict: false,
};

/** hive's entries in a Claude Code settings file. */
export const { events, install, remove, inspect, callsShellSystem } = hookSettings(FORM);
