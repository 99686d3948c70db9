/** Keys in their order, which is how the API lists where nothing else is asked for. */

export interface KeyOrder {
  add(key: string): void;
  remove(key: string): void;
  /** The keys behind `after`, from the first on where it is absent; costs by what is taken. */
  behind(after?: string): Iterable<string>;
}

/** Makes an empty order. */
export function createKeyOrder(): KeyOrder {
  const keys: string[] = [];
  const indexOf = (key: string): number => {
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] ?? '') < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  };
  return {
    add(key) {
      const index = indexOf(key);
      if (keys[index] !== key) {
        keys.splice(index, 0, key);
      }
    },
    remove(key) {
      const index = indexOf(key);
      if (keys[index] === key) {
        keys.splice(index, 1);
      }
    },
    *behind(after) {
      const start = after === undefined ? 0 : indexOf(after);
      for (let index = start; index < keys.length; index += 1) {
        const key = keys[index];
        if (key !== undefined && key !== after) {
          yield key;
        }
      }
    },
  };
}
