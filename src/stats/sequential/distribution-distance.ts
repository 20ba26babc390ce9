/**
 * How far a share of an n-category sample of the true distribution can be, in total variation, at any time: with
 * probability 1 − α the distance stays below √((k·ln 2 + ln(1/αⱼ)) / 2ʲ⁺¹) for all n in [2ʲ, 2ʲ⁺¹), where αⱼ =
 * 6α/(π²(j + 1)²). Bretagnolle–Huber–Carol's inequality (van der Vaart & Wellner (1996), A.6.6) for each epoch, whose
 * first size bounds the whole of it because the distance is a reverse submartingale. O(1).
 *
 * @param n rows, at least 1
 * @param categories k ≥ 2
 */
export function distanceRadius(n: number, categories: number, lnInverseAlpha: number): number {
  const epoch = Math.floor(Math.log2(n));
  const lnInverse = lnInverseAlpha + Math.log((Math.PI ** 2 / 6) * (epoch + 1) ** 2);
  return Math.sqrt((categories * Math.LN2 + lnInverse) / 2 ** (epoch + 1));
}
