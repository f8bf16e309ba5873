// @bun
import {
  copilotHook2,
  bothContexts2,
  startSource2
} from "./agents-copilot-hook.js";
import"./agents-adapter.js";
import"./agents-translate.js";
import"./redact-redact.js";
export {
  bothContexts2 as bothContexts,
  copilotHook2 as copilotHook,
  startSource2 as startSource
};
