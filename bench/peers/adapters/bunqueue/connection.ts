import { readFileSync } from "node:fs";

export const QUEUE = "logs";

/** Where the server of this directory listens. */
export function connection(directory: string): { host: string; port: number; poolSize: number } {
  return { host: "127.0.0.1", port: Number(readFileSync(`${directory}/port`, "utf8")), poolSize: 1 };
}
