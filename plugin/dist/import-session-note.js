// @bun
import {
  OF_SESSION2,
  noteSession2
} from "./capture-session-session-note.js";
export {
  OF_SESSION2 as OF_SESSION,
  noteSession2 as noteSession
};
