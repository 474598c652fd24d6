/** Lines and columns of a text, both counted from 1, as the console and stack traces count them. */

export interface Position {
  readonly line: number
  readonly column: number
}

export function lineAndColumn(text: string, index: number): Position {
  const before = text.slice(0, index).split('\n')
  return { line: before.length, column: before[before.length - 1].length + 1 }
}

/** The index of a position; a column beyond the end of its line is the end of that line. */
export function indexOfLineAndColumn(text: string, line: number, column: number): number {
  const lines = text.split('\n')
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0)
  return before + Math.min(column - 1, lines[line - 1].length)
}
