/** Lines that hold no secret, from what a checkout has at hand: its packages, its own sources and history. */
import { Glob } from "bun";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Dice } from "./sample-of.ts";

/** How many lines of each sort. */
const LINES = { code: 12_000, markdown: 5000, json: 4000, history: 3000, lock: 2000, generated: 2400 } as const;

/** Made to hold secrets: of a scanner's own rules, and of this project's tests and samples. */
const HAS_SECRETS = /secretlint|secret|redact|recall|facts-fixture/;

/** About 25,000 lines, the same in every run over the same packages. */
export async function ordinaryLines(root: string): Promise<string[]> {
  const packages = join(root, "node_modules");
  return [
    ...linesOf(packages, "**/*.{ts,js,mjs,cjs,sh,yml}", LINES.code),
    ...linesOf(packages, "**/*.md", LINES.markdown),
    ...linesOf(packages, "**/*.json", LINES.json),
    ...spread(readFileSync(join(root, "bun.lock"), "utf8").split("\n"), LINES.lock),
    ...spread(await history(root), LINES.history),
    ...generated(LINES.generated),
  ].map((line) => line.slice(0, 2000));
}

/** A regular sample of the files' lines, so that each file has its share. */
function linesOf(folder: string, pattern: string, count: number): string[] {
  const files = [...new Glob(pattern).scanSync({ cwd: folder, followSymlinks: false })].filter(
    (file) => !HAS_SECRETS.test(file),
  );
  const lines: string[] = [];
  for (const file of files.toSorted()) {
    const text = readFileSync(join(folder, file), "utf8");
    lines.push(...spread(text.split("\n").filter(isText), 300));
  }
  return spread(lines, count);
}

const isText = (line: string): boolean => line.trim().length > 8;

function spread(lines: readonly string[], count: number): string[] {
  if (lines.length <= count) return [...lines];
  return Array.from({ length: count }, (_, i) => lines[Math.floor((i * lines.length) / count)] ?? "");
}

/** Subjects, hashes and paths. */
async function history(root: string): Promise<string[]> {
  const git = Bun.spawn(["git", "-C", root, "log", "-n", "1000", "--format=%H %s", "--name-only"], {
    stderr: "ignore",
  });
  return (await new Response(git.stdout).text()).split("\n").filter((line) => isText(line) && !HAS_SECRETS.test(line));
}

/** Texts that look like secrets but are not. */
function generated(count: number): string[] {
  const dice = new Dice(29);
  const hex = (length: number): string => dice.text(length, "0123456789abcdef");
  const base64 = (length: number): string =>
    dice.text(length, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
  const uuid = (): string => [hex(8), hex(4), `4${hex(3)}`, hex(4), hex(12)].join("-");
  const sorts: (() => string)[] = [
    () => `git show ${hex(40)}`,
    () => `commit ${hex(40)}`,
    () => `session ${uuid()} ended`,
    () => `"id": "${uuid()}",`,
    () => `"integrity": "sha512-${base64(86)}=="`,
    () => `sha256:${hex(64)}`,
    () => `/nix/store/${dice.text(32, "0123456789abcdfghijklmnpqrsvwxyz")}-bash-5.2p26/bin/bash`,
    () => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${base64(43)} dana@example.com`,
    () => `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ${base64(300)}== dana@example.com`,
    () => `src="data:image/png;base64,iVBORw0KGgo${base64(120)}="`,
    () => `/home/dana/.claude/projects/-home-dana-code-ledger-api/${uuid()}.jsonl`,
    () => `toolu_01${dice.text(22, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")}`,
  ];
  return Array.from({ length: count }, (_, i) => sorts[i % sorts.length]?.() ?? "");
}
