/** How many events each slot of a window stage holds; a module of its own because stage and columns both read it. */
import { SLOTS } from 'constants'

export const N = new Uint32Array(SLOTS)
