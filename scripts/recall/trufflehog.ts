/** The secrets that TruffleHog's detector tests are to find, read from its sources; nothing of them is kept. */
import { Glob } from "bun";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Project } from "./checkout.ts";
import { GoFile, type GoValue, sprintf, textOf } from "./go.ts";
import type { Sample } from "./sample.ts";

export const TRUFFLEHOG: Project = {
  name: "trufflehog",
  url: "https://github.com/trufflesecurity/trufflehog",
  commit: "3ab759fef4bb5935d4fe9ac68b503d05346b8364",
  paths: ["pkg/detectors"],
};

/** Each expected secret that its test's input contains in one piece. */
export function trufflehogSamples(checkout: string): Sample[] {
  const files = [...new Glob("pkg/detectors/**/*_test.go").scanSync(checkout)].toSorted();
  return files.flatMap((file) => samplesOf(dirname(file), readFileSync(join(checkout, file), "utf8")));
}

function samplesOf(family: string, source: string): Sample[] {
  const samples: Sample[] = [];
  let input = "";
  new GoFile(source, { "fmt.Sprintf": sprintf, "strings.ToUpper": ([text]) => textOf(text).toUpperCase() }).visit(
    (name, value) => {
      if (name === "input") input = typeof value === "string" ? value : "";
      if (name !== "want") return;
      for (const secret of new Set(stringsOf(value))) {
        if (secret.length >= 8 && input.includes(secret)) samples.push({ family, text: input, secret });
      }
      input = "";
    },
  );
  return samples;
}

function stringsOf(value: GoValue): string[] {
  if (typeof value === "string") return [value];
  return [...value.values()].flatMap((part) => stringsOf(part));
}
