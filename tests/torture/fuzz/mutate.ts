/** Bytes that are nearly right: a valid text, damaged in a few places. */
import * as fc from "fast-check";

/** Bytes as a text of one character each, so that a text of any encoding can be cut anywhere. */
type Bytes = string;
type Mutation = (bytes: Bytes) => Bytes;

const latin1 = (text: string): Bytes => Buffer.from(text).toString("latin1");

/** Deeper than `JSON.stringify` can write. */
const DEEP = 60_000;
/** JSON texts that no field expects. */
const ODD = [
  ["null", "true", "-1", "0", "1.5", "1e999", "-1e999", "1e300", "9007199254740993", "8.64e15", "8.64e15001"],
  ['""', '"x"', '" "', '"__proto__"', '"constructor"', '"\\ud800"', '"\\u0000"', '"\\u001b[2J"', '"../.."', '"1e400"'],
  ["[]", "{}", "[null]", '[""]', "[[]]", '{"0":0}', '{"length":-1}', '{"__proto__":{"polluted":true}}'],
  ['{"constructor":{"prototype":{"polluted":true}}}', '{"toString":1,"hasOwnProperty":1}'],
  [`"${"A".repeat(5000)}"`, `[${"0,".repeat(500)}0]`, "[".repeat(DEEP) + "]".repeat(DEEP)],
].flat();

/** Strings, numbers, words and whole brackets without brackets in them: what may be exchanged for another value. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[A-Za-z_]\w*|\[[^[\]{}]*\]|\{[^[\]{}]*\}/g;

function exchange(bytes: Bytes, which: number, by: (token: string) => string): Bytes {
  const tokens = [...bytes.matchAll(TOKEN)];
  const token = tokens[which % Math.max(1, tokens.length)];
  if (token === undefined) return bytes;
  return bytes.slice(0, token.index) + by(token[0]) + bytes.slice(token.index + token[0].length);
}

function flip(bytes: Bytes, at: number, bit: number): Bytes {
  if (bytes === "") return bytes;
  const place = at % bytes.length;
  return bytes.slice(0, place) + String.fromCharCode(bytes.charCodeAt(place) ^ (1 << bit)) + bytes.slice(place + 1);
}

const anywhere = fc.nat(10_000);
const length = fc.nat(60);

function mutations(seeds: readonly Bytes[]): fc.Arbitrary<Mutation> {
  const odd = fc.constantFrom(...ODD);
  const exchanged = fc.tuple(anywhere, odd).map(
    ([which, value]): Mutation =>
      (bytes) =>
        exchange(bytes, which, () => value),
  );
  // As a field of an object, or an item beside it.
  const added = fc.tuple(anywhere, odd, fc.constantFrom('"__proto__":', '"hive_id":', '"constructor":', "")).map(
    ([which, value, key]): Mutation =>
      (bytes) =>
        exchange(bytes, which, (token) => `${key}${value},${token}`),
  );
  const doubled = fc
    .tuple(anywhere, length, fc.integer({ min: 2, max: 5 }))
    .map(([at, size, times]): Mutation => (bytes) => {
      const start = at % (bytes.length + 1);
      return bytes.slice(0, start) + bytes.slice(start, start + size).repeat(times) + bytes.slice(start + size);
    });
  const spliced = fc
    .tuple(anywhere, length, fc.constantFrom(...seeds), anywhere, length)
    .map(([at, size, seed, from, taken]): Mutation => (bytes) => {
      const start = at % (bytes.length + 1);
      const begin = from % (seed.length + 1);
      return bytes.slice(0, start) + seed.slice(begin, begin + taken) + bytes.slice(start + size);
    });
  const tokenOfAnother = fc
    .tuple(anywhere, fc.constantFrom(...seeds), anywhere)
    .map(([which, seed, other]): Mutation => (bytes) => {
      const tokens = seed.match(TOKEN) ?? [""];
      return exchange(bytes, which, () => tokens[other % tokens.length]!);
    });
  const inserted = fc.tuple(anywhere, fc.uint8Array({ maxLength: 6 })).map(([at, raw]): Mutation => (bytes) => {
    const start = at % (bytes.length + 1);
    return bytes.slice(0, start) + Buffer.from(raw).toString("latin1") + bytes.slice(start);
  });
  const cut = anywhere.map(
    (at): Mutation =>
      (bytes) =>
        bytes.slice(0, at % (bytes.length + 1)),
  );
  const flipped = fc.tuple(anywhere, fc.nat(7)).map(
    ([at, bit]): Mutation =>
      (bytes) =>
        flip(bytes, at, bit),
  );
  return fc.oneof(
    { weight: 6, arbitrary: exchanged },
    { weight: 3, arbitrary: tokenOfAnother },
    { weight: 2, arbitrary: added },
    { weight: 2, arbitrary: spliced },
    doubled,
    inserted,
    flipped,
    cut,
  );
}

/** One of the seeds, changed in up to four places: by bits, by bytes and by tokens. */
export function mutatedBytes(seeds: readonly string[]): fc.Arbitrary<Buffer> {
  const all = seeds.map(latin1);
  return fc
    .tuple(fc.constantFrom(...all), fc.array(mutations(all), { maxLength: 4, size: "max" }))
    .map(([seed, list]) => shown(list.reduce((bytes, mutate) => mutate(bytes), seed)));
}

/** Bytes of which a failure shows the text. */
function shown(bytes: Bytes): Buffer {
  return Object.assign(Buffer.from(bytes, "latin1"), {
    [fc.toStringMethod]: () => JSON.stringify(bytes.slice(0, 3000)),
  });
}

/** The seed with each of its tokens exchanged for each value that no field expects. */
export function exchanges(seed: string): Buffer[] {
  const bytes = latin1(seed);
  const tokens = bytes.match(TOKEN) ?? [];
  return tokens.flatMap((_, which) => ODD.map((odd) => shown(exchange(bytes, which, () => odd))));
}

/** {@link mutatedBytes} as a text: what is no UTF-8 becomes U+FFFD, as where a file is read as a text. */
export function mutatedText(seeds: readonly string[]): fc.Arbitrary<string> {
  return mutatedBytes(seeds).map((bytes) => bytes.toString("utf8"));
}
