/** Strings that a regular expression accepts, made from its source; the same in every run. */

/** Characters in a fixed pseudo-random order. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 up to, but not including, `limit`. */
  roll(limit: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.roll(items.length)] as T;
  }

  text(length: number, alphabet: string): string {
    let text = "";
    for (let i = 0; i < length; i++) text += alphabet.charAt(this.roll(alphabet.length));
    return text;
  }
}

const WORD = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
const SHORTHANDS: Readonly<Record<string, string>> = {
  w: WORD,
  d: "0123456789",
  s: " ",
  b: "",
  B: "",
  n: "\n",
  t: "\t",
  r: "\r",
};
const PRINTABLE = Array.from({ length: 94 }, (_, i) => String.fromCodePoint(33 + i));

/** A string that the expression accepts. An unbounded repetition is taken 8 to 24 times. */
export function sampleOf(source: string, dice: Dice): string {
  return new Sampler(source, dice).alternation();
}

class Sampler {
  #at = 0;
  readonly #source: string;
  readonly #dice: Dice;

  constructor(source: string, dice: Dice) {
    this.#source = source;
    this.#dice = dice;
  }

  alternation(): string {
    const choices = [this.#sequence()];
    while (this.#source[this.#at] === "|") {
      this.#at++;
      choices.push(this.#sequence());
    }
    return this.#dice.pick(choices);
  }

  #sequence(): string {
    let text = "";
    while (this.#at < this.#source.length && !"|)".includes(this.#source.charAt(this.#at))) text += this.#repeated();
    return text;
  }

  /** Samples a new atom for each repetition. */
  #repeated(): string {
    const start = this.#at;
    const first = this.#atom();
    const end = this.#at;
    const [min, max] = this.#bounds();
    const after = this.#at;
    const times = min + this.#dice.roll(max - min + 1);
    let text = times === 0 ? "" : first;
    for (let i = 1; i < times; i++) {
      this.#at = start;
      text += this.#atom();
    }
    this.#at = end === after ? end : after;
    return text;
  }

  #bounds(): readonly [number, number] {
    const [text, mark, low, comma, high] = /^(?:([?*+])|\{(\d+)(,)?(\d+)?\})\??/.exec(this.#source.slice(this.#at)) ?? [
      "",
    ];
    this.#at += text.length;
    if (text === "") return [1, 1];
    if (mark === "?") return [0, 1];
    if (mark !== undefined) return [8, 24];
    const min = Number(low);
    return [min, high !== undefined ? Number(high) : comma === undefined ? min : min + 16];
  }

  #atom(): string {
    const char = this.#source.charAt(this.#at++);
    if (char === "(") return this.#group();
    if (char === "[") return this.#oneOf(this.#class());
    if (char === "\\") return this.#escape();
    if (char === ".") return this.#oneOf(WORD);
    return char === "^" || char === "$" ? "" : char;
  }

  #group(): string {
    const [opening] = /^\?(?:P?<\w+>|[a-z-]*:|[a-z]+(?=\)))/.exec(this.#source.slice(this.#at)) ?? [""];
    this.#at += opening.length;
    const text = this.alternation();
    this.#at++;
    return text;
  }

  #escape(): string {
    const char = this.#source.charAt(this.#at++);
    const set = SHORTHANDS[char];
    if (char === "x") return String.fromCodePoint(Number.parseInt(this.#take(2), 16));
    return set === undefined ? (char === "z" ? "" : char) : this.#oneOf(set);
  }

  #take(length: number): string {
    this.#at += length;
    return this.#source.slice(this.#at - length, this.#at);
  }

  #oneOf(set: string): string {
    return set.charAt(this.#dice.roll(set.length));
  }

  #class(): string {
    const isNegated = this.#source[this.#at] === "^";
    if (isNegated) this.#at++;
    let set = "";
    while (this.#at < this.#source.length && this.#source[this.#at] !== "]") {
      const from = this.#member();
      const isRange = this.#source[this.#at] === "-" && this.#source[this.#at + 1] !== "]" && from.length === 1;
      if (!isRange) {
        set += from;
        continue;
      }
      this.#at++;
      const to = this.#member();
      for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++) set += String.fromCharCode(code);
    }
    this.#at++;
    return isNegated ? PRINTABLE.filter((char) => !set.includes(char)).join("") : set;
  }

  #member(): string {
    const char = this.#source.charAt(this.#at++);
    if (char !== "\\") return char;
    const escaped = this.#source.charAt(this.#at++);
    if (escaped === "x") return String.fromCodePoint(Number.parseInt(this.#take(2), 16));
    return SHORTHANDS[escaped] ?? escaped;
  }
}
