import { Random } from "../random.ts";
import { routine } from "../routine.ts";
import type { Recording } from "../types.ts";
import { World } from "../world.ts";

export const name = "docs-job";

export interface Story {
  seed: number;
  product: string;
  guide: string;
  audience: string;
  broken: string;
}

export function story(seed: number): Story {
  const random = new Random(seed);
  return {
    seed,
    product: random.pick(["Kestrel", "Lantern", "Rowan"]),
    guide: random.pick(["self-hosting", "backup", "single sign-on"]),
    audience: random.pick(["administrators", "first-time users"]),
    broken: random.pick(["/docs/cli#flags", "/docs/api#errors", "/docs/limits#quota"]),
  };
}

/** A session that ends as its user wants it to: the next one gets the short form. */
export function play(told: Story): Recording {
  const { product, guide, audience, broken } = told;
  const page = `docs/${guide.replaceAll(" ", "-")}.md`;
  const files = ["docs/index.md", "docs/cli.md", "docs/api.md", "docs/limits.md", "mkdocs.yml", "README.md"];
  const world = new World(told.seed, { branch: "docs/guides", files });
  const main = world.session().start();
  main.prompt(
    `Write the ${guide} guide of ${product} for ${audience}. Keep the house style (docs/STYLE.md): no screenshots, no "simply". ` +
      `British spelling. Do not change docs/api.md, it is generated.`,
  );
  main.look(6);
  main.todos([
    ["Outline", "in_progress"],
    ["Draft", "pending"],
    ["Links", "pending"],
    ["Glossary", "pending"],
    ["Ask the support team to read it", "pending"],
  ]);
  main.write(page, `# ${guide}\n`);
  const checks = [["mkdocs build --strict", "INFO    -  Documentation built in 2.11 seconds"]] as const;
  routine(main, world.random, { files: [page], rounds: 11, checks });
  main.stop("The outline is there: six sections. Shall I draft them?");
  main.nod("yes");
  routine(main, world.random, { files: [page, "docs/index.md", "mkdocs.yml"], rounds: 15, checks });
  main.fail(
    "mkdocs build --strict",
    `WARNING -  Doc file '${page}' contains a link '${broken}', but there is no such anchor.\nAborted with 1 warnings in strict mode!`,
  );
  main.edit(page, broken, "/docs/cli");
  main.bash("mkdocs build --strict", "INFO    -  Documentation built in 2.02 seconds");
  main.nod("ok");
  routine(main, world.random, { files: [page], rounds: 7, checks });
  main.todos([
    ["Outline", "completed"],
    ["Draft", "completed"],
    ["Links", "completed"],
    ["Glossary", "in_progress"],
    ["Ask the support team to read it", "pending"],
  ]);
  main.look(3);
  main.stop(
    `The ${guide} guide is drafted and builds. The glossary lacks three terms: tenant, seat, grace period. That is for tomorrow.`,
  );
  main.end("prompt_input_exit");
  world.session().probe();
  return world.recording();
}
