/** Scripts with which a shell completes hive's commands and flags. They hold all words, so that no key starts hive. */
import type { Command, Option } from "commander";

/** A word that may follow, with its description. */
interface Word {
  readonly word: string;
  readonly says: string;
}

/** A command with the words that may follow it, and the values of its flags. */
interface Node {
  /** Its words, such as `hive worker start`. */
  readonly path: string;
  readonly words: readonly Word[];
  readonly values: ReadonlyMap<string, readonly string[]>;
}

export type Shell = "bash" | "zsh" | "fish";
export const SHELLS: readonly Shell[] = ["bash", "zsh", "fish"];

export function completionScript(program: Command, shell: Shell): string {
  const nodes = nodesOf(program, program.name());
  const write = { bash, zsh, fish }[shell];
  return write(nodes);
}

const flagsOf = ({ long, short }: Option): string[] => [long, short].flatMap((flag) => flag ?? []);

function nodesOf(command: Command, path: string): Node[] {
  const help = command.createHelp();
  const options = [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
  const children = help.visibleCommands(command).filter((child) => child.name() !== "help");
  const flags = options.flatMap((option) => flagsOf(option).map((word) => ({ word, says: option.description })));
  const words = [...children.map((child) => ({ word: child.name(), says: child.description() })), ...flags];
  const values = options.flatMap((option) =>
    flagsOf(option).flatMap((flag) => (option.argChoices === undefined ? [] : [[flag, option.argChoices] as const])),
  );
  const below = children.flatMap((child) => nodesOf(child, `${path} ${child.name()}`));
  return [{ path, words, values: new Map(values) }, ...below];
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The arms of a shell's `case` that go from a command to one below it. */
const steps = (nodes: readonly Node[]): string =>
  nodes
    .slice(1)
    .map(({ path }) => quoted(path))
    .join(" | ");

/** @param values how the shell takes a list of words */
const valueArms = (nodes: readonly Node[], values: (words: readonly string[]) => string): string =>
  nodes
    .flatMap(({ path, values: of }) =>
      [...of].map(([flag, words]) => `    ${quoted(`${path} ${flag}`)}) ${values(words)} ;;`),
    )
    .join("\n");

const wordList = (words: readonly string[]): string => `words=${quoted(words.join(" "))}`;

function bash(nodes: readonly Node[]): string {
  return `# hive's completion for bash: hive completion bash > ~/.local/share/bash-completion/completions/hive
_hive() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} path=hive words= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path \${COMP_WORDS[i]}" in
    ${steps(nodes)}) path="$path \${COMP_WORDS[i]}" ;;
    esac
  done
  case "$path $previous" in
${valueArms(nodes, wordList)}
  *)
    case $path in
${nodes.map(({ path, words }) => `    ${quoted(path)}) ${wordList(words.map(({ word }) => word))} ;;`).join("\n")}
    esac
    ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _hive hive
`;
}

const knownList = (words: readonly string[]): string => `known=(${words.map(quoted).join(" ")})`;
const described = ({ word, says }: Word): string => `${word}:${says.replaceAll(":", String.raw`\:`)}`;

function zsh(nodes: readonly Node[]): string {
  return `#compdef hive
# hive's completion for zsh: hive completion zsh > a file named _hive in a directory of $fpath
_hive() {
  local line=hive i
  local -a known
  for ((i = 2; i < CURRENT; i++)); do
    case "$line \${words[i]}" in
    ${steps(nodes)}) line="$line \${words[i]}" ;;
    esac
  done
  case "$line \${words[CURRENT - 1]}" in
${valueArms(nodes, knownList)}
  *)
    case $line in
${nodes.map(({ path, words }) => `    ${quoted(path)}) ${knownList(words.map(described))} ;;`).join("\n")}
    esac
    ;;
  esac
  _describe hive known || _files
}
if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then _hive "$@"; else compdef _hive hive; fi
`;
}

function fish(nodes: readonly Node[]): string {
  const lines = nodes.flatMap(({ path, words, values }) => {
    const at = `complete -c hive -n ${quoted(`__hive_at ${quoted(path)}`)}`;
    return words.map(({ word, says }) => {
      const choices = values.get(word);
      const takes = choices === undefined ? "" : ` -x -a ${quoted(choices.join(" "))}`;
      const name = word.startsWith("--")
        ? `-l ${word.slice(2)}`
        : word.startsWith("-")
          ? `-s ${word.slice(1)}`
          : `-f -a ${word}`;
      return `${at} ${name}${takes} -d ${quoted(says)}`;
    });
  });
  return `# hive's completion for fish: hive completion fish > ~/.config/fish/completions/hive.fish
function __hive_at
  set -l path hive
  for word in (commandline -opc)[2..-1]
    switch "$path $word"
      case ${nodes
        .slice(1)
        .map(({ path }) => quoted(path))
        .join(" ")}
        set path "$path $word"
    end
  end
  test "$path" = "$argv[1]"
end
${lines.join("\n")}
`;
}
