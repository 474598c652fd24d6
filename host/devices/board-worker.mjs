/** The thread of a live board: lets Node read TypeScript, then runs it. */
import { register } from 'tsx/esm/api'

register()
await import('./board-worker.ts')
