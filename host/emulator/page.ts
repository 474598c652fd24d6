/** What a page loads: the emulator as one module that needs nothing but the language. */
export { Board, Stalled, type BoardOptions } from './board/board.ts'
export { blankFlash, FLASH_SIZE } from './board/flash.ts'
export { emulate, latin1, type EmulateOptions, type EmulateResult } from './emulate.ts'
