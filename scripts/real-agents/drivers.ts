/** How to start each agent, name the model, make it trust the project, and call its tools. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Call, Offer, Step } from "./script.ts";

export interface Setting {
  readonly home: string;
  readonly project: string;
  /** The directory with the installed programs. */
  readonly modules: string;
  /** The model's origin. */
  readonly origin: string;
  readonly prompt: string;
}

export interface Driver {
  /** The package whose version is written down. */
  readonly package: string;
  /** Writes the agent's settings before hive is set up. */
  readonly prepare: (setting: Setting) => void;
  readonly command: (setting: Setting) => string[];
  readonly env: (setting: Setting) => Readonly<Record<string, string>>;
  /** A step as a call of the agent's; undefined where it has no tool for it. */
  readonly call: (step: Exclude<Step, { say: string }>, offer: Offer) => Call | undefined;
  /** The answer to a request without tools. */
  readonly untooled?: string;
}

const platform = `linux-${process.arch}`;

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const lines = (mark: string, text: string): string =>
  text
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => `${mark}${line}\n`)
    .join("");
const patch = (body: string): Call => ({ name: "apply_patch", raw: `*** Begin Patch\n${body}*** End Patch\n` });

const codex: Driver = {
  package: "@openai/codex",
  prepare({ home, project, origin }) {
    const path = join(home, ".codex/config.toml");
    if (existsSync(path)) return;
    // The model's name decides whether apply_patch is offered.
    const settings = `model = "gpt-5.5"
model_provider = "mock"

[model_providers.mock]
name = "mock"
base_url = "${origin}/v1"
wire_api = "responses"
env_key = "MOCK_KEY"

[projects."${project}"]
trust_level = "trusted"
`;
    write(path, settings);
  },
  command({ modules, prompt }) {
    const triple = `${process.arch === "arm64" ? "aarch64" : "x86_64"}-unknown-linux-musl`;
    const binary = join(modules, `@openai/codex-${platform}`, "vendor", triple, "bin/codex");
    // A person trusts hive's hooks with /hooks.
    return [binary, "exec", "--dangerously-bypass-hook-trust", "--dangerously-bypass-approvals-and-sandbox", prompt];
  },
  env: () => ({ MOCK_KEY: "x" }),
  call(step, { tools }) {
    if ("shell" in step) return { name: "exec_command", args: { cmd: step.shell } };
    if ("write" in step) return patch(`*** Add File: ${step.write.path}\n${lines("+", step.write.content)}`);
    if ("edit" in step) {
      const { path, old, new: after } = step.edit;
      return patch(`*** Update File: ${path}\n@@\n${lines("-", old)}${lines("+", after)}`);
    }
    const plan = step.todos.map(({ text, status }) => ({ step: text, status }));
    return tools.has("update_plan") ? { name: "update_plan", args: { plan } } : undefined;
  },
};

const gemini: Driver = {
  package: "@google/gemini-cli",
  prepare({ home }) {
    const path = join(home, ".gemini/settings.json");
    if (existsSync(path)) return;
    const settings = {
      security: { auth: { selectedType: "gemini-api-key" }, folderTrust: { enabled: false } },
      privacy: { usageStatisticsEnabled: false },
      telemetry: { enabled: false },
      general: { enableAutoUpdate: false },
    };
    write(path, JSON.stringify(settings, null, 2));
  },
  command: ({ modules, prompt }) => [
    "node",
    join(modules, "@google/gemini-cli/bundle/gemini.js"),
    "-m",
    "gemini-2.5-pro",
    "--yolo",
    "-p",
    prompt,
  ],
  env: ({ origin }) => ({ GEMINI_API_KEY: "x", GOOGLE_GEMINI_BASE_URL: origin }),
  untooled: "{}",
  call(step, { project, tools }) {
    if ("shell" in step) {
      return { name: "run_shell_command", args: { command: step.shell, description: "Run a command" } };
    }
    if ("write" in step) {
      const { path, content } = step.write;
      return { name: "write_file", args: { file_path: join(project, path), content } };
    }
    if ("edit" in step) {
      const { path, old, new: after } = step.edit;
      const args = { file_path: join(project, path), instruction: "Change it", old_string: old, new_string: after };
      return { name: "replace", args };
    }
    const todos = step.todos.map(({ text, status }) => ({ description: text, status }));
    return tools.has("write_todos") ? { name: "write_todos", args: { todos } } : undefined;
  },
};

