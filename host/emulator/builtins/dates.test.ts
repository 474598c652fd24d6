/**
 * Date (FACTS 3.2).
 */
import { measured } from '../golden/measured.ts'

measured('dates', [
  [
    'texts',
    `
    var d = new Date(0);
    print(d.toString(), d.toISOString(), d.toUTCString(), JSON.stringify(d), "" + d, d + 1, d * 1);
    print(d, [d], { d: d });
    `,
    `
    Thu Jan 1 1970 00:00:00 GMT+0000 1970-01-01T00:00:00.000Z Thu, 1 Jan 1970 00:00:00 GMT "1970-01-01T00:00:00.000Z" 0 1 0
    Date: Thu Jan 1 1970 00:00:00 GMT+0000 [ 
      Date: Thu Jan 1 1970 00:00:00 GMT+0000
     ] { 
      "d": Date: Thu Jan 1 1970 00:00:00 GMT+0000
     }
    `,
  ],
  [
    'fields',
    `
    var d = new Date(2020, 1, 29, 12, 34, 56, 789);
    print(
      d.getFullYear(),
      d.getMonth(),
      d.getDate(),
      d.getDay(),
      d.getHours(),
      d.getMinutes(),
      d.getSeconds(),
      d.getMilliseconds(),
      d.getTime(),
    );
    print(d.toISOString(), d.getTimezoneOffset(), d.valueOf() === d.getTime());
    print(d.getUTCFullYear(), d.getUTCHours(), d.getUTCDay());
    `,
    `
    2020 1 29 6 12 34 56 789 1582979696789
    2020-02-29T12:34:56.789Z 0 true
    2020 12 6
    `,
  ],
  [
    'the day defaults to 0',
    `
    print(
      new Date(2020, 0).toISOString(),
      new Date(2020, 0, 1).toISOString(),
      new Date(2020, 12, 1).toISOString(),
      new Date(2020, 0, 32).toISOString(),
    );
    print(new Date(2020, -1, 1).toISOString(), new Date(2019, 1, 29).toISOString());
    `,
    `
    2019-12-31T00:00:00.000Z 2020-01-01T00:00:00.000Z 2021-01-01T00:00:00.000Z 2020-02-01T00:00:00.000Z
    2019-12-01T00:00:00.000Z 2019-03-01T00:00:00.000Z
    `,
  ],
  [
    'parsing',
    `
    for (var t of [
      "2020-01-02",
      "2020-01-02T03:04:05Z",
      "2020-01-02T03:04:05.678Z",
      "2020-01-02T03:04:05+02:00",
      "2020-01-02 03:04:05",
      "Thu, 01 Jan 1970 00:00:01 GMT",
      "1 Jan 2000",
      "Jan 1 2000 12:00:00",
      "garbage",
      "",
      "2020",
      "2020-1-2",
      "2020-01-02T03:04",
    ])
      print(t, Date.parse(t), new Date(t).getTime());
    `,
    `
    2020-01-02 1577923200000 1577923200000
    2020-01-02T03:04:05Z 1577934245000 1577934245000
    2020-01-02T03:04:05.678Z 1577934245678 1577934245678
    2020-01-02T03:04:05+02:00 1577927045000 1577927045000
    2020-01-02 03:04:05 1577923200000 1577923200000
    Thu, 01 Jan 1970 00:00:01 GMT 1000 1000
    1 Jan 2000 0 0
    Jan 1 2000 12:00:00 0 0
    garbage 0 0
     0 0
    2020 0 0
    2020-1-2 1577923200000 1577923200000
    2020-01-02T03:04 1577934240000 1577934240000
    `,
  ],
  [
    'setters',
    `
    var d = new Date(0);
    d.setFullYear(2021);
    print(d.toISOString());
    d.setMonth(5, 15);
    print(d.toISOString());
    d.setDate(31);
    print(d.toISOString());
    d.setHours(25, 61, 61, 1001);
    print(d.toISOString());
    d.setMinutes(5);
    d.setSeconds(6);
    d.setMilliseconds(7);
    print(d.toISOString(), d.setTime(1000), d.toISOString());
    `,
    `
    2021-01-01T00:00:00.000Z
    2021-06-15T00:00:00.000Z
    2021-07-01T00:00:00.000Z
    2021-07-02T02:02:02.001Z
    2021-07-02T02:05:06.007Z 1000 1970-01-01T00:00:01.000Z
    `,
  ],
  [
    'comparing and computing',
    `
    var a = new Date(1000), b = new Date(2000);
    print(a < b, b - a, a == b, a == new Date(1000), +a, a.getTime() == 1000);
    print(new Date(new Date(5).getTime()).getTime(), new Date(1.5).getTime(), new Date("x").getTime());
    try { print(new Date([1])); } catch (e) { print(e.toString()); }
    try { print(new Date({})); } catch (e) { print(e.toString()); }
    `,
    `
    true 1000 false true 1000 true
    5 1.5 0
    TypeError: Variables of type Array are not supported in date constructor
    TypeError: Variables of type Object are not supported in date constructor
    `,
  ],
  [
    'before 1970',
    `
    print(
      new Date(-1).toISOString(),
      new Date(-86400000).toISOString(),
      new Date(-1).getMilliseconds(),
      new Date(-62135596800000).toISOString(),
    );
    `,
    `
    1969-12-31T23:59:59.999Z 1969-12-31T00:00:00.000Z 999 1-01-01T00:00:00.000Z
    `,
  ],
  [
    'time zones',
    `
    E.setTimeZone(2);
    var d = new Date(0);
    print(d.toString(), d.getHours(), d.getTimezoneOffset(), d.toISOString(), d.toLocalISOString());
    print(new Date(1970, 0, 1, 2).getTime(), Date.parse("1970-01-01T02:00:00"));
    E.setTimeZone(-3.5);
    print(
      new Date(0).toString(),
      new Date(0).toLocalISOString(),
      new Date(0).getHours(),
      new Date(0).getMinutes(),
    );
    `,
    `
    Thu Jan 1 1970 02:00:00 GMT+0200 2 -120 1970-01-01T00:00:00.000Z 1970-01-01T02:00:00.000+0200
    0 0
    Wed Dec 31 1969 20:30:00 GMT-0330 1969-12-31T20:30:00.000-0330 20 30
    `,
  ],
  [
    'out of bounds',
    `
    try { new Date(1e300); } catch (e) { print(e.toString()); }
    try { new Date(1300000, 0, 1); } catch (e) { print(e.toString()); }
    print(new Date(1000, 0, 1).toISOString(), new Date(-500, 0, 1).toISOString(), new Date(99999, 0, 1).toISOString());
    `,
    `
    Error: Date out of bounds
    Error: Date out of bounds
    1000-01-01T00:00:00.000Z -500-01-01T00:00:00.000Z 99999-01-01T00:00:00.000Z
    `,
  ],
  [
    'now',
    `
    print(typeof getTime(), typeof Date.now(), Math.abs(getTime() * 1000 - Date.now()) < 50);
    `,
    `
    number number true
    `,
  ],
])
