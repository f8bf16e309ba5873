import type { List } from "../types.ts";
import type { Story } from "./mobile.ts";

export function list({ app, screen, sdk, device, isGradleRed }: Story): List {
  return {
    facts: [
      { id: "goal", all: [`${screen} screen`, app], why: "the task" },
      { id: "compose", all: [/Compose/, /no fragments/], why: "a limit" },
      { id: "sdk", all: [new RegExp(`minSdk.{0,16}\\b${sdk}\\b`)], why: "a limit" },
      { id: "ios", all: [/(don't|not|never|no)\b.{0,20}ios folder|ios folder/], why: "a limit" },
      { id: "texts", all: ["shared/strings.xml"], why: "a limit" },
      { id: "back", all: [/back gesture/, /Home/], together: true, why: "asked later" },
      { id: "dark", all: [/dark mode/], why: "asked later" },
      { id: "progress", all: [/\b2\b.{0,12}\b5\b/], why: "how far" },
      { id: "now", all: ["Navigation"], why: "in progress" },
      { id: "open", all: ["Screenshot tests"], why: "open" },
      { id: "open-talkback", all: ["TalkBack pass"], why: "open" },
      isGradleRed
        ? { id: "red", all: [":app:assembleDebug", /Manifest merger failed|cannot be smaller/], why: "red, and why" }
        : { id: "red", all: ["connectedDebugAndroidTest", /backGoesHome|ComposeTimeout/], why: "red, and why" },
      { id: "emulator", all: [`emulator -avd ${device}`], why: "it runs" },
      { id: "in-flight", all: ["am instrument"], why: "cut off" },
      { id: "new", all: [`${screen}Screen.kt`], why: "made in this session" },
      { id: "nav", all: ["Nav.kt"], why: "changed after the commit" },
      { id: "branch", all: [`feature/${screen.toLowerCase()}`], why: "the branch" },
    ],
    forbidden: [
      {
        id: "compile-red",
        all: [":app:compileDebugKotlin", /\bfail(s|ed|ing)?\b|Unresolved/],
        unless: [/pass|\bok\b|then|earlier|before/],
        why: "it compiles",
      },
      {
        id: "emulator-over",
        all: [`emulator -avd ${device}`, /finished|passed|completed|exited/],
        unless: [/not|running/],
        why: "it ran until the end",
      },
      { id: "ios-changed", all: [/(changed|modified|edited).{0,60}ios\//], why: "nothing was" },
    ],
  };
}
