import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";
import { has } from "./setup.ts";

/** System calls that are to fail. */
export interface FailingCalls {
  /** Their names, separated by commas. */
  readonly calls: string;
  readonly error: "EIO" | "ENOSPC" | "ENODEV";
  /** Only those that concern one of these paths. @default all */
  readonly paths?: readonly string[];
  /** Only these of them, such as `1`, `1..3` or `1+`. @default all */
  readonly when?: string;
}

/** The options of strace that make calls fail. Only those are traced, so that the rest runs at its usual speed. */
export function straceOptions({ calls, error, paths = [], when = "1+" }: FailingCalls): string[] {
  const places = paths.flatMap((path) => ["-P", path]);
  return ["-qq", ...places, "-e", `trace=${calls}`, "-e", `inject=${calls}:error=${error}:when=${when}`];
}

/** Whether strace may be attached to a process that it did not start. */
export const CAN_ATTACH = has("strace") && (process.getuid?.() === 0 || mayTraceOthers());

function mayTraceOthers(): boolean {
  try {
    return readFileSync("/proc/sys/kernel/yama/ptrace_scope", "utf8").trim() === "0";
  } catch {
    // A kernel without that restriction.
    return true;
  }
}

/** Makes calls of a running process fail, from now until {@link end} or the end of the block. */
export async function failIn(pid: number, failing: FailingCalls) {
  const dir = tempDir();
  const log = join(dir.path, "strace.txt");
  const strace = Bun.spawn(["strace", "-f", "-p", String(pid), "-o", log, ...straceOptions(failing)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const end = async (): Promise<void> => {
    strace.kill("SIGINT");
    await strace.exited;
  };
  const tasks = `/proc/${pid}/task`;
  const isTraced = (task: string): boolean =>
    readFileSync(`${tasks}/${task}/status`, "utf8").includes(`TracerPid:\t${strace.pid}\n`);
  await waitFor(() => readdirSync(tasks).every(isTraced));
  return {
    end,
    /** How many have failed so far. */
    count: (): number => readFileSync(log, "utf8").split("(INJECTED)").length - 1,
    async [Symbol.asyncDispose](): Promise<void> {
      await end();
      dir[Symbol.dispose]();
    },
  };
}
