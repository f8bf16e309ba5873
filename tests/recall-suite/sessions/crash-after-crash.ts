import { Random } from "../random.ts";
import { routine } from "../routine.ts";
import type { Recording } from "../types.ts";
import { World } from "../world.ts";

export const name = "crash-after-crash";

export interface Story {
  seed: number;
  feature: string;
  format: string;
  code: number;
  isThirdBusy: boolean;
}

export function story(seed: number): Story {
  const random = new Random(seed);
  return {
    seed,
    feature: random.pick(["importer", "exporter", "scheduler"]),
    format: random.pick(["MT940", "CAMT.053", "OFX"]),
    code: random.int(130, 139),
    isThirdBusy: random.next() < 0.5,
  };
}

export function play(told: Story): Recording {
  const { feature, format, code } = told;
  const dir = `internal/${feature}`;
  const files = [`${dir}/read.go`, `${dir}/map.go`, `${dir}/write.go`, "cmd/app/main.go", "go.mod"];
  const world = new World(told.seed, { branch: `feat/${feature}`, files });

  const first = world.session().start();
  first.prompt(
    `Build the ${format} ${feature} in ${dir}. Amounts are decimal strings, never float64. Standard library only. ` +
      `Leave cmd/app alone until I have reviewed the package.`,
  );
  first.todos([
    ["Read the records", "completed"],
    ["Map them to bookings", "in_progress"],
    ["Write the bookings", "pending"],
    ["Table tests with the bank's samples", "pending"],
    ["Benchmark on the big file", "pending"],
  ]);
  const checks = [[`go vet ./${dir}/...`, ""]] as const;
  routine(first, world.random, { files: files.slice(0, 2), rounds: 13, checks });
  first.write(`${dir}/decimal.go`, "package importer\n");
  first.fail(
    `go test ./${dir}/...`,
    `--- FAIL: TestMapNegative (0.00s)\n    map_test.go:88: got "-0.10", want "-10.00"\nFAIL\nFAIL\tapp/${dir}\t0.012s`,
  );
  first.look(3);
  first.began("Bash", { command: `go run ./tools/bigfile -o /tmp/big-${code}.dat`, description: "Make the big file" });
  first.crash();

  const second = world.session().start();
  second.nod("continue");
  second.look(6);
  second.bash(`go test ./${dir}/... -run TestRead`, "ok  \tapp/internal\t0.010s");
  routine(second, world.random, { files: [`${dir}/map.go`], rounds: 8, checks });
  second.bash(`go test ./${dir}/...`, `ok  \tapp/${dir}\t0.014s`);
  second.todos([
    ["Read the records", "completed"],
    ["Map them to bookings", "completed"],
    ["Write the bookings", "in_progress"],
    ["Table tests with the bank's samples", "pending"],
    ["Benchmark on the big file", "pending"],
  ]);
  second.prompt("Negative amounts must keep their sign in the booking text too.");
  second.write(`${dir}/batch.go`, "package importer\n");
  routine(second, world.random, { files: [`${dir}/write.go`, `${dir}/batch.go`], rounds: 8, checks });
  second.fail(
    `go test ./${dir}/... -run TestWrite`,
    `panic: runtime error: index out of range [3] with length 3\n\ngoroutine 7 [running]:\napp/${dir}.(*Batch).Flush(...)\n\t${dir}/batch.go:${code}\nFAIL\tapp/${dir}\t0.008s`,
  );
  second.crash();

  const third = world.session().start();
  third.nod("go on");
  third.look(told.isThirdBusy ? 9 : 2);
  if (told.isThirdBusy) third.edit(`${dir}/batch.go`, "b.rows[i]", "b.rows[i-1]");
  third.crash();

  world.session().probe();
  return world.recording();
}
