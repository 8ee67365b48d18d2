/**
 * Removes old rows slice by slice, so that no statement holds its locks for long, until there are none left.
 *
 * @param removeSlice removes some of them in a database transaction of its own, and returns how many
 * @returns how many in all
 */
export async function removeInSlices(removeSlice: () => Promise<number>): Promise<number> {
  for (let total = 0; ;) {
    const removed = await removeSlice();
    if (removed === 0) return total;
    total += removed;
  }
}
