/** Time zones with daylight saving time (FACTS 4). */
import { measured } from '../golden/measured.ts'

measured('E.setDST', [
  [
    'Central Europe',
    `
    E.setDST(60, 60, 4, 0, 2, 0, 120, 4, 0, 9, 0, 180);
    [1711846799999, 1711846800000, 1729990799999, 1729990800000].forEach((t) => {
      var d = new Date(t);
      print(d.toString(), d.getHours(), d.getIsDST(), d.getTimezoneOffset(), d.toLocalISOString(), d.toISOString());
    });
    `,
    `
    Sun Mar 31 2024 01:59:59 GMT+0100 1 0 -60 2024-03-31T01:59:59.999+0100 2024-03-31T00:59:59.999Z
    Sun Mar 31 2024 03:00:00 GMT+0200 3 1 -120 2024-03-31T03:00:00.000+0200 2024-03-31T01:00:00.000Z
    Sun Oct 27 2024 02:59:59 GMT+0200 2 1 -120 2024-10-27T02:59:59.999+0200 2024-10-27T00:59:59.999Z
    Sun Oct 27 2024 02:00:00 GMT+0100 2 0 -60 2024-10-27T02:00:00.000+0100 2024-10-27T01:00:00.000Z
    `,
  ],
  [
    'local fields are those of the clocks',
    `
    E.setDST(60, 60, 4, 0, 2, 0, 120, 4, 0, 9, 0, 180);
    print(new Date(2024, 2, 31, 1, 59).getTime(), new Date(2024, 2, 31, 2, 30).getTime(), new Date(2024, 2, 31, 3).getTime());
    print(new Date(2024, 9, 27, 1).getTime(), new Date(2024, 9, 27, 2, 30).getTime(), new Date(2024, 9, 27, 3).getTime());
    print(new Date("2024-07-01T12:00:00").getTime(), new Date("2024-01-01T12:00:00").getTime());
    print(new Date("2024-07-01T12:00:00Z").getTime(), new Date("2024-07-01").getTime());
    `,
    `
    1711846740000 1711845000000 1711846800000
    1729983600000 1729989000000 1729994400000
    1719828000000 1704106800000
    1719835200000 1719784800000
    `,
  ],
  [
    'setters',
    `
    E.setDST(60, 60, 4, 0, 2, 0, 120, 4, 0, 9, 0, 180);
    var d = new Date(2024, 0, 15, 12);
    print(d.setMonth(6), d.toString());
    print(d.setHours(3), d.setDate(1), d.setFullYear(2023, 11, 24), d.toString());
    print(d.setMinutes(7), d.setSeconds(8), d.setMilliseconds(9), d.toISOString());
    `,
    `
    1721037600000 Mon Jul 15 2024 12:00:00 GMT+0200
    1721005200000 1719795600000 1703383200000 Sun Dec 24 2023 03:00:00 GMT+0100
    1703383620000 1703383628000 1703383628009 2023-12-24T02:07:08.009Z
    `,
  ],
  [
    'Sydney, where it is the other half of the year',
    `
    E.setDST(60, 600, 0, 0, 9, 0, 120, 0, 0, 3, 0, 180);
    [0, 3, 6, 9, 11].forEach((m) => { var d = new Date(2024, m, 15); print(d.toString(), d.getIsDST()); });
    `,
    `
    Mon Jan 15 2024 00:00:00 GMT+1100 1
    Mon Apr 15 2024 00:00:00 GMT+1000 0
    Mon Jul 15 2024 00:00:00 GMT+1000 0
    Tue Oct 15 2024 00:00:00 GMT+1100 1
    Sun Dec 15 2024 00:00:00 GMT+1100 1
    `,
  ],
  [
    'New York: second Sunday of March, first of November',
    `
    E.setDST(60, -300, 1, 0, 2, 0, 120, 0, 0, 10, 0, 120);
    [1710053999999, 1710054000000, 1730613599999, 1730613600000].forEach((t) => print(new Date(t).toString()));
    `,
    `
    Sun Mar 10 2024 01:59:59 GMT-0500
    Sun Mar 10 2024 03:00:00 GMT-0400
    Sun Nov 3 2024 01:59:59 GMT-0400
    Sun Nov 3 2024 01:00:00 GMT-0500
    `,
  ],
  [
    'without minutes to add the time zone is 0',
    `
    E.setTimeZone(3);
    E.setDST(0, 60, 4, 0, 2, 0, 120, 4, 0, 9, 0, 180);
    print(new Date(0).toString());
    `,
    `
    Thu Jan 1 1970 00:00:00 GMT+0000
    `,
  ],
  [
    'setTimeZone ends it',
    `
    E.setDST(60, 60, 4, 0, 2, 0, 120, 4, 0, 9, 0, 180);
    E.setTimeZone(-2.5);
    print(new Date(1720000000000).toString(), new Date(0).getIsDST());
    `,
    `
    Wed Jul 3 2024 07:16:40 GMT-0230 0
    `,
  ],
  [
    'any other number of arguments is refused',
    `
    function t(f) { try { print(f()); } catch (e) { print(e.toString()); } }
    t(() => E.setDST());
    t(() => E.setDST(1));
    t(() => E.setDST([1, 2, 3]));
    t(() => E.setDST(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13));
    `,
    `
    Error: Unexpected arguments
    Error: Unexpected arguments
    Error: Unexpected arguments
    Error: Unexpected arguments
    `,
  ],
  [
    'the settings are 16-bit integers among the hidden variables',
    `
    E.setDST(60, "60", 4.9, 0, 2, 0, 120, 4, 0, 9, 0, 65536 + 180);
    print(E.internal.dst);
    `,
    `
    new Int16Array([60, 60, 4, 0, 2, 0, 120, 4, 0, 9, 0, 180])
    `,
  ],
  [
    'before 1970',
    `
    E.setDST(60, 60, 4, 0, 2, 0, 120, 4, 0, 9, 0, 180);
    print(new Date(-1e11).toString(), new Date(-1e12).toString(), new Date(1950, 6, 1).getTime());
    `,
    `
    Mon Oct 31 1966 15:13:20 GMT+0100 Mon Apr 25 1938 00:13:20 GMT+0200 -615520800000
    `,
  ],
])
