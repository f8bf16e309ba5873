/** A setting may follow on the line. */
const SECTION = /^\[\s*([\w-]+)\s*\]\s*/;
/** A comment ends a value. A name alone stands for "true". */
const SETTING = /^([\w-]+)\s*(?:=\s*("[^"]*"|[^#;]*)|$)/;

/**
 * One setting of a repository's own `config`. git would act on the whole file, which can name programs and files.
 * The last one counts; one in a section with a quoted name is not found.
 * @param name such as `core.worktree`
 */
export function gitSetting(config: string, name: string): string | undefined {
  let section = "";
  let value: string | undefined;
  for (const line of config.split("\n")) {
    const trimmed = line.trim();
    const [header = "", opened = ""] = SECTION.exec(trimmed) ?? [];
    if (trimmed.startsWith("[")) section = opened.toLowerCase();
    const [, key, given = "true"] = SETTING.exec(trimmed.slice(header.length)) ?? [];
    if (key !== undefined && `${section}.${key.toLowerCase()}` === name)
      value = given.trimEnd().replace(/^"(.*)"$/, "$1");
  }
  return value;
}

/** Settings for git's file comparison, with their allowed values: none of them names anything. */
const COMPARING: Readonly<Record<string, RegExp>> = {
  "core.filemode": /^(?:true|false)$/i,
  "core.ignorecase": /^(?:true|false)$/i,
  "core.symlinks": /^(?:true|false)$/i,
  "core.trustctime": /^(?:true|false)$/i,
  "core.precomposeunicode": /^(?:true|false)$/i,
  "core.checkstat": /^(?:default|minimal)$/i,
  "core.autocrlf": /^(?:true|false|input)$/i,
  "core.eol": /^(?:lf|crlf|native)$/i,
  "extensions.objectformat": /^(?:sha1|sha256)$/i,
};

/** The repository's settings that decide how files compare, as flags for git. */
export function comparingFlags(config: string): string[] {
  return Object.entries(COMPARING).flatMap(([name, allowed]) => {
    const value = gitSetting(config, name);
    return value !== undefined && allowed.test(value) ? ["-c", `${name}=${value.toLowerCase()}`] : [];
  });
}
