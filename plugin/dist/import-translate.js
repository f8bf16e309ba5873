// @bun
import {
  translatedPayload2,
  translatingHook2,
  inSnakeCase2
} from "./agents-translate.js";
import"./redact-redact.js";
export {
  inSnakeCase2 as inSnakeCase,
  translatedPayload2 as translatedPayload,
  translatingHook2 as translatingHook
};
