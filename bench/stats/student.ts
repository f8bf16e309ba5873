/**
 * Student's t by hand, looked at in November 2026: jstat 1.9.6 has had no commit since 2022 and is right to eight
 * digits; @stdlib/stats-base-dists-t-quantile 0.2.3 brings 232 packages of 27 MB.
 */

/**
 * Of Student's t distribution: the value that a variable stays below with a probability. For whole degrees of freedom
 * the distribution is a finite sum (Abramowitz and Stegun, 26.7.3 and 26.7.4), which is inverted by halving.
 * @param probability from 0.5 up to, not including, 1
 * @param degrees of freedom, 1 or more
 */
export function studentQuantile(probability: number, degrees: number): number {
  if (!(probability >= 0.5 && probability < 1)) throw new RangeError(`no quantile for ${probability}`);
  if (!Number.isInteger(degrees) || degrees < 1) throw new RangeError(`no distribution with ${degrees} degrees`);
  const within = 2 * probability - 1;
  let low = 0;
  let high = Math.PI / 2;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (withinAngle(middle, degrees) < within) low = middle;
    else high = middle;
  }
  return Math.sqrt(degrees) * Math.tan(low);
}

/** The probability of staying within ±t, where t = √degrees · tan(angle). */
function withinAngle(angle: number, degrees: number): number {
  const isOdd = degrees % 2 === 1;
  const cosine = Math.cos(angle);
  let term = isOdd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let power = isOdd ? 3 : 2; power <= degrees - 2; power += 2) {
    term *= ((power - 1) / power) * cosine * cosine;
    sum += term;
  }
  const area = Math.sin(angle) * sum;
  return isOdd ? (2 / Math.PI) * (angle + area) : area;
}
