import { dirname } from "node:path";
import { freshRoot } from "./rig.ts";

/**
 * Gives the measured processes a data directory of their own, until the block ends. The user's key and archive stay as
 * they are.
 */
export function ownDataDirectory(): { readonly path: string } & Disposable {
  const stack = new DisposableStack();
  const { root } = stack.use(freshRoot());
  const path = dirname(root);
  const { XDG_DATA_HOME: before } = process.env;
  process.env["XDG_DATA_HOME"] = path;
  stack.defer(() => {
    if (before === undefined) delete process.env["XDG_DATA_HOME"];
    else process.env["XDG_DATA_HOME"] = before;
  });
  return { path, [Symbol.dispose]: () => stack.dispose() };
}
