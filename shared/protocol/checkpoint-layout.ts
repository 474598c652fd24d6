/**
 * How a checkpoint lies in the flash of a device (README, section 8), for the program that writes it, the plan that counts it and the host that
 * copies it and puts it back.
 */

/** Where an ESP32 has free pages beside its storage, how many bytes of them, and the bytes of a page, the unit of erasing (FACTS 1). */
export const FREE = 0x310000
export const FREE_BYTES = 0x10000
export const PAGE = 4096
/** Bytes of a head, at the end of a slot: mark, program, run, serial number, bytes of the state, digest, 0, check sum of the others. */
export const HEAD = 32

/** Bytes of a slot for a checkpoint, its head included, in pages of their own. */
export function slotInPages(bytes: number): number {
  return Math.ceil(bytes / PAGE) * PAGE
}

/** As a file of Storage. */
export function slotInFile(bytes: number): number {
  return (bytes + 3) & -4
}
