/** Puts an item where it belongs in a list that is in order, behind its equals. `order` as for `sort`. */
export function insertSorted<T>(list: T[], item: T, order: (a: T, b: T) => number): void {
  let from = 0;
  let to = list.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (order(list[middle] as T, item) <= 0) from = middle + 1;
    else to = middle;
  }
  list.splice(from, 0, item);
}
