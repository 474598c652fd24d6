/** JUnit XML (CONVENTIONS 6): a suite for the run, a case for each check, what went wrong with all that is needed to repeat it. */

export interface Check {
  readonly name: string
  readonly seconds: number
  readonly failure?: { readonly type: string; readonly message: string; readonly text: string }
  readonly error?: { readonly type: string; readonly message: string; readonly text: string }
  readonly skipped?: string
}

export interface Suite {
  readonly name: string
  /** The board. */
  readonly hostname: string
  readonly properties: Readonly<Record<string, string>>
  readonly checks: readonly Check[]
  /** The last lines of the board log. */
  readonly output: readonly string[]
}

export function junit({ name, hostname, properties, checks, output }: Suite): string {
  const count = (kind: 'failure' | 'error' | 'skipped'): number =>
    checks.filter((check) => check[kind] !== undefined).length
  const seconds = checks.reduce((sum, check) => sum + check.seconds, 0)
  const totals = `tests="${checks.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${totals} time="${seconds.toFixed(3)}">`,
    `<testsuite name="${escape(name)}" hostname="${escape(hostname)}" ${totals} time="${seconds.toFixed(3)}">`,
    '<properties>',
    ...Object.entries(properties).map(([key, value]) => `<property name="${escape(key)}" value="${escape(value)}"/>`),
    '</properties>',
    ...checks.flatMap((check) => testcase(name, check)),
    `<system-out>${escape(output.join('\n'))}</system-out>`,
    '</testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testcase(suite: string, { name, seconds, failure, error, skipped }: Check): string[] {
  const open = `<testcase classname="${escape(suite)}" name="${escape(name)}" time="${seconds.toFixed(3)}">`
  const inner = [
    ...(failure === undefined ? [] : [trouble('failure', failure)]),
    ...(error === undefined ? [] : [trouble('error', error)]),
    ...(skipped === undefined ? [] : [`<skipped message="${escape(skipped)}"/>`]),
  ]
  return [open, ...inner, '</testcase>']
}

function trouble(tag: string, { type, message, text }: { type: string; message: string; text: string }): string {
  return `<${tag} type="${escape(type)}" message="${escape(message)}">${escape(text)}</${tag}>`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text for XML; characters that XML cannot hold are shown as hex. */
export function escape(text: string): string {
  return text
    .replace(/[&<>"]/g, (char) => ENTITIES[char])

    .replace(
      /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g,
      (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
    )
}
