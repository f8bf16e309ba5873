import { Random } from "../random.ts";
import { routine } from "../routine.ts";
import type { Recording } from "../types.ts";
import { World } from "../world.ts";

export const name = "monorepo-worktrees";

export interface Story {
  seed: number;
  mine: string;
  other: string;
  field: string;
  flag: string;
  isBuildRed: boolean;
}

export function story(seed: number): Story {
  const random = new Random(seed);
  const [mine, other] = random.shuffled(["search", "checkout", "profile", "basket"]);
  return {
    seed,
    mine: mine!,
    other: other!,
    field: random.pick(["facets", "synonyms", "weights"]),
    flag: random.pick(["NEW_RANKING", "FAST_PATH", "BETA_FLOW"]),
    isBuildRed: random.next() < 0.5,
  };
}

export function play(told: Story): Recording {
  const { mine, other, field, flag } = told;
  const files = [
    `apps/${mine}/src/index.ts`,
    `apps/${mine}/src/api.ts`,
    `apps/${mine}/src/view.tsx`,
    `apps/${other}/src/index.ts`,
    "packages/ui/src/button.tsx",
    "turbo.json",
  ];
  const world = new World(told.seed, { branch: "main", files });
  const tree = `{project}/.worktrees/${mine}`;
  world.shell(`git worktree add -q -b feat/${mine}-${field} .worktrees/${mine}`);

  const neighbour = world.session().start();
  neighbour.prompt(
    `Rewrite the ${other} form with the new validation library, in the main checkout. Leave the e2e tests alone.`,
  );
  neighbour.todos([
    ["Swap the validator in the form", "in_progress"],
    ["Delete yup", "pending"],
  ]);
  routine(neighbour, world.random, { files: [`apps/${other}/src/index.ts`], rounds: 6 });

  const main = world.session(tree).start();
  main.prompt(
    `In this worktree add ${field} to the ${mine} app, behind the flag ${flag}, default off. Do not change packages/ui, ` +
      `the design team is in there. Use pnpm, not npm. The bundle of apps/${mine} may grow by 10 kB at most.`,
  );
  main.todos([
    [`Add ${field} to the API client`, "in_progress"],
    [`Show ${field} in the view`, "pending"],
    ["Put it behind the flag", "pending"],
    ["Measure the bundle", "pending"],
    ["Story for the empty state", "pending"],
  ]);
  main.look(5);
  main.write(`apps/${mine}/src/${field}.ts`, `export interface ${field} {}\n`);
  const checks = [[`pnpm --filter ${mine} typecheck`, "Done in 3.1s"]] as const;
  routine(main, world.random, {
    files: [`apps/${mine}/src/api.ts`, `apps/${mine}/src/${field}.ts`],
    rounds: 8,
    checks,
  });
  main.fail(
    `pnpm --filter ${mine} test`,
    "FAIL  src/api.test.ts > maps the response\nAssertionError: expected undefined to deeply equal []",
    { exit: 1 },
  );
  main.edit(`apps/${mine}/src/api.ts`, "undefined", "[]");
  main.bash(`pnpm --filter ${mine} test`, " Test Files  9 passed (9)\n      Tests  61 passed (61)");
  main.commit(`Read ${field} from the API`, `feat/${mine}-${field}`);
  main.stop(`The client reads ${field}. The view is next.`);
  main.nod("go on");
  main.todos([
    [`Add ${field} to the API client`, "completed"],
    [`Show ${field} in the view`, "completed"],
    ["Put it behind the flag", "completed"],
    ["Measure the bundle", "in_progress"],
    ["Story for the empty state", "pending"],
  ]);
  routine(main, world.random, {
    files: [`apps/${mine}/src/view.tsx`, `apps/${mine}/src/index.ts`],
    rounds: 10,
    checks,
  });

  neighbour.fail(
    `pnpm --filter ${other} test`,
    "FAIL  src/form.test.ts > shows the error\nTypeError: schema.validate is not a function",
  );
  routine(neighbour, world.random, { files: [`apps/${other}/src/index.ts`], rounds: 3 });

  main.prompt("Also translate the new labels, de and fr. Not the help texts.");
  main.write(`apps/${mine}/locales/fr.json`, "{}\n");
  main.cwd = `${tree}/apps/${mine}`;
  main.look(6);
  if (told.isBuildRed) {
    main.fail(
      `pnpm --filter ${mine} build`,
      'x Build failed in 4.20s\nerror during build:\nRollupError: "Facet" is not exported by "src/api.ts", imported by "src/view.tsx".',
    );
  } else {
    main.fail(
      `pnpm --filter ${mine} size`,
      `Package size limit has exceeded by 2.4 kB\nSize limit: 10 kB\nSize: 12.4 kB gzipped`,
    );
  }
  main.look(5);
  main.began("Bash", { command: `pnpm --filter ${mine} storybook:build`, description: "Build the stories" });
  main.crash();
  neighbour.crash();
  world.session(tree).probe();
  return world.recording();
}
