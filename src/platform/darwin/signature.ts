import { HiveError } from "../../base/errors.ts";

/** Signs a program for this machine alone. */
const codesign = (program: string): void => void Bun.spawnSync(["/usr/bin/codesign", "-s", "-", "-f", program]);

export interface TrialOptions {
  /** @default the running one */
  readonly platform?: NodeJS.Platform;
  /** @default codesign(1) */
  readonly sign?: (program: string) => void;
}

const TRIAL_MS = 10_000;

/**
 * Runs a compiled hook once, with no call. macOS kills a program with a broken signature, which some versions of Bun's
 * compiler leave: it is then signed again. Elsewhere the run detects a directory mounted noexec.
 * @throws HIVE_UNHEALTHY if it does not end with 0
 */
export function assertRuns(program: string, { platform = process.platform, sign = codesign }: TrialOptions = {}): void {
  let why = trial(program);
  if (why === "SIGKILL" && platform === "darwin") {
    sign(program);
    why = trial(program);
  }
  if (why !== null) throw new HiveError("HIVE_UNHEALTHY", `the compiled hook does not run here (${why})`);
}

/** @returns what kept it from ending with 0; null if nothing did */
function trial(program: string): string | null {
  try {
    const run = Bun.spawnSync([program], {
      stdin: "ignore",
      stdout: "ignore",
      stderr: "ignore",
      env: {},
      timeout: TRIAL_MS,
    });
    if (run.exitCode === 0) return null;
    return run.signalCode === undefined ? `exit code ${run.exitCode}` : String(run.signalCode);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
