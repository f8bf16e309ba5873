/**
 * Measures which secrets redaction finds, what it takes for one that is none, and what it costs; prints Markdown.
 *
 *     bun scripts/figures/secret-recall.ts
 *
 * fetches the samples of gitleaks and TruffleHog at a pinned commit into a temporary directory and leaves nothing of
 * them. `--gitleaks DIR` and `--trufflehog DIR` take a git directory instead, `none` leaves one out. `--module FILE`
 * measures another `redact`, `--show SAMPLES` lists what leaked of one table row, by family.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { errorMessage } from "../../src/base/errors.ts";
import { checkOut, type Project } from "../recall/checkout.ts";
import { formSamples } from "../recall/forms.ts";
import { GITLEAKS, gitleaksSamples } from "../recall/gitleaks.ts";
import { ordinaryLines } from "../recall/ordinary.ts";
import { type Recall, recallOf, type Sample } from "../recall/sample.ts";
import { speedOf } from "../recall/speed.ts";
import { TRUFFLEHOG, trufflehogSamples } from "../recall/trufflehog.ts";

type Redact = (text: string) => string;

const TOP = resolve(import.meta.dir, "../..");
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const percent = (part: number, of: number, digits = 1): string => `${((100 * part) / of).toFixed(digits)} %`;

function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      gitleaks: { type: "string", default: "fetch" },
      trufflehog: { type: "string", default: "fetch" },
      module: { type: "string", default: join(TOP, "src/redact/redact.ts") },
      show: { type: "string" },
    },
  });
  const temporary = mkdtempSync(join(tmpdir(), "hive-recall-"));
  return measure(values, temporary).finally(() => rmSync(temporary, { recursive: true, force: true }));
}

interface Options {
  readonly gitleaks: string;
  readonly trufflehog: string;
  readonly module: string;
  readonly show?: string;
}

async function measure(options: Options, temporary: string): Promise<void> {
  const { redact } = (await import(resolve(options.module))) as { redact: Redact };
  say("| samples | secrets | families | found |\n| --- | --- | --- | --- |");
  for (const [name, samples] of samplesOf(options, temporary)) {
    const recall = recallOf(samples, redact);
    say(
      `| ${name} | ${recall.secrets} | ${recall.families} | ${percent(recall.secrets - recall.leaked.length, recall.secrets)} |`,
    );
    if (options.show === name) showLeaks(recall);
  }
  const lines = await ordinaryLines(TOP);
  const changed = lines.filter((line) => redact(line) !== line);
  say(
    `\n${changed.length} of ${lines.length} ordinary lines hold something that is redacted (${percent(changed.length, lines.length, 3)}).`,
  );
  if (options.show === "ordinary lines") say(changed.map((line) => `    ${line.slice(0, 160)}`).join("\n"));
  const { typicalMicros, longMicros, hostileMicros, firstMicros } = speedOf(lines, redact, options.module);
  say("\n| text | µs |\n| --- | --- |");
  say(`| 400 characters, median | ${typicalMicros.toFixed(0)} |`);
  say(`| 12,000 characters, median | ${longMicros.toFixed(0)} |`);
  say(`| 12,000 hostile characters, slowest of 300 texts | ${hostileMicros.toFixed(0)} |`);
  say(`| first call in a process | ${firstMicros.toFixed(0)} |`);
}

function* samplesOf(
  options: Options,
  temporary: string,
): Generator<readonly [name: string, samples: readonly Sample[]]> {
  const sources = (project: Project, given: string): string =>
    checkOut(project, given === "fetch" ? undefined : given, temporary);
  if (options.gitleaks !== "none") {
    const { all, bare } = gitleaksSamples(sources(GITLEAKS, options.gitleaks));
    yield ["gitleaks' true positives", all];
    yield ["formats that say what they are, bare", bare];
  }
  if (options.trufflehog !== "none") {
    yield ["TruffleHog's detector tests", trufflehogSamples(sources(TRUFFLEHOG, options.trufflehog))];
  }
  yield ["shell, environment, configuration, code", formSamples()];
}

function showLeaks({ leaked }: Recall): void {
  for (const [family, samples = []] of Object.entries(Object.groupBy(leaked, ({ family }) => family))) {
    say(`    ${samples.length} ${JSON.stringify(family)} ${JSON.stringify(samples[0]?.text.slice(0, 160))}`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = 1;
});
