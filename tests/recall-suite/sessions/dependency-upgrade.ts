import { Random } from "../random.ts";
import { routine } from "../routine.ts";
import type { Recording } from "../types.ts";
import { World } from "../world.ts";

export const name = "dependency-upgrade";

export interface Story {
  seed: number;
  library: string;
  from: number;
  to: number;
  pinned: string;
  isTypesRed: boolean;
}

export function story(seed: number): Story {
  const random = new Random(seed);
  const from = random.int(3, 8);
  return {
    seed,
    library: random.pick(["fastify", "vitest", "typeorm"]),
    from,
    to: from + 1,
    pinned: random.pick(["undici@5.28.4", "semver@7.5.4", "ws@8.16.0"]),
    isTypesRed: random.next() < 0.5,
  };
}

export function play(told: Story): Recording {
  const { library, from, to, pinned, isTypesRed } = told;
  const files = [
    "package.json",
    "package-lock.json",
    "src/server.ts",
    "src/plugins/auth.ts",
    "src/plugins/cors.ts",
    "test/server.test.ts",
  ];
  const world = new World(told.seed, { branch: `deps/${library}-${to}`, files });
  const main = world.session().start();
  main.prompt(
    `Upgrade ${library} from ${from} to ${to}. Keep Node 18, our customers run it. Leave ${pinned} pinned, there is a ticket for it. ` +
      `No --force and no --legacy-peer-deps. Everything that breaks gets its own commit.`,
  );
  main.look(4);
  main.todos([
    ["Read the migration guide", "completed"],
    ["Bump and install", "in_progress"],
    ["Adapt the plugins", "pending"],
    ["Adapt the tests", "pending"],
    ["Run the whole suite on Node 18", "pending"],
    ["Changelog entry", "pending"],
  ]);
  main.fail(
    `npm install ${library}@${to}`,
    `npm error code ERESOLVE\nnpm error ERESOLVE unable to resolve dependency tree\nnpm error peer ${library}@"^${from}" from ${library}-swagger@2.1.0`,
  );
  main.bash(`npm view ${library}-swagger versions --json`, '["2.1.0","3.0.0"]');
  main.bash(`npm install ${library}@${to} ${library}-swagger@3.0.0`, "added 12 packages, changed 31 packages in 9s", {
    changed: ["package.json", "package-lock.json"],
  });
  world.file("{project}/package.json", '{"private":true}\n');
  main.commit(`Bump ${library} to ${to}`, `deps/${library}-${to}`);
  const checks = [
    ["npx tsc --noEmit -p tsconfig.build.json", ""],
    ["npm ls --depth=0", `app@1.0.0\n├── ${library}@${to}.0.2`],
  ] as const;
  routine(main, world.random, { files: ["src/plugins/auth.ts", "src/server.ts"], rounds: 16, checks });
  main.stop("The bump is committed. The auth plugin is adapted; cors is next.");
  main.nod("yes");
  main.fail("npm test -- cors", "not ok 3 - sends the header\n  error: 'reply.header is not a function'\n# fail 1");
  main.edit("src/plugins/cors.ts", "reply.header(", "reply.headers.set(");
  main.bash("npm test -- cors", "# pass 9\n# fail 0");
  main.todos([
    ["Read the migration guide", "completed"],
    ["Bump and install", "completed"],
    ["Adapt the plugins", "completed"],
    ["Adapt the tests", "in_progress"],
    ["Run the whole suite on Node 18", "pending"],
    ["Changelog entry", "pending"],
  ]);
  main.prompt(
    `Do not use the new decorators API of ${to}, it is experimental. And mention the dropped option in the changelog.`,
  );
  routine(main, world.random, { files: ["test/server.test.ts", "src/server.ts"], rounds: 15, checks });
  main.look(4);
  if (isTypesRed) {
    main.bash("npm test", "# tests 212\n# pass 212\n# fail 0");
    main.fail("npx tsc --noEmit", `src/server.ts(71,5): error TS2769: No overload matches this call.`, { exit: 2 });
  } else {
    main.bash("npx tsc --noEmit", "");
    main.fail(
      "npm test",
      `not ok 118 - closes on SIGTERM\n  ---\n  error: 'listener was already closed'\n  code: 'ERR_SERVER_ALREADY_CLOSED'\n  ...\n# tests 212\n# pass 211\n# fail 1`,
    );
  }
  main.look(3);
  main.nod("continue");
  main.began("Bash", {
    command: "docker run --rm -v $PWD:/app -w /app node:18 npm test",
    description: "The suite on Node 18",
  });
  main.crash();
  world.session().probe();
  return world.recording();
}
