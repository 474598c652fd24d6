/** Small pieces of program text that virtual modules are made of. */

/** Text of a module that exports constants. */
export function constants(values: Readonly<Record<string, number | boolean | string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)}`)
    .join('\n')
}

export interface Call {
  readonly module: string
  readonly name: string
  readonly args?: string
}

/** `import {name as local}` and the body of a function that calls each in turn. */
export function callAll(calls: readonly Call[], as: string, params = ''): string {
  const imports = calls.map((c, i) => `import {${c.name} as ${as}${i}} from ${JSON.stringify(c.module)}`)
  const body = calls.map((c, i) => `${as}${i}(${c.args ?? params})`).join('\n')
  return `${imports.join('\n')}\nexport function ${as}(${params}){${body}}`
}

/** The same function of several modules. */
export function callEach(modules: readonly string[], name: string, as: string, params = ''): string {
  return callAll(
    modules.map((module) => ({ module, name })),
    as,
    params,
  )
}
