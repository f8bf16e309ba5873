import * as v from "valibot";

export interface Counts {
  passed: number;
  failed: number;
}

const SkipsSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ file: v.string(), title: v.optional(v.string(), ""), reason: v.string() })),
);

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const unescaped = (text: string): string =>
  text.replace(/&(?:(lt|gt|amp|quot|apos)|#(\d+));/g, (_, name: string | undefined, code: string) =>
    name === undefined ? String.fromCodePoint(Number(code)) : ENTITIES[name]!,
  );

/** @returns how many tests of a run of Bun's passed and failed, by its JUnit report */
export function countsOf(xml: string): Counts {
  const root = /<testsuites [^>]*>/.exec(xml)?.[0] ?? "";
  const number = (name: string): number => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(root)?.[1] ?? 0);
  return { passed: number("tests") - number("failures") - number("skipped"), failed: number("failures") };
}

/** A test by its file and its title. */
export interface Named {
  readonly file: string;
  readonly title: string;
}

export interface Failure extends Named {
  /** The error's class. */
  readonly type: string;
  /** The message, the stack and the causes. */
  readonly text: string;
}

const attribute = (attributes: string, name: string): string =>
  unescaped(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? "");
const namedBy = (attributes: string): Named => ({
  file: attribute(attributes, "file"),
  title: attribute(attributes, "name"),
});

/** @returns the tests of a run that failed; a file that could not be loaded is in no report */
export function failuresOf(xml: string): Failure[] {
  const found = xml.matchAll(/<testcase ([^>]*)>\s*<failure\b([^>]*?)(?:\/>|>([\s\S]*?)<\/failure>)/g);
  return [...found].map(([, test, failure, body]) => {
    const text = body === undefined ? attribute(failure!, "message") : unescaped(body);
    return { ...namedBy(test!), type: attribute(failure!, "type"), text: Bun.stripANSI(text).trim() };
  });
}

/** The files that took longest, with their seconds; a lane has a time to keep. */
export function slowestFiles(xml: string, count: number): { readonly file: string; readonly seconds: number }[] {
  const suites = [...xml.matchAll(/<testsuite name="[^"]*" file="([^"]*)"[^>]*? time="([\d.]+)"/g)];
  const seconds = new Map<string, number>();
  // A describe block is a suite of its own, within that of its file.
  for (const [, file, time] of suites) seconds.set(file!, Math.max(seconds.get(file!) ?? 0, Number(time)));
  return [...seconds]
    .map(([file, time]) => ({ file: unescaped(file), seconds: time }))
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, count);
}

/** @returns the number of errors outside of tests, from the end of Bun's output */
export const errorsIn = (output: string): number => Number(/^ (\d+) errors?$/m.exec(output)?.[1] ?? 0);

/**
 * @param list what tests/skips.json holds: files that may be skipped, or the tests in them whose titles hold a text
 * @returns each test of a run that was skipped and is not listed, as "file: title"
 */
export function unlistedSkips(xml: string, list: string): string[] {
  const listed = v.parse(SkipsSchema, list);
  return [...xml.matchAll(/<testcase ([^>]*)>\s*<skipped\b/g)]
    .map(([, test]) => namedBy(test!))
    .filter((skip) => !listed.some(({ file, title }) => skip.file === file && skip.title.includes(title)))
    .map(({ file, title }) => `${file}: ${title}`);
}
