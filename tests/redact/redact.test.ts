import { describe, expect, test } from "bun:test";
import { clip, redact } from "../../src/redact/redact.ts";
import { ruleOf } from "../../src/redact/formats/format.ts";
import { FORMATS, GROUPS } from "../../src/redact/rules.ts";
import { afterOf, random, seam, SECRETS } from "./secrets-fixture.ts";

const RULES = [
  ...FORMATS.flatMap((formats) => formats.split("\n")).map(ruleOf),
  ...GROUPS.flatMap((group) => group.rules()),
];

/** Ways in which a secret turns up; `§` is where it stands. */
const CONTEXTS = {
  alone: "§",
  prose: "I pasted § into the chat, sorry",
  "an environment variable": "export BUILD_VALUE=§\nmake all",
  JSON: '{"name": "build", "value": "§", "n": 1}',
  "escaped JSON": '{\\"value\\":\\"§\\",\\"n\\":1}',
  "a header": "curl https://example.com -H 'X-Build: §' -o out",
  "an escaped line end": "printf 'a\\n§' | sh",
  "two lines": "before\n§\nafter",
};

const ORDINARY = [
  "the token count is 5",
  "max_tokens: 4096, token: 4096, tokens=12",
  "password: string;",
  "interface Login { password?: string; token: Token | null }",
  "const token = getToken(); if (token === null) return;",
  "apiKey: process.env.OPENAI_API_KEY",
  'api_key=os.environ["OPENAI_API_KEY"]',
  "connect(token=token, api_key=api_key)",
  'curl -H "Authorization: Bearer $TOKEN" https://example.com',
  "DB_PASSWORD=${DB_PASSWORD} docker compose up",
  "token: ${{ secrets.NPM_TOKEN }}",
  "password = <your password>",
  "use the --token flag to pass the token",
  'fetch(url, { credentials: "same-origin" })',
  "label: 'Password:', name: 'x'",
  '{"type":"password","token":"string","secret":null}',
  "git show 5e28df337746db4f070c84f7069d365bfd0d72a8",
  "session 5f0c2b1e-7a64-4d0f-9c3a-2f8e61b7d9a4 and toolu_01Hq3vWm2uTzB5cYkXr7NdPa",
  "/home/dana/.claude/projects/-home-dana-code-ledger-api/5f0c2b1e.jsonl",
  "private_key: /etc/ssl/private/key.pem",
  "http://localhost:3000/a@b and git@github.com:oven-sh/bun.git",
  "ssh://git@example.com/x.git https://esm.sh/react@18",
  'class="sk-folding-cube-container-element"',
  "task-abcdefghijklmnopqrstuvwx disk-usage-report-for-every-host",
  "sha512-9mWrMkOoKOtGRbEwHcXzrL3hDg2Nd4rZ",
  "tokenizer: bert-base-1, secretName: my-secret-1",
  "bearer authentication is required",
  "the token is invalid, the secret is out, the api key is missing, and the password is required",
  "set the token limit, set a new password for staging, and set key bindings",
  "first_pass=3 all_pass=true --by-pass=true",
  "const cookie: Record<string, string> = {}; cookie: theme=dark",
  "docker login -u dana --password-stdin && docker run -p 8080:80 app && sshpass -f file ssh host",
  "zip -r out.zip src && unzip -p a.zip x && 7z x a.7z && redis-cli -h cache ping && curl -b cookies.txt https://a.b",
  "echo $PW | sudo -S ls && http -a $AUTH example.com && vault login -method=oidc && openssl rsa -passin env:PW",
  "re_compile_all_of_the_patterns_again",
  "résumé 日本語 😀 \u0000 \ud800",
];

