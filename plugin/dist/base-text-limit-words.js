// @bun
// src/base/text/limit-words.ts
var LIMIT_WORDS = /(?<![\p{L}_])(?:do(?: no|n\W?)t|never|not?|only|must(?:n\W?t)?|keep|without|unless|leave|avoid|stays?|except|at most|should|instead|untouched|nothing|nicht|keine?|nur|ohne|ne|pas|jamais|sans|sauf|seulement|nunca|s[o\u00F3]lo|sin|n\u00E3o|niet?|\u043D\u0435|\u0442\u043E\u043B\u044C\u043A\u043E|\u0431\u0435\u0437)(?![\p{L}_])|[\u4E0D\u53EA\u4EC5\u52FF\u7981\uC54A]|\u306A\u3044\u3067|\u3060\u3051|\uB9C8\uC138/iu;

export { LIMIT_WORDS };
