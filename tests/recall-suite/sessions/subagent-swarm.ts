import { Random } from "../random.ts";
import { routine } from "../routine.ts";
import { Session } from "../session.ts";
import type { Recording } from "../types.ts";
import { World } from "../world.ts";

export const name = "subagent-swarm";

export interface Story {
  seed: number;
  endpoint: string;
  line: number;
  queries: number;
  secret: string;
  isAuthKilled: boolean;
}

export function story(seed: number): Story {
  const random = new Random(seed);
  return {
    seed,
    endpoint: random.pick(["/admin/export", "/internal/users", "/debug/dump"]),
    line: random.int(40, 400),
    queries: random.int(31, 97),
    secret: random.pick(["STRIPE_KEY", "SMTP_PASSWORD", "JWT_SECRET"]),
    isAuthKilled: random.next() < 0.5,
  };
}

export function play(told: Story): Recording {
  const files = ["src/routes.ts", "src/auth.ts", "src/db/orders.ts", "src/mail.ts", "src/upload.ts", "README.md"];
  const world = new World(told.seed, { branch: "audit/q4", files });
  const main = world.session().start();
  main.prompt(
    "Audit this service before the release: one subagent each for routes, queries, secrets, uploads, auth and dependencies. " +
      "Collect the findings in AUDIT.md. Only report, fix nothing, and no network calls against staging.",
  );
  main.todos([
    ["Start the auditors", "in_progress"],
    ["Collect the findings in AUDIT.md", "pending"],
    ["Rank them by risk", "pending"],
    ["Review with the user", "pending"],
  ]);
  main.look(3);
  const routes = main.launch("Explore", "Audit the routes", "List every route without an auth guard.");
  const queries = main.launch("Explore", "Audit the queries", "Find N+1 queries.");
  const secrets = main.launch("general-purpose", "Audit the secrets", "Find secrets in code and history.");
  const uploads = main.launch("general-purpose", "Audit the uploads", "Check the upload limits.");
  const auth = main.launch("general-purpose", "Audit the auth flow", "Check sessions and cookies.");
  const dependencies = main.launch("Explore", "Audit the dependencies", "Run the advisories check.");
  const all = [routes, queries, secrets, uploads, auth, dependencies];
  main.stop(
    "Six auditors are at work.",
    all.map((helper) => Session.running(helper)),
  );

  for (const helper of world.random.shuffled(all)) {
    helper.todos([
      [`List the files of ${helper.type}`, "completed"],
      ["Read them one by one", "in_progress"],
    ]);
    helper.look(world.random.int(4, 7));
    helper.fail(`rg -c pattern-${helper.id.slice(0, 4)} src`, "rg: no match", { exit: 1 });
    helper.look(world.random.int(3, 5));
  }
  routine(uploads, world.random, { files: ["scratch/upload-probe.ts"], rounds: 4 });

  routes.stops(`${told.endpoint} has no auth guard (src/routes.ts:${told.line}). All the other routes are guarded.`);
  main.notified(
    routes,
    "completed",
    `${told.endpoint} has no auth guard (src/routes.ts:${told.line}). All the other routes are guarded.`,
  );
  main.write("AUDIT.md", `# Audit\n\n- ${told.endpoint}\n`);
  queries.stops(`src/db/orders.ts runs ${told.queries} queries per page of orders: an N+1 in loadLines().`);
  main.notified(
    queries,
    "completed",
    `src/db/orders.ts runs ${told.queries} queries per page of orders: an N+1 in loadLines().`,
  );
  main.edit("AUDIT.md", "- end", `- N+1 in loadLines()`);
  main.prompt("Put a line with the effort in days to each finding.");
  main.todos([
    ["Start the auditors", "completed"],
    ["Collect the findings in AUDIT.md", "in_progress"],
    ["Rank them by risk", "pending"],
    ["Review with the user", "pending"],
  ]);
  secrets.stops(`${told.secret} is in the history of config/prod.env since commit 3be2a10; the current tree is clean.`);
  main.notified(
    secrets,
    "completed",
    `${told.secret} is in the history of config/prod.env since commit 3be2a10; the current tree is clean.`,
  );
  if (told.isAuthKilled) main.notified(auth, "killed");
  else main.notified(auth, "failed");
  main.look(5);
  main.fail(
    "bunx markdownlint AUDIT.md",
    "AUDIT.md:14 MD012/no-multiple-blanks Multiple consecutive blank lines [Expected: 1; Actual: 2]",
  );
  main.stop("Three findings are in AUDIT.md. Uploads and dependencies are still being looked at.", [
    Session.running(uploads),
    Session.running(dependencies),
  ]);
  dependencies.look(6);
  uploads.look(4);
  main.nod("ok");
  main.look(3);
  main.crash();
  world.session().probe();
  return world.recording();
}
