import { play } from "./play.ts";
import { type Score, score } from "./score.ts";
import type { Told } from "./types.ts";

export interface Result {
  name: string;
  text: string;
  score: Score;
}

/** What the scores of several sessions come to. */
export interface Total {
  /** Facts told of those needed, from 0 to 1. */
  told: number;
  wrong: number;
  /** The most lines of noise in one text. */
  mostNoise: number;
}

/** Plays a session and scores what the next one is given. */
export function measure({ name, recording, list }: Told, hive: string): Result {
  const text = play(recording, hive);
  return { name, text, score: score(text, list, recording.noise) };
}

export function totalOf(results: readonly Result[]): Total {
  const sum = (of: (score: Score) => number): number => results.reduce((sum, result) => sum + of(result.score), 0);
  return {
    told: sum(({ present }) => present) / sum(({ needed }) => needed),
    wrong: sum(({ wrong }) => wrong.length),
    mostNoise: Math.max(0, ...results.map((result) => result.score.noise.length)),
  };
}

function row(name: string, ...cells: readonly (string | number)[]): string {
  return `${name.padEnd(24)}${cells.map((cell) => String(cell).padStart(10)).join("")}`;
}

/** A line for each session and one for all, then what was missed, wrong or noise. */
export function table(title: string, results: readonly Result[]): string {
  const { told, wrong, mostNoise } = totalOf(results);
  const details = results.flatMap(({ name, score }) => [
    ...(score.missed.length === 0 ? [] : [`${name} misses: ${score.missed.join(", ")}`]),
    ...(score.wrong.length === 0 ? [] : [`${name} is wrong about: ${score.wrong.join(", ")}`]),
    ...score.noise.map((line) => `${name} noise: ${line}`),
  ]);
  return [
    row(title, "facts", "told", "wrong", "noise", "length"),
    ...results.map(({ name, score: { present, needed, wrong, noise, length } }) =>
      row(
        name,
        `${present}/${needed}`,
        `${Math.round((100 * present) / needed)} %`,
        wrong.length,
        noise.length,
        length,
      ),
    ),
    row("all", "", `${(100 * told).toFixed(1)} %`, wrong, `max ${mostNoise}`, ""),
    "",
    ...details,
    "",
  ].join("\n");
}
