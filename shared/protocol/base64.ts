/**
 * Bytes and texts as base64, with what browsers and Node have in common. Texts travel as UTF-8.
 */
const CHUNK = 8192

/** The base64 text of bytes. */
export function encodeBytes(bytes: Uint8Array): string {
  let binary = ''
  for (let i = 0; i < bytes.length; i += CHUNK) binary += String.fromCharCode(...bytes.subarray(i, i + CHUNK))
  return btoa(binary)
}

/** The bytes of a base64 text; throws when it is none. */
export function decodeBytes(base64: string): Uint8Array {
  const binary = atob(base64)
  return Uint8Array.from(binary, (char) => char.charCodeAt(0))
}

export function encodeText(text: string): string {
  return encodeBytes(new TextEncoder().encode(text))
}

/** The text of base64; bytes that are no UTF-8 are taken as one character each, as the interpreter prints them. */
export function decodeText(base64: string): string {
  const bytes = decodeBytes(base64)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return atob(base64)
  }
}
