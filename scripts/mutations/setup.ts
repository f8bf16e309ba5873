import type { Mutation } from "./mutation.ts";

export const SETUP: readonly Mutation[] = [
  {
    name: "the original settings are kept",
    file: "src/install/plan.ts",
    text: "receipts.write(settings.path, { writtenSha256: sha256(after), original, hadDirectory });",
    replacement: "void [original, hadDirectory];",
    check: { file: "tests/setup/settings.test.ts", title: "comes back byte for byte" },
  },
  {
    name: "the settings are replaced by a rename, not written in place",
    file: "src/install/files.ts",
    text: "else fs.renameSync(temporary, file.path);",
    replacement: "else {\n      fs.rmSync(temporary);\n      fs.writeFileSync(file.path, after);\n    }",
    check: { file: "tests/setup/files.test.ts" },
  },
  {
    name: "new settings are flushed before the rename",
    file: "src/install/files.ts",
    text: "    fs.fsyncSync(fd);\n",
    replacement: "",
    check: { file: "tests/queue/flush.test.ts" },
  },
  {
    name: "settings that somebody changed meanwhile stay",
    file: "src/install/files.ts",
    text: "if (readTextFile(file.path).text !== file.text) {",
    replacement: "if (file.path === null) {",
    check: { file: "tests/setup/files.test.ts", title: "somebody has changed it" },
  },
  {
    name: "settings that are not JSON are refused",
    file: "src/install/jsonc.ts",
    text: "if (root !== undefined && error === undefined) return",
    replacement: "if (root !== undefined) return",
    check: { file: "tests/setup/settings.test.ts", title: "is refused and left alone" },
  },
  {
    name: "a link to the settings is followed, and stays",
    file: "src/install/files.ts",
    text: "if (fs.lstatSync(here, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return here;",
    replacement: "if (fs.lstatSync(here, { throwIfNoEntry: false })?.isSymbolicLink() !== null) return here;",
    check: { file: "tests/setup/files.test.ts", title: "written through a symbolic link" },
  },
];
