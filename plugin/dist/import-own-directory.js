// @bun
import {
  systemHome2,
  ownDirectory2,
  homeOf2
} from "./origin-own-directory.js";
export {
  homeOf2 as homeOf,
  ownDirectory2 as ownDirectory,
  systemHome2 as systemHome
};
