import type { Story } from "../sessions/crash-after-crash.ts";
import type { List } from "../types.ts";

export function list({ feature, format, code }: Story): List {
  const dir = `internal/${feature}`;
  return {
    facts: [
      { id: "goal", all: [format, feature], together: true, why: "the task, asked three sessions ago" },
      { id: "limit-float", all: [/never float64|no float64|decimal strings/], why: "a limit of the task" },
      { id: "limit-library", all: [/standard library only/], why: "a limit of the task" },
      { id: "limit-main", all: [/leave|not|n't/, "cmd/app"], together: true, why: "a limit of the task" },
      { id: "later", all: [/negative amounts/, /sign/], together: true, why: "asked in the second session" },
      { id: "progress", all: [/\b2\b.{0,12}\b5\b/], why: "how far it is" },
      { id: "now", all: ["Write the bookings"], why: "in progress" },
      { id: "next", all: ["Table tests"], why: "open" },
      { id: "last", all: ["Benchmark on the big file"], why: "open" },
      { id: "fails-now", all: [/TestWrite/, /index out of range|panic/], why: "what failed last, and why" },
      { id: "fails-where", all: [`batch.go:${code}`], why: "where it fails" },
      {
        id: "in-flight",
        all: [`/tmp/big-${code}.dat`],
        why: "it was running when the first session died, and the benchmark needs the file",
      },
      { id: "new-decimal", all: ["decimal.go"], why: "made in the first session" },
      { id: "new-batch", all: ["batch.go"], why: "made in the second session" },
      { id: "changed", all: [`${dir}/write.go`], why: "changed in the second session" },
      { id: "branch", all: [`feat/${feature}`], why: "where the work is" },
    ],
    forbidden: [
      {
        id: "old-todos",
        all: [/Map them to bookings/, /in progress|open|pending|next/],
        unless: [/done|completed|Write the bookings/],
        why: "the second session completed it",
      },
      {
        id: "old-failure",
        all: [/TestMapNegative/],
        unless: [/pass|fixed|earlier|before/],
        why: "the tests of the mapping pass since the second session",
      },
      { id: "no-work", all: [/^.{0,40}(nothing|no work) (was )?(done|open|saved)/], why: "there is much" },
    ],
  };
}
