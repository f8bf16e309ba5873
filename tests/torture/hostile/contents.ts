/** What may lie in `pending/` under an entry's name, each content once, made from entries that are well-formed. */

const LOG = { operation: "insert_log", payload: { sessionId: "s", atMs: 0, level: "info", message: "m" } };
const RAW = { seq: "x", priority: 5, operation: "test", sql: "SELECT 1;", metadata: {}, retries: 0 };
const SESSION = { operation: "update_instance", payload: { instanceId: "i", sessionId: "s", atMs: 0, toolUseId: "t" } };
const WELL_FORMED = [LOG, RAW, SESSION];

const bytes = (text: string): Buffer => Buffer.from(text);
const repeated = (open: string, count: number, close = ""): string => open.repeat(count) + close.repeat(count);

/** JSON texts of values that no field expects. */
const VALUES = [
  ["null", "true", "false", "-1", "0", "1.5", "1e999", "9007199254740993", '""', '"x"', "[]", "{}", "[[]]"],
  ['"\\u0000"', '"\\ud800"', '"../../../etc/passwd"', '"__proto__"', '"2024-13-45T99:99:99Z"'],
  [`"${"A".repeat(100_000)}"`, `[${"0,".repeat(5000)}0]`, '{"__proto__":{"polluted":1},"constructor":1}'],
].flat();

/** The entry with one field replaced by a JSON text, which no `JSON.stringify` would give. */
function withField(entry: object, path: readonly string[], text: string): string {
  const marker = "\u0001marker";
  const copy = structuredClone(entry) as Record<string, unknown>;
  const [first = "", second] = path;
  if (second === undefined) copy[first] = marker;
  else (copy[first] as Record<string, unknown>)[second] = marker;
  return JSON.stringify(copy).replace(JSON.stringify(marker), () => text);
}

function* mutatedFields(): Generator<string> {
  const fields = ["operation", "payload", "sql", "priority", "seq", "retries", "created_at", "metadata"];
  for (const value of VALUES) {
    for (const field of fields) yield withField(LOG, [field], value);
    for (const field of ["operation", "sql", "metadata"]) yield withField(RAW, [field], value);
    for (const field of Object.keys(LOG.payload)) yield withField(LOG, ["payload", field], value);
    for (const field of Object.keys(SESSION.payload)) yield withField(SESSION, ["payload", field], value);
  }
}

function* damagedBytes(): Generator<Buffer> {
  for (const entry of WELL_FORMED) {
    const text = bytes(JSON.stringify(entry));
    for (let end = 0; end < text.length; end += 3) yield text.subarray(0, end);
    for (let at = 1; at < text.length; at += 5) {
      const flipped = Buffer.from(text);
      flipped[at] = 0xff;
      yield flipped;
    }
    for (const encoding of ["utf16le", "base64", "hex"] as const) yield bytes(text.toString(encoding));
    yield Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), text]);
    yield Buffer.from(text.toString(), "utf16le");
    yield Buffer.from(Bun.gzipSync(Uint8Array.from(text)));
    yield Buffer.concat([text, text]);
    yield Buffer.concat([text, Buffer.from([0])]);
  }
  for (const sequence of [[0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82], [0x80]]) {
    const [before, after] = JSON.stringify(LOG).split('"m"');
    yield Buffer.concat([bytes(`${before}"`), Buffer.from(sequence), bytes(`"${after}`)]);
  }
}

function* texts(): Generator<string> {
  yield* ["", " ", "\n\n", "null", "true", "0", '""', '"text"', "[]", "{}", "[{}]", "NaN", "Infinity", "undefined"];
  yield* ["{'operation':'x'}", '{"operation":"x",}', "{operation:1}", "// c\n{}", '{"a":01}', '{"a":.5}', '{"a":+1}'];
  yield* ["<entry/>", "operation: x\npayload: 1\n", "\u0000", "\ufeff", "--\nDROP TABLE sessions;", "$(reboot)"];
  for (const count of [501, 1000, 100_000]) {
    yield repeated("[", count);
    yield repeated("[", count, "]");
    yield `{"operation":"o","payload":${repeated("[", count, "]")}}`;
    yield `{"operation":"o","payload":${repeated('{"a":', count)}1${"}".repeat(count)}}`;
  }
  for (const key of ["operation", "sql", "payload", "hive_id", "__proto__"]) {
    yield `{"operation":"insert_log","payload":1,"${key}":"insert_log","${key}":"DROP TABLE sessions"}`;
    yield `{"operation":"insert_log","${key}":{"sessionId":"s"},"${key}":{"atMs":0}}`;
  }
  yield JSON.stringify({ ...LOG, payload: { ...LOG.payload, message: "B".repeat(5_000_000) } });
}

/** @returns more than 500 contents, no two of which are the same */
export function hostileContents(): Buffer[] {
  const all = [...[...texts(), ...mutatedFields()].map(bytes), ...damagedBytes()];
  return [...new Map(all.map((content) => [content.toString("latin1"), content])).values()];
}
