/**
 * Preloaded into hive's commands: they know no program that started them. An agent may run the tests, and its name is
 * then among the commands' ancestors.
 */
import { plugin } from "bun";

plugin({
  name: "of a person",
  setup: (build) => {
    build.onLoad({ filter: /\/src\/platform\/process\/callers\.ts$/ }, () => ({
      contents: "export const callingPrograms = () => [];",
      loader: "js",
    }));
  },
});
