// @bun
import {
  TRANSCRIPT_PLACES2,
  transcriptsOf2
} from "./worker-enrich-transcript-places.js";
export {
  TRANSCRIPT_PLACES2 as TRANSCRIPT_PLACES,
  transcriptsOf2 as transcriptsOf
};
