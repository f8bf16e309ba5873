import { homedir } from "node:os";
import { basename, join } from "node:path";
import { HiveError } from "../base/errors.ts";
import { programPath } from "../platform/programs.ts";
import { hiveCommand } from "./hook-command.ts";
import { sha256 } from "./receipt.ts";

/** A unit that has the system keep a project's worker running: systemd's on Linux, launchd's on macOS. */
export interface ServiceUnit {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** Run before anything is written: whether there is a service manager that listens to this user. */
  readonly probe: readonly string[];
  /** Run when the file is there. */
  readonly enable: ReadonlyArray<readonly string[]>;
  /** Run before the file is removed. */
  readonly disable: ReadonlyArray<readonly string[]>;
  readonly env: Env;
  readonly project: string;
}

type Env = Readonly<Record<string, string | undefined>>;

export interface ServicePlace {
  readonly project: string;
  readonly root: string;
  readonly env: Env;
  /** @default that of this machine */
  readonly platform?: NodeJS.Platform;
}

type Unit = Omit<ServiceUnit, "env" | "project">;
/** Who asks the service manager, and from where. */
type Caller = Pick<ServiceUnit, "env" | "project">;

/** The unit of a project's worker. @throws HIVE_INVALID_OPTION on a system that has neither of the two */
export function serviceUnit({ project, root, env, platform = process.platform }: ServicePlace): ServiceUnit {
  const name = `hive-${basename(project).replaceAll(/[^\w-]/g, "-")}-${sha256(root).slice(0, 8)}`;
  const command = [...hiveCommand(), "worker", "run", "--background", "--idle-exit", "0", "--quiet", "--root", root];
  const home = env["HOME"] || homedir();
  if (platform === "linux") {
    return { ...systemdUnit(name, project, command, env["XDG_CONFIG_HOME"] || join(home, ".config")), env, project };
  }
  if (platform === "darwin") return { ...launchdAgent(name, command, home), env, project };
  throw new HiveError("HIVE_INVALID_OPTION", `there is no service unit for ${platform}`, {
    hint: "choose --worker hook: the hook starts the worker",
  });
}

const systemctl = (...args: readonly string[]): readonly string[] => ["systemctl", "--user", ...args];

function systemdUnit(name: string, project: string, command: readonly string[], config: string): Unit {
  const unit = `${name}.service`;
  const text = `[Unit]
Description=hive worker of ${oneLine(project).replaceAll("%", "%%")}

[Service]
ExecStart=${command.map(systemdWord).join(" ")}
Restart=always
RestartSec=10

[Install]
WantedBy=default.target
`;
  return {
    name: unit,
    path: join(config, "systemd", "user", unit),
    text,
    probe: systemctl("show-environment"),
    enable: [systemctl("daemon-reload"), systemctl("enable", "--now", unit)],
    disable: [systemctl("disable", "--now", unit)],
  };
}

const oneLine = (text: string): string => text.replaceAll(/\p{Cc}/gu, " ");

/** A word as systemd.service(5) reads it: quoted, with specifiers and variables taken literally. */
function systemdWord(word: string): string {
  const escaped = word
    .replaceAll("\\", String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll("\n", String.raw`\n`);
  return `"${escaped.replaceAll("%", "%%").replaceAll("$", "$$$$")}"`;
}

function launchdAgent(name: string, command: readonly string[], home: string): Unit {
  const label = `dev.${name}`;
  const path = join(home, "Library", "LaunchAgents", `${label}.plist`);
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${xml(label)}</string>
  <key>ProgramArguments</key>
  <array>
${command.map((word) => `    <string>${xml(word)}</string>`).join("\n")}
  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <true/>
</dict>
</plist>
`;
  const domain = `gui/${process.getuid?.() ?? 0}`;
  return {
    name: label,
    path,
    text,
    probe: ["launchctl", "print", domain],
    enable: [["launchctl", "bootstrap", domain, path]],
    disable: [["launchctl", "bootout", `${domain}/${label}`]],
  };
}

const xml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Whether this system has one of the two service managers. */
export const hasServices = (platform: NodeJS.Platform = process.platform): boolean =>
  platform === "linux" || platform === "darwin";

/** Refuses where no service manager would take the unit. @throws HIVE_INVALID_OPTION */
export function assertServiceManager({ probe, ...by }: ServiceUnit): void {
  const problem = failureOf(probe, by);
  if (problem === null) return;
  throw new HiveError("HIVE_INVALID_OPTION", `no service manager takes units of yours here: ${problem}`, {
    hint: "choose --worker hook: the hook starts the worker",
  });
}

/** @throws HIVE_UNHEALTHY when one of the commands fails */
export function runAll(commands: ServiceUnit["enable"], by: Caller): void {
  for (const command of commands) {
    const problem = failureOf(command, by);
    if (problem === null) continue;
    throw new HiveError("HIVE_UNHEALTHY", `${command.join(" ")}: ${problem}`, {
      hint: "hive setup --worker hook goes back to a worker that the hook starts",
    });
  }
}

function failureOf([program = "", ...args]: readonly string[], { env, project }: Caller): string | null {
  const path = programPath(program, env, project);
  if (path === null) return `${program} is not there`;
  const { exitCode, stderr } = Bun.spawnSync([path, ...args], {
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
    env,
  });
  return exitCode === 0 ? null : oneLine(stderr.toString().trim()) || `exit code ${exitCode}`;
}
