/** Text in quotes, as the console, messages and JSON show it. */

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '\r': '\\r',
  '\\': '\\\\',
  '"': '\\"',
}

/** Text in quotes, with the escapes of JSON or those of programs. */
export function quote(text: string, json: boolean): string {
  let out = '"'
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    const code = text.charCodeAt(at)
    const next = text[at + 1]
    if (char in ESCAPES) out += ESCAPES[char]
    else if (code >= 32 && code < 127) out += char
    else if (json) out += `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`
    else if (code === 11) out += '\\v'
    else if (code < 8 && !(next >= '0' && next <= '7')) out += `\\${code}`
    else out += `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return `${out}"`
}
