/** A real browser for pages: Chromium, driven over its pipe. */
import { accessSync, constants } from "node:fs";

const NAMES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The path of an installed Chromium; null if there is none. `.ci/run` installs one. */
export const CHROMIUM = NAMES.find((path) => canRun(path)) ?? null;

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A page in the browser, with the errors and warnings that it wrote to its console. */
export interface BrowserPage extends Disposable {
  readonly view: Bun.WebView;
  readonly complaints: readonly string[];
  /** Waits until an expression of JavaScript is true in the page. */
  readonly until: (expression: string) => Promise<void>;
}

/** Opens an address. Its profile is in memory, and gone with the test. */
export async function openPage(address: string, width = 1400): Promise<BrowserPage> {
  const complaints: string[] = [];
  const view = new Bun.WebView({
    // Root runs no sandbox, and a container has little shared memory.
    backend: { type: "chrome", path: CHROMIUM!, argv: ["--no-sandbox", "--disable-dev-shm-usage"] },
    width,
    height: 900,
    console: (type, ...words) => {
      if (type === "error" || type === "warn") complaints.push(words.map(String).join(" "));
    },
  });
  // A page that goes on to another at once ends the first navigation.
  await view.navigate(address).catch(() => undefined);
  return {
    view,
    complaints,
    until: async (expression) => {
      const endMs = performance.now() + 60_000;
      while (!(await view.evaluate<boolean>(`Boolean(${expression})`).catch(() => false))) {
        if (performance.now() > endMs) {
          throw new Error(
            `never so: ${expression}; there is ${await view.evaluate<string>("document.body.innerText")}`,
          );
        }
        await Bun.sleep(10);
      }
    },
    [Symbol.dispose]: () => view.close(),
  };
}
