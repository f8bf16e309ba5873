import { Random } from "../random.ts";
import { routine } from "../routine.ts";
import type { Recording } from "../types.ts";
import { World } from "../world.ts";

export const name = "unattended-between";

export interface Story {
  seed: number;
  page: string;
  before: number;
  after: number;
  index: string;
  isN1Left: boolean;
}

export function story(seed: number): Story {
  const random = new Random(seed);
  return {
    seed,
    page: random.pick(["/orders", "/messages", "/timeline"]),
    before: random.int(2100, 4900),
    after: random.int(310, 890),
    index: random.pick(["index_on_created_at", "index_on_owner_id"]),
    isN1Left: random.next() < 0.5,
  };
}

/** The task comes with a pasted log between its two halves; after the crash come runs that nobody sits before. */
export function play(told: Story): Recording {
  const { page, before, after, index, isN1Left } = told;
  const files = [
    "app/models/order.rb",
    "app/controllers/pages_controller.rb",
    "app/views/index.html.erb",
    "config/database.yml",
    "spec/requests/pages_spec.rb",
  ];
  const world = new World(told.seed, { branch: "perf/pages", files });
  const main = world.session().start();
  const log = Array.from(
    { length: 9 },
    () => `  Order Load (${world.random.int(10, 99)}.${world.random.int(1, 9)}ms)  SELECT "orders".* FROM "orders"`,
  ).join("\n");
  main.prompt(
    `${page} takes ${before} ms in production. Bring it under 500 ms at the p95. This is the log of one request:\n${log}\n` +
      `Completed 200 OK in ${before}ms\nDo not cache the page, the numbers must be live. Migrations only with algorithm: :concurrently. ` +
      `Do not touch config/database.yml.`,
  );
  main.todos([
    ["Profile the request", "in_progress"],
    ["Remove the N+1", "pending"],
    ["Add the index", "pending"],
    ["Load test", "pending"],
  ]);
  main.look(6);
  const checks = [
    ["bundle exec rspec spec/models", "88 examples, 0 failures"],
    ["bin/rubocop -a", "no offenses detected"],
  ] as const;
  routine(main, world.random, { files: files.slice(0, 3), rounds: 13, checks });
  main.bash("bundle exec derailed exec perf:mem", `TOP: 210 MiB`);
  main.stop(`The profile says: 80 % of ${page} is spent in Order#total, which loads its lines one by one.`);
  main.nod("go on");
  main.todos([
    ["Profile the request", "completed"],
    ["Remove the N+1", "completed"],
    ["Add the index", "in_progress"],
    ["Load test", "pending"],
  ]);
  main.write(`db/migrate/20261101_${index}.rb`, "class AddIndex < ActiveRecord::Migration[7.1]\nend\n");
  main.fail(
    "bin/rails db:migrate",
    "PG::ActiveSqlTransaction: ERROR:  CREATE INDEX CONCURRENTLY cannot run inside a transaction block",
  );
  main.edit(`db/migrate/20261101_${index}.rb`, "def change", "disable_ddl_transaction!");
  main.bash("bin/rails db:migrate", `== AddIndex: migrated (0.0123s)`);
  routine(main, world.random, { files: files.slice(0, 2), rounds: 10, checks });
  main.prompt("The p95 counts for customers with more than 10,000 orders as well. Staging has one: id 77.");
  main.bash(`bin/load-test ${page} --customer 77`, `p50 210 ms  p95 ${after} ms`);
  if (isN1Left) {
    main.fail(
      "bundle exec rspec spec/requests",
      `  1) Pages lists the orders\n     Failure/Error: expect { get "${page}" }.to perform_constant_number_of_queries\n\n       Expected the processing to be constant, got 12 and 48 queries\n\n31 examples, 1 failure`,
    );
  } else {
    main.fail(
      "bundle exec rspec spec/requests",
      `  1) Pages shows the sum\n     Failure/Error: expect(page).to have_content("99.00")\n       expected to find text "99.00" in "0.00"\n\n31 examples, 1 failure`,
    );
  }
  main.look(5);
  main.stop(`With the index the p95 for customer 77 is ${after} ms. One request spec is red.`);
  main.nod("continue");
  main.look(3);
  main.began("Bash", {
    command: `EXPLAIN=1 bin/load-test ${page} --customer 77 --minutes 10`,
    description: "Load test with plans",
  });
  main.crash();

  for (const chore of ["Label the new issues.", "Summarise the nightly build.", "Check the changelog for typos."]) {
    const bot = world.unattendedSession().start();
    bot.prompt(chore);
    bot.bash(`gh issue list --label ${world.random.hex(4)}`, "no issues");
    bot.fail("gh api rate_limit", "HTTP 403: API rate limit exceeded");
    bot.stop("Done.");
    bot.end("other");
  }
  world.session().probe();
  return world.recording();
}
