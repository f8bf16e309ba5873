import type { Mutation } from "./mutation.ts";

export const SETUP: readonly Mutation[] = [
  {
    name: "settings that somebody has changed meanwhile are not written over",
    file: "src/setup/files.ts",
    text: "if (readTextFile(file.path).text !== file.text) {",
    replacement: "if (file.path === null) {",
    tests: ["tests/setup/files.test.ts"],
  },
  {
    name: "settings are replaced whole",
    file: "src/setup/files.ts",
    text: "fs.renameSync(temporary, file.path);",
    replacement: "fs.writeFileSync(file.path, after);",
    tests: ["tests/setup/files.test.ts"],
  },
  {
    name: "settings in another shape are refused",
    file: "src/setup/settings.ts",
    text: 'if (handlers?.type !== "array") throw',
    replacement: "if (handlers === null) throw",
    tests: ["tests/setup/settings.test.ts"],
  },
];
