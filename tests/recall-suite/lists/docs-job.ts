import type { Story } from "../sessions/docs-job.ts";
import type { List } from "../types.ts";

export function list({ product, guide, audience, broken }: Story): List {
  return {
    facts: [
      { id: "goal", all: [guide, product], together: true, why: "the task" },
      { id: "audience", all: [audience], why: "for whom" },
      { id: "last-message", all: [/glossary lacks|three terms/], why: "what is left, in the agent's last words" },
      { id: "terms", all: [/tenant/, /seat/, /grace period/], why: "what is left" },
      { id: "open", all: [/Glossary/], why: "open" },
      { id: "open-support", all: ["Ask the support team"], why: "open" },
    ],
    forbidden: [
      {
        id: "crashed",
        all: [/crash|killed|without an end|never ended|did not end/],
        unless: [/not crash/],
        why: "it was ended by its user",
      },
      {
        id: "build-red",
        all: ["mkdocs build", /\bfail(s|ed|ing)?\b|Aborted|no such anchor/],
        unless: [/pass|\bok\b|then|earlier|before/],
        why: "it builds",
      },
      { id: "broken-link", all: [broken], unless: [/fixed|pass|earlier/], why: "that link was mended" },
      {
        id: "draft-open",
        all: [/\bDraft\b/, /in progress|open|pending/],
        unless: [/done|completed|Glossary/],
        why: "the draft is done",
      },
    ],
    noise: [/mkdocs build --strict.{0,40}(ok|passed)/],
  };
}
