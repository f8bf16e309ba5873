const SECTION = /^\[\s*([\w-]+)\s*\]$/;
const SETTING = /^([\w-]+)\s*=\s*(.*)$/;

/**
 * One setting of a repository's own `config`, which git would read with everything else that the file says: programs,
 * and other files that name programs. The last one counts; one in a section with a quoted name is not found.
 * @param name such as `core.worktree`
 */
export function gitSetting(config: string, name: string): string | undefined {
  let section = "";
  let value: string | undefined;
  for (const line of config.split("\n")) {
    const text = line.trim();
    const opened = SECTION.exec(text)?.[1];
    if (opened !== undefined) section = opened.toLowerCase();
    else if (text.startsWith("[")) section = "";
    const [, key, given = ""] = SETTING.exec(text) ?? [];
    if (key !== undefined && `${section}.${key.toLowerCase()}` === name) value = given.replace(/^"(.*)"$/, "$1");
  }
  return value;
}

/** What says how git compares files, and the values that it may have: none of them names anything. */
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

/** Those of a repository's settings that say how its files compare, as flags of git's. */
export function comparingFlags(config: string): string[] {
  return Object.entries(COMPARING).flatMap(([name, allowed]) => {
    const value = gitSetting(config, name);
    return value !== undefined && allowed.test(value) ? ["-c", `${name}=${value.toLowerCase()}`] : [];
  });
}
