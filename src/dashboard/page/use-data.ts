import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Refused } from "./api.ts";

/** The data of a view: the last answer, and the error that prevented a newer one. */
export interface Loaded<T> {
  readonly value: T | null;
  readonly error: string | null;
}

/**
 * Reads at first, and again whenever what it is about or the version has changed. A version that comes while an answer is
 * awaited is read after it: each answer is shown, however fast changes come. One about something else is left out.
 * Other effects of Preact's wait for the next frame, a reading does not.
 */
export function useData<T>(read: () => Promise<T>, about: readonly unknown[], version: number): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ value: null, error: null });
  const latest = useRef(version);
  const onVersion = useRef<() => void>(() => undefined);
  useLayoutEffect(() => {
    let isOver = false;
    let isBusy = false;
    const readLatest = async (): Promise<void> => {
      if (isBusy) return;
      isBusy = true;
      const asked = latest.current;
      const next = await read().then(valueOf, errorOf);
      isBusy = false;
      if (isOver) return;
      setLoaded(({ value }) => ({ value, ...next }));
      if (asked !== latest.current) void readLatest();
    };
    onVersion.current = () => void readLatest();
    void readLatest();
    return () => {
      isOver = true;
    };
  }, about);
  useLayoutEffect(() => {
    if (latest.current === version) return;
    latest.current = version;
    onVersion.current();
  }, [version]);
  return loaded;
}

const valueOf = <T>(value: T): Loaded<T> => ({ value, error: null });

/** The value before stays. The head of the page says for all views that the server refuses. */
function errorOf(error: unknown): { readonly error: string | null } {
  const isTold = error instanceof Refused && [0, 403].includes(error.status);
  return { error: isTold ? null : String(error) };
}
