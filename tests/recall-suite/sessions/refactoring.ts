import { Random } from "../random.ts";
import { routine } from "../routine.ts";
import type { Recording } from "../types.ts";
import { World } from "../world.ts";

export const name = "refactoring";

export interface Story {
  seed: number;
  money: string;
  legacy: string;
  route: string;
  branch: string;
  /** Whether the tests fail at the end; else the types do. */
  isTestRed: boolean;
  sum: number;
}

export function story(seed: number): Story {
  const random = new Random(seed);
  return {
    seed,
    money: random.pick(["billing", "ledger", "payments"]),
    legacy: random.pick(["legacy", "v1-compat", "archive"]),
    route: random.pick(["/v1/invoices", "/v2/statements", "/v1/refunds"]),
    branch: random.pick(["fix/cents", "refactor/integer-money"]),
    isTestRed: random.next() < 0.5,
    sum: random.int(1001, 9998),
  };
}

export function play(told: Story): Recording {
  const { money, legacy, route, branch } = told;
  const dir = `packages/${money}/src`;
  const old = ["round", "tax", "discount", "invoice", "report", "currency"].map((file) => `${dir}/${file}.ts`);
  const world = new World(told.seed, { branch, files: [...old, `packages/${legacy}/src/index.ts`, "package.json"] });
  const main = world.session().start();
  main.prompt(
    `Replace float amounts by integer cents in packages/${money}. The JSON of ${route} must stay byte for byte the same, ` +
      `and do not touch packages/${legacy}, another team owns it. One commit per step, on ${branch}, and no push.`,
  );
  main.look(4);
  const steps = [
    "Write the cents type",
    "Convert round.ts",
    "Convert tax.ts",
    "Convert discount.ts",
    "Convert invoice.ts",
    "Convert report.ts",
    "Remove currency.ts helpers",
    "Update the changelog",
  ] as const;
  const done = (count: number): void =>
    main.todos(
      steps.map((step, at) => [step, at < count ? "completed" : at === count ? "in_progress" : "pending"] as const),
    );
  done(0);
  main.write(`${dir}/cents.ts`, "export type Cents = number & { readonly cents: true };\n");
  main.write(`${dir}/cents.test.ts`, 'import { expect, test } from "bun:test";\n');
  main.fail(
    `bun test ${dir}/cents.test.ts`,
    "error: Cannot find module './cent' from 'cents.test.ts'\n 0 pass\n 1 fail",
  );
  main.edit(`${dir}/cents.test.ts`, "./cent", "./cents");
  main.bash(`bun test ${dir}/cents.test.ts`, " 6 pass\n 0 fail\nRan 6 tests across 1 file. [42.00ms]");
  main.commit("Add the cents type", branch);
  done(1);
  const checks = [
    ["bunx tsc --noEmit", ""],
    [`bun test ${dir}/round.test.ts`, " 12 pass\n 0 fail"],
  ] as const;
  for (const [at, file] of old.slice(0, 4).entries()) {
    routine(main, world.random, { files: [file], rounds: 6, checks });
    if (at === 1) {
      main.stop("The first two modules are converted. Shall I go on with tax.ts?");
      main.nod("yes");
    }
    done(Math.min(at + 2, 5));
  }
  main.prompt("In the report keep the half-even rounding, finance checks it against their own sheet.");
  done(5);
  routine(main, world.random, { files: [old[3]!, old[4]!], rounds: 6, checks });
  main.nod("continue");
  main.edit(`${dir}/invoice.ts`, "total * 1.19", "addTax(total)");
  main.look(6);
  if (told.isTestRed) {
    main.bash("bunx tsc --noEmit", "");
    main.fail(
      `bun test packages/${money}`,
      [
        "bun test v1.4.5",
        "",
        "src/invoice.test.ts:",
        `error: expect(received).toBe(expected)`,
        `Expected: ${told.sum}`,
        `Received: ${told.sum + 1}`,
        "(fail) invoice > sums tax per line [1.02ms]",
        "",
        " 40 pass",
        " 1 fail",
      ].join("\n"),
    );
  } else {
    main.bash(`bun test packages/${money}`, " 41 pass\n 0 fail\nRan 41 tests across 7 files. [812.00ms]");
    main.fail(
      "bunx tsc --noEmit",
      `${dir}/report.ts(${told.sum},9): error TS2322: Type 'number' is not assignable to type 'Cents'.`,
      { exit: 2 },
    );
  }
  main.look(3);
  main.began("Edit", { file_path: `{project}/${dir}/report.ts`, old_string: "a", new_string: "b", replace_all: false });
  main.crash();
  world.session().probe();
  return world.recording();
}
