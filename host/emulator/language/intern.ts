/** One instance of each name, so that comparing names is comparing references. */
const known = new Map<string, string>()

export function intern(name: string): string {
  let same = known.get(name)
  if (same === undefined) {
    // engines keep one instance of each property name
    same = Object.keys({ [name]: 0 })[0]
    known.set(name, same)
  }
  return same
}
