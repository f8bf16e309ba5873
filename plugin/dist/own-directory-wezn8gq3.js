// @bun
import {
  systemHome2,
  ownDirectory2,
  homeOf2
} from "./main-shr5g8eq.js";
export {
  homeOf2 as homeOf,
  ownDirectory2 as ownDirectory,
  systemHome2 as systemHome
};
