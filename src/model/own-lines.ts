/** Which lines of an output are about one of several failed tests: another one's reason is none of its own. */

/** The name of a test in the line that says that it failed, by runner. */
const NAMES = [
  // cargo, go, googletest, rspec, pytest, unittest
  /^test (.+) \.\.\. FAILED$/,
  /^\s*--- FAIL: (\S+)/,
  /^\[ {2}FAILED {2}\] (\S+)/,
  /^rspec \S+ # (.+)$/,
  /^(?:FAILED|ERROR) \S+::(\S+)/,
  /^(?:FAIL|ERROR): (\S+) \(/,
  // ctest, node --test, jest and vitest, Maven, dotnet, deno, mocha and phpunit
  /^\s*\d+ - (.+) \([A-Z][\w ]+\)$/,
  /^not ok \d+ - (.+)$/,
  /^\s*[✖✗×●] (.+?)(?: \(?[\d.]+ ?m?s\)?)?$/,
  /^\[ERROR\] {2,}(\S+?):\d+ /,
  /^\s+Failed (\S.*?) \[[^\]]* m?s\]$/,
  /^(\S.*) => \.\/\S+:\d+:\d+$/,
  /^\(fail\) (.+?)(?: \[[\d.]+m?s\])?$/,
  /^\s*\d+\) (\S.*)$/,
];

/** These runners print a test's reason before its name. */
const NAMED_BELOW = /^\(fail\) |^\[ {2}FAILED/;

/**
 * The lines about the first of several failed tests, the nearest first; undefined where the output does not show whose
 * they are.
 * @param names the lines that name the failed tests
 */
export function linesOfFirst(names: readonly string[], lines: readonly string[]): string[] | undefined {
  const [first, ...others] = names;
  const own = nameIn(first);
  if (first === undefined || own === undefined || others.length === 0) return undefined;
  const from = lines.indexOf(first);
  if (NAMED_BELOW.test(first)) {
    const above = lines.slice(0, from).findLastIndex((line) => nameIn(line) !== undefined);
    return lines.slice(above + 1, from).toReversed();
  }
  const isOwn = mentions([own]);
  // Mocha has the number of a test twice: with its name, and with that of its suite.
  const number = numberIn(first);
  const rest = others.filter((line) => number === undefined || numberIn(line) !== number);
  const isOther = mentions(rest.map(nameIn).filter((name) => name !== undefined && name !== own));
  const found: string[] = [];
  let isInside = false;
  for (const line of lines) {
    if (isOwn(line)) isInside = true;
    else if (isOther(line)) isInside = false;
    if (isInside && line !== first) found.push(line);
  }
  return found;
}

function nameIn(line: string | undefined): string | undefined {
  for (const pattern of NAMES) {
    const name = pattern.exec(line ?? "")?.[1]?.trim();
    if (name !== undefined) return name;
  }
  return undefined;
}

const numberIn = (line: string): string | undefined => /^\s*(\d+)\) /.exec(line)?.[1];

function mentions(names: readonly (string | undefined)[]): (line: string) => boolean {
  const any = names.map((name) => RegExp.escape(name!)).join("|");
  const pattern = any === "" ? /$^/ : new RegExp(`(?<!\\w)(?:${any})(?!\\w)`);
  return (line) => pattern.test(line);
}
