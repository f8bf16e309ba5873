/** Words of a sentence that allows, forbids or demands something, in the languages in which people write to agents. */
export const LIMIT_WORDS =
  /(?<![\p{L}_])(?:do(?: no|n\W?)t|never|not?|only|must(?:n\W?t)?|keep|without|unless|leave|avoid|stays?|except|at most|should|instead|untouched|nothing|nicht|keine?|nur|ohne|ne|pas|jamais|sans|sauf|seulement|nunca|s[oó]lo|sin|não|niet?|не|только|без)(?![\p{L}_])|[不只仅勿禁않]|ないで|だけ|마세/iu;
