// @bun
import {
  isOfProcess2,
  translatedPayload2,
  translatingHook2,
  inSnakeCase2
} from "./agents-translate.js";
import"./redact-redact.js";
export {
  inSnakeCase2 as inSnakeCase,
  isOfProcess2 as isOfProcess,
  translatedPayload2 as translatedPayload,
  translatingHook2 as translatingHook
};
