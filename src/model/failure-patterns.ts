/** The lines by which the programs that agents call name a failure, and its reason. */
export interface Patterns {
  /** The names of a failure, the surest first: the first list with a match is used. */
  readonly names: {
    readonly tests: readonly RegExp[];
    /** Errors of compilers and checkers, with their position, and fatal errors without a test's name. */
    readonly errors: readonly RegExp[];
    readonly numbered: readonly RegExp[];
    /** An exception, the last line of a trace; a program's own words. */
    readonly exceptions: readonly RegExp[];
    readonly words: readonly RegExp[];
  };
  /** The reason beside the name: the expected value, and the place. */
  readonly reasons: readonly RegExp[];
  readonly values: RegExp;
  /** The process was killed or crashed. Reported in addition to any other name. */
  readonly deaths: readonly RegExp[];
  /** A line that says only that there was a failure. */
  readonly idle: RegExp;
  /** A summary with a count of failures, or a verdict. It names none, but shows that there was one. */
  readonly verdicts: readonly RegExp[];
  /** A summary without a failure: all of it passed. */
  readonly passes: readonly RegExp[];
}

let made: Patterns | undefined;

/** Compiled at first use: a hook without a failure does not pay for them. */
export function patterns(): Patterns {
  made ??= compile();
  return made;
}

