import { Random } from "../random.ts";
import { routine } from "../routine.ts";
import { Session } from "../session.ts";
import type { Recording } from "../types.ts";
import { World } from "../world.ts";

export const name = "mobile";

export interface Story {
  seed: number;
  app: string;
  screen: string;
  sdk: number;
  device: string;
  isGradleRed: boolean;
}

export function story(seed: number): Story {
  const random = new Random(seed);
  return {
    seed,
    app: random.pick(["Trailmap", "Potluck", "Choir"]),
    screen: random.pick(["Offline", "Invite", "Rehearsal"]),
    sdk: random.pick([24, 26]),
    device: random.pick(["Pixel_4a", "Nexus_5X"]),
    isGradleRed: random.next() < 0.5,
  };
}

export function play(told: Story): Recording {
  const { app, screen, sdk, device, isGradleRed } = told;
  const dir = `android/app/src/main/java/${app.toLowerCase()}`;
  const world = new World(told.seed, {
    branch: `feature/${screen.toLowerCase()}`,
    files: [
      `${dir}/MainActivity.kt`,
      `${dir}/Nav.kt`,
      "android/app/build.gradle.kts",
      "ios/App/Info.plist",
      "shared/strings.xml",
    ],
  });
  const us = world.session().start();
  us.prompt(
    `${screen} screen for ${app}, Android first!! Compose, no fragments. minSdk has to stay ${sdk} (old tablets). Pls don't open the ios folder, Mia is in the middle of ` +
      `a release there. Texts only through shared/strings.xml.`,
  );
  us.todos([
    ["Screen skeleton", "in_progress"],
    ["ViewModel", "pending"],
    ["Navigation", "pending"],
    ["Screenshot tests", "pending"],
    ["TalkBack pass", "pending"],
  ]);
  us.look(5);
  us.background(`emulator -avd ${device} -no-window`, "bemu77", "Start the emulator");
  us.write(`${dir}/${screen}Screen.kt`, "@Composable fun Screen() {}\n");
  us.write(`${dir}/${screen}ViewModel.kt`, "class VM\n");
  us.fail(
    "./gradlew :app:compileDebugKotlin",
    `e: file:///${screen}Screen.kt:12:5 Unresolved reference 'collectAsStateWithLifecycle'.\nBUILD FAILED in 21s`,
  );
  us.edit("android/app/build.gradle.kts", "// deps", "implementation(libs.lifecycle.compose)");
  us.bash("./gradlew :app:compileDebugKotlin", "BUILD SUCCESSFUL in 24s");
  routine(us, world.random, {
    files: [`${dir}/${screen}Screen.kt`, `${dir}/${screen}ViewModel.kt`],
    rounds: 15,
    checks: [["./gradlew ktlintCheck", "BUILD SUCCESSFUL in 3s"]],
  });
  us.todos([
    ["Screen skeleton", "completed"],
    ["ViewModel", "completed"],
    ["Navigation", "in_progress"],
    ["Screenshot tests", "pending"],
    ["TalkBack pass", "pending"],
  ]);
  us.stop("The screen shows up. The back gesture is odd.", [
    Session.shell("bemu77", `emulator -avd ${device} -no-window`, "Start the emulator"),
  ]);
  us.prompt("back gesture must go to Home not to Login!! and dark mode plsss");
  routine(us, world.random, {
    files: [`${dir}/Nav.kt`, `${dir}/${screen}Screen.kt`, "shared/strings.xml"],
    rounds: 15,
    checks: [["./gradlew ktlintCheck", "BUILD SUCCESSFUL in 3s"]],
  });
  us.commit(`Add the ${screen} screen`, `feature/${screen.toLowerCase()}`);
  us.edit(`${dir}/Nav.kt`, "popUpTo(Login)", "popUpTo(Home)");
  if (isGradleRed) {
    us.fail(
      "./gradlew :app:assembleDebug",
      `FAILURE: Build failed with an exception.\n\n* What went wrong:\nExecution failed for task ':app:processDebugMainManifest'.\n> Manifest merger failed : uses-sdk:minSdkVersion ${sdk} cannot be smaller than version 28 declared in library [androidx.health:connect-client]\n\nBUILD FAILED in 9s`,
    );
  } else {
    us.fail(
      "./gradlew :app:connectedDebugAndroidTest",
      `${screen}Test > backGoesHome[${device}] FAILED\n\tandroidx.compose.ui.test.ComposeTimeoutException: Condition still not satisfied after 5000 ms\n\nBUILD FAILED in 48s`,
    );
  }
  us.look(5);
  us.nod("ok ok");
  us.look(7);
  us.began("Bash", {
    command: `adb shell am instrument -w ${app.toLowerCase()}.test`,
    description: "run on the emulator",
  });
  us.crash();
  world.session().probe();
  return world.recording();
}