describe("redact", () => {
  for (const [name, context] of Object.entries(CONTEXTS)) {
    test.each(SECRETS.map((row, index) => [row[0], index, row] as const))(
      `${name}: a %s (%d) is replaced and its surroundings stay`,
      (_kind, _index, [kind, before, secret]) => {
        const after = afterOf(kind, before);
        const redacted = redact(context.replace("§", () => before + secret + after));
        expect(redacted).toBe(context.replace("§", () => `${before}[redacted:${kind}]${after}`));
      },
    );
  }

  test("a secret goes from a long text after words of any length, as it does from a short one", () => {
    const long = "some plain words of a text\n".repeat(100);
    for (const [kind, before, secret] of SECRETS) {
      for (const word of ["See ", "The documentation ", "See https://example.org/page: ", "after.a.dot=1 "]) {
        const text = `${word}${before}${secret}${afterOf(kind, before)}\n`;
        if (!redact(text).includes(secret)) expect(redact(long + text)).not.toContain(secret);
      }
    }
  });

  test("every rule's kind has a secret among the tests", () => {
    const tested = new Set(SECRETS.map(([kind]) => kind));
    expect(RULES.map((rule) => rule.kind).filter((kind) => !tested.has(kind))).toEqual([]);
    expect(tested.size).toBeGreaterThanOrEqual(35);
  });

  test.each(ORDINARY)("ordinary text stays: %j", (text) => {
    expect(redact(text)).toBe(text);
  });

  test.each([
    ["PASSWORD=hunter2 ./run", "PASSWORD=[redacted:secret] ./run"],
    ['{"password":"hunter2"}', '{"password":"[redacted:secret]"}'],
    ['-d "{\\"password\\":\\"hunter2\\"}"', '-d "{\\"password\\":\\"[redacted:secret]\\"}"'],
    ["password: hunter2", "password: [redacted:secret]"],
    ["/login?token=abc&next=1", "/login?token=[redacted:secret]&next=1"],
    ['PASSPHRASE="correct horse battery"; x', 'PASSPHRASE="[redacted:secret]"; x'],
    ['password = "quo\\"ted"; y', 'password = "[redacted:secret]"; y'],
    ["X-Api-Key: abc123def", "X-Api-Key: [redacted:secret]"],
    ["login --password letmein --user dana", "login --password [redacted:secret] --user dana"],
    ["Server=db;Password=abc;Port=1", "Server=db;Password=[redacted:secret];Port=1"],
    ["mongodb://u:p@ss@host/db", "mongodb://u:[redacted:url-password]@host/db"],
    ["echo 'hunter2' | sudo -S ls", "echo '[redacted:password]' | sudo -S ls"],
    ["ALTER USER a WITH PASSWORD 'abc123'", "ALTER USER a WITH PASSWORD '[redacted:password]'"],
    ["CREATE USER a IDENTIFIED BY 'abc'", "CREATE USER a IDENTIFIED BY '[redacted:password]'"],
    ["the password is Tr0ub4dor&3", "the password is [redacted:secret]"],
    ["set -x API_TOKEN abc123def", "set -x API_TOKEN [redacted:secret]"],
    ["Set-Cookie: sid=0123456789; HttpOnly", "Set-Cookie: [redacted:cookie]; HttpOnly"],
    ["SECRET_KEY_BASE=deadbeef", "SECRET_KEY_BASE=[redacted:secret]"],
  ])("the value of an assignment goes and its name stays: %s", (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  test("a private key without an end is replaced up to the end of the text", () => {
    expect(redact(seam(`key:\n-----BEGIN EC PRIVATE| KEY-----\n${random(64)}\n${random(20)}`))).toBe(
      "key:\n[redacted:private-key]",
    );
  });

  test("redacting twice changes nothing", () => {
    const text = SECRETS.map(([kind, before, secret]) => before + secret + afterOf(kind, before)).join('\n"');
    const once = redact(text);
    expect(redact(once)).toBe(once);
  });
});

test("what looks like a secret is looked at two hundred times, and the rest of the text goes unread", () => {
  const redacted = redact("key: a1, ".repeat(400));
  expect(redacted).toBe(`${"key: a1, ".repeat(200)}[redacted:unread]`);
  expect(redact(redacted)).toBe(redacted);
});

describe("RULES", () => {
  /** What may follow an unbounded repetition: the end, or parts that cannot fail, so that nothing backtracks over it. */
  const CANNOT_FAIL = /^(?:\)\??|\(\?:[^()]*\)\?|=\{0,\d\})*$/;

  test.each(RULES.map((rule) => [rule.kind, rule.pattern().source] as const))(
    "%s: each unbounded repetition ends its alternative, so matching is linear: %s",
    (_kind, source) => {
      const withoutEscapes = source.replaceAll(/\\./g, "e");
      const flat = withoutEscapes.replaceAll(/\[[^\]]*\]/g, "C");
      const endsWithText = flat.endsWith("|$)");
      for (const repetition of flat.matchAll(/(?:[+*]|\{\d+,\})\??/g)) {
        const rest = flat.slice(repetition.index + repetition[0].length).split("|")[0] ?? "";
        expect(endsWithText || CANNOT_FAIL.test(rest) || rest).toBe(true);
      }
    },
  );

  test("each pattern is global and each keyword lower case", () => {
    for (const { keywords, pattern } of RULES) {
      expect(pattern().global).toBe(true);
      expect(keywords.map((keyword) => keyword.toLowerCase())).toEqual([...keywords]);
    }
  });
});

describe("clip", () => {
  test("a text within the limit stays whole", () => {
    expect(clip("a".repeat(10), 10)).toBe("a".repeat(10));
  });

  test("a longer text ends with an ellipsis at the limit", () => {
    expect(clip("a".repeat(11), 10)).toBe(`${"a".repeat(9)}…`);
  });

  test("a surrogate pair is never split", () => {
    expect(clip("a".repeat(8) + "😀😀", 10)).toBe(`${"a".repeat(8)}…`);
  });

  test("a secret across the limit leaves none of its characters", () => {
    const secret = seam("gh|p_") + random(36);
    expect(clip(`0123456 ${secret} end`, 20)).toBe("0123456 [redacted:g…");
  });

  test.each(SECRETS.map(([kind, before, secret]) => [kind, before, secret] as const))(
    "no part of a %s that the read prefix cuts in two is shown",
    (kind, before, secret) => {
      // Many secrets before it shrink to markers, which moves the cut one into the shown part.
      const shrinking = `${seam("gh|p_")}${random(4000)} `.repeat(20);
      for (let shift = 0; shift < 60; shift += 7) {
        const text = `${shrinking.slice(0, 4096 + 2 * 4000 - 20 - shift)} ${before}${secret}${afterOf(kind, before)}`;
        expect(clip(text, 4000)).not.toContain(secret.slice(-12));
        const middle = Math.min(32, Math.floor(secret.length / 3));
        expect(clip(text, 4000)).not.toContain(secret.slice(middle, middle + 12));
      }
    },
  );

  test("a text of 10 MB is read only up to twice the limit and 4,096 characters", () => {
    const text = { length: 1e7, slice: (from: number, to: number) => "x ".repeat(5e6).slice(from, to) };
    const read: number[] = [];
    const spy = { ...text, slice: (from: number, to: number) => (read.push(to), text.slice(from, to)) };
    clip(spy as unknown as string, 100);
    expect(read).toEqual([2 * 100 + 4096]);
  });
});
