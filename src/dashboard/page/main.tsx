import { render } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { follow, Refused } from "./api.ts";
import { useKeys } from "./keys.ts";
import { HealthView } from "./views/health-view.tsx";
import { NowView } from "./views/now-view.tsx";
import { SessionsView } from "./views/sessions-view.tsx";
import { SessionDetail } from "./views/session-detail.tsx";

const RETRY_MS = 2000;

type Link = "open" | "lost" | "closed";

/** Follows the server's changes, and tries again when it does not answer. */
async function followUntil(signal: AbortSignal, onChange: () => void, onLink: (link: Link) => void): Promise<void> {
  while (!signal.aborted) {
    try {
      onLink("open");
      await follow(onChange);
      onLink("lost");
    } catch (error) {
      const isRefused = error instanceof Refused && error.status === 403;
      onLink(isRefused ? "closed" : "lost");
      if (isRefused) return;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** Counts the server's notices of a change. */
function useChanges(): { readonly version: number; readonly link: Link } {
  const [version, setVersion] = useState(0);
  const [link, setLink] = useState<Link>("open");
  useEffect(() => {
    const ending = new AbortController();
    void followUntil(ending.signal, () => setVersion((before) => before + 1), setLink);
    return () => ending.abort();
  }, []);
  return { version, link };
}

function useRoute(): readonly string[] {
  const read = useCallback(() => location.hash.slice(2).split("/").map(decodeURIComponent), []);
  const [route, setRoute] = useState(read);
  useEffect(() => {
    const changed = (): void => setRoute(read());
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, [read]);
  return route;
}

const VIEWS = [
  ["", "Now"],
  ["sessions", "Sessions"],
  ["health", "Health"],
] as const;

function App() {
  const { version, link } = useChanges();
  const [view = "", ...rest] = useRoute();
  useKeys();
  return (
    <>
      <header>
        <a class="skip" href="#main">
          To the content
        </a>
        <strong class="name">hive</strong>
        <nav aria-label="Views">
          {VIEWS.map(([name, title]) => (
            <a key={name} href={`#/${name}`} aria-current={view === name ? "page" : undefined}>
              {title}
            </a>
          ))}
        </nav>
      </header>
      {link === "closed" && (
        <p class="banner" role="alert">
          This page was not opened by hive, or its server has ended. Open it with: <code>hive dashboard</code>
        </p>
      )}
      {link === "lost" && (
        <p class="banner" role="alert">
          The page’s server does not answer. If it has ended, open it again with: <code>hive dashboard</code>
        </p>
      )}
      <main id="main" tabIndex={-1}>
        {!["sessions", "session", "health"].includes(view) && <NowView version={version} />}
        {view === "sessions" && <SessionsView version={version} isSearch={rest[0] === "search"} />}
        {view === "session" && (
          <SessionDetail key={rest.join("/")} project={rest[0] ?? ""} id={rest[1] ?? ""} version={version} />
        )}
        {view === "health" && <HealthView version={version} />}
      </main>
      <footer>
        Keys: <kbd>1</kbd> <kbd>2</kbd> <kbd>3</kbd> views, <kbd>/</kbd> search, <kbd>j</kbd> <kbd>k</kbd> next and
        previous session, <kbd>Enter</kbd> open. Nothing leaves this machine.
      </footer>
    </>
  );
}

render(<App />, document.querySelector("#app")!);
