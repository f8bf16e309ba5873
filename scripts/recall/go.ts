/** Reads the string values of a Go file: enough of the language for tables of samples, nothing of its control flow. */

/** A string, a list of them, or a table by key. */
export type GoValue = string | readonly GoValue[] | ReadonlyMap<string, GoValue>;

/** Functions by their name in the source, such as `fmt.Sprintf`. One that throws leaves its value out. */
export type GoFunctions = Readonly<Record<string, (args: readonly GoValue[]) => GoValue>>;

interface Token {
  readonly sort: "string" | "word" | "mark";
  readonly text: string;
}

const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|`([^`]*)`|"((?:[^"\\\n]|\\.)*)"|'(?:[^'\\]|\\.)+'|([A-Za-z_]\w*)|(\.\.\.|:=|\d[\w.]*|[^\s\w])/g;

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\u0007", b: "\b", f: "\f", v: "\v" };

function unescape(text: string): string {
  return text.replaceAll(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/gi, (_, x, u, long, one: string) => {
    const code: unknown = x ?? u ?? long;
    return typeof code === "string" ? String.fromCodePoint(Number.parseInt(code, 16)) : (ESCAPES[one] ?? one);
  });
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  for (const [, raw, quoted, word, mark] of source.matchAll(TOKEN)) {
    if (raw !== undefined) tokens.push({ sort: "string", text: raw });
    else if (quoted !== undefined) tokens.push({ sort: "string", text: unescape(quoted) });
    else if (word !== undefined) tokens.push({ sort: "word", text: word });
    else if (mark !== undefined) tokens.push({ sort: "mark", text: mark });
  }
  return tokens;
}

/** The assignments of a Go file, in order. */
export class GoFile {
  readonly #tokens: readonly Token[];
  readonly #functions: GoFunctions;
  readonly #values = new Map<string, GoValue>();
  #at = 0;

  constructor(source: string, functions: GoFunctions) {
    this.#tokens = tokensOf(source);
    this.#functions = functions;
  }

  /** Calls back for each `name = value`, `name := value` and `name: value` that has a value, and for each function. */
  visit(onValue: (name: string, value: GoValue) => void, onFunction: (name: string) => void = () => {}): void {
    while (this.#at < this.#tokens.length) {
      const name = this.#next();
      if (name.text === "func" && this.#peek().sort === "word") onFunction(this.#peek().text);
      if (name.sort !== "word") continue;
      const start = this.#at;
      if (this.#peek().text === "string") this.#at++;
      const mark = this.#next().text;
      if (mark !== "=" && mark !== ":=" && mark !== ":") {
        this.#at = start;
        continue;
      }
      const from = this.#at;
      const value = this.#sum();
      // what is inside of a value is visited as well: a table of tests is one
      this.#at = from;
      if (value === undefined) continue;
      if (mark !== ":") this.#values.set(name.text, value);
      onValue(name.text, value);
    }
  }

  #peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? { sort: "mark", text: "" };
  }

  #next(): Token {
    const token = this.#peek();
    this.#at++;
    return token;
  }

  #sum(): GoValue | undefined {
    let value = this.#operand();
    while (this.#peek().text === "+") {
      this.#at++;
      const right = this.#operand();
      value = typeof value === "string" && typeof right === "string" ? value + right : undefined;
    }
    return value;
  }

  #operand(): GoValue | undefined {
    const token = this.#next();
    if (token.sort === "string") return token.text;
    if (token.text === "&" || token.text === "*") return this.#operand();
    if (token.text === "(") return this.#list(")")[0];
    if (token.text === "{") return this.#composite();
    if (token.text === "[") {
      while (this.#next().text !== "]") if (this.#at >= this.#tokens.length) return undefined;
      return this.#operand();
    }
    if (token.sort === "word") return this.#named(token.text);
    return /^\d/.test(token.text) ? token.text : undefined;
  }

  #named(first: string): GoValue | undefined {
    let name = first;
    if (name === "map" && this.#peek().text === "[") {
      this.#at += 3;
      return this.#operand();
    }
    while (this.#peek().text === "." && this.#peek(1).sort === "word") {
      this.#at++;
      name += `.${this.#next().text}`;
    }
    if (this.#peek().text === "(") {
      this.#at++;
      return this.#call(name, this.#list(")"));
    }
    if (this.#peek().text === "{") {
      this.#at++;
      return this.#composite();
    }
    return name === "true" || name === "false" ? name : this.#values.get(name);
  }

  #call(name: string, args: readonly (GoValue | undefined)[]): GoValue | undefined {
    const known = this.#functions[name];
    if (name === "append")
      return args.flatMap((arg): readonly GoValue[] => (typeof arg === "string" ? [arg] : [...(arg?.values() ?? [])]));
    if (known === undefined || args.includes(undefined)) return undefined;
    try {
      return known(args as GoValue[]);
    } catch {
      // a sample that cannot be made is left out; the others count
      return undefined;
    }
  }

  #list(end: string): (GoValue | undefined)[] {
    const values: (GoValue | undefined)[] = [];
    while (this.#at < this.#tokens.length && this.#peek().text !== end) {
      values.push(this.#sum());
      this.#skipTo(end);
    }
    this.#at++;
    return values;
  }

  #composite(): GoValue {
    const values: GoValue[] = [];
    const table = new Map<string, GoValue>();
    while (this.#at < this.#tokens.length && this.#peek().text !== "}") {
      const isField = this.#peek().sort === "word" && this.#peek(1).text === ":";
      const key = isField ? this.#next().text : this.#sum();
      if (this.#peek().text === ":") {
        this.#at++;
        const value = this.#sum();
        if (typeof key === "string" && value !== undefined) table.set(key, value);
      } else if (key !== undefined) values.push(key);
      this.#skipTo("}");
    }
    this.#at++;
    return table.size > 0 ? table : values;
  }

  /** Past the next comma of this list, over whatever was not understood. */
  #skipTo(end: string): void {
    let depth = 0;
    for (; this.#at < this.#tokens.length; this.#at++) {
      const { sort, text } = this.#peek();
      if (sort === "string") continue;
      if (depth === 0 && text === end) return;
      if (depth === 0 && text === ",") return void this.#at++;
      if (text === "(" || text === "{" || text === "[") depth++;
      if (text === ")" || text === "}" || text === "]") depth--;
    }
  }
}

/** `fmt.Sprintf` with `%s`, `%v`, `%q` and `%d`. */
export function sprintf([format, ...args]: readonly GoValue[]): string {
  let at = 0;
  return textOf(format).replaceAll(/%(?:([svqd])|%)/g, (_, verb?: string) => {
    if (verb === undefined) return "%";
    const value = textOf(args[at++]);
    return verb === "q" ? JSON.stringify(value) : value;
  });
}

/** @throws TypeError if the value is not a string */
export function textOf(value: GoValue | undefined): string {
  if (typeof value !== "string") throw new TypeError("no string");
  return value;
}
