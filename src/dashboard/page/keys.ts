import { useEffect } from "preact/hooks";

const VIEWS: Readonly<Record<string, string>> = { "1": "#/", "2": "#/sessions", "3": "#/health" };

/** The keys of the page. They do nothing in a field, nor with a modifier, which the browser's own keys have. */
export function useKeys(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      const view = VIEWS[event.key];
      if (view !== undefined) location.hash = view;
      if (event.key === "j") move(1);
      if (event.key === "k") move(-1);
      if (event.key !== "/") return;
      event.preventDefault();
      location.hash = "#/sessions/search";
      document.querySelector<HTMLElement>("input[type=search]")?.focus();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
}

/** Moves the focus among the sessions that are listed. */
function move(by: number): void {
  const links = [...document.querySelectorAll<HTMLElement>("a.session")];
  const at = links.indexOf(document.activeElement as HTMLElement);
  links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
}
