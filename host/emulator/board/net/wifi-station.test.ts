/** The radio by itself: what it tells and when, and what is always true of it, whatever is asked of it and in what order. */
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { Wifi, type WifiOptions } from './wifi.ts'

let now: number
let told: string[]

const AIR = { accessPoints: [{ ssid: 'lab', password: 'secret12' }, { ssid: 'open' }] }

function station(options: WifiOptions = {}): Wifi {
  const tell = (what: string): void => void told.push(`${what}@${now}`)
  return new Wifi(options, () => Math.round(now * 1000), {
    associated: ({ ssid }) => tell(`associated ${ssid}`),
    connected: () => tell('connected'),
    disconnected: (ssid, reason) => tell(`disconnected ${ssid} ${reason}`),
    apStarted: () => tell('ap'),
    scanned: (found) => tell(`found ${found.map(({ ssid }) => ssid).join('+')}`),
  })
}

beforeEach(() => {
  now = 0
  told = []
})

/** Lets time pass, from one thing that happens by itself to the next; what was told on the way. */
function pass(wifi: Wifi, ms: number): string {
  const end = now + ms
  while (wifi.next() / 1000 <= end) {
    now = Math.max(now, wifi.next() / 1000)
    wifi.advance()
  }
  now = end
  return told.splice(0).join(' ')
}

test('what is due at a microsecond happens at that microsecond, whenever it was asked for', () => {
  const asked = fc.record({ at: fc.nat(10 ** 9), associateMs: fc.double({ min: 0, max: 5000, noNaN: true }) })
  fc.assert(
    fc.property(asked, ({ at, associateMs }) => {
      now = at / 1000
      const wifi = station({ associateMs })
      wifi.connect('x', '')
      const due = wifi.next()
      expect(Number.isInteger(due)).toBe(true)
      now = due / 1000
      expect([wifi.advance(), wifi.associated]).toEqual([true, true])
    }),
    { seed: 7, numRuns: 300 },
  )
})

describe('joining', () => {
  test('takes the time to associate and to be given an address', () => {
    const wifi = station({ associateMs: 100, addressMs: 50 })
    wifi.connect('x', '')
    expect([wifi.isUp, wifi.mode, wifi.next()]).toEqual([false, 'NULL', 100_000])
    expect(pass(wifi, 120)).toBe('associated x@100')
    expect([wifi.isUp, wifi.mode, wifi.address.ip]).toEqual([false, 'STA', '0.0.0.0'])
    expect(pass(wifi, 100)).toBe('connected@150')
    expect([wifi.isUp, wifi.address.ip, wifi.next()]).toEqual([true, '192.168.1.2', Infinity])
  })

  test.each([
    ['nobody', '', 'disconnected nobody NO_AP_FOUND@4400'],
    ['lab', 'wrong', 'disconnected lab 4WAY_HANDSHAKE_TIMEOUT@4400'],
    ['lab', 'secret12', 'associated lab@400 connected@1000'],
    ['open', '', 'associated open@400 connected@1000'],
    ['open', 'key', 'disconnected open 4WAY_HANDSHAKE_TIMEOUT@4400'],
  ])('%s with %j', (ssid, password, events) => {
    const wifi = station(AIR)
    wifi.connect(ssid, password)
    expect(pass(wifi, 10_000)).toBe(events)
  })

  test('a network that appears while the station tries is joined at the next attempt', () => {
    const accessPoints: { ssid: string }[] = []
    const wifi = station({ accessPoints })
    wifi.connect('late', '')
    expect(pass(wifi, 1000)).toBe('')
    accessPoints.push({ ssid: 'late' })
    expect(pass(wifi, 4000)).toBe('associated late@2400 connected@3000')
  })

  test('a fixed address is taken instead of the one that is given', () => {
    const wifi = station()
    wifi.fixed = { ip: '10.0.0.9', netmask: '255.0.0.0', gw: '10.0.0.1' }
    wifi.connect('x', '')
    pass(wifi, 2000)
    expect(wifi.address).toEqual({ ip: '10.0.0.9', netmask: '255.0.0.0', gw: '10.0.0.1' })
  })
})

