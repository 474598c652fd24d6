/** The text of a function as Espruino prints it. */
import { type AnyFunction, Native } from '../values.ts'

export function functionText(fn: AnyFunction): string {
  if (fn instanceof Native) return 'function () { [native code] }'
  const body = fn.code?.tokenised?.shown ?? fn.code?.text ?? ''
  const [open, close] = body.includes('\n') ? ['{\n  ', '\n}'] : ['{', '}']
  const params = [...fn.boundArgs.map(({ key }) => key), ...fn.params]
  return `function (${params.join(',')}) ${open}${fn.isExpression && fn.code !== undefined ? 'return ' : ''}${body}${close}`
}
