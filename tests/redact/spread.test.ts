import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { clipTogether, redact } from "../../src/redact/redact.ts";
import { afterOf, random, SECRETS } from "./secrets-fixture.ts";

const value = random(20);

describe("a value that was recognised once", () => {
  test.each([
    ["a random value", `API_KEY=${value}; echo ${value} > x; see ${value}.`, value],
    ["before what names it", `echo ${value}; API_KEY=${value}`, value],
    ["a part of another word", `API_KEY=${value} && cat /tmp/${value}.txt`, value],
    ["a password of eight characters", "password: hunter22! and again hunter22!", "hunter22!"],
    ["a passphrase", 'PASSPHRASE="correct horse battery staple"; say correct horse battery staple', "correct horse"],
    ["one of several cookies", `Cookie: theme=dark; sid=${value}abcdefgh\nthen ${value}abcdefgh`, value],
    ["the value of an option", `deploy --api-key ${value}; curl https://a.example/${value}`, value],
  ])("is gone wherever it stands: %s", (_name, text, secret) => {
    expect(text.split(secret).length).toBeGreaterThan(2);
    expect(redact(text)).not.toContain(secret);
  });

  test.each([
    ["an ordinary word", "password=changeme and changeme stays", "and changeme stays"],
    ["a short value", "password=abc123 and abc123 stays", "and abc123 stays"],
    ["a number", "API_TOKEN=20240101 on 20240101", "on 20240101"],
  ])("stays where it may well mean something else: %s", (_name, text, end) => {
    expect(redact(text)).toEndWith(end);
  });

  test.each(["redacted:jwt", "[redacted:secret]", "edacted:secret1", "1password", "secret]"])(
    "leaves the markers whole: %s",
    (it) => {
      const once = redact(`DB_PASSWORD="${it}" x=eyJ TOKEN='${it}' and ${it} ${value} password=${value}`);
      expect(redact(once)).toBe(once);
      expect(once).not.toContain(value);
    },
  );
});

const together = (texts: readonly string[], maxChars = 1000): string[] =>
  clipTogether((clip) => texts.map((text) => clip(text, maxChars)));

describe("texts that are clipped together", () => {
  test("what one of them tells is gone from all, before and after it", () => {
    expect(together([`see ${value}`, `export API_KEY=${value}`, `rm /tmp/${value}`])).toEqual([
      "see [redacted:secret]",
      "export API_KEY=[redacted:secret]",
      "rm /tmp/[redacted:secret]",
    ]);
  });

  test("what a value gives away once it is known is known as well", () => {
    const second = random(24, "word", 3);
    const texts = [`${second} and ${value}`, `TOKEN=${value}`, `x ${value}:TOKEN=${second}`];
    expect(together(texts).join("\n")).not.toContain(second);
  });

  test("they are built once where there is no secret, so that a call of the hook pays for one", () => {
    let times = 0;
    const built = clipTogether((clip) => {
      times += 1;
      return [clip("git push", 100), clip("a".repeat(200), 100)];
    });
    expect(times).toBe(1);
    expect(built).toEqual(["git push", `${"a".repeat(99)}…`]);
  });

  const texts = fc.array(
    fc.tuple(fc.string({ unit: "binary", maxLength: 20 }), fc.constantFrom(...SECRETS), fc.string({ maxLength: 20 })),
    { maxLength: 5 },
  );

  test("none of them holds more of a secret than it would alone", () => {
    fc.assert(
      fc.property(texts, (parts) => {
        const given = parts.map(
          ([left, [kind, before, it], right]) => `${left}\n${before}${it}${afterOf(kind, before)}\n${right}`,
        );
        const clipped = together(given, 100_000);
        for (const [i, [, [, , it]]] of parts.entries()) expect(clipped[i]).not.toContain(it);
        for (const text of clipped) expect(redact(text)).toBe(text);
        expect(together(clipped, 100_000)).toEqual(clipped);
      }),
      { numRuns: 1000 },
    );
  });

  test("any texts come out as each of them would alone, where none tells of another's", () => {
    const pieces = fc.array(
      fc.oneof(
        fc.string({ unit: "binary", maxLength: 12 }),
        fc.constantFrom("token", " ", ": ", "=", '"', "key", "curl -u a:", "\n", "\u0000"),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        fc.array(
          pieces.map((it) => it.join("")),
          { maxLength: 4 },
        ),
        (given) => {
          for (const text of together(given, 100_000)) expect(redact(text)).toBe(text);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
