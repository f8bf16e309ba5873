// @bun
// src/base/text/limit-words.ts
var LIMIT_WORDS = /\b(?:do not|don['\u2019]?t|never|no|not|only|must(?:n['\u2019]?t)?|keep|without|unless|leave|avoid|stays?|except|at most|should|instead|untouched|nothing|nicht|keine?|nur|ohne)\b/i;

export { LIMIT_WORDS };
