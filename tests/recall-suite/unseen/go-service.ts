import { Random } from "../random.ts";
import { routine } from "../routine.ts";
import { Session } from "../session.ts";
import type { Recording } from "../types.ts";
import { World } from "../world.ts";

export const name = "go-service";

export interface Story {
  seed: number;
  service: string;
  topic: string;
  port: number;
  isRaceRed: boolean;
}

export function story(seed: number): Story {
  const random = new Random(seed);
  return {
    seed,
    service: random.pick(["pricer", "geocoder", "notifier"]),
    topic: random.pick(["quotes.v2", "alerts.v3", "places.v1"]),
    port: random.int(9100, 9199),
    isRaceRed: random.next() < 0.5,
  };
}

export function play(told: Story): Recording {
  const { service, topic, port, isRaceRed } = told;
  const files = [
    `${service}/consumer.go`,
    `${service}/server.go`,
    `${service}/metrics.go`,
    "deploy/compose.yaml",
    "go.sum",
  ];
  const world = new World(told.seed, { branch: "graceful", files });
  const dev = world.session().start();
  dev.prompt(
    `On SIGTERM the ${service} drops messages of ${topic}. Please make the shutdown graceful: stop consuming, finish what is there, commit offsets, ` +
      `then exit, within 25 seconds (Kubernetes gives us 30). The Kafka client stays franz-go. Please leave the proto files as they are.`,
  );
  dev.todos([
    ["Reproduce with docker compose", "in_progress"],
    ["Drain the consumer", "pending"],
    ["Commit on drain", "pending"],
    ["Readiness goes false first", "pending"],
    ["Runbook", "pending"],
  ]);
  dev.look(5);
  dev.fail(
    "docker compose -f deploy/compose.yaml up -d",
    `Error response from daemon: driver failed programming external connectivity: Bind for 0.0.0.0:${port} failed: port is already allocated`,
  );
  dev.edit("deploy/compose.yaml", `${port}:${port}`, `1${port}:${port}`);
  dev.bash("docker compose -f deploy/compose.yaml up -d", " Container kafka  Started");
  dev.background(`go run ./cmd/${service} -metrics :${port}`, "bsvc01", "Run the service");
  routine(dev, world.random, {
    files: [`${service}/consumer.go`],
    rounds: 12,
    checks: [
      ["go vet ./...", ""],
      ["golangci-lint run", ""],
    ],
  });
  dev.stop("I can reproduce it: 14 messages are lost per SIGTERM under load.", [
    Session.shell("bsvc01", `go run ./cmd/${service} -metrics :${port}`, "Run the service"),
  ]);
  dev.prompt("Thank you. Please note that the exporter's port may not change, the alerts depend on it.");
  dev.todos([
    ["Reproduce with docker compose", "completed"],
    ["Drain the consumer", "completed"],
    ["Commit on drain", "in_progress"],
    ["Readiness goes false first", "pending"],
    ["Runbook", "pending"],
  ]);
  dev.write(`${service}/drain.go`, `package ${service}\n`);
  routine(dev, world.random, {
    files: [`${service}/drain.go`, `${service}/server.go`],
    rounds: 14,
    checks: [["go vet ./...", ""]],
  });
  const reader = dev.launch("Explore", "Read franz-go's commit path", "When does CommitUncommittedOffsets return?");
  reader.look(5);
  reader.stops(
    "CommitUncommittedOffsets returns before the broker acks when the context is done; use context.WithoutCancel.",
  );
  dev.notified(
    reader,
    "completed",
    "CommitUncommittedOffsets returns before the broker acks when the context is done; use context.WithoutCancel.",
  );
  dev.bash("go build ./...", "");
  if (isRaceRed) {
    dev.bash(`go test ./${service}`, `ok  \t${service}\t1.020s`);
    dev.fail(
      `go test -race ./${service}`,
      `WARNING: DATA RACE\nWrite at 0x00c000124018 by goroutine 31:\n  ${service}.(*Drainer).Stop()\n      ${service}/drain.go:58\n--- FAIL: TestDrainUnderLoad (2.01s)\n    testing.go:1398: race detected during execution of test\nFAIL`,
    );
  } else {
    dev.fail(
      `go test ./${service}`,
      `--- FAIL: TestDrainUnderLoad (27.40s)\n    drain_test.go:41: shutdown took 27.4s, want <= 25s\nFAIL\t${service}\t27.9s`,
    );
  }
  dev.look(4);
  dev.nod("Yes, please.");
  dev.look(5);
  dev.began("Bash", {
    command: `docker compose -f deploy/compose.yaml kill -s SIGTERM ${service}`,
    description: "Send SIGTERM",
  });
  dev.end("other");
  world.session().probe();
  return world.recording();
}
