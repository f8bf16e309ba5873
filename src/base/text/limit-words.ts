/** Words of a sentence that allows, forbids or demands something. */
export const LIMIT_WORDS =
  /\b(?:do not|don['’]?t|never|no|not|only|must(?:n['’]?t)?|keep|without|unless|leave|avoid|stays?|except|at most|should|instead|untouched|nothing|nicht|keine?|nur|ohne)\b/i;
