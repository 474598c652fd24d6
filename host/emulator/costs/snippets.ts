/** What the cost model is measured on: a body in the loop of a function, or a whole program. */

export interface Snippet {
  readonly name: string
  /** Runs in the loop of `run`. */
  readonly body: string
  /** Stands at the top of `run`. */
  readonly local: string
  /** Runs before. */
  readonly global: string
  /** Turns of the loop that are measured. */
  readonly turns: number
}

export function snippet(name: string, body: string, local = '', global = '', turns = 100): Snippet {
  return { name, body, local, global, turns }
}

/** The program up to the first mark: `run` goes round so many times. */
export function programOf({ body, local, global }: Snippet): string {
  return `${global}\nfunction run(n){${local}for(var i=0;i<n;i++){${body}}}\n`
}
