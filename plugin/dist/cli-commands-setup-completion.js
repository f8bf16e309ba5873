// @bun
import {
  Argument
} from "./cli-root.js";

// src/cli/completion.ts
var SHELLS = ["bash", "zsh", "fish"];
function completionScript(program, shell) {
  let nodes = nodesOf(program, program.name()), write = { bash, zsh, fish }[shell];
  return write(nodes);
}
var flagsOf = ({ long, short }) => [long, short].flatMap((flag) => flag ?? []);
function nodesOf(command, path) {
  let help = command.createHelp(), options = [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)], children = help.visibleCommands(command).filter((child) => child.name() !== "help"), flags = options.flatMap((option) => flagsOf(option).map((word) => ({ word, says: option.description }))), words = [...children.map((child) => ({ word: child.name(), says: child.description() })), ...flags], values = options.flatMap((option) => flagsOf(option).flatMap((flag) => option.argChoices === void 0 ? [] : [[flag, option.argChoices]])), below = children.flatMap((child) => nodesOf(child, `${path} ${child.name()}`));
  return [{ path, words, values: new Map(values) }, ...below];
}
var quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`, steps = (nodes) => nodes.slice(1).map(({ path }) => quoted(path)).join(" | "), valueArms = (nodes, values) => nodes.flatMap(({ path, values: of }) => [...of].map(([flag, words]) => `    ${quoted(`${path} ${flag}`)}) ${values(words)} ;;`)).join(`
`), wordList = (words) => `words=${quoted(words.join(" "))}`;
function bash(nodes) {
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
${nodes.map(({ path, words }) => `    ${quoted(path)}) ${wordList(words.map(({ word }) => word))} ;;`).join(`
`)}
    esac
    ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _hive hive
`;
}
var knownList = (words) => `known=(${words.map(quoted).join(" ")})`, described = ({ word, says }) => `${word}:${says.replaceAll(":", String.raw`\:`)}`;
function zsh(nodes) {
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
${nodes.map(({ path, words }) => `    ${quoted(path)}) ${knownList(words.map(described))} ;;`).join(`
`)}
    esac
    ;;
  esac
  _describe hive known || _files
}
if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then _hive "$@"; else compdef _hive hive; fi
`;
}
function fish(nodes) {
  let lines = nodes.flatMap(({ path, words, values }) => {
    let at = `complete -c hive -n ${quoted(`__hive_at ${quoted(path)}`)}`;
    return words.map(({ word, says }) => {
      let choices = values.get(word), takes = choices === void 0 ? "" : ` -x -a ${quoted(choices.join(" "))}`, name = word.startsWith("--") ? `-l ${word.slice(2)}` : word.startsWith("-") ? `-s ${word.slice(1)}` : `-f -a ${word}`;
      return `${at} ${name}${takes} -d ${quoted(says)}`;
    });
  });
  return `# hive's completion for fish: hive completion fish > ~/.config/fish/completions/hive.fish
function __hive_at
  set -l path hive
  for word in (commandline -opc)[2..-1]
    switch "$path $word"
      case ${nodes.slice(1).map(({ path }) => quoted(path)).join(" ")}
        set path "$path $word"
    end
  end
  test "$path" = "$argv[1]"
end
${lines.join(`
`)}
`;
}

// src/cli/commands/setup/completion.ts
function addCompletion(program, io) {
  program.command("completion").addArgument(new Argument("<shell>", "the shell to complete in").choices(SHELLS)).description("print a script with which a shell completes hive's commands and flags").addHelpText("after", `
Examples:
  hive completion bash      for ~/.bashrc: eval "$(hive ...)"
  hive completion zsh       for a file _hive in $fpath
  hive completion fish      for fish/completions/hive.fish`).action(async (shell) => {
    let { buildProgram } = await import("./cli-program.js");
    io.out(completionScript(await buildProgram(io), shell));
  });
}
export {
  addCompletion
};
