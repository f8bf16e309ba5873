import { useEffect, useRef, useState } from "preact/hooks";
import type { Done, UndoPlan } from "../data.ts";
import { plain } from "../words.ts";

interface Props {
  readonly label: string;
  readonly question: string;
  /** Whether there is the button. An open dialog stays without it, to show the result. @default true */
  readonly isOffered?: boolean;
  /** Loads the plan to show. Without a plan there is nothing to confirm. */
  readonly preview?: () => Promise<UndoPlan>;
  /** @param plan the preview's; empty without one */
  readonly onConfirm: (plan: string) => Promise<Done>;
  /** Called when it is done, and the dialog is closed. */
  readonly onDone?: () => void;
}

/** A button whose action is asked for once more. */
export function Confirmed(props: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {props.isOffered !== false && (
        <button type="button" class="danger" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          {props.label}
        </button>
      )}
      {isOpen && <Question {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

type Asking = Props & { readonly onClose: () => void };

const failed = (error: unknown): Done => ({ isDone: false, said: String(error) });

function Question({ label, question, preview, onConfirm, onDone, onClose }: Asking) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [plan, setPlan] = useState<UndoPlan | null>(preview === undefined ? { text: "", plan: "" } : null);
  const [done, setDone] = useState<Done | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    dialog.current!.showModal();
    preview?.().then(setPlan, (error: unknown) => setPlan({ text: String(error), plan: null }));
  }, []);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    const outcome = await onConfirm(plan?.plan ?? "").catch(failed);
    setBusy(false);
    setDone(outcome);
    // After a planned action the dialog stays, to show the result. A plain action's result is visible on the page.
    if (outcome.isDone && preview === undefined) dialog.current?.close();
  };
  const closed = (): void => {
    onClose();
    if (done?.isDone === true) onDone?.();
  };
  const isAsked = done === null && plan !== null && plan.plan !== null;
  return (
    <dialog ref={dialog} aria-label={label} onClose={closed}>
      {done === null && <p>{question}</p>}
      {plan === null && <p role="status">Looking at the files…</p>}
      {done === null && plan !== null && plan.text !== "" && <pre>{plain(plan.text)}</pre>}
      {done !== null && <pre role="status">{plain(done.said)}</pre>}
      {isAsked && (
        <button type="button" class="danger" disabled={isBusy} onClick={() => void confirm()}>
          {label}
        </button>
      )}{" "}
      <button type="button" onClick={() => dialog.current?.close()}>
        {done === null ? "Cancel" : "Close"}
      </button>
    </dialog>
  );
}
