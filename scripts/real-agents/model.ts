import { appendFileSync } from "node:fs";
import { APIS, type Sent } from "./apis.ts";
import type { Driver } from "./drivers.ts";
import type { Reply, Step } from "./script.ts";

export interface ModelOptions {
  readonly driver: Driver;
  readonly steps: readonly Step[];
  readonly project: string;
  readonly port: number;
  /** Every text of every request is added to this file, a line each. */
  readonly log: string;
  /** A step was handed out. */
  readonly onStep: (index: number) => void;
}

/** A model on loopback that follows a script. */
export function startModel({ driver, steps, project, port, log, onStep }: ModelOptions): { readonly stop: () => void } {
  let next = 0;
  let requests = 0;
  let last: { readonly hash: string; readonly reply: Reply } | undefined;

  function follow(tools: ReadonlySet<string>): Reply {
    for (;;) {
      const index = next;
      next += 1;
      const step = steps[index];
      if (step === undefined) return { text: "All done." };
      onStep(index);
      if ("say" in step) return { text: step.say };
      const call = driver.call(step, { project, tools });
      if (call !== undefined) return { call };
    }
  }

  /** A request with the same messages as the one before is a retry, and gets the same answer. */
  function reply(sent: readonly Sent[], tools: ReadonlySet<string>): Reply {
    // Titles and the like are asked for without tools.
    if (tools.size === 0) return { text: driver.untooled ?? "Mock title" };
    const hash = String(Bun.hash(JSON.stringify(sent.filter(({ role }) => role !== "system"))));
    if (last?.hash !== hash) last = { hash, reply: follow(tools) };
    return last.reply;
  }

  const server = Bun.serve({
    port,
    hostname: "127.0.0.1",
    idleTimeout: 0,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      const text = await request.text();
      if (pathname.endsWith("/models"))
        return Response.json({ object: "list", data: [{ id: "mock-model" }], models: [] });
      if (pathname.endsWith(":countTokens")) return Response.json({ totalTokens: 10 });
      const api = APIS.find(({ path }) => path.test(pathname));
      if (api === undefined) return new Response(null, { status: pathname === "/" ? 200 : 404 });
      const body = JSON.parse(text) as Readonly<Record<string, unknown>>;
      const sent = api.sent(body);
      for (const one of sent) appendFileSync(log, `${JSON.stringify(one.text)}\n`);
      requests += 1;
      return api.answer(body, reply(sent, new Set(api.tools(body))), requests, pathname);
    },
  });
  return { stop: () => void server.stop(true) };
}
