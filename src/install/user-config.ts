import type { Node } from "jsonc-parser";
import { DEFAULTS, type Restore, type WorkerStart } from "../base/config/config.ts";
import { configOf } from "../base/config/validate.ts";
import { HiveError } from "../base/errors.ts";
import { append, type Document, itemsOf, parseDocument, removeAt, replace, valueOf } from "../base/config/jsonc.ts";

/** The settings that setup's flags set; undefined keeps the present value. */
export interface Answers {
  readonly checkpointIntervalSeconds: number | undefined;
  readonly workerStart: WorkerStart | undefined;
  readonly restore: Restore | undefined;
}

/**
 * The user's `config.json` with the answers in it; null if no file is needed. Answers equal to the default are left
 * out. The project's own file is not used: a cloned repository could have written it.
 * @param existing null without a file
 * @param where the keys that lead to the settings: none for all projects
 * @throws HIVE_INVALID_OPTION for an answer out of its bounds, or a file of another shape
 */
export function configText(existing: string | null, where: readonly string[], answers: Answers): string | null {
  configOf(answers);
  let text = existing;
  for (const name of ["checkpointIntervalSeconds", "workerStart", "restore"] as const) {
    const value = answers[name];
    if (value === undefined) continue;
    const isDefault = value === DEFAULTS[name] && (where.length === 0 || !setsForAll(existing, name));
    text = setSetting(text, [...where, name], isDefault ? undefined : value);
  }
  return text;
}

/** True if the user's file sets something for all projects. */
const setsForAll = (text: string | null, name: string): boolean =>
  text !== null && valueOf(parseDocument(text).root, name) !== undefined;

/**
 * A file of settings with one of them changed; null if no file is needed.
 * @param keys the path to the setting, from the top of the file
 * @param value undefined removes the setting
 * @throws HIVE_INVALID_OPTION for a file of another shape
 */
export function setSetting(text: string | null, keys: readonly string[], value: unknown): string | null {
  const nested = (rest: readonly string[]): unknown =>
    rest.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  if (text === null) return value === undefined ? null : `${JSON.stringify(nested(keys), null, 2)}\n`;
  const document = parseDocument(text);
  let container = document.root;
  for (const [index, key] of keys.entries()) {
    const node = valueOf(container, key);
    if (node === undefined)
      return value === undefined ? text : append(document, container, key, nested(keys.slice(index + 1)));
    if (index === keys.length - 1) return setAt(document, container, node, value);
    if (node.type !== "object") throw new HiveError("HIVE_INVALID_OPTION", `its ${key} is not an object`);
    container = node;
  }
  return text;
}

function setAt(document: Document, container: Node, node: Node, value: unknown): string {
  if (value !== undefined) return replace(document, node, value);
  const index = itemsOf(container).findIndex((property) => property.children![1] === node);
  return removeAt(document, container, index);
}
