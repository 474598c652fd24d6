/** The values of keys that are numbers or booleans, for expressions over results that look at the key. */
import { KEYS } from 'plan'

export const VALUES = new Float64Array(KEYS)

/** Key `i` has arrived: its JSON text in base64. */
export function learn(i: number, encoded: string): void {
  const json = atob(encoded)
  VALUES[i] = json === 'true' ? 1 : json === 'false' ? 0 : +json
}
