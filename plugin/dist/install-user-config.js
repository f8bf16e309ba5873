// @bun
import {
  DEFAULTS,
  configOf
} from "./base-config-sources.js";
import {
  parseDocument,
  itemsOf,
  valueOf,
  append,
  replace,
  removeAt
} from "./base-config-jsonc.js";
import {
  HiveError
} from "./base-errors.js";

// src/install/user-config.ts
function configText(existing, where, answers) {
  configOf(answers);
  let text = existing;
  for (let name of ["checkpointIntervalSeconds", "workerStart", "restore"]) {
    let value = answers[name];
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

export { configText, setSetting };
