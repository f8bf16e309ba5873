// @bun
import {
  foreignPayload2,
  foreignHook2,
  inSnakeCase2
} from "./agents-foreign.js";
import"./redact-redact.js";
export {
  foreignHook2 as foreignHook,
  foreignPayload2 as foreignPayload,
  inSnakeCase2 as inSnakeCase
};
