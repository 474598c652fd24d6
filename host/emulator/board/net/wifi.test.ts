/** Wi-Fi in virtual time: joining, leaving, failing, and what programs are told (FACTS 7). */
import { describe, expect, test } from 'vitest'
import { Unimplemented } from '../../errors.ts'
import type { BoardOptions } from '../board.ts'
import { Bench } from '../testing.ts'
import { SimulatedNetwork } from './simulated-network.ts'

const EVENTS = `var W=require("Wifi"),t0=getTime();function at(){return Math.round((getTime()-t0)*10)*100}
  ["associated","connected","disconnected","auth_change","dhcp_timeout","sta_joined","sta_left","probe_recv"].forEach(function(e){
    W.on(e,function(d){print(e,JSON.stringify(d),at())})});`

/** A board that prints what happens to its Wi-Fi. */
function lab(options: BoardOptions = {}): Bench {
  const bench = new Bench(options)
  bench.run(EVENTS)
  return bench
}

const AIR = {
  wifi: {
    accessPoints: [
      { ssid: 'lab', password: 'secret12' },
      { ssid: 'open', channel: 3, rssi: -80 },
    ],
  },
}

describe('a station', () => {
  test('joins any network unless it is told which there are: callback, then events, a second later', () => {
    expect(lab().run('W.connect("lab",{password:"secret12"},function(e){print("callback",e,at())})', 2000)).toBe(
      'associated {"ssid":"lab","mac":"02:00:00:00:00:01","channel":"6"} 400\n' +
        'callback null 1000\n' +
        'connected {"ip":"192.168.1.2","netmask":"255.255.255.0","gw":"192.168.1.1"} 1000\n',
    )
  })

  test('tells its state, its address and its network', () => {
    const bench = lab({ wifi: { ip: '10.0.0.9', gateway: '10.0.0.1' } })
    expect(bench.run('print(JSON.stringify([W.getStatus(),W.getDetails(),W.getIP().ip]))')).toBe(
      '[{"station":"Unknown reason","mode":"NULL","powersave":"modem"},{"status":"Unknown reason"},"0.0.0.0"]\n',
    )
    bench.run('W.connect("lab",{password:"secret12"})', 2000)
    expect(bench.run('print(JSON.stringify([W.getStatus(),W.getDetails(),W.getIP()]))')).toBe(
      '[{"station":"connected","ssid":"lab","bssid":"02:00:00:00:00:01","channel":6,"rssi":-50,"htMode":"HT20",' +
        '"authMode":"wpa2","mode":"STA","powersave":"modem"},' +
        '{"ssid":"lab","password":"secret12","status":"connected","authMode":"wpa2"},' +
        '{"ip":"10.0.0.9","netmask":"255.255.255.0","gw":"10.0.0.1","mac":"24:0a:c4:00:00:01"}]\n',
    )
    expect(bench.run('W.getIP(function(e,x){print(e,x.ip)});W.getDetails(function(x){print(x.ssid)})', 1)).toBe(
      'null 10.0.0.9\nlab\n',
    )
  })

  test.each([
    ['"nobody",{}', 'NO_AP_FOUND', '201'],
    ['"lab",{password:"wrong123"}', '4WAY_HANDSHAKE_TIMEOUT', '15'],
    ['"lab",{}', '4WAY_HANDSHAKE_TIMEOUT', '15'],
  ])('%s fails after three attempts: %s', (args, message, reason) => {
    const told = lab(AIR).run(`W.connect(${args},function(e){print("callback",e,W.getStatus().station)})`, 10_000)
    expect(told).toContain(`"reason":"${reason}","msg":"${message}"} 4400\ncallback ${message} ${message}\n`)
    expect(told).not.toContain('associated')
  })

  test('leaves: the callback comes at once, and again with the event', () => {
    const bench = lab()
    bench.run('W.connect("lab",{})', 2000)
    expect(bench.run('W.disconnect(function(){print("left",W.getStatus().station)})', 100)).toBe(
      'left connected\nleft ASSOC_LEAVE\n' +
        'disconnected {"ssid":"lab","mac":"02:00:00:00:00:01","reason":"8","msg":"ASSOC_LEAVE"} 2000\n',
    )
    expect(bench.run('W.disconnect(function(){print("left")})', 100)).toBe('left\n')
  })

  test('that loses its network joins again, a second time silently, in the end not', () => {
    const bench = lab()
    bench.run('W.connect("lab",{})', 2000)
    bench.board.wifi.lose()
    expect(bench.run('print(W.getIP().ip)', 4000)).toMatch(/^0\.0\.0\.0\nassociated .*\nconnected .*\n$/)
    bench.board.wifi.lose()
    bench.wait(4000)
    bench.board.wifi.lose()
    expect(bench.wait(4000)).toMatch(/^disconnected .*BEACON_TIMEOUT.*\n$/)
  })

  test('a second connect takes the place of the first', () => {
    const bench = lab(AIR)
    bench.run('W.connect("nobody",{},function(e){print("first",e)})', 100)
    expect(bench.run('W.connect("open",undefined,function(e){print("second",e)})', 20_000)).toMatch(
      /^associated .*"open".*"3"\} \d+\nsecond null\nconnected .*\n$/,
    )
  })

  test('a second connect while the first waits for an address: one address is given', () => {
    const bench = lab()
    bench.run('W.connect("first",{})', 500)
    expect(bench.run('W.connect("second",{})', 3000)).toMatch(/^associated .*"second".*\nconnected .* 1500\n$/)
  })

  test.each([
    ['W.connect()', 'Error: No SSID provided'],
    ['W.connect("a",5)', 'Error: Expecting Object, got Number'],
    ['W.connect("a",{},5)', 'Error: Expecting callback function but got 5'],
    ['W.connect("a",{password:5})', 'Error: Expecting options.password to be a string but got Number'],
    ['W.disconnect(5)', 'Error: Expecting callback function but got 5'],
    ['W.scan()', 'Error: Expecting callback function but got undefined'],
    ['W.scan(print);W.scan(print)', 'Error: A scan is already in progress'],
    ['W.getIP(5)', 'Error: Expecting callback function but got 5'],
    ['W.startAP()', 'Error: No SSID'],
    ['W.startAP("x",5)', 'Error: Expecting Object, got Number'],
    ['W.startAP("x",{password:"short"})', 'Error: Password must be string of at least 8 characters'],
    ['W.startAP("x",{authMode:"wpa2"})', 'Error: Password not set but authMode not open'],
    ['W.startAP("x",{authMode:"open",password:"longenough"})', 'Error: Auth mode set to open but password supplied'],
    ['W.startAP("x",{authMode:"wep"})', 'Error: Unknown authMode value'],
    ['W.setIP({},print)', 'Error: Not a valid IP address'],
    ['W.setIP({ip:"1.2.3.4"},print)', 'Error: Not a valid Gateway address'],
    ['W.setIP({ip:"1.2.3.4",gw:"1.2.3.1",netmask:"255.255.255.0"})', 'Error: Callback is not a function'],
    ['W.setConfig({powersave:"x"})', 'Error: Unknown powersave mode'],
    ['W.setConfig({phy:"x"})', 'Error: Unknown phy mode'],
    ['W.ping({})', 'Error: IP address must be string or integer'],
    ['W.ping("a.b")', 'Error: Not a valid IP address'],
    ['W.getHostByName(5,print)', 'Error: Hostname parameter is not a string'],
    ['W.getHostByName("a")', 'Error: Callback is not a function'],
  ])('%s: %s', (program, error) => {
    expect(lab().run(`try{${program}}catch(e){print(e.toString())}`)).toBe(`${error}\n`)
  })

  test('what is not modelled is refused by name', () => {
    expect(() => lab().run('W.setSNTP("pool.ntp.org","0")')).toThrow(new Unimplemented('Wifi.setSNTP'))
  })
})

