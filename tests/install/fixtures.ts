import { compiledHook } from "../../src/install/hook/command.ts";

/** The hook that the tests install. */
export const HOOK = compiledHook();
const ours = JSON.stringify({ type: "command", command: HOOK.command, args: [], timeout: 5 });
const foreign = '{ "type": "command", "command": "say done" }';

/** A settings file of Claude Code's own make, with hooks of others. */
const FOREIGN_HOOKS = `{
  "permissions": {
    "allow": ["Bash(bun test:*)", "Read(//etc/hosts)"]
  },
  "hooks": {
    "PreToolUse": [
      {
        "matcher": "Bash",
        "hooks": [{ "type": "command", "command": "~/bin/guard", "timeout": 10 }]
      }
    ],
    "PostToolUse": [
      {
        "matcher": "Write|Edit",
        "hooks": [
          { "type": "command", "command": "prettier --write" },
          { "type": "command", "command": "echo \\"hive-hook\\"" }
        ]
      }
    ],
    "Stop": [
      {
        "hooks": [${foreign}]
      }
    ]
  },
  "enabledPlugins": {}
}
`;

const COMMENTED = `// Settings of the team.
{
  /* the model */ "model": "opus", // large
  "hooks": {
    // Stop: a bell.
    "Stop": [
      { "hooks": [${foreign}] }, // rings
      // { "hooks": [{ "type": "command", "command": "old" }] }
    ], // end of Stop
    /* nothing more */
  },
  // "env": {}
}
// the end
`;

