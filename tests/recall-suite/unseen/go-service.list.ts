import type { List } from "../types.ts";
import type { Story } from "./go-service.ts";

export function list({ service, topic, port, isRaceRed }: Story): List {
  return {
    facts: [
      { id: "goal", all: [service, /graceful/, /SIGTERM/], why: "the task" },
      { id: "topic", all: [topic], why: "what is dropped" },
      { id: "time", all: [/25 seconds/], why: "a limit" },
      { id: "client", all: [/franz-go/], why: "a limit" },
      { id: "proto", all: [/proto/], why: "a limit" },
      { id: "port", all: [/port (may|must) not change|alerts depend/], why: "a limit that came later" },
      { id: "progress", all: [/\b2\b.{0,12}\b5\b/], why: "how far" },
      { id: "now", all: ["Commit on drain"], why: "in progress" },
      { id: "open", all: ["Readiness goes false first"], why: "open" },
      { id: "open-runbook", all: ["Runbook"], why: "open" },
      { id: "found", all: [/WithoutCancel|before the broker acks/], why: "what the subagent found" },
      { id: "red", all: ["TestDrainUnderLoad", isRaceRed ? /race/ : /27\.4s|want <= 25s/], why: "red, and why" },
      { id: "running", all: [`go run ./cmd/${service}`], why: "the service ran: its port may be taken" },
      { id: "running-port", all: [`:${port}`], why: "on which port" },
      { id: "in-flight", all: ["kill -s SIGTERM"], why: "cut off" },
      { id: "new", all: ["drain.go"], why: "new" },
      { id: "branch", all: ["graceful"], why: "the branch" },
    ],
    forbidden: [
      {
        id: "compose-red",
        all: ["compose.yaml up", /\bfail(s|ed|ing)?\b|already allocated/],
        unless: [/pass|\bok\b|then|earlier|before/],
        why: "it is up",
      },
      {
        id: "reader-runs",
        all: [/commit path/, /running|not (seen to )?finish|still/],
        unless: [/not running/],
        why: "it finished",
      },
      ...(isRaceRed
        ? [
            {
              id: "plain-red",
              all: [new RegExp(`go test \\./${service}`), /\bfail(s|ed|ing)?\b/],
              unless: [/-race|pass|\bok\b/],
              why: "it passes without -race",
            },
          ]
        : []),
      {
        id: "ended-well",
        all: [/(ended|closed|exited) (properly|cleanly|normally)|clean end|finished its turn/],
        why: "cut off in mid-turn",
      },
    ],
  };
}
