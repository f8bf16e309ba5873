import type { List } from "../types.ts";
import type { Story } from "./notebook.ts";

export function list({ target, leak, auc, honest, isMemoryRed }: Story): List {
  return {
    facts: [
      { id: "goal", all: [target], why: "the task" },
      { id: "split", all: ["2025-07-01", /never random|time-based/], why: "a limit" },
      { id: "minors", all: [/under 18/], why: "a limit" },
      { id: "private", all: [/no uploads|nothing leaves/], why: "a limit" },
      { id: "tracking", all: [/local only|no hosted/], why: "a limit" },
      { id: "dropped", all: [leak, /drop|leak/], together: true, why: "decided later" },
      { id: "reason", all: [/reason in the summary/], why: "asked later" },
      { id: "baseline", all: [honest], why: "the number that counts" },
      { id: "progress", all: [/\b3\b.{0,12}\b5\b/], why: "how far" },
      { id: "now", all: ["Calibration"], why: "in progress" },
      { id: "open", all: ["One-page summary"], why: "open" },
      {
        id: "red",
        all: ["04_calibration.ipynb", isMemoryRed ? /MemoryError|38\.2 GiB/ : /outside \[0, 1\]|ValueError/],
        why: "red, and why",
      },
      {
        id: "in-flight",
        all: [/04_calibration\.ipynb/, /flight|interrupt|not finish|no result|began|started|unfinished|cut off|when/],
        together: true,
        why: "the edit of its cell was cut off",
      },
      { id: "new", all: ["src/split.py"], why: "new" },
      { id: "model", all: ["03_model.ipynb"], why: "changed" },
      { id: "params", all: ["params.yaml"], why: "changed" },
    ],
    forbidden: [
      {
        id: "split-red",
        all: ["python -m src.split", /\bfail(s|ed|ing)?\b|pyarrow/],
        unless: [/pass|\bok\b|then|earlier|before/],
        why: "it runs",
      },
      {
        id: "wrong-number",
        all: [new RegExp(`(baseline|result|reached).{0,20}${auc.replace(".", "\\.")}`)],
        why: "that number came of the leak",
      },
    ],
  };
}
