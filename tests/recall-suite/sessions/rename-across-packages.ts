import { Random } from "../random.ts";
import { routine } from "../routine.ts";
import type { Recording } from "../types.ts";
import { World } from "../world.ts";

export const name = "rename-across-packages";

export interface Story {
  seed: number;
  old: string;
  now: string;
  wire: string;
  packages: readonly string[];
  isExportRed: boolean;
}

export function story(seed: number): Story {
  const random = new Random(seed);
  const [old, now] = random.pick([
    ["Customer", "Account"],
    ["Shop", "Store"],
    ["Booking", "Reservation"],
  ] as const);
  return {
    seed,
    old,
    now,
    wire: random.pick(["GraphQL", "protobuf", "OpenAPI"]),
    packages: random.shuffled(["core", "web", "admin", "worker", "mailer"]),
    isExportRed: random.next() < 0.5,
  };
}

export function play(told: Story): Recording {
  const { old, now, wire, packages } = told;
  const lower = old.toLowerCase();
  const next = now.toLowerCase();
  const files = packages.flatMap((name) => [`packages/${name}/src/${lower}.ts`, `packages/${name}/src/index.ts`]);
  const world = new World(told.seed, { branch: `rename/${next}`, files: [...files, "schema.wire"] });
  const main = world.session().start();
  main.prompt(
    `Rename ${old} to ${now} in all five packages: types, files, variables, tests. The ${wire} schema and the database tables keep the ` +
      `old name, clients depend on it. Do it package by package in the order ${packages.join(", ")}; each must build before the next. ` +
      `Keep a deprecated alias ${old} in packages/${packages[0]}.`,
  );
  const done = (count: number): void =>
    main.todos(
      packages.map(
        (name, at) =>
          [`Rename in ${name}`, at < count ? "completed" : at === count ? "in_progress" : "pending"] as const,
      ),
    );
  done(0);
  main.look(4);
  for (const [at, name] of packages.slice(0, 3).entries()) {
    main.bash(`grep -rl ${old} packages/${name} | xargs sed -i 's/${old}/${now}/g'`, "", {
      changed: [`packages/${name}/src/index.ts`, `packages/${name}/src/${lower}.ts`],
    });
    world.shell(`git mv packages/${name}/src/${lower}.ts packages/${name}/src/${next}.ts`);
    main.bash(`git mv packages/${name}/src/${lower}.ts packages/${name}/src/${next}.ts`, "", {
      changed: [`packages/${name}/src/${lower}.ts`, `packages/${name}/src/${next}.ts`],
    });
    main.fail(
      `yarn workspace ${name} build`,
      `src/index.ts:${at + 3}:21 - error TS2307: Cannot find module './${lower}' or its corresponding type declarations.`,
      { exit: 2 },
    );
    main.edit(`packages/${name}/src/index.ts`, `./${lower}`, `./${next}`);
    main.bash(`yarn workspace ${name} build`, "Done in 2.31s.");
    routine(main, world.random, {
      files: [`packages/${name}/src/${next}.ts`, `packages/${name}/src/index.ts`],
      rounds: 8,
      checks: [[`yarn workspace ${name} test`, "Tests:       41 passed, 41 total"]],
    });
    done(at + 1);
    if (at === 0) main.write(`packages/${name}/src/deprecated.ts`, `export type ${old} = ${now};\n`);
    if (at === 1) {
      main.stop(`${packages[0]} and ${packages[1]} are renamed and build.`);
      main.nod("continue");
    }
  }
  main.prompt(`Log messages keep "${lower}" too, the dashboards search for it.`);
  const current = packages[3]!;
  world.file(`{project}/packages/${current}/src/index.ts`, `${now}\n`);
  main.bash(`grep -rl ${old} packages/${current} | xargs sed -i 's/${old}/${now}/g'`, "", {
    changed: [`packages/${current}/src/index.ts`],
  });
  main.look(6);
  if (told.isExportRed) {
    main.fail(
      `yarn workspace ${current} build`,
      `src/index.ts:9:10 - error TS2305: Module '"@app/${packages[0]}"' has no exported member '${now}Input'.`,
      { exit: 2 },
    );
  } else {
    main.bash(`yarn workspace ${current} build`, "Done in 2.88s.");
    main.fail(
      `yarn workspace ${current} test`,
      `  ● mail › greets by name\n\n    expect(received).toContain(expected)\n\n    Expected substring: "${lower}"\n    Received string:    "${next}"\n\nTests:       1 failed, 40 passed, 41 total`,
    );
  }
  main.look(5);
  main.says("The schema file must not be touched by this.");
  main.began("Bash", {
    command: `git mv packages/${current}/src/${lower}.ts packages/${current}/src/${next}.ts`,
    description: "Move the file",
  });
  main.crash();
  world.session().probe();
  return world.recording();
}
