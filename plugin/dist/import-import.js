// @bun
import {
  importTranscript2,
  directoryOf2
} from "./worker-enrich-import.js";
import"./worker-enrich-transcript.js";
import"./store-archive-pauses.js";
import"./store-archive-erase.js";
import"./store-archive-open.js";
import"./origin-config-files.js";
import"./base-config-sources.js";
import"./redact-redact.js";
import"./store-sqlite-open-database.js";
import"./origin-own-file.js";
import"./base-files-files.js";
import"./origin-own-directory.js";
export {
  directoryOf2 as directoryOf,
  importTranscript2 as importTranscript
};