describe('leaving', () => {
  function joined(options: WifiOptions = {}): Wifi {
    const wifi = station(options)
    wifi.connect('x', '')
    pass(wifi, 5000)
    return wifi
  }

  test('is told a little later, once', () => {
    const wifi = joined()
    wifi.disconnect()
    wifi.disconnect()
    expect([wifi.isUp, wifi.associated]).toEqual([true, true])
    expect(pass(wifi, 100)).toBe('disconnected x ASSOC_LEAVE@5005')
    expect([wifi.isUp, wifi.associated, wifi.reason]).toEqual([false, false, 'ASSOC_LEAVE'])
  })

  test('and joining again at once: left is told first, then joined once', () => {
    const wifi = joined()
    wifi.disconnect()
    wifi.connect('y', '')
    expect(pass(wifi, 10_000)).toBe('disconnected x ASSOC_LEAVE@5000 associated y@5400 connected@6000')
  })

  test('while it joins ends the attempt silently', () => {
    const wifi = station()
    wifi.connect('x', '')
    pass(wifi, 300)
    wifi.disconnect()
    expect([pass(wifi, 10_000), wifi.next()]).toEqual(['', Infinity])
  })

  test('before an address is given: none is given', () => {
    const wifi = station()
    wifi.connect('x', '')
    expect(pass(wifi, 500)).toBe('associated x@400')
    wifi.disconnect()
    expect(pass(wifi, 5000)).toBe('disconnected x ASSOC_LEAVE@505')
  })

  test('a network that is lost while the station leaves: one is told', () => {
    const wifi = joined()
    wifi.disconnect()
    wifi.lose()
    expect(pass(wifi, 100)).toBe('disconnected x BEACON_TIMEOUT@5000')
  })

  test('a station that is not joined can lose nothing', () => {
    const wifi = station()
    wifi.lose()
    wifi.disconnect()
    expect([pass(wifi, 5000), wifi.reason]).toEqual(['', undefined])
  })
})

describe('an access point', () => {
  test('is up when it is told, and down at once', () => {
    const wifi = station()
    wifi.startAp({ ssid: 'mine' })
    expect([wifi.isUp, pass(wifi, 0), wifi.isUp, wifi.mode]).toEqual([false, 'ap@0', true, 'AP'])
    wifi.stopAp()
    expect([wifi.isUp, wifi.mode]).toEqual([false, 'NULL'])
  })

  test('that is stopped before it is up stays down', () => {
    const wifi = station()
    wifi.startAp({ ssid: 'mine' })
    wifi.stopAp()
    expect([pass(wifi, 100), wifi.isUp]).toEqual(['', false])
  })
})

test('a scan tells what is in the air at its end', () => {
  const wifi = station(AIR)
  wifi.scan()
  expect([wifi.scanning, pass(wifi, 1999), pass(wifi, 1), wifi.scanning]).toEqual([
    true,
    '',
    'found lab+open@2000',
    false,
  ])
})

test('power-on ends everything', () => {
  const wifi = station()
  wifi.connect('x', '')
  wifi.startAp({ ssid: 'mine' })
  wifi.scan()
  pass(wifi, 1000)
  wifi.restart()
  expect([pass(wifi, 10_000), wifi.isUp, wifi.mode, wifi.scanning, wifi.station]).toEqual([
    '',
    false,
    'NULL',
    false,
    undefined,
  ])
})

describe('whatever is asked, in whatever order', () => {
  const act = fc.oneof(
    fc.constantFrom('disconnect', 'lose', 'startAp', 'stopAp', 'scan').map((name) => ({ name, ms: 0, ssid: '' })),
    fc.constantFrom('lab', 'open', 'nobody').map((ssid) => ({ name: 'connect', ms: 0, ssid })),
    fc.integer({ min: 0, max: 3000 }).map((ms) => ({ name: 'pass', ms, ssid: '' })),
  )

  function perform(wifi: Wifi, { name, ms, ssid }: { name: string; ms: number; ssid: string }): void {
    if (name === 'connect') wifi.connect(ssid, ssid === 'lab' ? 'secret12' : '')
    else if (name === 'disconnect') wifi.disconnect()
    else if (name === 'lose') wifi.lose()
    else if (name === 'startAp') wifi.startAp({ ssid: 'mine' })
    else if (name === 'stopAp') wifi.stopAp()
    else if (name === 'scan') wifi.scan()
    else pass(wifi, ms)
  }

  test('a last attempt at a network that is there succeeds, and it comes to rest', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        now = 0
        told = []
        const wifi = station(AIR)
        for (const each of acts) perform(wifi, each)
        told = []
        wifi.connect('lab', 'secret12')
        const events = pass(wifi, 20_000)
          .split(' ')
          .filter((word) => /^(associated|connected|disconnected)/.test(word))
        expect(events.filter((word) => !word.startsWith('disconnected'))).toHaveLength(2)
        expect([wifi.associated, wifi.isUp, wifi.point?.ssid, wifi.next()]).toEqual([true, true, 'lab', Infinity])
      }),
      { seed: 16, numRuns: 300 },
    )
  })

  test('an address is given only to a station that is joined, and a last leave is for good', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        now = 0
        told = []
        const wifi = station(AIR)
        for (const each of acts) {
          perform(wifi, each)
          if (wifi.address.ip !== '0.0.0.0') expect(wifi.associated).toBe(true)
        }
        wifi.disconnect()
        wifi.stopAp()
        pass(wifi, 20_000)
        expect([wifi.associated, wifi.isUp, wifi.mode, wifi.next()]).toEqual([false, false, 'NULL', Infinity])
      }),
      { seed: 17, numRuns: 300 },
    )
  })
})
