/** Natives under short names of our own: a look-up such as `Math.min` costs 8 kI more than a variable. */
export const sum = E.sum
export const variance = E.variance
export const least = Math.min
export const most = Math.max
export const root = Math.sqrt
export const round = Math.round
export const Int16 = Int16Array
