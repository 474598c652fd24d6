/** Before each test file: random tests repeat. `RIVULET_SEED=n` is another run; longer ones have commands of their own. */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env.RIVULET_SEED ?? 20_261_122) })