function compile(): Patterns {
  return {
    names: {
      tests: [
        // bun, node --test, jest and vitest, pytest, cargo test, go test
        /^\(fail\) /,
        /^not ok \d+ - /,
        /^\s*[✖✗×] (?!failing tests|\d+ )/,
        /^\s*● (?!Console|Test suite failed)/,
        /^\s*FAIL\s+\S+\s+>/,
        /^(?:FAILED|ERROR) \S+(?:::| - |$)/,
        /^test .+ \.\.\. FAILED$/,
        /^\s*--- FAIL: /,
        // Gradle, Maven, sbt, dotnet
        /^(?!> ).+ > .+ FAILED$/,
        /^\[ERROR\] {2,}\S+:\d+ /,
        /^- .+ \*\*\* FAILED \*\*\*/,
        /^\s+Failed \S.* \[[^\]]* m?s\]$/,
        // unittest, minitest, rspec, ctest, googletest, bazel, flutter, deno
        /^(?:FAIL|ERROR): (?:\S+ \(|\/\/)/,
        /^\S+#\S+ \[\S+\]:$/,
        /^rspec \.\/\S+:\d+/,
        /^\s*\d+ - .+ \((?:Failed|Timeout|SEGFAULT|Not Run|Subprocess aborted)\)$/,
        /^\[ {2}FAILED {2}\] \S+\.\S+/,
        /^\/\/\S+ +FAILED/,
        / \[E\]$/,
        /^\S.* => \.\/\S+:\d+:\d+$/,
      ],
      errors: [
        // tsc and C#, cargo, go, C and mypy, eslint, pyright, ruff, Kotlin, Maven, shellcheck
        /\berror TS\d+:/,
        /^\S+\(\d+,\d+\): error \w+: /,
        /^error\[E\d+\]/,
        /^\S+:\d+(?::\d+)?: (?:fatal )?error: /,
        /^\S+\.go:\d+:\d+: /,
        /^\s+\d+:\d+\s+error\s+/,
        /^\s+\S+:\d+:\d+ - error: /,
        /^\S+:\d+:\d+: [A-Z]+\d+ /,
        /^[A-Z]{1,4}\d{3,4} (?:\[\*\] )?\S/,
        /^e: \S+:\d+:\d+ /,
        /^\[ERROR\] \S+:\[\d+,\d+\] /,
        /^In \S+ line \d+:$/,
        /\bundefined reference to\b|^Undefined symbols? for\b|\bmultiple definition of\b/,
        /^\[warn\] (?!Code style)\S+$/,
        // Docker, databases, git
        /^(?:ERROR: )?failed to (?:solve|build|compute)/,
        /^ERROR: /,
        /^psql:\S+:\d+: (?:ERROR|FATAL):/,
        /^ERROR \d+ \(\w+\)/,
        /^docker: Error/,
        /^ ! \[(?:remote )?rejected\]/,
        /^CONFLICT \(/,
        /\bpanicked at\b/,
        /^panic: /,
      ],
      // phpunit, mocha, playwright, ExUnit
      numbered: [/^\s*\d+\) \S/],
      exceptions: [
        /^(?:Uncaught )?(?:[\w.$]+\.)?\w*(?:Error|Exception)(?: \[\w+\])?: /,
        // Elixir
        /^\*\* \([\w.]+\) /,
        /^error: (?!could not compile|test failed|script |Recipe |process didn't exit|aborting|failed to push)/i,
        /^npm (?:ERR!|error) (?!code |errno|path |syscall |A complete log|command |Lifecycle |workspace |location |in workspace|Test failed|this is |If you|\s)/i,
        /^fatal: /,
        /^(?:CMake|Runtime) [Ee]rror\b/,
        /^make(?:\[\d+\])?: \*\*\* No rule/,
      ],
      words: [
        /^make(?:\[\d+\])?: \*\*\* /,
        /^\s*FAIL\b/,
        /\b(?:failed|failure|error|cannot|denied|not found|no such)\b/i,
        // A program's message in any language: `cat: a: …`
        /^(?:bash: line \d+: )?[\w.-]{1,20}: [^:]{1,200}: \S/,
      ],
    },
    reasons: [
      /^E {2,}\S/,
      /^\s*(?:[\w.$]+\.)?\w*(?:Exception|AssertionError|AssertionFailedError)\b/,
      /^\s*\w+_test\.go:\d+: /,
      /\bpanicked at\b/,
      /^\s*assertion .* failed/i,
      /^\s*--> \S+:\d+/,
      /^\s*(?:Error|TypeError|ReferenceError|SyntaxError|RangeError)\b.*: /,
      /^\s*error: /,
      // The step of a Dockerfile
      /^ ?> \[[^\]]*\d+\/\d+\] /,
      /^\s*expect\(.*\)/,
      /^\s*expected \S/,
      /^\S+:\d+: Failure$/,
      /\bSC\d{4} \(/,
    ],
    values: /^\s*(?:Expected|Received|Actual|expected|received|got|left|right|actual|Who)\b[^:]*: /,
    deaths: [
      /^Command timed out/,
      /\b(?:Segmentation fault|core dumped|Bus error|Illegal instruction)\b/,
      /^(?:bash: line \d+: +)?\d* *Killed\b/,
      /\b(?:out of memory|OOMKilled|signal: (?:9|11|SIG(?:KILL|SEGV|ABRT)))\b/i,
      /\b\w+Sanitizer: /,
    ],
    idle: /^(?:Exit code \d+|\s*\^+|[-=_─━⎯~*#\s]*|exit status \d+|FAIL|FAILURES?[!:]?|Failures:|Failed examples:|Found \d+ errors?\.?.*|There (?:was|were) \d+ (?:failure|error)s?:|\* What went wrong:|BUILD FAILED in .*|FAILURE: Build failed with an exception\.|> Task \S+ FAILED|> There were failing tests.*|\d+ tests completed, \d+ failed|Errors while running CTest|The following tests FAILED:|\s*Error Message:|error: Test failed|.* Some tests failed\.|collect2: .*|FAILED \([\w=, ]+\)|\s*\d+ (?:pass|fail|skip|todo|error|expect\(\) calls)|Ran \d+ tests? .*|\s*duration_ms: .*)$/,
    verdicts: [
      // "Tests: 1 failed, 11 passed", "3 problems (2 errors, 1 warning)", "Found 2 errors in 1 file"
      /^(?!.*\bfixed\b)[^\p{L}\d]*(?:(?:Tests?|Test Files|Test Suites|Found|DONE|Summary)\b[:\s]*)?(?:\d+ [a-z]+[,|;(\s]*)*[1-9]\d* (?:tests? )?(?:fail(?:ed|ing|ures?)?|errors?)(?=\s*(?:$|[^\s\p{L}]|in\b|generated\b))/iu,
      /^(?:# |ℹ )fail [1-9]|^.*\b(?:Failures|Errors|Failed): +[1-9]/,
      /^(?:FAIL\s|test result: FAILED|BUILD FAILED|make(?:\[\d+\])?: \*\*\* )/,
      // What an agent has a shell print after a run.
      /^\W*(?:exit(?:ed)?|rc|status|code)(?: (?:code|status))?\W{1,3}[1-9]\d*$/i,
    ],
    passes: [
      // "12 passed, 0 failed", " 0 fail", "3 examples, 0 failures", "Found 0 errors", "100% tests passed"
      /(?:^|[^\d.])0 (?:tests? )?(?:fail(?:ed|ing|ures?)?|errors?)\b|^(?:# |ℹ )fail 0|\b(?:Failures|Failed): +0\b|\b100% tests passed|\b0 remaining\b|\btests? pass(?:es)?\.$/i,
      // "Tests: 12 passed, 12 total", "12 passed in 0.1s", "12 passing (9ms)"
      /^[=\s]*(?:Tests?:?\s+)?\d+ pass(?:ed|ing)\b(?:,|.* (?:in|\()|\s*[(|]|$)/,
      /^(?:test result: ok|ok\s+\S+\s+(?:\d|\()|ok \||PASS$|OK\b(?=$| \()|Passed!|Success: no issues|All (?:checks passed|matched files|tests passed))/,
      /^(?:\[INFO\] )?(?:BUILD SUCCESS|Build succeeded|Build completed)|^\s*Finished `?(?:dev|test|release|bench)|compiled successfully|\bbuilt in \d|^Successfully (?:built|tagged)|\bno (?:issues|problems|errors) found|naming to \S+ .*done|up to date\.?$|Nothing to be done/i,
    ],
  };
}
