/** A program of somebody's own that adds an entry through the library. */
import { Queue } from "../../../src/queue/queue.ts";
import { message } from "./setup.ts";

const [root, text] = process.argv.slice(2) as [string, string];
new Queue(root).enqueue(message(text));
