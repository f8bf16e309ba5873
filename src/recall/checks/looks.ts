/** Commands that only look: a successful one is of no interest later. */
import { stepsOf, unwrapped } from "./steps.ts";
import { working } from "./start.ts";

/** Programs that only read, with any argument. */
const READERS = new Set(
  "ls ll exa eza lsd cat bat batcat head tail less more pwd cd pushd popd echo printf which type command whereis wc grep egrep fgrep zgrep rg ag ack sg ast-grep tree stat file du df env printenv date cal whoami id groups hostname uname arch nproc free uptime lscpu ps top htop pgrep lsof ss netstat true false : sleep wait jobs uniq cut tr column fold rev paste comm nl tac jq yq xq diff cmp test [ [[ basename dirname realpath readlink xxd od hexdump strings nm ldd objdump readelf md5sum shasum cksum history man tldr seq zcat cloc tokei scc dig host nslookup ping getent journalctl dmesg locale tty export unset set source . alias ulimit umask read done fi esac sort awk hash clear".split(
    " ",
  ),
);
const CHECKSUM = /^sha\d+sum$/;
/** Programs that act otherwise, and the actions that only look. */
const ACTIONS: Readonly<Record<string, string>> = {
  sed: "sed (?:-n|-\\w*n\\w* )",
  find: "find (?!.* -(?:delete|ok|exec(?:dir)? (?!grep|ls|cat|head|wc|stat|file)))",
  "fd fdfind": "(?:fd|fdfind) (?!.* (?:-x|-X|--exec))",
  git: "git (?:-C \\S+ |-c \\S+ |--no-pager )*(?:status|diff|log|show|branch|remote|rev-parse|rev-list|ls-files|ls-tree|ls-remote|blame|annotate|grep|cat-file|describe|reflog|shortlog|show-ref|for-each-ref|merge-base|name-rev|check-ignore|count-objects|whatchanged|tag -l|tag --list|tag$|stash list|stash show|worktree list|config (?:--get|--list|-l)|config [\\w.-]+$)",
  gh: "gh (?:auth status|search|(?:pr|issue|run|repo|release|workflow|label|gist) (?:view|list|status|diff|checks|watch)|api (?!.*(?:-X|--method|-f |-F |--input)))",
  "npm pnpm yarn bun":
    "(?:npm|pnpm|yarn|bun|bun pm) (?:ls|list|ll|la|view|info|show|why|explain|outdated|root|prefix|bin|ping|whoami|audit$|config (?:get|list)|pack --dry-run)",
  "uv pip gem brew poetry apt apt-cache dpkg composer conda rustup nvm pyenv asdf mise":
    "(?:(?:uv )?pip[\\d.]*|gem|brew|poetry|apt|apt-cache|dpkg|composer|conda|rustup|nvm|pyenv|asdf|mise) (?:list|show|info|freeze|search|check|outdated|policy|versions|current|ls|-l\\b)",
  cargo: "cargo (?:tree|metadata|search|locate-project)",
  go: "go (?:list|env|doc|version)",
  docker:
    "docker (?:compose (?:\\S+ )?)?(?:ps|images|logs|inspect|stats|info|top|port|version|config|history|ls|(?:network|volume|image|container) (?:ls|inspect))",
  kubectl: "kubectl (?:get|describe|logs|top|explain|version|config (?:view|current-context|get-contexts))",
  systemctl: "systemctl (?:status|is-active|is-enabled|list-\\S+)",
  curl: "curl(?= .*(?:localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0|\\[::1\\]))|curl(?= )(?!.* (?:-X ?(?!GET|HEAD)|--request|-d |--data|-F |--form|-T |-o |-O|--output|--upload|--remote))",
  wget: "wget (?=.*-[qnv]*O ?-)",
  "tar unzip zipinfo": "(?:tar|unzip|zipinfo) -?[a-z]*[tl][a-z]* ",
  node: "node (?:-p|--print) ",
  kill: "kill -0 ",
  "if while until for case select do then else ! time": "(?:if|while|until|for|case|select|do|then|else|!|time) ",
};
const PATTERNS = new Map(
  Object.entries(ACTIONS).flatMap(([programs, action]) => programs.split(" ").map((program) => [program, action])),
);
const compiled = new Map<string, RegExp>();

/** The pattern of a program's actions. One for all programs takes longer to compile than a report to write. */
function actionsOf(program: string): RegExp | undefined {
  // `pip3.12` is pip.
  const action = PATTERNS.get(program.replace(/[\d.]+$/, ""));
  if (action === undefined) return undefined;
  const pattern = compiled.get(action) ?? new RegExp(`^(?:${action})`);
  compiled.set(action, pattern);
  return pattern;
}

/** True for a program that only looks, such as `git log -1`. */
function looks(text: string): boolean {
  const word = /^\S*/.exec(text)![0];
  const name = word.slice(word.lastIndexOf("/") + 1);
  return READERS.has(name) || CHECKSUM.test(name) || actionsOf(word)?.test(text) === true;
}

/** Programs that print more with `-v`, or with `-V`. */
const LOUD =
  "pytest|py\\.test|unittest|django|python[\\d.]*|ruff|mypy|pyright|basedpyright|flake8|pylint|black|isort|phpunit|pest|tox|nox|ctest|mocha|ava|tap|ninja|task";
const ASKS = new RegExp(
  `^(?:npx |bunx )?(?!(?:\\S*/)?(?:${LOUD}) )[\\w./@-]+ (?:-v|-V)$|^[\\w./@-]+(?: [a-z-]+)? (?:--?version|version|--?help|help|-h)$`,
);

/** True for any program that is asked for its version or its options. */
export const asks = (program: string): boolean => ASKS.test(program);

/** True if a command writes nothing and runs nothing but programs that look. */
export function looksOnly(command: string): boolean {
  const plain = unwrapped(command).replaceAll(/"[^"]*"|'[^']*'/g, "Q");
  if (/(?:^|[^0-9&=-])>{1,2}(?! ?(?:\/dev\/null|&))/.test(plain)) return false;
  return programsOf(command).every((program) => looks(program) || asks(program));
}

/** The commands of a line, each as the program that does the work. */
export const programsOf = (command: string): string[] =>
  stepsOf(unwrapped(command))
    .map(({ text }) => working(bodyOf(text)))
    .filter((text) => text !== "");

/** What stands behind a word of the shell's: `then cat a` is `cat a`. */
const bodyOf = (text: string): string =>
  text
    .replace(/^(?:(?:if|while|until|do|then|else|elif|!|\{) |\( ?)+/, "")
    .replace(/^(?:for|case|select) .*$|^[})]$/, "");
