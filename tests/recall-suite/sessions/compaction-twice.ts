import { Random } from "../random.ts";
import { routine } from "../routine.ts";
import { Session } from "../session.ts";
import type { Recording } from "../types.ts";
import { World } from "../world.ts";

export const name = "compaction-twice";

export interface Story {
  seed: number;
  parser: string;
  keyword: string;
  version: string;
  isFuzzRed: boolean;
  input: string;
}

export function story(seed: number): Story {
  const random = new Random(seed);
  return {
    seed,
    parser: random.pick(["query", "template", "config"]),
    keyword: random.pick(["lateral", "unless", "include"]),
    version: random.pick(["2.4", "3.1", "5.0"]),
    isFuzzRed: random.next() < 0.5,
    input: `in-${random.hex(6)}`,
  };
}

export function play(told: Story): Recording {
  const { parser, keyword, version } = told;
  const files = ["lexer", "parser", "ast", "printer", "errors"].map((file) => `lib/${parser}/${file}.js`);
  const world = new World(told.seed, { branch: `${keyword}-support`, files });
  const main = world.session().start();
  main.prompt(
    `Teach the ${parser} parser the keyword "${keyword}" as in the spec of ${version}. The public API of lib/${parser} may not change, and ` +
      `error messages keep their codes (E1xx). No new dependencies. Plain JavaScript, no TypeScript.`,
  );
  const steps = [
    "Lexer token",
    "Grammar rule",
    "AST node",
    "Printer",
    "Error recovery",
    "Fuzz corpus",
    "Docs",
  ] as const;
  const done = (count: number): void =>
    main.todos(
      steps.map((step, at) => [step, at < count ? "completed" : at === count ? "in_progress" : "pending"] as const),
    );
  done(0);
  const checks = [[`npm test -- ${parser}/lexer`, "# tests 31\n# pass 31\n# fail 0"]] as const;
  routine(main, world.random, { files: files.slice(0, 2), rounds: 8, checks });
  done(2);
  main.fail(
    `npm test -- ${parser}/parser`,
    `not ok 12 - parses ${keyword} in a subclause\n  error: 'Unexpected token E104'`,
  );
  main.edit(`lib/${parser}/parser.js`, "E104", "rule()");
  main.bash(`npm test -- ${parser}/parser`, "# tests 88\n# pass 88\n# fail 0");
  main.stop("Lexer and grammar are done. The AST node is next.");
  main.compact("auto", `The user wants the keyword ${keyword}. Lexer and grammar done.`);
  main.nod("continue");
  done(3);
  routine(main, world.random, { files: files.slice(2, 4), rounds: 9, checks });
  main.ask(
    "Explore",
    "Find the callers of print()",
    "Who calls print() of the parser?",
    `print() is called from bin/format.js:61 and from nowhere else.`,
  );
  main.prompt(`"${keyword}" must stay usable as an identifier: old queries have columns of that name.`);
  main.write(`test/fixtures/${keyword}-as-identifier.txt`, `${keyword}\n`);
  done(4);
  routine(main, world.random, { files: [files[4]!, files[1]!], rounds: 8, checks });
  main.background("node fuzz/run.js --minutes 60", "bf0225", "Fuzz the parser for an hour");
  main.nod("yes");
  done(5);
  main.look(5);
  if (told.isFuzzRed) {
    main.fail(
      `node fuzz/replay.js ${told.input}`,
      `RangeError: Maximum call stack size exceeded\n    at parseClause (lib/${parser}/parser.js:212:9)`,
    );
  } else {
    main.fail(
      `npm run lint`,
      `lib/${parser}/errors.js\n  44:7  error  'recover' is defined but never used  no-unused-vars\n\n✖ 1 problem (1 error, 0 warnings)`,
    );
  }
  main.look(4);
  main.stop("Error recovery works. The fuzzer runs in the background.", [
    Session.shell("bf0225", "node fuzz/run.js --minutes 60", "Fuzz the parser for an hour"),
  ]);
  main.nod("ok");
  main.look(6);
  main.compact("auto", `Keyword ${keyword}: five of seven steps done.`, { isProbe: true });
  return world.recording();
}
