/** The true positives of gitleaks' own rules, read from its sources; nothing of them is kept. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "./checkout.ts";
import { GoFile, type GoFunctions, type GoValue, sprintf, textOf } from "./go.ts";
import { Dice, sampleOf } from "./sample-of.ts";
import type { Sample } from "./sample.ts";

export const GITLEAKS: Project = {
  name: "gitleaks",
  url: "https://github.com/gitleaks/gitleaks",
  commit: "b58d3f102cf3a2c84cb7f923d05c25c9b1aed84b",
  paths: ["cmd/generate"],
};

/** The text around a secret that its format identifies. */
const BARE = [
  "§",
  "see § there",
  "export VALUE=§\nmake",
  '{"name": "build", "value": "§", "n": 1}',
  "-H 'X-Build: §'",
  "a\n§\nb",
];

interface FoundRule {
  id: string;
  regex: string;
  keywords: readonly string[];
  readonly texts: string[];
  readonly known: Map<string, string>;
}

/** Samples as gitleaks has them, and the secrets of self-identifying formats standing bare. */
export function gitleaksSamples(checkout: string): { readonly all: Sample[]; readonly bare: Sample[] } {
  const folder = join(checkout, "cmd/generate/config");
  const shapes = shapesOf(readFileSync(join(folder, "utils/generate.go"), "utf8"));
  const rules = readdirSync(join(folder, "rules"))
    .filter((name) => name.endsWith(".go"))
    .toSorted()
    .flatMap((name) => rulesOf(readFileSync(join(folder, "rules", name), "utf8"), shapes));
  const all: Sample[] = [];
  const bare: Sample[] = [];
  for (const rule of rules) {
    const secrets = new Set<string>();
    for (const text of new Set(rule.texts)) {
      const secret = rule.known.get(text) ?? secretIn(text, rule.regex);
      if (secret === undefined || secret.length < 4) continue;
      all.push({ family: rule.id, text, secret });
      if (secrets.size < 4) secrets.add(secret);
    }
    for (const secret of secrets) {
      // a format says what it is where the word that its rule looks for is a part of the secret
      if (!rule.keywords.some((keyword) => secret.toLowerCase().includes(keyword))) continue;
      for (const context of BARE) bare.push({ family: rule.id, text: context.replace("§", () => secret), secret });
    }
  }
  return { all, bare };
}

/** The forms of an assignment that gitleaks writes a secret into, with `{i}`, `{I}` and `{s}`. */
function shapesOf(source: string): string[] {
  const shapes: string[] = [];
  new GoFile(source, {}).visit((name, value) => {
    if (name === "samples" && value instanceof Map) shapes.push(...[...value.values()].map(textOf));
  });
  return shapes;
}

function rulesOf(source: string, shapes: readonly string[]): FoundRule[] {
  const rules: FoundRule[] = [];
  const dice = new Dice(source.length);
  let rule: FoundRule = newRule();
  new GoFile(
    source,
    functionsOf(shapes, dice, () => rule),
  ).visit(
    (name, value) => {
      if (name === "RuleID" && typeof value === "string") rule.id = value;
      if (name === "Regex" && typeof value === "string") rule.regex = value;
      if (name === "Keywords") rule.keywords = flat(value).map((keyword) => keyword.toLowerCase());
      if (name === "tps") rule.texts.push(...flat(value));
    },
    () => rules.push((rule = newRule())),
  );
  // a list without its rule is a helper's
  return rules.filter(({ id, texts }) => id !== "" && texts.length > 0);
}

const newRule = (): FoundRule => ({ id: "", regex: "", keywords: [], texts: [], known: new Map() });

function flat(value: GoValue): string[] {
  if (typeof value === "string") return [value];
  return [...value.values()].flatMap((part) => flat(part));
}

const sized =
  (characters: string) =>
  ([size]: readonly GoValue[]) =>
    `${characters}{${textOf(size)}}`;

function functionsOf(shapes: readonly string[], dice: Dice, rule: () => FoundRule): GoFunctions {
  const sample = (text: string, secret: string): string => {
    rule().known.set(text, secret);
    return text;
  };
  return {
    "secrets.NewSecret": ([source]) => sampleOf(textOf(source), dice),
    "utils.Numeric": sized("[0-9]"),
    "utils.Hex": sized("[a-f0-9]"),
    "utils.AlphaNumeric": sized("[a-z0-9]"),
    "utils.AlphaNumericExtendedShort": sized("[a-z0-9_-]"),
    "utils.AlphaNumericExtended": sized(String.raw`[a-z0-9=_\-]`),
    "utils.AlphaNumericExtendedLong": sized(String.raw`[a-z0-9\/=_\+\-]`),
    "utils.Hex8_4_4_4_12": () => "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    "fmt.Sprintf": sprintf,
    "strings.ToUpper": ([text]) => textOf(text).toUpperCase(),
    "regexp.MustCompile": ([source]) => textOf(source),
    "utils.MergeRegexps": (sources) => sources.map(textOf).join("|"),
    "utils.GenerateUniqueTokenRegex": ([source, isLoose]) => `${isLoose === "true" ? "(?i)" : ""}(${textOf(source)})`,
    "utils.GenerateSemiGenericRegex": ([names, source]) => {
      return `(?i)(?:${flat(names ?? []).join("|")})[\\s\\S]{0,40}?[\\x60'"\\s=:>,](${textOf(source)})`;
    },
    "utils.GenerateSampleSecret": ([name, secret]) =>
      sample(`${textOf(name)}_api_token = "${textOf(secret)}"`, textOf(secret)),
    "utils.GenerateSampleSecrets": ([name, secret]) =>
      shapes.map((shape) => {
        const word = textOf(name);
        const values: Readonly<Record<string, string>> = { i: word, I: word.toUpperCase(), s: textOf(secret) };
        return sample(
          shape.replaceAll(/\{([iIs])\}/g, (_, key: string) => values[key] ?? ""),
          textOf(secret),
        );
      }),
  };
}

/** The rule's match in a text that was not made from a known secret. */
function secretIn(text: string, source: string): string | undefined {
  try {
    const match = new RegExp(toJavaScript(source), "s").exec(text);
    return match?.slice(1).find((group) => group !== undefined && group.length >= 4) ?? match?.[0];
  } catch {
    // an expression that only Go has: its texts are left out
    return undefined;
  }
}

/** Go's inline flags hold up to the end of their group; JavaScript's have a group of their own. */
function toJavaScript(source: string): string {
  let pattern = source
    .replaceAll(String.raw`\z`, "$")
    .replaceAll("(?P<", "(?<")
    .replaceAll("[[:alnum:]]", "[A-Za-z0-9]");
  for (let at = pattern.indexOf("(?i)"); at !== -1; at = pattern.indexOf("(?i)")) {
    pattern = `${pattern.slice(0, at)}(?i:${closed(pattern.slice(at + 4))}`;
  }
  return pattern;
}

function closed(rest: string): string {
  let depth = 0;
  for (let at = 0; at < rest.length; at++) {
    if (rest[at] === "\\") at++;
    else if (rest[at] === "(") depth++;
    else if (rest[at] === ")" && --depth < 0) return `${rest.slice(0, at)})${rest.slice(at)}`;
  }
  return `${rest})`;
}
