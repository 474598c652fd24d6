/**
 * Mosquitto for tests, as a process of its own on loopback: users with passwords, an access list, TLS with certificates of an
 * authority made for the test. It keeps nothing over its death. Debian: `apt-get install mosquitto`.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { pbkdf2Sync, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort, LIMIT_MS } from '../testing.ts'

export interface MosquittoUser {
  readonly name: string
  readonly password: string
  /** Lines of the access list, such as `topic readwrite a/#`. */
  readonly access: readonly string[]
}

const PLACES = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto']
const BINARY = PLACES.find((place) => existsSync(place))

/** Why a test with Mosquitto cannot run here; `null`: it can. */
export function missing(): string | null {
  if (BINARY === undefined) return 'needs mosquitto: apt-get install mosquitto'
  return spawnSync('openssl', ['version']).status === 0 ? null : 'needs openssl'
}

export class Mosquitto {
  readonly #directory: string
  readonly #ports: readonly [plain: number, tls: number]
  #child: ChildProcess | null = null

  private constructor(directory: string, ports: readonly [number, number]) {
    this.#directory = directory
    this.#ports = ports
  }

  static async start(users: readonly MosquittoUser[]): Promise<Mosquitto> {
    const directory = mkdtempSync(path.join(tmpdir(), 'rivulet-mosquitto-'))
    // It gives up root before it reads its files.
    chmodSync(directory, 0o755)
    const broker = new Mosquitto(directory, [await freePort(), await freePort()])
    broker.#configure(users)
    await broker.restart()
    return broker
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.#ports[0]}`
  }

  get secureUrl(): string {
    return `mqtts://127.0.0.1:${this.#ports[1]}`
  }

  /** The certificate of the authority. */
  get ca(): string {
    return this.#file('ca.pem')
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    const child = this.#child
    this.#child = null
    if (child === null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }

  async restart(): Promise<void> {
    const child = spawn(BINARY!, ['-c', this.#file('mosquitto.conf')], { stdio: ['ignore', 'ignore', 'pipe'] })
    this.#child = child
    await said(child, 'running')
  }

  async close(): Promise<void> {
    await this.kill()
    rmSync(this.#directory, { recursive: true, force: true })
  }

  #file(name: string): string {
    return path.join(this.#directory, name)
  }

  #write(name: string, lines: readonly string[]): void {
    writeFileSync(this.#file(name), lines.join('\n') + '\n')
    chmodSync(this.#file(name), 0o644)
  }

  #configure(users: readonly MosquittoUser[]): void {
    this.#certify()
    this.#write(
      'passwords',
      users.map(({ name, password }) => `${name}:${hashed(password)}`),
    )
    this.#write(
      'access',
      users.flatMap(({ name, access }) => [`user ${name}`, ...access]),
    )
    const [plain, tls] = this.#ports
    this.#write('mosquitto.conf', [
      ...['allow_anonymous false', `password_file ${this.#file('passwords')}`, `acl_file ${this.#file('access')}`],
      ...['persistence false', 'log_dest stderr', `listener ${plain} 127.0.0.1`, `listener ${tls} 127.0.0.1`],
      ...[`certfile ${this.#file('server.pem')}`, `keyfile ${this.#file('server.key')}`],
    ])
  }

  /** An authority, and a certificate of it for this computer. */
  #certify(): void {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
    const [caKey, csr] = [this.#file('ca.key'), this.#file('server.csr')]
    openssl(['req', '-x509', ...key, '-subj', '/CN=test authority', '-keyout', caKey, '-out', this.ca])
    openssl(['req', ...key.slice(0, -2), '-subj', '/CN=localhost', '-keyout', this.#file('server.key'), '-out', csr])
    this.#write('names', ['subjectAltName=IP:127.0.0.1,DNS:localhost'])
    const signed = ['-CA', this.ca, '-CAkey', caKey, '-CAcreateserial', '-extfile', this.#file('names'), '-days', '2']
    openssl(['x509', '-req', '-in', csr, ...signed, '-out', this.#file('server.pem')])
    for (const name of ['ca.pem', 'server.pem', 'server.key']) chmodSync(this.#file(name), 0o644)
  }
}

function openssl(args: readonly string[]): void {
  const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8', timeout: LIMIT_MS })
  if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`)
}

/** A password as `mosquitto_passwd` writes it. */
function hashed(password: string): string {
  const salt = randomBytes(12)
  const rounds = 101
  return `$7$${rounds}$${salt.toString('base64')}$${pbkdf2Sync(password, salt, rounds, 64, 'sha512').toString('base64')}`
}

/** Waits until a process has written a word to its standard error. */
async function said(child: ChildProcess, word: string): Promise<void> {
  let text = ''
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`mosquitto: ${why}: ${text}`))
    const late = setTimeout(() => fail(`waited ${LIMIT_MS} ms for "${word}"`), LIMIT_MS)
    child.once('exit', (code) => fail(`ended with ${code}`))
    child.stderr!.on('data', (data: Buffer) => {
      text += data.toString()
      if (!text.includes(word)) return
      clearTimeout(late)
      resolve()
    })
  })
}