describe('scanning, naming, settings', () => {
  test('a scan finds what is in the air', () => {
    expect(lab(AIR).run('W.scan(function(a){print(JSON.stringify(a),at())})', 3000)).toBe(
      '[{"rssi":-50,"authMode":"wpa2","ssid":"lab","mac":"02:00:00:00:00:01","channel":"6"},' +
        '{"rssi":-80,"authMode":"open","ssid":"open","mac":"02:00:00:00:00:01","channel":"3"}] 2000\n',
    )
  })

  test('names are resolved by the network, once Wi-Fi is up', () => {
    const bench = lab({ network: new SimulatedNetwork({ hosts: { broker: '10.1.1.1' } }) })
    const ask = 'W.getHostByName("broker",print);W.getHostByName("10.2.3.4",print);W.getHostByName("nobody",print)'
    expect(bench.run(ask, 1)).toBe('null\n10.2.3.4\nnull\n')
    bench.run('W.connect("x",{})', 2000)
    expect(bench.run(ask, 1)).toBe('10.1.1.1\n10.2.3.4\nnull\n')
  })

  test('the name of the board', () => {
    expect(
      lab().run('print(W.getHostname());W.setHostname("lab7",function(){print("named")});print(W.getHostname())', 1),
    ).toBe('espressif\nlab7\nnamed\n')
  })

  test('pings: five, half a second apart; strangers do not answer', () => {
    const bench = lab()
    bench.run('W.connect("x",{})', 2000)
    const pinged = bench.run(
      'W.ping("192.168.1.1",function(p){print(p.seqNo,p.totalCount,p.timeoutCount,p.respTime)})',
      5000,
    )
    expect(pinged).toBe('1 1 0 2\n2 2 0 2\n3 3 0 2\n4 4 0 2\n5 5 0 2\n')
    expect(bench.run('W.ping("8.8.8.8",function(p){print(p.seqNo,p.timeoutCount,p.error)})', 1100)).toBe(
      '1 1 1\n2 2 2\n',
    )
  })

  test('a fixed address; success is told as failure', () => {
    const bench = lab()
    const set = 'W.setIP({ip:"10.0.0.5",gw:"10.0.0.1",netmask:"255.0.0.0"},print)'
    expect(bench.run(`${set};W.connect("x",{})`, 2000)).toMatch(/Failure\nassociated .*\nconnected \{"ip":"10.0.0.5"/)
  })

  test('an access point of its own', () => {
    const bench = lab()
    expect(bench.run('W.startAP("mine",{password:"12345678"},function(e){print("up",e,W.getStatus().mode)})', 10)).toBe(
      'up null AP\n',
    )
    expect(
      bench.run(
        'print(JSON.stringify([W.getAPDetails(),W.getAPIP().ip]));W.stopAP(function(){print(W.getStatus().mode)})',
        1,
      ),
    ).toBe('[{"authMode":"wpa2","hidden":false,"maxConn":4,"ssid":"mine","password":"12345678"},"192.168.4.1"]\nNULL\n')
    bench.run('W.connect("x",{})', 2000)
    expect(bench.run('W.startAP("mine")', 10) + bench.run('print(W.getStatus().mode)')).toBe('APSTA\n')
  })

  test('saved settings come back at power-on and are gone after clear', () => {
    const bench = lab()
    bench.run('W.connect("lab",{password:"secret12"})', 2000)
    bench.run('W.setHostname("lab7");W.save()')
    bench.board.reset()
    bench.wait(2000)
    expect(bench.run('print(require("Wifi").getDetails().ssid,require("Wifi").getHostname())')).toBe('lab lab7\n')
    bench.run('require("Wifi").save("clear")')
    bench.board.reset()
    bench.wait(2000)
    expect(bench.run('print(require("Wifi").getDetails().ssid)')).toBe('undefined\n')
  })

  test('a reset of the program leaves the radio as it is', () => {
    const bench = lab()
    bench.run('W.connect("lab",{})', 2000)
    bench.run('reset()', 10)
    bench.wait(0)
    expect(bench.run('print(require("Wifi").getStatus().station)')).toBe('connected\n')
  })

  test('callbacks that wait are counted, and not any more when they were called', () => {
    const bench = lab()
    bench.run('W.connect("x",{})', 3000)
    const before = bench.board.vars().used
    bench.run('W.connect("x",{},function(){})')
    expect(bench.board.vars().used).toBeGreaterThan(before)
    bench.wait(3000)
    expect(bench.board.vars().used).toBe(before)
  })
})
