import type { RulesFile } from "../agent.ts";

const BEGIN = `---
description: hive's records of an earlier session
alwaysApply: true
---
`;

/** A rule that Cursor puts into each request, for versions in which a hook's answer does not reach the model. */
export const cursorRules: RulesFile = {
  path: ".cursor/rules/hive.mdc",
  withRecords: (text) => `${BEGIN}${text}\n`,
  isOwn: (text) => text.startsWith(BEGIN),
};
