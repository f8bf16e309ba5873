/**
 * Runs the gate on trees with an injected change, which it must catch or pass, and on an unchanged tree beside a busy
 * bundler: `bun scripts/figures/gate-check.ts [--only NAME] [--counted] [--unchanged 20] [--no-bundler] [--out FILE
 * [--continue]]`. Exits with 1 if one was judged wrongly, and with 5 if one was too noisy. `bench/gate/last-check.json`
 * keeps the last result: `--out` writes it after each case, and `bun run docs` then writes the table of docs/measuring.md.
 * A run that was ended goes on with `--continue`: it keeps what FILE says of the same commit on the same machine.
 */
import { existsSync, readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { interruptible } from "../../bench/command/interrupt.ts";
import { runScript } from "../../bench/command/script.ts";
import { wholeNumber } from "../../bench/command/whole-number.ts";
import {
  checkFrom,
  checkInjection,
  checkPass,
  type CheckedInjection,
  type CheckedPass,
  type GateCheck,
} from "../../bench/gate/against/check.ts";
import { type InjectionCase, INJECTIONS, injectionOf } from "../../bench/gate/against/injections.ts";
import { runAgainst } from "../../bench/gate/against/run.ts";
import { program } from "../../bench/gate/against/workers.ts";
import { EXIT_CODES, HiveError } from "../../src/base/errors.ts";
import { readEnvironment } from "../../bench/machine/environment.ts";
import { writeJson } from "../write-json.ts";

const { env } = process;
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const nothing = (): void => undefined;

/** Takes each case as it is found, so that a run which is ended keeps the earlier ones. */
type Keep<Checked> = (checked: Checked) => void;

async function checkInjections(
  cases: readonly InjectionCase[],
  signal: AbortSignal,
  keep: Keep<CheckedInjection>,
): Promise<void> {
  for (const one of cases) {
    const { only } = one;
    const chosen = only === undefined ? {} : { only };
    const options = { revision: null, env, signal, progress: nothing, injection: injectionOf(one), ...chosen };
    const checked = checkInjection(one, await runAgainst(options));
    keep(checked);
    const figures = checked.figures.map(
      ({ figure, base, head, change, interval, rounds }) =>
        `${figure} ${base ?? ""} -> ${head ?? ""} (${change ?? ""}, ${interval?.join(" to ") ?? "no interval"}, ${rounds} rounds)`,
    );
    say(
      `${verdictOf(checked)}  ${one.name}: ${checked.outcome} in ${checked.seconds.toFixed(0)} s; ${figures.join(", ")}`,
    );
  }
}

async function checkPasses(first: number, count: number, signal: AbortSignal, keep: Keep<CheckedPass>): Promise<void> {
  for (let run = first; run <= count; run += 1) {
    const checked = checkPass(await runAgainst({ revision: null, env, signal, progress: nothing }));
    keep(checked);
    const { outcome, seconds, rounds, failed, undecided } = checked;
    const names = [...failed, ...undecided].join(", ");
    say(
      `unchanged ${run} of ${count}: ${outcome} in ${seconds.toFixed(0)} s, ${rounds} rounds${names && `; ${names}`}`,
    );
  }
}

const verdictOf = ({ isRight, outcome }: CheckedInjection): string =>
  isRight ? "right" : outcome === "too-noisy" ? "noisy" : "WRONG";

function startBundler(): Disposable {
  const child = Bun.spawn([process.execPath, program("bundler.ts")], {
    stdin: "pipe",
    stdout: "ignore",
    stderr: "inherit",
  });
  return { [Symbol.dispose]: () => child.kill() };
}

function readCheck(path: string | undefined): GateCheck | null {
  if (path === undefined)
    throw new HiveError("HIVE_INVALID_OPTION", "--continue needs --out FILE, the run to go on with");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as GateCheck) : null;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      counted: { type: "boolean", default: false },
      unchanged: { type: "string", default: "0" },
      bundler: { type: "boolean", default: true },
      out: { type: "string" },
      continue: { type: "boolean", default: false },
    },
    allowNegative: true,
  });
  const { only, counted, bundler: hasBundler, out, continue: isContinued } = values;
  const unchanged = wholeNumber("--unchanged", values.unchanged, 0, 1000);
  // No case at all would count as a gate that is right.
  if (only !== undefined && !INJECTIONS.some(({ name }) => name === only)) {
    throw new HiveError("HIVE_INVALID_OPTION", `--only: no case is called ${only}`, {
      hint: INJECTIONS.map(({ name }) => name).join("; "),
    });
  }
  const { cpu, cores, kernel, bun, commit } = readEnvironment("/");
  const machine = `${cpu}, ${cores} cores; ${kernel}; Bun ${bun}`;
  const began = { date: new Date().toISOString(), commit, machine, load: loadavg()[0]!, hasBundler };
  const check = checkFrom(began, isContinued ? readCheck(out) : null);
  const injections = [...check.injections];
  const passes = [...check.unchanged];
  const isLeft = ({ name, isCounted }: InjectionCase): boolean =>
    (only ?? name) === name && (!counted || isCounted) && injections.every((one) => one.name !== name);
  const keepIn =
    <Checked>(list: Checked[]): Keep<Checked> =>
    (checked) => {
      list.push(checked);
      if (out !== undefined) writeJson(out, { ...check, injections, unchanged: passes });
    };
  await interruptible(async (signal) => {
    await checkInjections(INJECTIONS.filter(isLeft), signal, keepIn(injections));
    using _ = unchanged > passes.length && hasBundler ? startBundler() : null;
    await checkPasses(passes.length + 1, unchanged, signal, keepIn(passes));
  });
  const outcomes = [
    ...injections.filter(({ isRight }) => !isRight),
    ...passes.filter(({ outcome }) => outcome !== "pass"),
  ].map(({ outcome }) => outcome);
  if (outcomes.length === 0) return 0;
  return outcomes.every((outcome) => outcome === "too-noisy") ? EXIT_CODES.HIVE_GATE_TOO_NOISY : 1;
}

await runScript(main);