const copilot: Driver = {
  package: "@github/copilot",
  prepare: ({ home }) => void mkdirSync(join(home, ".copilot"), { recursive: true }),
  command: ({ modules, prompt }) => [
    join(modules, `@github/copilot-${platform}`, "copilot"),
    "--allow-all-tools",
    "--disable-client-telemetry",
    "--trust-folder",
    "-p",
    prompt,
  ],
  env: ({ origin }) => ({
    COPILOT_OFFLINE: "true",
    COPILOT_PROVIDER_BASE_URL: `${origin}/v1`,
    COPILOT_PROVIDER_API_KEY: "x",
    COPILOT_MODEL: "gpt-4.1",
    COPILOT_AUTO_UPDATE: "false",
  }),
  call(step, { project, tools }) {
    if ("shell" in step) return { name: "bash", args: { command: step.shell, description: "Run a command" } };
    if ("write" in step) {
      const { path, content } = step.write;
      return { name: "create", args: { path: join(project, path), file_text: content } };
    }
    if ("edit" in step) {
      const { path, old, new: after } = step.edit;
      return { name: "edit", args: { path: join(project, path), old_str: old, new_str: after } };
    }
    const todos = step.todos.map(({ text, status }) => `- [${status === "completed" ? "x" : " "}] ${text}`).join("\n");
    return tools.has("update_todo") ? { name: "update_todo", args: { todos } } : undefined;
  },
};

const opencode: Driver = {
  package: "opencode-ai",
  prepare({ home, origin }) {
    const path = join(home, ".config/opencode/opencode.json");
    if (existsSync(path)) return;
    const settings = {
      model: "mock/mock-model",
      autoupdate: false,
      share: "disabled",
      permission: { bash: "allow", edit: "allow" },
      provider: {
        mock: {
          npm: "@ai-sdk/openai-compatible",
          name: "Mock",
          options: { baseURL: `${origin}/v1`, apiKey: "x" },
          models: { "mock-model": { name: "mock", limit: { context: 100_000, output: 4000 } } },
        },
      },
    };
    write(path, JSON.stringify(settings, null, 2));
  },
  command: ({ modules, prompt }) => [join(modules, `opencode-${platform}`, "bin/opencode"), "run", prompt],
  env: () => ({
    OPENCODE_DISABLE_AUTOUPDATE: "1",
    OPENCODE_DISABLE_MODELS_FETCH: "1",
    // It has npm fetch a package for plugins, and waits for the retries.
    npm_config_offline: "true",
    npm_config_fetch_retries: "0",
  }),
  call(step, { project }) {
    if ("shell" in step) return { name: "bash", args: { command: step.shell, description: "Run a command" } };
    if ("write" in step) {
      const { path, content } = step.write;
      return { name: "write", args: { filePath: join(project, path), content } };
    }
    if ("edit" in step) {
      const { path, old, new: after } = step.edit;
      return { name: "edit", args: { filePath: join(project, path), oldString: old, newString: after } };
    }
    const todos = step.todos.map(({ text, status }) => ({ content: text, status, priority: "medium" }));
    return { name: "todowrite", args: { todos } };
  },
};

export const DRIVERS: Readonly<Record<string, Driver>> = { codex, gemini, copilot, opencode };

/** The version of a driver's package. */
export function versionOf({ package: name }: Driver, modules: string): string {
  const manifest = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8")) as {
    readonly version: string;
  };
  return manifest.version;
}
