/** Which flags and variables leave a check the same. */

/** Flags that only change what is printed, how fast a run is, when it gives up, or that fix what they find. */
const SILENT = new RegExp(
  `^(?:--|-q+|-v+|-s|-x|-i|-l|-V+|-u|-ra?[aAfExXpPsw]*|-[jnT]\\d+C?|-count=\\d+|-(?:json|cover|failfast)|-(?:timeout|parallel|p|cover\\w+)=\\S+|--${[
    "(?:no-)?(?:quiet|verbose|silent|force|bail|fail-?fast|colou?rs?|color-output|watch|cache|cov|coverage|progress|summary|header|daemon|parallel|pretty)",
    "(?:ci|run|runInBand|nocapture|capture|exitfirst|showlocals|force-?exit|stacktrace|info|offline|locked|frozen|frozen-lockfile)",
    "(?:fix|unsafe-fixes|write|apply|update|updateSnapshots?|update-snapshots?|keep-going|output-on-failure|build-cache)",
    "(?:no-restore|nologo|batch-mode|no-transfer-progress|noEmit|incremental|no-print-directory|pull|load|no-install|if-present)",
    "(?!cache-show)(?:cov|coverage|cache|color|capture|log|console|detectOpen|logHeap|trace|enable-source)-?\\w+(?:-\\w+)*",
  ].join("|--")})$`,
);
/** Such flags with a value after `=`, or as the next word. */
const SILENT_VALUE =
  /^--?(?:bail|colou?rs?|tb|reporters?|test-reporter(?:-destination)?|watch|watchAll|durations|maxfail|max-?workers|workers|jobs|concurrency|test-concurrency|parallel|test-threads|timeout|test-?timeout|retry|retries|format|formatter|output|output-?format|outputFile|output-logs|log-?level|log-order|logger|verbosity|progress|message-format|target-dir|junit-?xml|cov|cov-report|cov-config|coverage[.-]\w+|capture|console|cache-(?:dir|location|from|to)|pool|pretty|max-failures|fail-level)$/i;
/** Those of them whose next word is theirs only if it is a number. */
const NUMBERED =
  /^(?:-[jnTwp]|--(?:bail|verbose|silent|quiet|ci|cache|coverage|durations|maxfail|max-?workers|workers|jobs|concurrency|test-concurrency|parallel|test-threads|timeout|test-?timeout|retry|retries|max-failures|watch|watchAll|colou?rs?|pretty))$/i;
const NUMBER = /^(?:\d[\w.%]*|auto|logical|max|true|false|never|always|null)$/;

/** The number of words that a silent flag takes; 0 for any other word. */
export function silentWords(words: readonly string[], at: number): 0 | 1 | 2 {
  const word = words[at]!;
  const [flag = ""] = word.split("=");
  const next = words[at + 1];
  const takes = next !== undefined && !next.startsWith("-");
  if (takes && (NUMBERED.test(word) ? NUMBER.test(next) : SILENT_VALUE.test(word))) return 2;
  return SILENT.test(word) || SILENT_VALUE.test(flag) ? 1 : 0;
}

/** Flags that make a check harder to pass: without them it passes, too. */
const STRICT = /^(?:-D=|-race$|--(?:strict|max-warnings|deny-warnings|all-targets|all-features)(?:$|=)|-Werror$)/;

/** What Cargo's `--all-targets` includes. */
const CARGO_TARGETS = /^--(?:tests?|examples?|bench|benches)(?:$|=)/;

/** True if a run with the one set of flags shows what one with the other set would have shown. */
export const showsModes = (passed: readonly string[], failed: readonly string[]): boolean =>
  failed.every((one) => passed.includes(one) || (CARGO_TARGETS.test(one) && passed.includes("--all-targets"))) &&
  passed.every((one) => failed.includes(one) || STRICT.test(one));

export const isVariable = (word: string): boolean => /^[A-Za-z_]\w*=/.test(word);

/** Variables that only say how loud a run is, or where it finds what it needs. */
const LOUDNESS = /^(?:CI|DEBUG|VERBOSE|TERM|COLUMNS|LANG|LC_\w+|\w*(?:COLOR|LOG|BACKTRACE|LEVEL|UNBUFFERED|BYTECODE))=/;
/** Names of variables that choose what is checked, and values that switch something. */
const CHOICE =
  /^(?:\w*(?:FEATURE|FLAG|SKIP|ONLY|UPDATE|DISABLE|ENABLE|MOCK|FAKE|SEED|BACKEND|ENGINE|DRIVER|ADAPTER|BROWSER|PROFILE|VARIANT|VERSION|PLATFORM|ARCH|TARGET|DIALECT)\w*|DB|TZ|GOOS|CC|CXX|\w*SANITIZE\w*)=|=["']?(?:0|1|on|off|true|false|yes|no|production|prod|staging)["']?$/i;

/** True if a run with this variable may have another outcome than one without it. */
export const isChoice = (variable: string): boolean => !LOUDNESS.test(variable) && CHOICE.test(variable);
