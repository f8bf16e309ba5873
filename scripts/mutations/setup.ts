import type { Mutation } from "./mutation.ts";

export const SETUP: readonly Mutation[] = [
  {
    name: "a new hook replaces the old one in one step",
    change: { before: "rmSync(command, { force: true });\nawait Bun.sleep(500);" },
    check: { file: "tests/torture/install/package.test.ts", title: "an update replaces the hook" },
  },
  {
    name: "an update leaves the modules of a hook that may be running",
    change: { condition: "!/^[0-9a-f]{32}$/.test(name)" },
    check: { file: "tests/torture/install/package.test.ts", title: "an update replaces the hook" },
  },
  {
    name: "the compiled hook finds its modules beside itself",
    change: {
      with: 'const moved = text.replace(rare, (_all, name) => `import("${parts}/${name}.js")`);',
    },
    check: { file: "tests/torture/install/moved.test.ts", title: "a directory above its checkout was renamed" },
  },
  {
    name: "the original settings are kept",
    change: { with: "void [original, hadDirectory, made];" },
    check: { file: "tests/agents/claude-code/settings.test.ts", title: "comes back byte for byte" },
  },
  {
    name: "a removal leaves directories that setup did not make",
    change: { with: "if (after === null) removeIfEmpty(...directoriesOf(paths, settings.path));" },
    check: { file: "tests/install/agents.test.ts", title: "leaves the empty directories that were there" },
  },
  {
    name: "the settings are replaced by a rename, not written in place",
    change: {
      swap: [
        "fs.renameSync(temporary, file.path);",
        "{\n      fs.rmSync(temporary);\n      fs.writeFileSync(file.path, after);\n    }",
      ],
    },
    check: { file: "tests/install/files.test.ts" },
  },
  {
    name: "new settings are flushed before the rename",
    change: "skip",
    check: { file: "tests/slow/queue/flush.test.ts" },
  },
  {
    name: "settings that somebody changed meanwhile stay",
    change: { condition: "file.path === null" },
    check: { file: "tests/install/files.test.ts", title: "somebody has changed it" },
  },
  {
    name: "settings that are not JSON are refused",
    change: { condition: "root !== undefined" },
    check: { file: "tests/agents/claude-code/settings.test.ts", title: "is refused and left alone" },
  },
  {
    name: "settings that Codex does not read are refused",
    change: "skip",
    check: { file: "tests/agents/codex/settings.test.ts", title: "are not changed when" },
  },
  {
    name: "a link to the settings is followed, and stays",
    change: { swap: ["!== true", "!== null"] },
    check: { file: "tests/install/files.test.ts", title: "written through a symbolic link" },
  },
  {
    name: "the plugin leaves a call only to a hook that runs",
    change: { swap: [" && canRun(command)", ""] },
    check: { file: "tests/slow/install/plugin.test.ts", title: "saves the call itself" },
  },
  {
    name: "the plugin leaves no project's settings a call",
    change: "skip",
    check: { file: "tests/slow/install/plugin.test.ts", title: "never to a project's" },
  },
  {
    name: "the plugin leaves a call only to an entry for all of its calls",
    change: { swap: ["matcher === EVENTS.get(event)", "event !== undefined"] },
    check: { file: "tests/slow/install/plugin.test.ts", title: "saves the call itself" },
  },
  {
    name: "shared settings do nothing where hive is not installed",
    change: { swap: ["; exit 0", ""] },
    check: { file: "tests/slow/install/setup.test.ts", title: "do nothing, without a word" },
  },
  {
    name: "shared settings name no path of one machine",
    change: { swap: ['scope === "project"', "scope === null"] },
    check: { file: "tests/slow/install/setup.test.ts", title: "name no path of this machine" },
  },
  {
    name: "setup asks nothing that it would refuse",
    change: { swap: ["disabled: reason !== null", "disabled: false"] },
    check: { file: "tests/slow/install/wizard.test.ts", title: "would be refused" },
  },
];
