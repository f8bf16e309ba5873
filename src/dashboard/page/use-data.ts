import { useEffect, useState } from "preact/hooks";
import { Refused } from "./api.ts";

/** The data of a view: the last answer, and the error that prevented a newer one. */
export interface Loaded<T> {
  readonly value: T | null;
  readonly error: string | null;
}

/** Reads at first, and again whenever one of the values changes. Answers that come late are left out. */
export function useData<T>(read: () => Promise<T>, values: readonly unknown[]): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ value: null, error: null });
  useEffect(() => {
    let isOver = false;
    read().then(
      (value) => !isOver && setLoaded({ value, error: null }),
      (error: unknown) => {
        // The head of the page says so for all views.
        const isTold = error instanceof Refused && [0, 403].includes(error.status);
        if (!isOver) setLoaded(({ value }) => ({ value, error: isTold ? null : String(error) }));
      },
    );
    return () => {
      isOver = true;
    };
  }, values);
  return loaded;
}
