/** Times redaction: a typical text, a long one, a hostile one, and the first call of a process. */
import { summarize } from "../../bench/stats/estimate.ts";
import { resolve } from "node:path";
import { Dice } from "./sample-of.ts";

const TYPICAL_CHARS = 400;
const LONG_CHARS = 12_000;
const HOSTILE_TEXTS = 300;
const PROCESSES = 15;

/** Slow input for patterns: a row of beginnings without an end. */
const BEGINNINGS =
  `key= key: |password |token |secret=" |curl -u |docker login |eyJ|sk-|-----BEGIN |://a:|://|authorization: bearer |cookie: a=b; |echo a \\| |machine a |identified by '|a:1:b:c:|s.|b_|pass pass pass=|token("|<token>|key is |0123456789abcdef|re_a_|htpasswd -b a |mysql -p|openssl |vault kv put |net user a |createHmac(a,|auth=("a",|<<< a:|"secret", |name: key\nvalue: |password for |token (|AZaz09+/|glpat-|xox|private-lines: 1\n`.split(
    /(?<!\\)\|/,
  );

type Redact = (text: string) => string;

export interface Speed {
  readonly typicalMicros: number;
  readonly longMicros: number;
  readonly hostileMicros: number;
  readonly firstMicros: number;
}

/** Medians, but of hostile texts the slowest. Each text is timed some times over and the best counts. */
export function speedOf(lines: readonly string[], redact: Redact, module: string): Speed {
  const typical: string[] = [];
  for (let i = 0; i + 8 < lines.length; i += 8)
    typical.push(
      lines
        .slice(i, i + 8)
        .join("\n")
        .slice(0, TYPICAL_CHARS),
    );
  for (const text of typical.slice(0, 300)) redact(text);
  const long = [0, 0.25, 0.5, 0.75].map((part) =>
    lines
      .slice(Math.floor(part * lines.length))
      .join("\n")
      .slice(0, LONG_CHARS),
  );
  return {
    typicalMicros: summarize(typical.map((text) => bestOf(1, text, redact))).p50,
    longMicros: summarize(long.map((text) => bestOf(10, text, redact))).p50,
    hostileMicros: Math.max(...hostileTexts().map((text) => bestOf(5, text, redact))),
    firstMicros: summarize(Array.from({ length: PROCESSES }, () => firstCall(typical[7] ?? "", module))).p50,
  };
}

export function hostileTexts(): string[] {
  const dice = new Dice(5);
  return Array.from({ length: HOSTILE_TEXTS }, (_, i) => {
    const parts = Array.from({ length: i < BEGINNINGS.length ? 1 : 1 + dice.roll(5) }, () => dice.pick(BEGINNINGS));
    const part = i < BEGINNINGS.length ? (BEGINNINGS[i] ?? "") : parts.join(dice.pick(["", "x", " "]));
    return part.repeat(LONG_CHARS).slice(0, LONG_CHARS);
  });
}

function bestOf(times: number, text: string, redact: Redact): number {
  let best = Infinity;
  for (let i = 0; i < times; i++) {
    const from = Bun.nanoseconds();
    redact(text);
    best = Math.min(best, (Bun.nanoseconds() - from) / 1000);
  }
  return best;
}

/** In a process of its own, with the module loaded. */
function firstCall(text: string, module: string): number {
  const script = `import { redact } from ${JSON.stringify(resolve(module))};
    const text = ${JSON.stringify(`${text} token=`)}; const from = Bun.nanoseconds(); redact(text);
    console.log((Bun.nanoseconds() - from) / 1000);`;
  return Number(Bun.spawnSync([process.execPath, "-e", script]).stdout.toString());
}
