/** Words that a stranger cannot look up stand nowhere: the field has a term for each, or the glossary has one. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const TOP = resolve(import.meta.dir, "../..");

interface Ban {
  /** As it stands in a text whose identifiers are cut into words, in lower case. */
  readonly word: RegExp;
  readonly say: string;
  /** How often it may still stand: to be lowered, never raised. @default 0 */
  readonly left?: number;
  /** Where it is banned. @default everywhere */
  readonly within?: RegExp;
}

const BANNED: readonly Ban[] = [
  { word: /\bapart\b/, say: "isolate, child, separately", left: 1 },
  { word: /\buntold\b/, say: "untrusted", left: 1 },
  { word: /\bsuspects?\b/, say: "poison candidate" },
  { word: /\bsightings?\b/, say: "observation" },
  { word: /\bdeaf\b/, say: "stops listening" },
  { word: /\bdoubtful\b/, say: "looks stale" },
  { word: /\bcaptured\b/, say: "enqueued, in the enqueue journal", left: 3 },
  { word: /\bcells?\b/, say: "state row", left: 2, within: /^(?:src|docs)/ },
  { word: /\bstrays?\b|\bmisnamed\b/, say: "unclassified, invalid name" },
  { word: /\bfillers?\b/, say: "column default" },
  { word: /\bmend(?:s|ed|ing)?\b|\bremed(?:y|ies)\b|\bcures?\b|\bput(?:s)? right\b/, say: "fix, repair" },
  { word: /\b(?:start|open|shut) gates?\b/, say: "start backoff" },
  { word: /\b(?:take|takes|keep|keeps) place\b/, say: "slot" },
  { word: /\bplainly\b/, say: "provably" },
  { word: /\bpermits?\b/, say: "the time until which a count is reused" },
  { word: /\bsilence\b|\bfalls? silent\b/, say: "stops listening, no event" },
  { word: /\bhook lab\b|\btypists?\b|\bpatients?\b|\bdesk\b/, say: "a name of what it is" },
];

/** Where code is. */
const CODE = "{src,bench,scripts}/**/*.{ts,tsx}";

/** Packages are other people's: those of the peers are below a folder of the code. */
const code = [...new Bun.Glob(CODE).scanSync({ cwd: TOP })].filter((file) => !file.includes("node_modules/"));

const files = [
  ...code,
  ...new Bun.Glob("docs/*.md").scanSync({ cwd: TOP }),
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "AGENTS.md",
  "SECURITY.md",
].filter((file) => file !== "docs/history.md");

/** A file's lines, their identifiers cut into words. */
const lines = files.flatMap((file) =>
  readFileSync(join(TOP, file), "utf8")
    .split("\n")
    .map((line, index) => ({
      at: `${file}:${index + 1}`,
      words: line
        .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
        .replaceAll(/[-_]/g, " ")
        .toLowerCase(),
    })),
);

test.each(BANNED)("no $word: say $say", ({ word, left = 0, within = /^/ }) => {
  const found = lines
    .filter(({ at, words }) => within.test(at) && word.test(words))
    .map(({ at, words }) => `${at} ${words.trim()}`);
  if (found.length > left) expect(found).toEqual([]);
});

test("each word of the glossary stands in the code", () => {
  const glossary = readFileSync(join(TOP, "ARCHITECTURE.md"), "utf8").split("## Words")[1]!.split("## ")[0]!;
  const coined = [...glossary.matchAll(/^\| ([a-z][^|]*?) *\|/gm)].flatMap(([, cell]) => cell!.split(", ")).slice(1);
  const source = lines.filter(({ at }) => at.startsWith("src/")).map(({ words }) => words);
  const text = source.join("\n");
  expect(coined.filter((word) => !text.includes(word))).toEqual([]);
});

/** The texts of comments, each on one line. */
const comments = code.flatMap((file) =>
  Array.from(readFileSync(join(TOP, file), "utf8").matchAll(/\/\*\*(.*?)\*\/|((?:^[ \t]*\/\/[^\n]*\n)+)/gms)).map(
    ([, doc, lines]) => ({
      file,
      text: (doc ?? lines ?? "").replaceAll(/^\s*(?:\*|\/\/)\s?/gm, "").replaceAll(/\s+/g, " "),
    }),
  ),
);

/** Verbs that make hive's parts speak and listen. A field has terms: report, notify, name, show, listen. */
const SPEAKING = /\b(?:(?:is|are|was|be|not) told|tells?|hears?|heard|whoever)\b/i;

test("no comment has a part tell or hear: say report, show, name, listen", () => {
  const found = comments.filter(({ text }) => SPEAKING.test(text.replaceAll(/@mutant [^@]*/g, "")));
  expect(found).toEqual([]);
});

test("no comment says a sentence twice", () => {
  const twice = comments.flatMap(({ file, text }) => {
    const sentences = text.split(/(?<=[.:]) +/).filter((sentence) => sentence.split(" ").length >= 3);
    return sentences
      .filter((sentence, index) => sentences.indexOf(sentence) < index)
      .map((sentence) => `${file}: ${sentence}`);
  });
  expect(twice).toEqual([]);
});
