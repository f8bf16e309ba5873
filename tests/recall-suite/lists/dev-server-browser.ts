import type { Story } from "../sessions/dev-server-browser.ts";
import type { List } from "../types.ts";

export function list({ port, page, user, isMobileRed }: Story): List {
  const slug = page.replaceAll(" ", "-");
  return {
    facts: [
      { id: "goal", all: [page, /0\.1\b/], why: "the task" },
      { id: "limit-api", all: [/not|n't/, /API calls/], together: true, why: "a limit of the task" },
      { id: "limit-skeleton", all: [/skeleton/], why: "a limit of the task" },
      { id: "limit-user", all: [user], why: "the only account that may be used" },
      { id: "later", all: [/390/], why: "asked later" },
      { id: "later-limit", all: [/self-hosted/], why: "a limit that came later" },
      { id: "progress", all: [/\b2\b.{0,12}\b4\b/], why: "how far it is" },
      { id: "now", all: ["Load the font first"], why: "in progress" },
      { id: "next", all: ["End-to-end test for the shift"], why: "open" },
      { id: "running", all: [`pnpm dev --port ${port}`], why: "the dev server: it runs, or must be started again" },
      { id: "last-message", all: [/font is preloaded/], why: "where the agent stood" },
      {
        id: "fails-now",
        all: [isMobileRed ? "--project=mobile" : "--project=desktop", isMobileRed ? /0\.23|toBeLessThan/ : /Timeout/],
        together: true,
        why: "what fails now, and why",
      },
      { id: "in-flight", all: ["--project=webkit"], why: "it was running when the agent died" },
      { id: "new-file", all: [`${slug}-shift.spec.ts`], why: "a new file" },
      { id: "changed", all: [`${slug}-row.vue`], why: "changed" },
      { id: "branch", all: [`ui/${slug}`], why: "where the work is" },
    ],
    forbidden: [
      {
        id: "login-red",
        all: ["e2e/login.spec.ts", /\bfail(s|ed|ing)?\b|REFUSED/],
        unless: [/pass|\bok\b|then|earlier|before/],
        why: "it passes by now",
      },
      {
        id: "other-width-red",
        all: [isMobileRed ? "--project=desktop" : "--project=mobile", /\bfail(s|ed|ing)?\b/],
        unless: [/pass|\bok\b|then|earlier|before/, isMobileRed ? "--project=mobile" : "--project=desktop"],
        why: "that width is good",
      },
      {
        id: "report-runs",
        all: ["show-report", /running|still|not finish/],
        unless: [/killed|ended|no longer/],
        why: "it was killed",
      },
      {
        id: "server-ended",
        all: [`pnpm dev --port ${port}`, /finished|passed|completed|failed/],
        unless: [/running|not|still/],
        why: "it ran until the end",
      },
    ],
  };
}
