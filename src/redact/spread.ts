import { isOpaque } from "./rule.ts";

const MIN_CHARS = 8;
const MAX_PARTS = 64;
const WORDS = /^[A-Za-z]+(?:[ _.-][A-Za-z]+)*$/;
/** Several words of at least this length together count as a passphrase. */
const PASSPHRASE_CHARS = 20;
const NUMBER = /^[\d.,:/ -]{1,15}$/;

/** Values that were recognised once, by the kind that is shown in their place. */
export class Secrets {
  readonly #kinds = new Map<string, string>();

  get size(): number {
    return this.#kinds.size;
  }

  /** Keeps the value, unless it is so common that it may well stand elsewhere and mean something else. */
  add(value: string, kind: string): void {
    if (isDistinctive(value)) this.#kinds.set(value, this.#kinds.get(value) ?? kind);
    if (!/[\s;=]/.test(value)) return;
    for (const part of value.split(/[\s;=]+/, MAX_PARTS)) {
      if (isOpaque(part) && isDistinctive(part)) this.#kinds.set(part, this.#kinds.get(part) ?? kind);
    }
  }

  /** True if the text contains one of them. */
  isIn(text: string): boolean {
    for (const value of this.#kinds.keys()) if (text.includes(value)) return true;
    return false;
  }

  /** The text without those values, wherever they stand. */
  takeOutOf(text: string): string {
    let result = text;
    for (const [value, kind] of this.#kinds) {
      if (result.includes(value)) result = replaceOutsideMarkers(result, value, `[redacted:${kind}]`);
    }
    return result;
  }
}

function replaceOutsideMarkers(text: string, value: string, marker: string): string {
  const parts = text.split(/(\[redacted:[\w-]+\])/);
  for (let i = 0; i < parts.length; i += 2) parts[i] = parts[i]?.replaceAll(value, () => marker) ?? "";
  return parts.join("");
}

function isDistinctive(value: string): boolean {
  if (value.length < MIN_CHARS || value.includes("[redacted:") || NUMBER.test(value)) return false;
  return !WORDS.test(value) || value.length >= PASSPHRASE_CHARS;
}
