import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { EXIT_CODES } from "../../src/base/errors.ts";
import type { GateCheck } from "../../bench/gate/against/check.ts";
import { INJECTIONS } from "../../bench/gate/against/injections.ts";
import { MUTATIONS } from "../mutations/list.ts";

const TOP = resolve(import.meta.dir, "../..");

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[heads, heads.map(() => "---"), ...rows].map(row).join("\n")}\n`;
}

/** @returns the exit codes, with what the comment on each says */
export function exitCodes(): string {
  const source = readFileSync(join(TOP, "src/base/errors.ts"), "utf8");
  const meanings = new Map(
    [...source.matchAll(/\/\*\* (.+?) \*\/\n\s+(HIVE_\w+): \d+/g)].map(([, meaning, code]) => [code!, meaning!]),
  );
  const rows = Object.entries(EXIT_CODES).map(([code, exitCode]) => [
    String(exitCode),
    `\`${code}\``,
    meanings.get(code) ?? "",
  ]);
  return table(["code", "error", "when"], [["0", "", "All is well. The hook always ends so."], ...rows]);
}

/** @returns what the gate caught and passed in its last check, `bench/gate/last-check.json` */
export function gateCheck(): string {
  const check = JSON.parse(readFileSync(join(TOP, "bench/gate/last-check.json"), "utf8")) as GateCheck;
  const { date, commit, machine, load, injections, unchanged, hasBundler } = check;
  const rows = injections.map(({ name, outcome, isRight, seconds, figures }) => {
    const isTold = ({ verdict }: { verdict: string }): boolean => verdict === "fail" || outcome !== "fail";
    const changes = figures.filter(isTold).map(changeText);
    return [
      name,
      outcomeText(outcome),
      changes.join("; "),
      `${seconds.toFixed(0)} s`,
      isRight ? "yes" : outcome === "too-noisy" ? "not known" : "no",
    ];
  });
  const isLeft = ({ name }: { name: string }): boolean => injections.every((one) => one.name !== name);
  rows.push(...INJECTIONS.filter(isLeft).map(({ name }) => [name, "not checked then", "", "", ""]));
  const passed = unchanged.filter(({ outcome }) => outcome === "pass").length;
  const failed = unchanged.filter(({ outcome }) => outcome === "fail").length;
  const bundler = hasBundler ? "with a bundler beside it" : "with nothing beside it";
  const passes = `An unchanged tree, ${bundler}: ${passed} of ${unchanged.length} runs passed, ${failed} failed, ${unchanged.length - passed - failed} were too noisy to tell.`;
  return [
    `Checked with \`bun scripts/figures/gate-check.ts\` on ${date.slice(0, 10)}, hive ${commit}: ${machine}; load at the beginning ${load.toFixed(1)}.`,
    "",
    table(["built in", "the gate says", "by", "took", "as it should"], rows),
    unchanged.length === 0 ? "" : `${passes}\n`,
  ].join("\n");
}

const outcomeText = (outcome: string): string =>
  outcome === "fail" ? "worse" : outcome === "pass" ? "passes" : "too noisy to tell";

const number = (value: number | null): string => (value === null ? "?" : String(Number(value.toPrecision(3))));

function changeText({ figure, base, head, change }: GateCheck["injections"][number]["figures"][number]): string {
  const isCounted = base !== null && head !== null && Number.isInteger(base) && Number.isInteger(head);
  return isCounted
    ? `\`${figure}\` ${base} → ${head}`
    : `\`${figure}\` ${number(base)} → ${number(head)} (${number(change)})`;
}

/** @returns what `bun run mutations` takes away, with the tests that should notice */
export function mutations(): string {
  // A list: in a table, one changed line would change the padding of all.
  const items = MUTATIONS.map(
    ({ name, check: { file, title } }) => `- ${name}: \`${file}\`${title === undefined ? "" : `, ${title}`}`,
  );
  return `${items.join("\n")}\n`;
}
