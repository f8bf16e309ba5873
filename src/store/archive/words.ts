import { isObject, textOf } from "../../base/json.ts";
import type { Fields } from "../../model/merge.ts";
import type { Fact } from "../../model/observation.ts";

/** A fact as the search sees it. */
export interface Words {
  /** Null for a fact that nobody searches. */
  readonly text: string | null;
  /** True if it reports a failure. */
  readonly isFailed: boolean;
}

const joined = (...parts: readonly unknown[]): string | null => {
  const texts = parts.map(textOf).filter((text) => text !== undefined && text !== "");
  return texts.length === 0 ? null : texts.join("\n");
};

const contents = (list: unknown): string[] =>
  Array.isArray(list)
    ? list.filter(isObject).map(({ content, subject }) => textOf(content) ?? textOf(subject) ?? "")
    : [];

const FAILED: readonly unknown[] = ["failed", "interrupted", "killed"];

/** By kind of fact: the words of it. Kinds that are missing here describe the session, or repeat what another says. */
const TEXTS: { readonly [kind: string]: (key: string, data: Fields) => string | null } = {
  session: (_, { title }) => joined(title),
  prompt: (_, { text }) => joined(text),
  message: (_, { text }) => joined(text),
  todos: (_, { todos }) => joined(...contents(todos)),
  task: (_, { subject }) => joined(subject),
  plan: (_, { text }) => joined(text),
  file: (key) => key,
  command: (_, { command, description, error }) => joined(command, description, error),
  agent: (_, { description, lastMessage }) => joined(description, lastMessage),
  compact: (_, { summary }) => joined(summary),
  operation: (_, { outcome, tool, target }) => (outcome === "failed" ? joined(tool, target) : null),
};

export function wordsOf(kind: string, key: string, data: Fields): Words {
  const text = Object.hasOwn(TEXTS, kind) ? TEXTS[kind]!(key, data) : null;
  return { text, isFailed: FAILED.includes(data["outcome"]) };
}

/** The key under which the archive keeps a fact: hive's own table has the last message alone, the archive each. */
export const archiveKey = ({ kind, key, atMs }: Fact): string => (kind === "message" ? String(atMs) : key);