/** Texts that hive installs into. Null: there is no file. */
export const ACCEPTED: Readonly<Record<string, string | null>> = {
  "no file": null,
  "an empty file": "",
  "a file of blanks": " \n\t\n",
  "a byte order mark alone": "\uFEFF",
  "an empty object": "{}",
  "an empty object and a line end": "{}\n",
  "an empty object over two lines": "{\n}\n",
  "an object that holds a comment alone": "{\n  // nothing yet\n}\n",
  "one line": '{"model":"opus","hooks":{"Stop":[]}}',
  "one line with spaces": '{ "model": "opus", "env": {} }\n',
  "one line with a trailing comma": '{ "model": "opus", }\n',
  "one line with a comment": '{ "model": "opus" /* large */ }',
  "two spaces, foreign hooks": FOREIGN_HOOKS,
  "tabs, foreign hooks": FOREIGN_HOOKS.replaceAll("  ", "\t"),
  "four spaces, foreign hooks": FOREIGN_HOOKS.replaceAll("  ", "    "),
  "CRLF, foreign hooks": FOREIGN_HOOKS.replaceAll("\n", "\r\n"),
  "CRLF and an empty object": "{\r\n}\r\n",
  "a byte order mark, foreign hooks": `\uFEFF${FOREIGN_HOOKS}`,
  "a byte order mark and CRLF": `\uFEFF${FOREIGN_HOOKS.replaceAll("\n", "\r\n")}`,
  "no line end at the end": FOREIGN_HOOKS.trimEnd(),
  "several line ends at the end": `${FOREIGN_HOOKS}\n\n`,
  "comments and trailing commas": COMMENTED,
  "comments, trailing commas, CRLF": COMMENTED.replaceAll("\n", "\r\n"),
  "comments, trailing commas, tabs": COMMENTED.replaceAll("  ", "\t"),
  "hooks: {}": '{\n  "hooks": {}\n}\n',
  "hooks: {} with a comment": '{\n  "hooks": { /* none */ }\n}\n',
  "hooks: {} over lines, with a comment": '{\n  "hooks": {\n    // none\n  }\n}\n',
  "empty events": '{\n  "hooks": {\n    "Stop": [],\n    "PostToolUse": [\n    ]\n  }\n}\n',
  "a group without handlers": '{\n  "hooks": {\n    "Stop": [{ "hooks": [] }]\n  }\n}\n',
  "unknown events": `{\n  "hooks": {\n    "Weather": "rain",\n    "Later": [{ "when": 5, "hooks": [${foreign}] }]\n  }\n}\n`,
  "handlers of other kinds": `{
  "hooks": {
    "PostToolUse": [{ "hooks": [{ "type": "http", "url": "http://127.0.0.1:9/hive-hook" }, { "type": "prompt" }, 7] }]
  }
}
`,
  "braces at odd places":
    '{\n      "a" :1\n ,"hooks"\n  :\n{ "Stop"\n:[\n\n{"hooks":\n [{"type":"command","command":"x"}\n]}\n,\n{"hooks":[]}]\n}\n }',
  "nested indentation that grows": `{
 "a": {
    "b": [
          1
    ]
 },
 "hooks": {
      "Stop": [
         {
                "hooks": [
   ${foreign}
                ]
         }
      ]
 }
}
`,
  "keys on the bracket's line": `{ "model": "opus",\n  "hooks": { "Stop": [ {\n    "hooks": [ ${foreign} ] } ] } }\n`,
  "no indentation": `{\n"model": "opus",\n"hooks": {\n"Stop": [\n{\n"hooks": [\n${foreign}\n]\n}\n]\n}\n}\n`,
  "a line comment behind the last item": '{\n  "model": "opus" // large\n}\n',
  "a block comment over lines behind the last item": '{\n  "model": "opus" /* large\n   and slow */\n}\n',
  "a comma on the next line": '{\n  "model": "opus"\n  , // odd\n  "env": {}\n  , // odder\n}\n',
  "texts that look like comments and ends": '{\n  "a": "// no, /* no */ ]}",\n  "b\\"{": "\\u002f\\n"\n}\n',
  "hooks in a nested object": '{\n  "env": {\n    "hooks": { "Stop": "not hooks" }\n  }\n}\n',
  "other scripts": '{\n  "язык": "русский",\n  "绘": "🐝",\n  "hooks": {}\n}\n',
  "an entry equal to ours": `{\n  "hooks": {\n    "Stop": [{ "hooks": [${ours}] }]\n  }\n}\n`,
  "an entry of ours beside a foreign one": `{\n  "hooks": {\n    "Stop": [{ "hooks": [${foreign}, ${ours}] }]\n  }\n}\n`,
  "an entry of ours twice": `{\n  "hooks": {\n    "Stop": [{ "hooks": [${ours}] }, { "hooks": [${ours}] }]\n  }\n}\n`,
  "an entry of another installation": `{
  "hooks": {
    "Stop": [{ "hooks": [{ "type": "command", "command": "/old/dist/hive-hook", "args": [], "timeout": 5 }] }, {"hooks":[]}]
  }
}
`,
  "an entry of another installation, as a script":
    '{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"bun","args":["/old/src/cli/main.ts","hook"]}]}]}}',
  "an entry of ours at an event that hive left":
    '{"hooks":{"Notification":[{"hooks":[{"type":"command","command":"\'/a b/hive-hook\'"}]}]}}',
  "two megabytes": `{\n  "permissions": {\n    "allow": [\n${Array.from({ length: 40_000 }, (_, n) => `      "Bash(command number ${n} of very many:*)"`).join(",\n")}\n    ]\n  }\n}\n`,
};

/** Texts that hive does not touch. */
export const REFUSED: Readonly<Record<string, string>> = {
  "no JSON": "model = opus\n",
  "a bracket that is missing": '{ "hooks": { "Stop": [] }',
  "a bracket too many": "{}}",
  "a comma that is missing": '{ "a": 1 "b": 2 }',
  "comments alone": "// nothing\n",
  "a comment that does not end": "{} /* nothing",
  "an array": "[]",
  "a number": "7",
  "hooks: []": '{ "hooks": [] }',
  "hooks: null": '{ "hooks": null }',
  "an event that is an object": '{ "hooks": { "Stop": {} } }',
  "an event that is a text": '{ "hooks": { "Stop": "say done" } }',
  "a group that is a text": '{ "hooks": { "PostToolUse": ["say done"] } }',
  "a group whose hooks are no array": '{ "hooks": { "Stop": [{ "hooks": {} }] } }',
  "a group without hooks": '{ "hooks": { "Stop": [{ "matcher": "" }] } }',
  "an event that breaks all others": '{ "hooks": { "PreToolUse": [{ "matcher": "Bash", "command": "x" }] } }',
  "hooks twice": '{ "hooks": {}, "hooks": { "Stop": [] } }',
  "brackets without end": `{"a": ${"[".repeat(60_000)}${"]".repeat(60_000)}}`,
  "an event twice": '{ "hooks": { "Stop": [], "Stop": [] } }',
};
