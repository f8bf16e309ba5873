import { isObject, textOf } from "../../base/json.ts";
import { errorCode, errorMessage } from "../../base/errors.ts";
import type { Archive } from "../../recall/archive/archive.ts";
import { act, type Action, isAction, undo, undoScopeIn } from "../actions.ts";
import { Access, HOST, SAFE_HEADERS } from "./access.ts";
import { Live } from "./live.ts";
import { printableJson } from "../../base/text/printable.ts";
import { openPage, type PageFile } from "../page-files.ts";
import type { KnownProject } from "../projects.ts";
import { READS } from "../read/reads.ts";
import { Samples } from "../read/samples.ts";
import { SessionLines } from "../read/session-lines.ts";

export interface DashboardOptions {
  /** The projects to show, read again for each answer. */
  readonly projects: () => readonly KnownProject[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Opens the archive with the rights of the page's user; null without an archive. */
  readonly openArchive?: () => Archive | null;
  /** What Bun is given to run the commands of actions. @default hive's own program */
  readonly hive?: readonly string[];
  readonly nowMs?: () => number;
  /** Time without an open page after which the server ends, once a page was open. @default 10_000 */
  readonly closedEndMs?: number;
  /** Time for the first page. @default 120_000 */
  readonly firstPageMs?: number;
}

const CLOSED_END_MS = 10_000;
const FIRST_PAGE_MS = 120_000;
const MAX_BODY_BYTES = 4096;

/**
 * The page's server: listens on the loopback alone, answers those whom {@link Access} admits, and ends with its page.
 */
export class Dashboard {
  readonly access = new Access();
  /** Resolves when the page is closed, or when none came. */
  readonly done: Promise<void>;
  readonly #options: DashboardOptions;
  readonly #files: ReadonlyMap<string, PageFile>;
  readonly #samples = new Samples();
  readonly #lines = new SessionLines();
  readonly #live: Live;
  readonly #server: Bun.Server<undefined>;
  #end: () => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  private constructor(options: DashboardOptions, files: ReadonlyMap<string, PageFile>) {
    this.#options = options;
    this.#files = files;
    this.done = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#live = new Live({
      onChange: () => this.#sample(),
      onPages: (pages) => this.#endIn(pages === 0 ? (options.closedEndMs ?? CLOSED_END_MS) : null),
    });
    this.#server = Bun.serve({
      hostname: HOST,
      port: 0,
      // A page that shows nothing new stays open.
      idleTimeout: 0,
      maxRequestBodySize: MAX_BODY_BYTES,
      development: false,
      fetch: (request) => this.#answer(request),
      error: (error) => answer(500, errorMessage(error)),
    });
    this.#sample();
    this.#endIn(options.firstPageMs ?? FIRST_PAGE_MS);
  }

  /** @throws HIVE_BUG if the page cannot be built */
  static async start(options: DashboardOptions): Promise<Dashboard> {
    return new Dashboard(options, await openPage());
  }

  get port(): number {
    return this.#server.port ?? 0;
  }

  /** The address that opens the page once; null when it was opened. */
  get entrance(): string | null {
    const { code } = this.access;
    return code === null ? null : `http://${HOST}:${this.port}/enter?code=${code}`;
  }

  /** Notifies the open pages that something was applied. */
  changed(): void {
    this.#live.changed();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#live.close();
    await this.#server.stop(true);
    this.#end();
  }

  #nowMs(): number {
    return this.#options.nowMs?.() ?? Date.now();
  }

  #sample(): void {
    const roots = this.#options.projects().map(({ root }) => root);
    this.#samples.take(roots, this.#nowMs());
  }

  #endIn(ms: number | null): void {
    clearTimeout(this.#timer);
    this.#timer = ms === null ? undefined : setTimeout(() => this.#end(), ms);
  }

  async #answer(request: Request): Promise<Response> {
    // A foreign name may be no part of a URL.
    if (!Access.isOwnOrigin(request, this.port)) return answer(403, "this is not the page's own address");
    const { pathname, searchParams } = new URL(request.url);
    // @mutant a look at the entrance does not use its code
    if (pathname === "/enter" && request.method !== "GET") return answer(405, "not allowed");
    if (pathname === "/enter") return this.#enter(searchParams.get("code") ?? "");
    const file = this.#files.get(pathname);
    // The files hold no data: without the token the page shows how to open it.
    if (file !== undefined && request.method === "GET") return answer(200, file.text, { "content-type": file.type });
    if (!pathname.startsWith("/api/")) return answer(404, "not found");
    if (!this.access.admits(request)) return answer(403, "open the page with: hive dashboard");
    if (request.method === "POST") return pathname === "/api/act" ? this.#act(request) : answer(404, "not found");
    if (request.method !== "GET") return answer(405, "not allowed");
    return await this.#read(pathname.slice("/api/".length), searchParams);
  }

  /** Hands the token over: its page keeps it where only this origin reads it. */
  #enter(code: string): Response {
    const cookie = this.access.enter(code);
    if (cookie === null) return answer(403, "this code was used, or is none: call hive dashboard again");
    const html = `<!doctype html><meta charset="utf-8"><meta name="token" content="${this.access.token}"><title>hive</title><script src="/enter.js"></script>`;
    return answer(200, html, { "content-type": "text/html; charset=utf-8", "set-cookie": cookie });
  }

  async #read(what: string, query: URLSearchParams): Promise<Response> {
    if (what === "events")
      return new Response(this.#live.stream(), { headers: { ...SAFE_HEADERS, "content-type": "text/event-stream" } });
    const read = Object.hasOwn(READS, what) ? READS[what] : undefined;
    if (read === undefined) return answer(404, "not found");
    const { projects, env } = this.#options;
    using archive = this.#archive();
    const sources = {
      projects: projects(),
      archive,
      lines: this.#lines,
      samples: this.#samples.all,
      env,
      nowMs: this.#nowMs(),
    };
    const value = await read(query, sources);
    return value === null ? answer(404, "there is no such thing") : jsonAnswer(value);
  }

  /** One that cannot be read is none here: `hive status` says why. */
  #archive(): Archive | null {
    try {
      return this.#options.openArchive?.() ?? null;
    } catch (error) {
      if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE") throw error;
      return null;
    }
  }

  async #act(request: Request): Promise<Response> {
    const body: unknown = await request.json().catch(() => null);
    const { action, project: id, session, scope: given, plan } = isObject(body) ? body : {};
    const project = this.#options.projects().find((one) => one.id === id);
    if (project === undefined) return answer(400, "there is no such project");
    const named = textOf(session) ?? "";
    const scope = action === "undo" ? undoScopeIn(given) : null;
    if (scope === null && !isAction(action)) return answer(400, "there is no such action");
    const { env, hive } = this.#options;
    const done =
      scope === null
        ? await act(action as Action, project, named, hive)
        : await undo(project, named, scope, textOf(plan) ?? "", env, hive);
    this.changed();
    return jsonAnswer(done);
  }
}

const jsonAnswer = (value: unknown): Response =>
  answer(200, printableJson(JSON.stringify(value)), { "content-type": "application/json; charset=utf-8" });

const answer = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(text, { status, headers: { "content-type": "text/plain; charset=utf-8", ...SAFE_HEADERS, ...headers } });
