// The names that a mistyped one may have been meant to be.

/** How many letters are typed wrongly, left out, added, or swapped with the next one. */
export function distance(a, b) {
  let [before, above] = [[], Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      line[column] = Math.min(above[column] + 1, line[column - 1] + 1, above[column - 1] + (isSame ? 0 : 1));
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwapped) line[column] = Math.min(line[column], before[column - 2] + 1);
    }
    [before, above] = [above, line];
  }
  return above[b.length];
}

/** The one name that is at most two typing errors away, and nearer than any other. */
export function nearest(typed, names) {
  const far = names.map((name) => [distance(typed.toLowerCase(), name.toLowerCase()), name]);
  const least = Math.min(...far.map(([steps]) => steps));
  const found = far.filter(([steps]) => steps === least);
  return least <= 2 && found.length === 1 ? found[0][1] : undefined;
}
