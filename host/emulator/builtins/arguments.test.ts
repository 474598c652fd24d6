/**
 * Natives with arguments of every type, and with none (FACTS 3.2, 4).
 */
import { measured } from '../golden/measured.ts'

measured('arguments of natives', [
  [
    'Math, part 1',
    `
    for (var f of [
      () => Math.abs(),
      () => Math.abs(undefined),
      () => Math.abs(null),
      () => Math.abs(1),
      () => Math.abs(-1),
      () => Math.abs(1.5),
      () => Math.abs("a"),
      () => Math.abs(true),
      () => Math.abs([]),
      () => Math.abs({}),
      () => Math.abs(print),
      () => Math.acos(),
      () => Math.acos(undefined),
      () => Math.acos(null),
      () => Math.acos(1),
      () => Math.acos(-1),
      () => Math.acos(1.5),
      () => Math.acos("a"),
      () => Math.acos(true),
      () => Math.acos([]),
      () => Math.acos({}),
      () => Math.acos(print),
      () => Math.asin(),
      () => Math.asin(undefined),
      () => Math.asin(null),
      () => Math.asin(1),
      () => Math.asin(-1),
      () => Math.asin(1.5),
      () => Math.asin("a"),
      () => Math.asin(true),
      () => Math.asin([]),
      () => Math.asin({}),
      () => Math.asin(print),
      () => Math.atan(),
      () => Math.atan(undefined),
      () => Math.atan(null),
      () => Math.atan(1),
      () => Math.atan(-1),
      () => Math.atan(1.5),
      () => Math.atan("a"),
      () => Math.atan(true),
      () => Math.atan([]),
      () => Math.atan({}),
      () => Math.atan(print),
      () => Math.ceil(),
      () => Math.ceil(undefined),
      () => Math.ceil(null),
      () => Math.ceil(1),
      () => Math.ceil(-1),
      () => Math.ceil(1.5),
      () => Math.ceil("a"),
      () => Math.ceil(true),
      () => Math.ceil([]),
      () => Math.ceil({}),
      () => Math.ceil(print),
      () => Math.cos(),
      () => Math.cos(undefined),
      () => Math.cos(null),
      () => Math.cos(1),
      () => Math.cos(-1),
      () => Math.cos(1.5),
      () => Math.cos("a"),
      () => Math.cos(true),
      () => Math.cos([]),
      () => Math.cos({}),
      () => Math.cos(print),
    ]) {
      try { print(f.toString().slice(19, -1), "->", E.toJS(f())); } catch (e) { print(f.toString().slice(19, -1), "->", e.toString()); }
    }
    `,
    `
     Math.abs() -> NaN
     Math.abs(undefined) -> NaN
     Math.abs(null) -> 0
     Math.abs(1) -> 1
     Math.abs(-1) -> 1
     Math.abs(1.5) -> 1.5
     Math.abs("a") -> NaN
     Math.abs(true) -> 1
     Math.abs([]) -> 0
     Math.abs({}) -> NaN
     Math.abs(print) -> NaN
     Math.acos() -> NaN
     Math.acos(undefined) -> NaN
     Math.acos(null) -> 1.57079632679
     Math.acos(1) -> 0
     Math.acos(-1) -> 3.14159265358
     Math.acos(1.5) -> NaN
     Math.acos("a") -> NaN
     Math.acos(true) -> 0
     Math.acos([]) -> 1.57079632679
     Math.acos({}) -> NaN
     Math.acos(print) -> NaN
     Math.asin() -> NaN
     Math.asin(undefined) -> NaN
     Math.asin(null) -> 0
     Math.asin(1) -> 1.57079632679
     Math.asin(-1) -> -1.57079632679
     Math.asin(1.5) -> NaN
     Math.asin("a") -> NaN
     Math.asin(true) -> 1.57079632679
     Math.asin([]) -> 0
     Math.asin({}) -> NaN
     Math.asin(print) -> NaN
     Math.atan() -> NaN
     Math.atan(undefined) -> NaN
     Math.atan(null) -> 0
     Math.atan(1) -> 0.78539816339
     Math.atan(-1) -> -0.78539816339
     Math.atan(1.5) -> 0.98279372324
     Math.atan("a") -> NaN
     Math.atan(true) -> 0.78539816339
     Math.atan([]) -> 0
     Math.atan({}) -> NaN
     Math.atan(print) -> NaN
     Math.ceil() -> NaN
     Math.ceil(undefined) -> NaN
     Math.ceil(null) -> 0
     Math.ceil(1) -> 1
     Math.ceil(-1) -> -1
     Math.ceil(1.5) -> 2
     Math.ceil("a") -> NaN
     Math.ceil(true) -> 1
     Math.ceil([]) -> 0
     Math.ceil({}) -> NaN
     Math.ceil(print) -> NaN
     Math.cos() -> NaN
     Math.cos(undefined) -> NaN
     Math.cos(null) -> 1
     Math.cos(1) -> 0.54030230586
     Math.cos(-1) -> 0.54030230586
     Math.cos(1.5) -> 0.07073720166
     Math.cos("a") -> NaN
     Math.cos(true) -> 0.54030230586
     Math.cos([]) -> 1
     Math.cos({}) -> NaN
     Math.cos(print) -> NaN
    `,
  ],
  [
    'Math, part 2',
    `
    for (var f of [
      () => Math.exp(),
      () => Math.exp(undefined),
      () => Math.exp(null),
      () => Math.exp(1),
      () => Math.exp(-1),
      () => Math.exp(1.5),
      () => Math.exp("a"),
      () => Math.exp(true),
      () => Math.exp([]),
      () => Math.exp({}),
      () => Math.exp(print),
      () => Math.floor(),
      () => Math.floor(undefined),
      () => Math.floor(null),
      () => Math.floor(1),
      () => Math.floor(-1),
      () => Math.floor(1.5),
      () => Math.floor("a"),
      () => Math.floor(true),
      () => Math.floor([]),
      () => Math.floor({}),
      () => Math.floor(print),
      () => Math.log(),
      () => Math.log(undefined),
      () => Math.log(null),
      () => Math.log(1),
      () => Math.log(-1),
      () => Math.log(1.5),
      () => Math.log("a"),
      () => Math.log(true),
      () => Math.log([]),
      () => Math.log({}),
      () => Math.log(print),
      () => Math.round(),
      () => Math.round(undefined),
      () => Math.round(null),
      () => Math.round(1),
      () => Math.round(-1),
      () => Math.round(1.5),
      () => Math.round("a"),
      () => Math.round(true),
      () => Math.round([]),
      () => Math.round({}),
      () => Math.round(print),
      () => Math.sign(),
      () => Math.sign(undefined),
      () => Math.sign(null),
      () => Math.sign(1),
      () => Math.sign(-1),
      () => Math.sign(1.5),
      () => Math.sign("a"),
      () => Math.sign(true),
      () => Math.sign([]),
      () => Math.sign({}),
      () => Math.sign(print),
      () => Math.sin(),
      () => Math.sin(undefined),
      () => Math.sin(null),
      () => Math.sin(1),
      () => Math.sin(-1),
      () => Math.sin(1.5),
      () => Math.sin("a"),
      () => Math.sin(true),
      () => Math.sin([]),
      () => Math.sin({}),
      () => Math.sin(print),
    ]) {
      try { print(f.toString().slice(19, -1), "->", E.toJS(f())); } catch (e) { print(f.toString().slice(19, -1), "->", e.toString()); }
    }
    `,
    `
     Math.exp() -> NaN
     Math.exp(undefined) -> NaN
     Math.exp(null) -> 1
     Math.exp(1) -> 2.71828182845
     Math.exp(-1) -> 0.36787944117
     Math.exp(1.5) -> 4.48168907033
     Math.exp("a") -> NaN
     Math.exp(true) -> 2.71828182845
     Math.exp([]) -> 1
     Math.exp({}) -> NaN
     Math.exp(print) -> NaN
     Math.floor() -> NaN
     Math.floor(undefined) -> NaN
     Math.floor(null) -> 0
     Math.floor(1) -> 1
     Math.floor(-1) -> -1
     Math.floor(1.5) -> 1
     Math.floor("a") -> NaN
     Math.floor(true) -> 1
     Math.floor([]) -> 0
     Math.floor({}) -> NaN
     Math.floor(print) -> NaN
     Math.log() -> NaN
     Math.log(undefined) -> NaN
     Math.log(null) -> -Infinity
     Math.log(1) -> 0
     Math.log(-1) -> NaN
     Math.log(1.5) -> 0.40546510810
     Math.log("a") -> NaN
     Math.log(true) -> 0
     Math.log([]) -> -Infinity
     Math.log({}) -> NaN
     Math.log(print) -> NaN
     Math.round() -> NaN
     Math.round(undefined) -> NaN
     Math.round(null) -> 0
     Math.round(1) -> 1
     Math.round(-1) -> -1
     Math.round(1.5) -> 2
     Math.round("a") -> NaN
     Math.round(true) -> 1
     Math.round([]) -> 0
     Math.round({}) -> NaN
     Math.round(print) -> NaN
     Math.sign() -> -1
     Math.sign(undefined) -> -1
     Math.sign(null) -> 0
     Math.sign(1) -> 1
     Math.sign(-1) -> -1
     Math.sign(1.5) -> 1
     Math.sign("a") -> -1
     Math.sign(true) -> 1
     Math.sign([]) -> 0
     Math.sign({}) -> -1
     Math.sign(print) -> -1
     Math.sin() -> NaN
     Math.sin(undefined) -> NaN
     Math.sin(null) -> 0
     Math.sin(1) -> 0.84147098480
     Math.sin(-1) -> -0.84147098480
     Math.sin(1.5) -> 0.99749498660
     Math.sin("a") -> NaN
     Math.sin(true) -> 0.84147098480
     Math.sin([]) -> 0
     Math.sin({}) -> NaN
     Math.sin(print) -> NaN
    `,
  ],
  [
    'Math, part 3',
    `
    for (var f of [
      () => Math.sqrt(),
      () => Math.sqrt(undefined),
      () => Math.sqrt(null),
      () => Math.sqrt(1),
      () => Math.sqrt(-1),
      () => Math.sqrt(1.5),
      () => Math.sqrt("a"),
      () => Math.sqrt(true),
      () => Math.sqrt([]),
      () => Math.sqrt({}),
      () => Math.sqrt(print),
      () => Math.tan(),
      () => Math.tan(undefined),
      () => Math.tan(null),
      () => Math.tan(1),
      () => Math.tan(-1),
      () => Math.tan(1.5),
      () => Math.tan("a"),
      () => Math.tan(true),
      () => Math.tan([]),
      () => Math.tan({}),
      () => Math.tan(print),
      () => Math.max(),
      () => Math.max(undefined),
      () => Math.max(null),
      () => Math.max(1),
      () => Math.max(-1),
      () => Math.max(1.5),
      () => Math.max("a"),
      () => Math.max(true),
      () => Math.max([]),
      () => Math.max({}),
      () => Math.max(print),
      () => Math.min(),
      () => Math.min(undefined),
      () => Math.min(null),
      () => Math.min(1),
      () => Math.min(-1),
      () => Math.min(1.5),
      () => Math.min("a"),
      () => Math.min(true),
      () => Math.min([]),
      () => Math.min({}),
      () => Math.min(print),
      () => Math.pow(),
      () => Math.pow(undefined),
      () => Math.pow(null),
      () => Math.pow(1),
      () => Math.pow(-1),
      () => Math.pow(1.5),
      () => Math.pow("a"),
      () => Math.pow(true),
      () => Math.pow([]),
      () => Math.pow({}),
      () => Math.pow(print),
      () => Math.atan2(),
      () => Math.atan2(undefined),
      () => Math.atan2(null),
      () => Math.atan2(1),
      () => Math.atan2(-1),
      () => Math.atan2(1.5),
      () => Math.atan2("a"),
      () => Math.atan2(true),
      () => Math.atan2([]),
      () => Math.atan2({}),
      () => Math.atan2(print),
    ]) {
      try { print(f.toString().slice(19, -1), "->", E.toJS(f())); } catch (e) { print(f.toString().slice(19, -1), "->", e.toString()); }
    }
    `,
    `
     Math.sqrt() -> NaN
     Math.sqrt(undefined) -> NaN
     Math.sqrt(null) -> 0
     Math.sqrt(1) -> 1
     Math.sqrt(-1) -> NaN
     Math.sqrt(1.5) -> 1.22474487139
     Math.sqrt("a") -> NaN
     Math.sqrt(true) -> 1
     Math.sqrt([]) -> 0
     Math.sqrt({}) -> NaN
     Math.sqrt(print) -> NaN
     Math.tan() -> NaN
     Math.tan(undefined) -> NaN
     Math.tan(null) -> 0
     Math.tan(1) -> 1.55740772465
     Math.tan(-1) -> -1.55740772465
     Math.tan(1.5) -> 14.10141994717
     Math.tan("a") -> NaN
     Math.tan(true) -> 1.55740772465
     Math.tan([]) -> 0
     Math.tan({}) -> NaN
     Math.tan(print) -> NaN
     Math.max() -> -Infinity
     Math.max(undefined) -> NaN
     Math.max(null) -> 0
     Math.max(1) -> 1
     Math.max(-1) -> -1
     Math.max(1.5) -> 1.5
     Math.max("a") -> NaN
     Math.max(true) -> 1
     Math.max([]) -> 0
     Math.max({}) -> NaN
     Math.max(print) -> NaN
     Math.min() -> Infinity
     Math.min(undefined) -> NaN
     Math.min(null) -> 0
     Math.min(1) -> 1
     Math.min(-1) -> -1
     Math.min(1.5) -> 1.5
     Math.min("a") -> NaN
     Math.min(true) -> 1
     Math.min([]) -> 0
     Math.min({}) -> NaN
     Math.min(print) -> NaN
     Math.pow() -> NaN
     Math.pow(undefined) -> NaN
     Math.pow(null) -> 0
     Math.pow(1) -> NaN
     Math.pow(-1) -> NaN
     Math.pow(1.5) -> NaN
     Math.pow("a") -> NaN
     Math.pow(true) -> NaN
     Math.pow([]) -> 0
     Math.pow({}) -> NaN
     Math.pow(print) -> NaN
     Math.atan2() -> NaN
     Math.atan2(undefined) -> NaN
     Math.atan2(null) -> NaN
     Math.atan2(1) -> NaN
     Math.atan2(-1) -> NaN
     Math.atan2(1.5) -> NaN
     Math.atan2("a") -> NaN
     Math.atan2(true) -> NaN
     Math.atan2([]) -> NaN
     Math.atan2({}) -> NaN
     Math.atan2(print) -> NaN
    `,
  ],
  [
    'Math, part 4',
    `
    for (var f of [
      () => Math.clip(),
      () => Math.clip(undefined),
      () => Math.clip(null),
      () => Math.clip(1),
      () => Math.clip(-1),
      () => Math.clip(1.5),
      () => Math.clip("a"),
      () => Math.clip(true),
      () => Math.clip([]),
      () => Math.clip({}),
      () => Math.clip(print),
      () => Math.wrap(),
      () => Math.wrap(undefined),
      () => Math.wrap(null),
      () => Math.wrap(1),
      () => Math.wrap(-1),
      () => Math.wrap(1.5),
      () => Math.wrap("a"),
      () => Math.wrap(true),
      () => Math.wrap([]),
      () => Math.wrap({}),
      () => Math.wrap(print),
    ]) {
      try { print(f.toString().slice(19, -1), "->", E.toJS(f())); } catch (e) { print(f.toString().slice(19, -1), "->", e.toString()); }
    }
    `,
    `
     Math.clip() -> NaN
     Math.clip(undefined) -> NaN
     Math.clip(null) -> 0
     Math.clip(1) -> 1
     Math.clip(-1) -> -1
     Math.clip(1.5) -> 1.5
     Math.clip("a") -> NaN
     Math.clip(true) -> 1
     Math.clip([]) -> 0
     Math.clip({}) -> NaN
     Math.clip(print) -> NaN
     Math.wrap() -> NaN
     Math.wrap(undefined) -> NaN
     Math.wrap(null) -> NaN
     Math.wrap(1) -> NaN
     Math.wrap(-1) -> NaN
     Math.wrap(1.5) -> NaN
     Math.wrap("a") -> NaN
     Math.wrap(true) -> NaN
     Math.wrap([]) -> NaN
     Math.wrap({}) -> NaN
     Math.wrap(print) -> NaN
    `,
  ],
  [
    'String',
    `
    for (var f of [
      () => String(),
      () => String(undefined),
      () => String(null),
      () => String(1),
      () => String(-1),
      () => String(1.5),
      () => String("a"),
      () => String(true),
      () => String([]),
      () => String({}),
      () => String(print),
      () => String.fromCharCode(),
      () => String.fromCharCode(undefined),
      () => String.fromCharCode(null),
      () => String.fromCharCode(1),
      () => String.fromCharCode(-1),
      () => String.fromCharCode(1.5),
      () => String.fromCharCode("a"),
      () => String.fromCharCode(true),
      () => String.fromCharCode([]),
      () => String.fromCharCode({}),
      () => String.fromCharCode(print),
    ]) {
      try {
        print(f.toString().slice(19, -1), "->", E.toJS(f()));
      } catch (e) {
        print(f.toString().slice(19, -1), "->", e.toString());
      }
    }
    `,
    `
     String() -> ""
     String(undefined) -> "undefined"
     String(null) -> "null"
     String(1) -> "1"
     String(-1) -> "-1"
     String(1.5) -> "1.5"
     String("a") -> "a"
     String(true) -> "true"
     String([]) -> ""
     String({}) -> "[object Object]"
     String(print) -> "function () { [native code] }"
     String.fromCharCode() -> ""
     String.fromCharCode(undefined) -> "\\0"
     String.fromCharCode(null) -> "\\0"
     String.fromCharCode(1) -> "\\1"
     String.fromCharCode(-1) -> "\\xFF"
     String.fromCharCode(1.5) -> "\\1"
     String.fromCharCode("a") -> "\\0"
     String.fromCharCode(true) -> "\\1"
     String.fromCharCode([]) -> "\\0"
     String.fromCharCode({}) -> "\\0"
     String.fromCharCode(print) -> "\\0"
    `,
  ],
  [
    'Number',
    `
    for (var f of [
      () => Number(),
      () => Number(undefined),
      () => Number(null),
      () => Number(1),
      () => Number(-1),
      () => Number(1.5),
      () => Number("a"),
      () => Number(true),
      () => Number([]),
      () => Number({}),
      () => Number(print),
    ]) {
      try {
        print(f.toString().slice(19, -1), "->", E.toJS(f()));
      } catch (e) {
        print(f.toString().slice(19, -1), "->", e.toString());
      }
    }
    `,
    `
     Number() -> 0
     Number(undefined) -> NaN
     Number(null) -> 0
     Number(1) -> 1
     Number(-1) -> -1
     Number(1.5) -> 1.5
     Number("a") -> NaN
     Number(true) -> 1
     Number([]) -> 0
     Number({}) -> NaN
     Number(print) -> NaN
    `,
  ],
  [
    'Boolean',
    `
    for (var f of [
      () => Boolean(),
      () => Boolean(undefined),
      () => Boolean(null),
      () => Boolean(1),
      () => Boolean(-1),
      () => Boolean(1.5),
      () => Boolean("a"),
      () => Boolean(true),
      () => Boolean([]),
      () => Boolean({}),
      () => Boolean(print),
    ]) {
      try {
        print(f.toString().slice(19, -1), "->", E.toJS(f()));
      } catch (e) {
        print(f.toString().slice(19, -1), "->", e.toString());
      }
    }
    `,
    `
     Boolean() -> false
     Boolean(undefined) -> false
     Boolean(null) -> false
     Boolean(1) -> true
     Boolean(-1) -> true
     Boolean(1.5) -> true
     Boolean("a") -> true
     Boolean(true) -> true
     Boolean([]) -> true
     Boolean({}) -> true
     Boolean(print) -> true
    `,
  ],
  [
    'Object, part 1',
    `
    for (var f of [
      () => Object(),
      () => Object(undefined),
      () => Object(null),
      () => Object(1),
      () => Object(-1),
      () => Object(1.5),
      () => Object("a"),
      () => Object(true),
      () => Object([]),
      () => Object({}),
      () => Object(print),
      () => Object.keys(),
      () => Object.keys(undefined),
      () => Object.keys(null),
      () => Object.keys(1),
      () => Object.keys(-1),
      () => Object.keys(1.5),
      () => Object.keys("a"),
      () => Object.keys(true),
      () => Object.keys([]),
      () => Object.keys({}),
      () => Object.keys(print),
      () => Object.values(),
      () => Object.values(undefined),
      () => Object.values(null),
      () => Object.values(1),
      () => Object.values(-1),
      () => Object.values(1.5),
      () => Object.values("a"),
      () => Object.values(true),
      () => Object.values([]),
      () => Object.values({}),
      () => Object.values(print),
      () => Object.entries(),
      () => Object.entries(undefined),
      () => Object.entries(null),
      () => Object.entries(1),
      () => Object.entries(-1),
      () => Object.entries(1.5),
      () => Object.entries("a"),
      () => Object.entries(true),
      () => Object.entries([]),
      () => Object.entries({}),
      () => Object.entries(print),
      () => Object.assign(),
      () => Object.assign(undefined),
      () => Object.assign(null),
      () => Object.assign(1),
      () => Object.assign(-1),
      () => Object.assign(1.5),
      () => Object.assign("a"),
      () => Object.assign(true),
      () => Object.assign([]),
      () => Object.assign({}),
      () => Object.assign(print),
      () => Object.fromEntries(),
      () => Object.fromEntries(undefined),
      () => Object.fromEntries(null),
      () => Object.fromEntries(1),
      () => Object.fromEntries(-1),
      () => Object.fromEntries(1.5),
      () => Object.fromEntries("a"),
      () => Object.fromEntries(true),
      () => Object.fromEntries([]),
      () => Object.fromEntries({}),
      () => Object.fromEntries(print),
    ]) {
      try { print(f.toString().slice(19, -1), "->", E.toJS(f())); } catch (e) { print(f.toString().slice(19, -1), "->", e.toString()); }
    }
    `,
    `
     Object() -> {}
     Object(undefined) -> {}
     Object(null) -> {}
     Object(1) -> 1
     Object(-1) -> -1
     Object(1.5) -> 1.5
     Object("a") -> "a"
     Object(true) -> 1
     Object([]) -> []
     Object({}) -> {}
     Object(print) -> function () { [native code] }
     Object.keys() -> []
     Object.keys(undefined) -> []
     Object.keys(null) -> []
     Object.keys(1) -> []
     Object.keys(-1) -> []
     Object.keys(1.5) -> []
     Object.keys("a") -> ["0"]
     Object.keys(true) -> []
     Object.keys([]) -> []
     Object.keys({}) -> []
     Object.keys(print) -> []
     Object.values() -> []
     Object.values(undefined) -> []
     Object.values(null) -> []
     Object.values(1) -> []
     Object.values(-1) -> []
     Object.values(1.5) -> []
     Object.values("a") -> ["a"]
     Object.values(true) -> []
     Object.values([]) -> []
     Object.values({}) -> []
     Object.values(print) -> []
     Object.entries() -> []
     Object.entries(undefined) -> []
     Object.entries(null) -> []
     Object.entries(1) -> []
     Object.entries(-1) -> []
     Object.entries(1.5) -> []
     Object.entries("a") -> [["0","a"]]
     Object.entries(true) -> []
     Object.entries([]) -> []
     Object.entries({}) -> []
     Object.entries(print) -> []
     Object.assign() -> null
     Object.assign(undefined) -> null
     Object.assign(null) -> null
     Object.assign(1) -> TypeError: Expecting Object, got Number
     Object.assign(-1) -> TypeError: Expecting Object, got Number
     Object.assign(1.5) -> TypeError: Expecting Object, got Number
     Object.assign("a") -> TypeError: Expecting Object, got String
     Object.assign(true) -> TypeError: Expecting Object, got Number
     Object.assign([]) -> TypeError: Expecting Object, got Array
     Object.assign({}) -> {}
     Object.assign(print) -> TypeError: Expecting Object, got Function
     Object.fromEntries() -> null
     Object.fromEntries(undefined) -> null
     Object.fromEntries(null) -> null
     Object.fromEntries(1) -> null
     Object.fromEntries(-1) -> null
     Object.fromEntries(1.5) -> null
     Object.fromEntries("a") -> null
     Object.fromEntries(true) -> null
     Object.fromEntries([]) -> {}
     Object.fromEntries({}) -> null
     Object.fromEntries(print) -> null
    `,
  ],
  [
    'Object, part 2',
    `
    for (var f of [
      () => Object.getOwnPropertyNames(),
      () => Object.getOwnPropertyNames(undefined),
      () => Object.getOwnPropertyNames(null),
      () => Object.getOwnPropertyNames(1),
      () => Object.getOwnPropertyNames(-1),
      () => Object.getOwnPropertyNames(1.5),
      () => Object.getOwnPropertyNames("a"),
      () => Object.getOwnPropertyNames(true),
      () => Object.getOwnPropertyNames([]),
      () => Object.getOwnPropertyNames({}),
      () => Object.getOwnPropertyNames(print),
    ]) {
      try { print(f.toString().slice(19, -1), "->", E.toJS(f())); } catch (e) { print(f.toString().slice(19, -1), "->", e.toString()); }
    }
    `,
    `
     Object.getOwnPropertyNames() -> []
     Object.getOwnPropertyNames(undefined) -> []
     Object.getOwnPropertyNames(null) -> []
     Object.getOwnPropertyNames(1) -> []
     Object.getOwnPropertyNames(-1) -> []
     Object.getOwnPropertyNames(1.5) -> []
     Object.getOwnPropertyNames("a") -> ["0","length"]
     Object.getOwnPropertyNames(true) -> []
     Object.getOwnPropertyNames([]) -> ["length"]
     Object.getOwnPropertyNames({}) -> []
     Object.getOwnPropertyNames(print) -> []
    `,
  ],
  [
    'parseInt',
    `
    for (var f of [
      () => parseInt(),
      () => parseInt(undefined),
      () => parseInt(null),
      () => parseInt(1),
      () => parseInt(-1),
      () => parseInt(1.5),
      () => parseInt("a"),
      () => parseInt(true),
      () => parseInt([]),
      () => parseInt({}),
      () => parseInt(print),
    ]) {
      try {
        print(f.toString().slice(19, -1), "->", E.toJS(f()));
      } catch (e) {
        print(f.toString().slice(19, -1), "->", e.toString());
      }
    }
    `,
    `
     parseInt() -> NaN
     parseInt(undefined) -> NaN
     parseInt(null) -> NaN
     parseInt(1) -> 1
     parseInt(-1) -> -1
     parseInt(1.5) -> 1
     parseInt("a") -> NaN
     parseInt(true) -> NaN
     parseInt([]) -> NaN
     parseInt({}) -> NaN
     parseInt(print) -> NaN
    `,
  ],
  [
    'parseFloat',
    `
    for (var f of [
      () => parseFloat(),
      () => parseFloat(undefined),
      () => parseFloat(null),
      () => parseFloat(1),
      () => parseFloat(-1),
      () => parseFloat(1.5),
      () => parseFloat("a"),
      () => parseFloat(true),
      () => parseFloat([]),
      () => parseFloat({}),
      () => parseFloat(print),
    ]) {
      try {
        print(f.toString().slice(19, -1), "->", E.toJS(f()));
      } catch (e) {
        print(f.toString().slice(19, -1), "->", e.toString());
      }
    }
    `,
    `
     parseFloat() -> NaN
     parseFloat(undefined) -> NaN
     parseFloat(null) -> NaN
     parseFloat(1) -> 1
     parseFloat(-1) -> -1
     parseFloat(1.5) -> 1.5
     parseFloat("a") -> NaN
     parseFloat(true) -> NaN
     parseFloat([]) -> NaN
     parseFloat({}) -> NaN
     parseFloat(print) -> NaN
    `,
  ],
  [
    'isNaN',
    `
    for (var f of [
      () => isNaN(),
      () => isNaN(undefined),
      () => isNaN(null),
      () => isNaN(1),
      () => isNaN(-1),
      () => isNaN(1.5),
      () => isNaN("a"),
      () => isNaN(true),
      () => isNaN([]),
      () => isNaN({}),
      () => isNaN(print),
    ]) {
      try {
        print(f.toString().slice(19, -1), "->", E.toJS(f()));
      } catch (e) {
        print(f.toString().slice(19, -1), "->", e.toString());
      }
    }
    `,
    `
     isNaN() -> true
     isNaN(undefined) -> true
     isNaN(null) -> false
     isNaN(1) -> false
     isNaN(-1) -> false
     isNaN(1.5) -> false
     isNaN("a") -> true
     isNaN(true) -> false
     isNaN([]) -> false
     isNaN({}) -> true
     isNaN(print) -> false
    `,
  ],
  [
    'isFinite',
    `
    for (var f of [
      () => isFinite(),
      () => isFinite(undefined),
      () => isFinite(null),
      () => isFinite(1),
      () => isFinite(-1),
      () => isFinite(1.5),
      () => isFinite("a"),
      () => isFinite(true),
      () => isFinite([]),
      () => isFinite({}),
      () => isFinite(print),
    ]) {
      try {
        print(f.toString().slice(19, -1), "->", E.toJS(f()));
      } catch (e) {
        print(f.toString().slice(19, -1), "->", e.toString());
      }
    }
    `,
    `
     isFinite() -> false
     isFinite(undefined) -> false
     isFinite(null) -> true
     isFinite(1) -> true
     isFinite(-1) -> true
     isFinite(1.5) -> true
     isFinite("a") -> false
     isFinite(true) -> true
     isFinite([]) -> true
     isFinite({}) -> false
     isFinite(print) -> false
    `,
  ],
  [
    'encodeURIComponent',
    `
    for (var f of [
      () => encodeURIComponent(),
      () => encodeURIComponent(undefined),
      () => encodeURIComponent(null),
      () => encodeURIComponent(1),
      () => encodeURIComponent(-1),
      () => encodeURIComponent(1.5),
      () => encodeURIComponent("a"),
      () => encodeURIComponent(true),
      () => encodeURIComponent([]),
      () => encodeURIComponent({}),
      () => encodeURIComponent(print),
    ]) {
      try {
        print(f.toString().slice(19, -1), "->", E.toJS(f()));
      } catch (e) {
        print(f.toString().slice(19, -1), "->", e.toString());
      }
    }
    `,
    `
     encodeURIComponent() -> "undefined"
     encodeURIComponent(undefined) -> "undefined"
     encodeURIComponent(null) -> "null"
     encodeURIComponent(1) -> "1"
     encodeURIComponent(-1) -> "-1"
     encodeURIComponent(1.5) -> "1.5"
     encodeURIComponent("a") -> "a"
     encodeURIComponent(true) -> "true"
     encodeURIComponent([]) -> ""
     encodeURIComponent({}) -> "%5Bobject%20Object%5D"
     encodeURIComponent(print) -> "function%20()%20%7B%20%5Bnative%20code%5D%20%7D"
    `,
  ],
  [
    'decodeURIComponent',
    `
    for (var f of [
      () => decodeURIComponent(),
      () => decodeURIComponent(undefined),
      () => decodeURIComponent(null),
      () => decodeURIComponent(1),
      () => decodeURIComponent(-1),
      () => decodeURIComponent(1.5),
      () => decodeURIComponent("a"),
      () => decodeURIComponent(true),
      () => decodeURIComponent([]),
      () => decodeURIComponent({}),
      () => decodeURIComponent(print),
    ]) {
      try {
        print(f.toString().slice(19, -1), "->", E.toJS(f()));
      } catch (e) {
        print(f.toString().slice(19, -1), "->", e.toString());
      }
    }
    `,
    `
     decodeURIComponent() -> "undefined"
     decodeURIComponent(undefined) -> "undefined"
     decodeURIComponent(null) -> "null"
     decodeURIComponent(1) -> "1"
     decodeURIComponent(-1) -> "-1"
     decodeURIComponent(1.5) -> "1.5"
     decodeURIComponent("a") -> "a"
     decodeURIComponent(true) -> "true"
     decodeURIComponent([]) -> ""
     decodeURIComponent({}) -> "[object Object]"
     decodeURIComponent(print) -> "function () { [native code] }"
    `,
  ],
  [
    'btoa',
    `
    for (var f of [
      () => btoa(),
      () => btoa(undefined),
      () => btoa(null),
      () => btoa(1),
      () => btoa(-1),
      () => btoa(1.5),
      () => btoa("a"),
      () => btoa(true),
      () => btoa([]),
      () => btoa({}),
      () => btoa(print),
    ]) {
      try {
        print(f.toString().slice(19, -1), "->", E.toJS(f()));
      } catch (e) {
        print(f.toString().slice(19, -1), "->", e.toString());
      }
    }
    `,
    `
     btoa() -> Error: Expecting String or Array, got undefined
     btoa(undefined) -> Error: Expecting String or Array, got undefined
     btoa(null) -> Error: Expecting String or Array, got null
     btoa(1) -> Error: Expecting String or Array, got Number
     btoa(-1) -> Error: Expecting String or Array, got Number
     btoa(1.5) -> Error: Expecting String or Array, got Number
     btoa("a") -> "YQ=="
     btoa(true) -> Error: Expecting String or Array, got Number
     btoa([]) -> ""
     btoa({}) -> ""
     btoa(print) -> ""
    `,
  ],
  [
    'eval',
    `
    for (var f of [
      () => eval(),
      () => eval(undefined),
      () => eval(null),
      () => eval(1),
      () => eval(-1),
      () => eval(1.5),
      () => eval("a"),
      () => eval(true),
      () => eval([]),
      () => eval({}),
      () => eval(print),
    ]) {
      try {
        print(f.toString().slice(19, -1), "->", E.toJS(f()));
      } catch (e) {
        print(f.toString().slice(19, -1), "->", e.toString());
      }
    }
    `,
    `
     eval() -> null
     eval(undefined) -> null
     eval(null) -> null
     eval(1) -> 1
     eval(-1) -> -1
     eval(1.5) -> 1.5
     eval("a") -> ReferenceError: "a" is not defined
     eval(true) -> true
     eval([]) -> null
     eval({}) -> ReferenceError: "object" is not defined
     eval(print) -> SyntaxError: Got '(' expected ID
    `,
  ],
  [
    'JSON',
    `
    for (var f of [
      () => JSON.stringify(),
      () => JSON.stringify(undefined),
      () => JSON.stringify(null),
      () => JSON.stringify(1),
      () => JSON.stringify(-1),
      () => JSON.stringify(1.5),
      () => JSON.stringify("a"),
      () => JSON.stringify(true),
      () => JSON.stringify([]),
      () => JSON.stringify({}),
      () => JSON.stringify(print),
      () => JSON.parse(),
      () => JSON.parse(undefined),
      () => JSON.parse(null),
      () => JSON.parse(1),
      () => JSON.parse(-1),
      () => JSON.parse(1.5),
      () => JSON.parse("a"),
      () => JSON.parse(true),
      () => JSON.parse([]),
      () => JSON.parse({}),
      () => JSON.parse(print),
    ]) {
      try {
        print(f.toString().slice(19, -1), "->", E.toJS(f()));
      } catch (e) {
        print(f.toString().slice(19, -1), "->", e.toString());
      }
    }
    `,
    `
     JSON.stringify() -> "null"
     JSON.stringify(undefined) -> "null"
     JSON.stringify(null) -> "null"
     JSON.stringify(1) -> "1"
     JSON.stringify(-1) -> "-1"
     JSON.stringify(1.5) -> "1.5"
     JSON.stringify("a") -> "\\"a\\""
     JSON.stringify(true) -> "true"
     JSON.stringify([]) -> "[]"
     JSON.stringify({}) -> "{}"
     JSON.stringify(print) -> "undefined"
     JSON.parse() -> SyntaxError: Expecting valid value, got undefined
     JSON.parse(undefined) -> SyntaxError: Expecting valid value, got undefined
     JSON.parse(null) -> null
     JSON.parse(1) -> 1
     JSON.parse(-1) -> -1
     JSON.parse(1.5) -> 1.5
     JSON.parse("a") -> SyntaxError: Expecting valid value, got ID
     JSON.parse(true) -> true
     JSON.parse([]) -> SyntaxError: Expecting valid value, got EOF
     JSON.parse({}) -> SyntaxError: Expecting valid value, got ID
     JSON.parse(print) -> SyntaxError: Expecting valid value, got function
    `,
  ],
  [
    'Array',
    `
    for (var f of [
      () => Array.isArray(),
      () => Array.isArray(undefined),
      () => Array.isArray(null),
      () => Array.isArray(1),
      () => Array.isArray(-1),
      () => Array.isArray(1.5),
      () => Array.isArray("a"),
      () => Array.isArray(true),
      () => Array.isArray([]),
      () => Array.isArray({}),
      () => Array.isArray(print),
    ]) {
      try {
        print(f.toString().slice(19, -1), "->", E.toJS(f()));
      } catch (e) {
        print(f.toString().slice(19, -1), "->", e.toString());
      }
    }
    `,
    `
     Array.isArray() -> false
     Array.isArray(undefined) -> false
     Array.isArray(null) -> false
     Array.isArray(1) -> false
     Array.isArray(-1) -> false
     Array.isArray(1.5) -> false
     Array.isArray("a") -> false
     Array.isArray(true) -> false
     Array.isArray([]) -> true
     Array.isArray({}) -> false
     Array.isArray(print) -> false
    `,
  ],
  [
    'Date',
    `
    for (var f of [
      () => Date.parse(),
      () => Date.parse(undefined),
      () => Date.parse(null),
      () => Date.parse(1),
      () => Date.parse(-1),
      () => Date.parse(1.5),
      () => Date.parse("a"),
      () => Date.parse(true),
      () => Date.parse([]),
      () => Date.parse({}),
      () => Date.parse(print),
    ]) {
      try {
        print(f.toString().slice(19, -1), "->", E.toJS(f()));
      } catch (e) {
        print(f.toString().slice(19, -1), "->", e.toString());
      }
    }
    `,
    `
     Date.parse() -> 0
     Date.parse(undefined) -> 0
     Date.parse(null) -> 0
     Date.parse(1) -> 0
     Date.parse(-1) -> 0
     Date.parse(1.5) -> 0
     Date.parse("a") -> 0
     Date.parse(true) -> 0
     Date.parse([]) -> 0
     Date.parse({}) -> 0
     Date.parse(print) -> 0
    `,
  ],
  [
    'E, part 1',
    `
    for (var f of [
      () => E.sum(),
      () => E.sum(undefined),
      () => E.sum(null),
      () => E.sum(1),
      () => E.sum(-1),
      () => E.sum(1.5),
      () => E.sum("a"),
      () => E.sum(true),
      () => E.sum([]),
      () => E.sum({}),
      () => E.sum(print),
      () => E.variance(),
      () => E.variance(undefined),
      () => E.variance(null),
      () => E.variance(1),
      () => E.variance(-1),
      () => E.variance(1.5),
      () => E.variance("a"),
      () => E.variance(true),
      () => E.variance([]),
      () => E.variance({}),
      () => E.variance(print),
      () => E.CRC32(),
      () => E.CRC32(undefined),
      () => E.CRC32(null),
      () => E.CRC32(1),
      () => E.CRC32(-1),
      () => E.CRC32(1.5),
      () => E.CRC32("a"),
      () => E.CRC32(true),
      () => E.CRC32([]),
      () => E.CRC32({}),
      () => E.CRC32(print),
      () => E.clip(),
      () => E.clip(undefined),
      () => E.clip(null),
      () => E.clip(1),
      () => E.clip(-1),
      () => E.clip(1.5),
      () => E.clip("a"),
      () => E.clip(true),
      () => E.clip([]),
      () => E.clip({}),
      () => E.clip(print),
      () => E.reverseByte(),
      () => E.reverseByte(undefined),
      () => E.reverseByte(null),
      () => E.reverseByte(1),
      () => E.reverseByte(-1),
      () => E.reverseByte(1.5),
      () => E.reverseByte("a"),
      () => E.reverseByte(true),
      () => E.reverseByte([]),
      () => E.reverseByte({}),
      () => E.reverseByte(print),
      () => E.toJS(),
      () => E.toJS(undefined),
      () => E.toJS(null),
      () => E.toJS(1),
      () => E.toJS(-1),
      () => E.toJS(1.5),
      () => E.toJS("a"),
      () => E.toJS(true),
      () => E.toJS([]),
      () => E.toJS({}),
      () => E.toJS(print),
    ]) {
      try { print(f.toString().slice(19, -1), "->", E.toJS(f())); } catch (e) { print(f.toString().slice(19, -1), "->", e.toString()); }
    }
    `,
    `
     E.sum() -> Error: First argument must be Array, not undefined
     E.sum(undefined) -> Error: First argument must be Array, not undefined
     E.sum(null) -> Error: First argument must be Array, not null
     E.sum(1) -> Error: First argument must be Array, not Number
     E.sum(-1) -> Error: First argument must be Array, not Number
     E.sum(1.5) -> Error: First argument must be Array, not Number
     E.sum("a") -> 97
     E.sum(true) -> Error: First argument must be Array, not Number
     E.sum([]) -> 0
     E.sum({}) -> Error: First argument must be Array, not Object
     E.sum(print) -> Error: First argument must be Array, not Function
     E.variance() -> Error: First argument must iterable, not undefined
     E.variance(undefined) -> Error: First argument must iterable, not undefined
     E.variance(null) -> Error: First argument must iterable, not null
     E.variance(1) -> Error: First argument must iterable, not Number
     E.variance(-1) -> Error: First argument must iterable, not Number
     E.variance(1.5) -> Error: First argument must iterable, not Number
     E.variance("a") -> NaN
     E.variance(true) -> Error: First argument must iterable, not Number
     E.variance([]) -> 0
     E.variance({}) -> 0
     E.variance(print) -> 0
     E.CRC32() -> null
     E.CRC32(undefined) -> null
     E.CRC32(null) -> null
     E.CRC32(1) -> null
     E.CRC32(-1) -> null
     E.CRC32(1.5) -> null
     E.CRC32("a") -> 3904355907
     E.CRC32(true) -> null
     E.CRC32([]) -> 0
     E.CRC32({}) -> 0
     E.CRC32(print) -> 0
     E.clip() -> NaN
     E.clip(undefined) -> NaN
     E.clip(null) -> 0
     E.clip(1) -> 1
     E.clip(-1) -> -1
     E.clip(1.5) -> 1.5
     E.clip("a") -> NaN
     E.clip(true) -> 1
     E.clip([]) -> 0
     E.clip({}) -> NaN
     E.clip(print) -> NaN
     E.reverseByte() -> 0
     E.reverseByte(undefined) -> 0
     E.reverseByte(null) -> 0
     E.reverseByte(1) -> 128
     E.reverseByte(-1) -> 255
     E.reverseByte(1.5) -> 128
     E.reverseByte("a") -> 0
     E.reverseByte(true) -> 128
     E.reverseByte([]) -> 0
     E.reverseByte({}) -> 0
     E.reverseByte(print) -> 0
     E.toJS() -> "null"
     E.toJS(undefined) -> "null"
     E.toJS(null) -> "null"
     E.toJS(1) -> "1"
     E.toJS(-1) -> "-1"
     E.toJS(1.5) -> "1.5"
     E.toJS("a") -> "\\"a\\""
     E.toJS(true) -> "true"
     E.toJS([]) -> "[]"
     E.toJS({}) -> "{}"
     E.toJS(print) -> "function () { [native code] }"
    `,
  ],
  [
    'E, part 2',
    `
    for (var f of [
      () => E.toUint8Array(),
      () => E.toUint8Array(undefined),
      () => E.toUint8Array(null),
      () => E.toUint8Array(1),
      () => E.toUint8Array(-1),
      () => E.toUint8Array(1.5),
      () => E.toUint8Array("a"),
      () => E.toUint8Array(true),
      () => E.toUint8Array([]),
      () => E.toUint8Array({}),
      () => E.toUint8Array(print),
      () => E.getSizeOf(),
      () => E.getSizeOf(undefined),
      () => E.getSizeOf(null),
      () => E.getSizeOf(1),
      () => E.getSizeOf(-1),
      () => E.getSizeOf(1.5),
      () => E.getSizeOf("a"),
      () => E.getSizeOf(true),
      () => E.getSizeOf([]),
      () => E.getSizeOf({}),
      () => E.getSizeOf(print),
    ]) {
      try { print(f.toString().slice(19, -1), "->", E.toJS(f())); } catch (e) { print(f.toString().slice(19, -1), "->", e.toString()); }
    }
    `,
    `
     E.toUint8Array() -> []
     E.toUint8Array(undefined) -> TypeError: Expecting Number or iterable, got undefined
     E.toUint8Array(null) -> TypeError: Expecting Number or iterable, got null
     E.toUint8Array(1) -> [1]
     E.toUint8Array(-1) -> [255]
     E.toUint8Array(1.5) -> [1]
     E.toUint8Array("a") -> [97]
     E.toUint8Array(true) -> [1]
     E.toUint8Array([]) -> []
     E.toUint8Array({}) -> TypeError: If specifying an object, it must be of the form {data : ..., count : N} or {callback : fn} - got {  }
     E.toUint8Array(print) -> []
     E.getSizeOf() -> 0
     E.getSizeOf(undefined) -> 0
     E.getSizeOf(null) -> 1
     E.getSizeOf(1) -> 1
     E.getSizeOf(-1) -> 1
     E.getSizeOf(1.5) -> 1
     E.getSizeOf("a") -> 1
     E.getSizeOf(true) -> 1
     E.getSizeOf([]) -> 1
     E.getSizeOf({}) -> 1
     E.getSizeOf(print) -> 1
    `,
  ],
  [
    'strings, part 1',
    `
    for (var f of [
      () => "hello".charAt(),
      () => "hello".charAt(undefined),
      () => "hello".charAt(null),
      () => "hello".charAt(1),
      () => "hello".charAt(-1),
      () => "hello".charAt(1.5),
      () => "hello".charAt("a"),
      () => "hello".charAt(true),
      () => "hello".charAt([]),
      () => "hello".charAt({}),
      () => "hello".charAt(print),
      () => "hello".charCodeAt(),
      () => "hello".charCodeAt(undefined),
      () => "hello".charCodeAt(null),
      () => "hello".charCodeAt(1),
      () => "hello".charCodeAt(-1),
      () => "hello".charCodeAt(1.5),
      () => "hello".charCodeAt("a"),
      () => "hello".charCodeAt(true),
      () => "hello".charCodeAt([]),
      () => "hello".charCodeAt({}),
      () => "hello".charCodeAt(print),
      () => "hello".concat(),
      () => "hello".concat(undefined),
      () => "hello".concat(null),
      () => "hello".concat(1),
      () => "hello".concat(-1),
      () => "hello".concat(1.5),
      () => "hello".concat("a"),
      () => "hello".concat(true),
      () => "hello".concat([]),
      () => "hello".concat({}),
      () => "hello".concat(print),
      () => "hello".endsWith(),
      () => "hello".endsWith(undefined),
      () => "hello".endsWith(null),
      () => "hello".endsWith(1),
      () => "hello".endsWith(-1),
      () => "hello".endsWith(1.5),
      () => "hello".endsWith("a"),
      () => "hello".endsWith(true),
      () => "hello".endsWith([]),
      () => "hello".endsWith({}),
      () => "hello".endsWith(print),
      () => "hello".includes(),
      () => "hello".includes(undefined),
      () => "hello".includes(null),
      () => "hello".includes(1),
      () => "hello".includes(-1),
      () => "hello".includes(1.5),
      () => "hello".includes("a"),
      () => "hello".includes(true),
      () => "hello".includes([]),
      () => "hello".includes({}),
      () => "hello".includes(print),
      () => "hello".indexOf(),
      () => "hello".indexOf(undefined),
      () => "hello".indexOf(null),
      () => "hello".indexOf(1),
      () => "hello".indexOf(-1),
      () => "hello".indexOf(1.5),
      () => "hello".indexOf("a"),
      () => "hello".indexOf(true),
      () => "hello".indexOf([]),
      () => "hello".indexOf({}),
      () => "hello".indexOf(print),
    ]) {
      try { print(f.toString().slice(19, -1), "->", E.toJS(f())); } catch (e) { print(f.toString().slice(19, -1), "->", e.toString()); }
    }
    `,
    `
     "hello".charAt() -> "h"
     "hello".charAt(undefined) -> "h"
     "hello".charAt(null) -> "h"
     "hello".charAt(1) -> "e"
     "hello".charAt(-1) -> ""
     "hello".charAt(1.5) -> "e"
     "hello".charAt("a") -> "h"
     "hello".charAt(true) -> "e"
     "hello".charAt([]) -> "h"
     "hello".charAt({}) -> "h"
     "hello".charAt(print) -> "h"
     "hello".charCodeAt() -> 104
     "hello".charCodeAt(undefined) -> 104
     "hello".charCodeAt(null) -> 104
     "hello".charCodeAt(1) -> 101
     "hello".charCodeAt(-1) -> NaN
     "hello".charCodeAt(1.5) -> 101
     "hello".charCodeAt("a") -> 104
     "hello".charCodeAt(true) -> 101
     "hello".charCodeAt([]) -> 104
     "hello".charCodeAt({}) -> 104
     "hello".charCodeAt(print) -> 104
     "hello".concat() -> "hello"
     "hello".concat(undefined) -> "hello"
     "hello".concat(null) -> "hellonull"
     "hello".concat(1) -> "hello1"
     "hello".concat(-1) -> "hello-1"
     "hello".concat(1.5) -> "hello1.5"
     "hello".concat("a") -> "helloa"
     "hello".concat(true) -> "hellotrue"
     "hello".concat([]) -> "hello"
     "hello".concat({}) -> "hello[object Object]"
     "hello".concat(print) -> "hellofunction () { [native code] }"
     "hello".endsWith() -> false
     "hello".endsWith(undefined) -> false
     "hello".endsWith(null) -> false
     "hello".endsWith(1) -> false
     "hello".endsWith(-1) -> false
     "hello".endsWith(1.5) -> false
     "hello".endsWith("a") -> false
     "hello".endsWith(true) -> false
     "hello".endsWith([]) -> true
     "hello".endsWith({}) -> false
     "hello".endsWith(print) -> false
     "hello".includes() -> false
     "hello".includes(undefined) -> false
     "hello".includes(null) -> false
     "hello".includes(1) -> false
     "hello".includes(-1) -> false
     "hello".includes(1.5) -> false
     "hello".includes("a") -> false
     "hello".includes(true) -> false
     "hello".includes([]) -> true
     "hello".includes({}) -> false
     "hello".includes(print) -> false
     "hello".indexOf() -> -1
     "hello".indexOf(undefined) -> -1
     "hello".indexOf(null) -> -1
     "hello".indexOf(1) -> -1
     "hello".indexOf(-1) -> -1
     "hello".indexOf(1.5) -> -1
     "hello".indexOf("a") -> -1
     "hello".indexOf(true) -> -1
     "hello".indexOf([]) -> 0
     "hello".indexOf({}) -> -1
     "hello".indexOf(print) -> -1
    `,
  ],
  [
    'strings, part 2',
    `
    for (var f of [
      () => "hello".lastIndexOf(),
      () => "hello".lastIndexOf(undefined),
      () => "hello".lastIndexOf(null),
      () => "hello".lastIndexOf(1),
      () => "hello".lastIndexOf(-1),
      () => "hello".lastIndexOf(1.5),
      () => "hello".lastIndexOf("a"),
      () => "hello".lastIndexOf(true),
      () => "hello".lastIndexOf([]),
      () => "hello".lastIndexOf({}),
      () => "hello".lastIndexOf(print),
      () => "hello".match(),
      () => "hello".match(undefined),
      () => "hello".match(null),
      () => "hello".match(1),
      () => "hello".match(-1),
      () => "hello".match(1.5),
      () => "hello".match("a"),
      () => "hello".match(true),
      () => "hello".match([]),
      () => "hello".match({}),
      () => "hello".match(print),
      () => "hello".padEnd(),
      () => "hello".padEnd(undefined),
      () => "hello".padEnd(null),
      () => "hello".padEnd(1),
      () => "hello".padEnd(-1),
      () => "hello".padEnd(1.5),
      () => "hello".padEnd("a"),
      () => "hello".padEnd(true),
      () => "hello".padEnd([]),
      () => "hello".padEnd({}),
      () => "hello".padEnd(print),
      () => "hello".padStart(),
      () => "hello".padStart(undefined),
      () => "hello".padStart(null),
      () => "hello".padStart(1),
      () => "hello".padStart(-1),
      () => "hello".padStart(1.5),
      () => "hello".padStart("a"),
      () => "hello".padStart(true),
      () => "hello".padStart([]),
      () => "hello".padStart({}),
      () => "hello".padStart(print),
      () => "hello".repeat(),
      () => "hello".repeat(undefined),
      () => "hello".repeat(null),
      () => "hello".repeat(1),
      () => "hello".repeat(-1),
      () => "hello".repeat(1.5),
      () => "hello".repeat("a"),
      () => "hello".repeat(true),
      () => "hello".repeat([]),
      () => "hello".repeat({}),
      () => "hello".repeat(print),
      () => "hello".slice(),
      () => "hello".slice(undefined),
      () => "hello".slice(null),
      () => "hello".slice(1),
      () => "hello".slice(-1),
      () => "hello".slice(1.5),
      () => "hello".slice("a"),
      () => "hello".slice(true),
      () => "hello".slice([]),
      () => "hello".slice({}),
      () => "hello".slice(print),
    ]) {
      try { print(f.toString().slice(19, -1), "->", E.toJS(f())); } catch (e) { print(f.toString().slice(19, -1), "->", e.toString()); }
    }
    `,
    `
     "hello".lastIndexOf() -> -1
     "hello".lastIndexOf(undefined) -> -1
     "hello".lastIndexOf(null) -> -1
     "hello".lastIndexOf(1) -> -1
     "hello".lastIndexOf(-1) -> -1
     "hello".lastIndexOf(1.5) -> -1
     "hello".lastIndexOf("a") -> -1
     "hello".lastIndexOf(true) -> -1
     "hello".lastIndexOf([]) -> 5
     "hello".lastIndexOf({}) -> -1
     "hello".lastIndexOf(print) -> -1
     "hello".match() -> null
     "hello".match(undefined) -> null
     "hello".match(null) -> null
     "hello".match(1) -> null
     "hello".match(-1) -> null
     "hello".match(1.5) -> null
     "hello".match("a") -> null
     "hello".match(true) -> null
     "hello".match([]) -> [""]
     "hello".match({}) -> null
     "hello".match(print) -> null
     "hello".padEnd() -> "hello"
     "hello".padEnd(undefined) -> "hello"
     "hello".padEnd(null) -> "hello"
     "hello".padEnd(1) -> "hello"
     "hello".padEnd(-1) -> "hello"
     "hello".padEnd(1.5) -> "hello"
     "hello".padEnd("a") -> "hello"
     "hello".padEnd(true) -> "hello"
     "hello".padEnd([]) -> "hello"
     "hello".padEnd({}) -> "hello"
     "hello".padEnd(print) -> "hello"
     "hello".padStart() -> "hello"
     "hello".padStart(undefined) -> "hello"
     "hello".padStart(null) -> "hello"
     "hello".padStart(1) -> "hello"
     "hello".padStart(-1) -> "hello"
     "hello".padStart(1.5) -> "hello"
     "hello".padStart("a") -> "hello"
     "hello".padStart(true) -> "hello"
     "hello".padStart([]) -> "hello"
     "hello".padStart({}) -> "hello"
     "hello".padStart(print) -> "hello"
     "hello".repeat() -> ""
     "hello".repeat(undefined) -> ""
     "hello".repeat(null) -> ""
     "hello".repeat(1) -> "hello"
     "hello".repeat(-1) -> Error: Invalid count value
     "hello".repeat(1.5) -> "hello"
     "hello".repeat("a") -> ""
     "hello".repeat(true) -> "hello"
     "hello".repeat([]) -> ""
     "hello".repeat({}) -> ""
     "hello".repeat(print) -> ""
     "hello".slice() -> "hello"
     "hello".slice(undefined) -> "hello"
     "hello".slice(null) -> "hello"
     "hello".slice(1) -> "ello"
     "hello".slice(-1) -> "o"
     "hello".slice(1.5) -> "ello"
     "hello".slice("a") -> "hello"
     "hello".slice(true) -> "ello"
     "hello".slice([]) -> "hello"
     "hello".slice({}) -> "hello"
     "hello".slice(print) -> "hello"
    `,
  ],
  [
    'strings, part 3',
    `
    for (var f of [
      () => "hello".split(),
      () => "hello".split(undefined),
      () => "hello".split(null),
      () => "hello".split(1),
      () => "hello".split(-1),
      () => "hello".split(1.5),
      () => "hello".split("a"),
      () => "hello".split(true),
      () => "hello".split([]),
      () => "hello".split({}),
      () => "hello".split(print),
      () => "hello".startsWith(),
      () => "hello".startsWith(undefined),
      () => "hello".startsWith(null),
      () => "hello".startsWith(1),
      () => "hello".startsWith(-1),
      () => "hello".startsWith(1.5),
      () => "hello".startsWith("a"),
      () => "hello".startsWith(true),
      () => "hello".startsWith([]),
      () => "hello".startsWith({}),
      () => "hello".startsWith(print),
      () => "hello".substr(),
      () => "hello".substr(undefined),
      () => "hello".substr(null),
      () => "hello".substr(1),
      () => "hello".substr(-1),
      () => "hello".substr(1.5),
      () => "hello".substr("a"),
      () => "hello".substr(true),
      () => "hello".substr([]),
      () => "hello".substr({}),
      () => "hello".substr(print),
      () => "hello".substring(),
      () => "hello".substring(undefined),
      () => "hello".substring(null),
      () => "hello".substring(1),
      () => "hello".substring(-1),
      () => "hello".substring(1.5),
      () => "hello".substring("a"),
      () => "hello".substring(true),
      () => "hello".substring([]),
      () => "hello".substring({}),
      () => "hello".substring(print),
      () => "hello".trim(),
      () => "hello".trim(undefined),
      () => "hello".trim(null),
      () => "hello".trim(1),
      () => "hello".trim(-1),
      () => "hello".trim(1.5),
      () => "hello".trim("a"),
      () => "hello".trim(true),
      () => "hello".trim([]),
      () => "hello".trim({}),
      () => "hello".trim(print),
      () => "hello".toUpperCase(),
      () => "hello".toUpperCase(undefined),
      () => "hello".toUpperCase(null),
      () => "hello".toUpperCase(1),
      () => "hello".toUpperCase(-1),
      () => "hello".toUpperCase(1.5),
      () => "hello".toUpperCase("a"),
      () => "hello".toUpperCase(true),
      () => "hello".toUpperCase([]),
      () => "hello".toUpperCase({}),
      () => "hello".toUpperCase(print),
    ]) {
      try { print(f.toString().slice(19, -1), "->", E.toJS(f())); } catch (e) { print(f.toString().slice(19, -1), "->", e.toString()); }
    }
    `,
    `
     "hello".split() -> ["hello"]
     "hello".split(undefined) -> ["hello"]
     "hello".split(null) -> ["hello"]
     "hello".split(1) -> ["hello"]
     "hello".split(-1) -> ["hello"]
     "hello".split(1.5) -> ["hello"]
     "hello".split("a") -> ["hello"]
     "hello".split(true) -> ["hello"]
     "hello".split([]) -> ["h","e","l","l","o"]
     "hello".split({}) -> []
     "hello".split(print) -> []
     "hello".startsWith() -> false
     "hello".startsWith(undefined) -> false
     "hello".startsWith(null) -> false
     "hello".startsWith(1) -> false
     "hello".startsWith(-1) -> false
     "hello".startsWith(1.5) -> false
     "hello".startsWith("a") -> false
     "hello".startsWith(true) -> false
     "hello".startsWith([]) -> true
     "hello".startsWith({}) -> false
     "hello".startsWith(print) -> false
     "hello".substr() -> "hello"
     "hello".substr(undefined) -> "hello"
     "hello".substr(null) -> "hello"
     "hello".substr(1) -> "ello"
     "hello".substr(-1) -> "o"
     "hello".substr(1.5) -> "ello"
     "hello".substr("a") -> "hello"
     "hello".substr(true) -> "ello"
     "hello".substr([]) -> "hello"
     "hello".substr({}) -> "hello"
     "hello".substr(print) -> "hello"
     "hello".substring() -> "hello"
     "hello".substring(undefined) -> "hello"
     "hello".substring(null) -> "hello"
     "hello".substring(1) -> "ello"
     "hello".substring(-1) -> "hello"
     "hello".substring(1.5) -> "ello"
     "hello".substring("a") -> "hello"
     "hello".substring(true) -> "ello"
     "hello".substring([]) -> "hello"
     "hello".substring({}) -> "hello"
     "hello".substring(print) -> "hello"
     "hello".trim() -> "hello"
     "hello".trim(undefined) -> "hello"
     "hello".trim(null) -> "hello"
     "hello".trim(1) -> "hello"
     "hello".trim(-1) -> "hello"
     "hello".trim(1.5) -> "hello"
     "hello".trim("a") -> "hello"
     "hello".trim(true) -> "hello"
     "hello".trim([]) -> "hello"
     "hello".trim({}) -> "hello"
     "hello".trim(print) -> "hello"
     "hello".toUpperCase() -> "HELLO"
     "hello".toUpperCase(undefined) -> "HELLO"
     "hello".toUpperCase(null) -> "HELLO"
     "hello".toUpperCase(1) -> "HELLO"
     "hello".toUpperCase(-1) -> "HELLO"
     "hello".toUpperCase(1.5) -> "HELLO"
     "hello".toUpperCase("a") -> "HELLO"
     "hello".toUpperCase(true) -> "HELLO"
     "hello".toUpperCase([]) -> "HELLO"
     "hello".toUpperCase({}) -> "HELLO"
     "hello".toUpperCase(print) -> "HELLO"
    `,
  ],
  [
    'arrays, part 1',
    `
    for (var f of [
      () => [1,2,3].concat(),
      () => [1,2,3].concat(undefined),
      () => [1,2,3].concat(null),
      () => [1,2,3].concat(1),
      () => [1,2,3].concat(-1),
      () => [1,2,3].concat(1.5),
      () => [1,2,3].concat("a"),
      () => [1,2,3].concat(true),
      () => [1,2,3].concat([]),
      () => [1,2,3].concat({}),
      () => [1,2,3].concat(print),
      () => [1,2,3].fill(),
      () => [1,2,3].fill(undefined),
      () => [1,2,3].fill(null),
      () => [1,2,3].fill(1),
      () => [1,2,3].fill(-1),
      () => [1,2,3].fill(1.5),
      () => [1,2,3].fill("a"),
      () => [1,2,3].fill(true),
      () => [1,2,3].fill([]),
      () => [1,2,3].fill({}),
      () => [1,2,3].fill(print),
      () => [1,2,3].filter(),
      () => [1,2,3].filter(undefined),
      () => [1,2,3].filter(null),
      () => [1,2,3].filter(1),
      () => [1,2,3].filter(-1),
      () => [1,2,3].filter(1.5),
      () => [1,2,3].filter("a"),
      () => [1,2,3].filter(true),
      () => [1,2,3].filter([]),
      () => [1,2,3].filter({}),
      () => [1,2,3].filter(print),
      () => [1,2,3].find(),
      () => [1,2,3].find(undefined),
      () => [1,2,3].find(null),
      () => [1,2,3].find(1),
      () => [1,2,3].find(-1),
      () => [1,2,3].find(1.5),
      () => [1,2,3].find("a"),
      () => [1,2,3].find(true),
      () => [1,2,3].find([]),
      () => [1,2,3].find({}),
      () => [1,2,3].find(print),
      () => [1,2,3].findIndex(),
      () => [1,2,3].findIndex(undefined),
      () => [1,2,3].findIndex(null),
      () => [1,2,3].findIndex(1),
      () => [1,2,3].findIndex(-1),
      () => [1,2,3].findIndex(1.5),
      () => [1,2,3].findIndex("a"),
      () => [1,2,3].findIndex(true),
      () => [1,2,3].findIndex([]),
      () => [1,2,3].findIndex({}),
      () => [1,2,3].findIndex(print),
      () => [1,2,3].forEach(),
      () => [1,2,3].forEach(undefined),
      () => [1,2,3].forEach(null),
      () => [1,2,3].forEach(1),
      () => [1,2,3].forEach(-1),
      () => [1,2,3].forEach(1.5),
      () => [1,2,3].forEach("a"),
      () => [1,2,3].forEach(true),
      () => [1,2,3].forEach([]),
      () => [1,2,3].forEach({}),
      () => [1,2,3].forEach(print),
    ]) {
      try { print(f.toString().slice(19, -1), "->", E.toJS(f())); } catch (e) { print(f.toString().slice(19, -1), "->", e.toString()); }
    }
    `,
    `
     [1,2,3].concat() -> [1,2,3]
     [1,2,3].concat(undefined) -> [1,2,3]
     [1,2,3].concat(null) -> [1,2,3,null]
     [1,2,3].concat(1) -> [1,2,3,1]
     [1,2,3].concat(-1) -> [1,2,3,-1]
     [1,2,3].concat(1.5) -> [1,2,3,1.5]
     [1,2,3].concat("a") -> [1,2,3,"a"]
     [1,2,3].concat(true) -> [1,2,3,true]
     [1,2,3].concat([]) -> [1,2,3]
     [1,2,3].concat({}) -> [1,2,3,{}]
     [1,2,3].concat(print) -> [1,2,3,function () { [native code] }]
     [1,2,3].fill() -> [null,null,null]
     [1,2,3].fill(undefined) -> [null,null,null]
     [1,2,3].fill(null) -> [null,null,null]
     [1,2,3].fill(1) -> [1,1,1]
     [1,2,3].fill(-1) -> [-1,-1,-1]
     [1,2,3].fill(1.5) -> [1.5,1.5,1.5]
     [1,2,3].fill("a") -> ["a","a","a"]
     [1,2,3].fill(true) -> [true,true,true]
     [1,2,3].fill([]) -> [[],[],[]]
     [1,2,3].fill({}) -> [{},{},{}]
     [1,2,3].fill(print) -> [function () { [native code] },function () { [native code] },function () { [native code] }]
     [1,2,3].filter() -> Error: First argument must be a function
     [1,2,3].filter(undefined) -> Error: First argument must be a function
     [1,2,3].filter(null) -> Error: First argument must be a function
     [1,2,3].filter(1) -> Error: First argument must be a function
     [1,2,3].filter(-1) -> Error: First argument must be a function
     [1,2,3].filter(1.5) -> Error: First argument must be a function
     [1,2,3].filter("a") -> Error: First argument must be a function
     [1,2,3].filter(true) -> Error: First argument must be a function
     [1,2,3].filter([]) -> Error: First argument must be a function
     [1,2,3].filter({}) -> Error: First argument must be a function
    1 0 [ 1, 2, 3 ]
    2 1 [ 1, 2, 3 ]
    3 2 [ 1, 2, 3 ]
     [1,2,3].filter(print) -> []
     [1,2,3].find() -> Error: First argument must be a function
     [1,2,3].find(undefined) -> Error: First argument must be a function
     [1,2,3].find(null) -> Error: First argument must be a function
     [1,2,3].find(1) -> Error: First argument must be a function
     [1,2,3].find(-1) -> Error: First argument must be a function
     [1,2,3].find(1.5) -> Error: First argument must be a function
     [1,2,3].find("a") -> Error: First argument must be a function
     [1,2,3].find(true) -> Error: First argument must be a function
     [1,2,3].find([]) -> Error: First argument must be a function
     [1,2,3].find({}) -> Error: First argument must be a function
    1 0 [ 1, 2, 3 ]
    2 1 [ 1, 2, 3 ]
    3 2 [ 1, 2, 3 ]
     [1,2,3].find(print) -> null
     [1,2,3].findIndex() -> Error: First argument must be a function
     [1,2,3].findIndex(undefined) -> Error: First argument must be a function
     [1,2,3].findIndex(null) -> Error: First argument must be a function
     [1,2,3].findIndex(1) -> Error: First argument must be a function
     [1,2,3].findIndex(-1) -> Error: First argument must be a function
     [1,2,3].findIndex(1.5) -> Error: First argument must be a function
     [1,2,3].findIndex("a") -> Error: First argument must be a function
     [1,2,3].findIndex(true) -> Error: First argument must be a function
     [1,2,3].findIndex([]) -> Error: First argument must be a function
     [1,2,3].findIndex({}) -> Error: First argument must be a function
    1 0 [ 1, 2, 3 ]
    2 1 [ 1, 2, 3 ]
    3 2 [ 1, 2, 3 ]
     [1,2,3].findIndex(print) -> -1
     [1,2,3].forEach() -> Error: First argument must be a function
     [1,2,3].forEach(undefined) -> Error: First argument must be a function
     [1,2,3].forEach(null) -> Error: First argument must be a function
     [1,2,3].forEach(1) -> Error: First argument must be a function
     [1,2,3].forEach(-1) -> Error: First argument must be a function
     [1,2,3].forEach(1.5) -> Error: First argument must be a function
     [1,2,3].forEach("a") -> Error: First argument must be a function
     [1,2,3].forEach(true) -> Error: First argument must be a function
     [1,2,3].forEach([]) -> Error: First argument must be a function
     [1,2,3].forEach({}) -> Error: First argument must be a function
    1 0 [ 1, 2, 3 ]
    2 1 [ 1, 2, 3 ]
    3 2 [ 1, 2, 3 ]
     [1,2,3].forEach(print) -> null
    `,
  ],
  [
    'arrays, part 2',
    `
    for (var f of [
      () => [1,2,3].includes(),
      () => [1,2,3].includes(undefined),
      () => [1,2,3].includes(null),
      () => [1,2,3].includes(1),
      () => [1,2,3].includes(-1),
      () => [1,2,3].includes(1.5),
      () => [1,2,3].includes("a"),
      () => [1,2,3].includes(true),
      () => [1,2,3].includes([]),
      () => [1,2,3].includes({}),
      () => [1,2,3].includes(print),
      () => [1,2,3].indexOf(),
      () => [1,2,3].indexOf(undefined),
      () => [1,2,3].indexOf(null),
      () => [1,2,3].indexOf(1),
      () => [1,2,3].indexOf(-1),
      () => [1,2,3].indexOf(1.5),
      () => [1,2,3].indexOf("a"),
      () => [1,2,3].indexOf(true),
      () => [1,2,3].indexOf([]),
      () => [1,2,3].indexOf({}),
      () => [1,2,3].indexOf(print),
      () => [1,2,3].join(),
      () => [1,2,3].join(undefined),
      () => [1,2,3].join(null),
      () => [1,2,3].join(1),
      () => [1,2,3].join(-1),
      () => [1,2,3].join(1.5),
      () => [1,2,3].join("a"),
      () => [1,2,3].join(true),
      () => [1,2,3].join([]),
      () => [1,2,3].join({}),
      () => [1,2,3].join(print),
      () => [1,2,3].map(),
      () => [1,2,3].map(undefined),
      () => [1,2,3].map(null),
      () => [1,2,3].map(1),
      () => [1,2,3].map(-1),
      () => [1,2,3].map(1.5),
      () => [1,2,3].map("a"),
      () => [1,2,3].map(true),
      () => [1,2,3].map([]),
      () => [1,2,3].map({}),
      () => [1,2,3].map(print),
      () => [1,2,3].pop(),
      () => [1,2,3].pop(undefined),
      () => [1,2,3].pop(null),
      () => [1,2,3].pop(1),
      () => [1,2,3].pop(-1),
      () => [1,2,3].pop(1.5),
      () => [1,2,3].pop("a"),
      () => [1,2,3].pop(true),
      () => [1,2,3].pop([]),
      () => [1,2,3].pop({}),
      () => [1,2,3].pop(print),
      () => [1,2,3].push(),
      () => [1,2,3].push(undefined),
      () => [1,2,3].push(null),
      () => [1,2,3].push(1),
      () => [1,2,3].push(-1),
      () => [1,2,3].push(1.5),
      () => [1,2,3].push("a"),
      () => [1,2,3].push(true),
      () => [1,2,3].push([]),
      () => [1,2,3].push({}),
      () => [1,2,3].push(print),
    ]) {
      try { print(f.toString().slice(19, -1), "->", E.toJS(f())); } catch (e) { print(f.toString().slice(19, -1), "->", e.toString()); }
    }
    `,
    `
     [1,2,3].includes() -> false
     [1,2,3].includes(undefined) -> false
     [1,2,3].includes(null) -> false
     [1,2,3].includes(1) -> true
     [1,2,3].includes(-1) -> false
     [1,2,3].includes(1.5) -> false
     [1,2,3].includes("a") -> false
     [1,2,3].includes(true) -> false
     [1,2,3].includes([]) -> false
     [1,2,3].includes({}) -> false
     [1,2,3].includes(print) -> false
     [1,2,3].indexOf() -> -1
     [1,2,3].indexOf(undefined) -> -1
     [1,2,3].indexOf(null) -> -1
     [1,2,3].indexOf(1) -> 0
     [1,2,3].indexOf(-1) -> -1
     [1,2,3].indexOf(1.5) -> -1
     [1,2,3].indexOf("a") -> -1
     [1,2,3].indexOf(true) -> -1
     [1,2,3].indexOf([]) -> -1
     [1,2,3].indexOf({}) -> -1
     [1,2,3].indexOf(print) -> -1
     [1,2,3].join() -> "1,2,3"
     [1,2,3].join(undefined) -> "1,2,3"
     [1,2,3].join(null) -> "1null2null3"
     [1,2,3].join(1) -> "11213"
     [1,2,3].join(-1) -> "1-12-13"
     [1,2,3].join(1.5) -> "11.521.53"
     [1,2,3].join("a") -> "1a2a3"
     [1,2,3].join(true) -> "1true2true3"
     [1,2,3].join([]) -> "123"
     [1,2,3].join({}) -> "1[object Object]2[object Object]3"
     [1,2,3].join(print) -> "1function () { [native code] }2function () { [native code] }3"
     [1,2,3].map() -> Error: First argument must be a function
     [1,2,3].map(undefined) -> Error: First argument must be a function
     [1,2,3].map(null) -> Error: First argument must be a function
     [1,2,3].map(1) -> Error: First argument must be a function
     [1,2,3].map(-1) -> Error: First argument must be a function
     [1,2,3].map(1.5) -> Error: First argument must be a function
     [1,2,3].map("a") -> Error: First argument must be a function
     [1,2,3].map(true) -> Error: First argument must be a function
     [1,2,3].map([]) -> Error: First argument must be a function
     [1,2,3].map({}) -> Error: First argument must be a function
    1 0 [ 1, 2, 3 ]
    2 1 [ 1, 2, 3 ]
    3 2 [ 1, 2, 3 ]
     [1,2,3].map(print) -> [null,null,null]
     [1,2,3].pop() -> 3
     [1,2,3].pop(undefined) -> 3
     [1,2,3].pop(null) -> 3
     [1,2,3].pop(1) -> 3
     [1,2,3].pop(-1) -> 3
     [1,2,3].pop(1.5) -> 3
     [1,2,3].pop("a") -> 3
     [1,2,3].pop(true) -> 3
     [1,2,3].pop([]) -> 3
     [1,2,3].pop({}) -> 3
     [1,2,3].pop(print) -> 3
     [1,2,3].push() -> 3
     [1,2,3].push(undefined) -> 4
     [1,2,3].push(null) -> 4
     [1,2,3].push(1) -> 4
     [1,2,3].push(-1) -> 4
     [1,2,3].push(1.5) -> 4
     [1,2,3].push("a") -> 4
     [1,2,3].push(true) -> 4
     [1,2,3].push([]) -> 4
     [1,2,3].push({}) -> 4
     [1,2,3].push(print) -> 4
    `,
  ],
  [
    'arrays, part 3',
    `
    for (var f of [
      () => [1,2,3].reduce(),
      () => [1,2,3].reduce(undefined),
      () => [1,2,3].reduce(null),
      () => [1,2,3].reduce(1),
      () => [1,2,3].reduce(-1),
      () => [1,2,3].reduce(1.5),
      () => [1,2,3].reduce("a"),
      () => [1,2,3].reduce(true),
      () => [1,2,3].reduce([]),
      () => [1,2,3].reduce({}),
      () => [1,2,3].reduce(print),
      () => [1,2,3].reverse(),
      () => [1,2,3].reverse(undefined),
      () => [1,2,3].reverse(null),
      () => [1,2,3].reverse(1),
      () => [1,2,3].reverse(-1),
      () => [1,2,3].reverse(1.5),
      () => [1,2,3].reverse("a"),
      () => [1,2,3].reverse(true),
      () => [1,2,3].reverse([]),
      () => [1,2,3].reverse({}),
      () => [1,2,3].reverse(print),
      () => [1,2,3].shift(),
      () => [1,2,3].shift(undefined),
      () => [1,2,3].shift(null),
      () => [1,2,3].shift(1),
      () => [1,2,3].shift(-1),
      () => [1,2,3].shift(1.5),
      () => [1,2,3].shift("a"),
      () => [1,2,3].shift(true),
      () => [1,2,3].shift([]),
      () => [1,2,3].shift({}),
      () => [1,2,3].shift(print),
      () => [1,2,3].slice(),
      () => [1,2,3].slice(undefined),
      () => [1,2,3].slice(null),
      () => [1,2,3].slice(1),
      () => [1,2,3].slice(-1),
      () => [1,2,3].slice(1.5),
      () => [1,2,3].slice("a"),
      () => [1,2,3].slice(true),
      () => [1,2,3].slice([]),
      () => [1,2,3].slice({}),
      () => [1,2,3].slice(print),
      () => [1,2,3].some(),
      () => [1,2,3].some(undefined),
      () => [1,2,3].some(null),
      () => [1,2,3].some(1),
      () => [1,2,3].some(-1),
      () => [1,2,3].some(1.5),
      () => [1,2,3].some("a"),
      () => [1,2,3].some(true),
      () => [1,2,3].some([]),
      () => [1,2,3].some({}),
      () => [1,2,3].some(print),
      () => [1,2,3].every(),
      () => [1,2,3].every(undefined),
      () => [1,2,3].every(null),
      () => [1,2,3].every(1),
      () => [1,2,3].every(-1),
      () => [1,2,3].every(1.5),
      () => [1,2,3].every("a"),
      () => [1,2,3].every(true),
      () => [1,2,3].every([]),
      () => [1,2,3].every({}),
      () => [1,2,3].every(print),
    ]) {
      try { print(f.toString().slice(19, -1), "->", E.toJS(f())); } catch (e) { print(f.toString().slice(19, -1), "->", e.toString()); }
    }
    `,
    `
     [1,2,3].reduce() -> Error: First argument must be a function
     [1,2,3].reduce(undefined) -> Error: First argument must be a function
     [1,2,3].reduce(null) -> Error: First argument must be a function
     [1,2,3].reduce(1) -> Error: First argument must be a function
     [1,2,3].reduce(-1) -> Error: First argument must be a function
     [1,2,3].reduce(1.5) -> Error: First argument must be a function
     [1,2,3].reduce("a") -> Error: First argument must be a function
     [1,2,3].reduce(true) -> Error: First argument must be a function
     [1,2,3].reduce([]) -> Error: First argument must be a function
     [1,2,3].reduce({}) -> Error: First argument must be a function
    1 2 1 [ 1, 2, 3 ]
    undefined 3 2 [ 1, 2, 3 ]
     [1,2,3].reduce(print) -> null
     [1,2,3].reverse() -> [3,2,1]
     [1,2,3].reverse(undefined) -> [3,2,1]
     [1,2,3].reverse(null) -> [3,2,1]
     [1,2,3].reverse(1) -> [3,2,1]
     [1,2,3].reverse(-1) -> [3,2,1]
     [1,2,3].reverse(1.5) -> [3,2,1]
     [1,2,3].reverse("a") -> [3,2,1]
     [1,2,3].reverse(true) -> [3,2,1]
     [1,2,3].reverse([]) -> [3,2,1]
     [1,2,3].reverse({}) -> [3,2,1]
     [1,2,3].reverse(print) -> [3,2,1]
     [1,2,3].shift() -> 1
     [1,2,3].shift(undefined) -> 1
     [1,2,3].shift(null) -> 1
     [1,2,3].shift(1) -> 1
     [1,2,3].shift(-1) -> 1
     [1,2,3].shift(1.5) -> 1
     [1,2,3].shift("a") -> 1
     [1,2,3].shift(true) -> 1
     [1,2,3].shift([]) -> 1
     [1,2,3].shift({}) -> 1
     [1,2,3].shift(print) -> 1
     [1,2,3].slice() -> [1,2,3]
     [1,2,3].slice(undefined) -> [1,2,3]
     [1,2,3].slice(null) -> [1,2,3]
     [1,2,3].slice(1) -> [2,3]
     [1,2,3].slice(-1) -> [3]
     [1,2,3].slice(1.5) -> [2,3]
     [1,2,3].slice("a") -> [1,2,3]
     [1,2,3].slice(true) -> [2,3]
     [1,2,3].slice([]) -> [1,2,3]
     [1,2,3].slice({}) -> [1,2,3]
     [1,2,3].slice(print) -> [1,2,3]
     [1,2,3].some() -> Error: First argument must be a function
     [1,2,3].some(undefined) -> Error: First argument must be a function
     [1,2,3].some(null) -> Error: First argument must be a function
     [1,2,3].some(1) -> Error: First argument must be a function
     [1,2,3].some(-1) -> Error: First argument must be a function
     [1,2,3].some(1.5) -> Error: First argument must be a function
     [1,2,3].some("a") -> Error: First argument must be a function
     [1,2,3].some(true) -> Error: First argument must be a function
     [1,2,3].some([]) -> Error: First argument must be a function
     [1,2,3].some({}) -> Error: First argument must be a function
    1 0 [ 1, 2, 3 ]
    2 1 [ 1, 2, 3 ]
    3 2 [ 1, 2, 3 ]
     [1,2,3].some(print) -> false
     [1,2,3].every() -> Error: First argument must be a function
     [1,2,3].every(undefined) -> Error: First argument must be a function
     [1,2,3].every(null) -> Error: First argument must be a function
     [1,2,3].every(1) -> Error: First argument must be a function
     [1,2,3].every(-1) -> Error: First argument must be a function
     [1,2,3].every(1.5) -> Error: First argument must be a function
     [1,2,3].every("a") -> Error: First argument must be a function
     [1,2,3].every(true) -> Error: First argument must be a function
     [1,2,3].every([]) -> Error: First argument must be a function
     [1,2,3].every({}) -> Error: First argument must be a function
    1 0 [ 1, 2, 3 ]
     [1,2,3].every(print) -> false
    `,
  ],
  [
    'arrays, part 4',
    `
    for (var f of [
      () => [1,2,3].sort(),
      () => [1,2,3].sort(undefined),
      () => [1,2,3].sort(null),
      () => [1,2,3].sort(1),
      () => [1,2,3].sort(-1),
      () => [1,2,3].sort(1.5),
      () => [1,2,3].sort("a"),
      () => [1,2,3].sort(true),
      () => [1,2,3].sort([]),
      () => [1,2,3].sort({}),
      () => [1,2,3].sort(print),
      () => [1,2,3].splice(),
      () => [1,2,3].splice(undefined),
      () => [1,2,3].splice(null),
      () => [1,2,3].splice(1),
      () => [1,2,3].splice(-1),
      () => [1,2,3].splice(1.5),
      () => [1,2,3].splice("a"),
      () => [1,2,3].splice(true),
      () => [1,2,3].splice([]),
      () => [1,2,3].splice({}),
      () => [1,2,3].splice(print),
      () => [1,2,3].unshift(),
      () => [1,2,3].unshift(undefined),
      () => [1,2,3].unshift(null),
      () => [1,2,3].unshift(1),
      () => [1,2,3].unshift(-1),
      () => [1,2,3].unshift(1.5),
      () => [1,2,3].unshift("a"),
      () => [1,2,3].unshift(true),
      () => [1,2,3].unshift([]),
      () => [1,2,3].unshift({}),
      () => [1,2,3].unshift(print),
    ]) {
      try { print(f.toString().slice(19, -1), "->", E.toJS(f())); } catch (e) { print(f.toString().slice(19, -1), "->", e.toString()); }
    }
    `,
    `
     [1,2,3].sort() -> [1,2,3]
     [1,2,3].sort(undefined) -> [1,2,3]
     [1,2,3].sort(null) -> Error: Expecting compare function, got null
     [1,2,3].sort(1) -> Error: Expecting compare function, got Number
     [1,2,3].sort(-1) -> Error: Expecting compare function, got Number
     [1,2,3].sort(1.5) -> Error: Expecting compare function, got Number
     [1,2,3].sort("a") -> Error: Expecting compare function, got String
     [1,2,3].sort(true) -> Error: Expecting compare function, got Number
     [1,2,3].sort([]) -> Error: Expecting compare function, got Array
     [1,2,3].sort({}) -> Error: Expecting compare function, got Object
    2 1
    3 1
    3 2
     [1,2,3].sort(print) -> [1,2,3]
     [1,2,3].splice() -> [1,2,3]
     [1,2,3].splice(undefined) -> [1,2,3]
     [1,2,3].splice(null) -> [1,2,3]
     [1,2,3].splice(1) -> [2,3]
     [1,2,3].splice(-1) -> [3]
     [1,2,3].splice(1.5) -> [2,3]
     [1,2,3].splice("a") -> [1,2,3]
     [1,2,3].splice(true) -> [2,3]
     [1,2,3].splice([]) -> [1,2,3]
     [1,2,3].splice({}) -> [1,2,3]
     [1,2,3].splice(print) -> [1,2,3]
     [1,2,3].unshift() -> 3
     [1,2,3].unshift(undefined) -> 4
     [1,2,3].unshift(null) -> 4
     [1,2,3].unshift(1) -> 4
     [1,2,3].unshift(-1) -> 4
     [1,2,3].unshift(1.5) -> 4
     [1,2,3].unshift("a") -> 4
     [1,2,3].unshift(true) -> 4
     [1,2,3].unshift([]) -> 4
     [1,2,3].unshift({}) -> 4
     [1,2,3].unshift(print) -> 4
    `,
  ],
  [
    'typed arrays, part 1',
    `
    for (var f of [
      () => new Uint8Array([1,2,3]).fill(),
      () => new Uint8Array([1,2,3]).fill(undefined),
      () => new Uint8Array([1,2,3]).fill(null),
      () => new Uint8Array([1,2,3]).fill(1),
      () => new Uint8Array([1,2,3]).fill(-1),
      () => new Uint8Array([1,2,3]).fill(1.5),
      () => new Uint8Array([1,2,3]).fill("a"),
      () => new Uint8Array([1,2,3]).fill(true),
      () => new Uint8Array([1,2,3]).fill([]),
      () => new Uint8Array([1,2,3]).fill({}),
      () => new Uint8Array([1,2,3]).fill(print),
      () => new Uint8Array([1,2,3]).indexOf(),
      () => new Uint8Array([1,2,3]).indexOf(undefined),
      () => new Uint8Array([1,2,3]).indexOf(null),
      () => new Uint8Array([1,2,3]).indexOf(1),
      () => new Uint8Array([1,2,3]).indexOf(-1),
      () => new Uint8Array([1,2,3]).indexOf(1.5),
      () => new Uint8Array([1,2,3]).indexOf("a"),
      () => new Uint8Array([1,2,3]).indexOf(true),
      () => new Uint8Array([1,2,3]).indexOf([]),
      () => new Uint8Array([1,2,3]).indexOf({}),
      () => new Uint8Array([1,2,3]).indexOf(print),
      () => new Uint8Array([1,2,3]).slice(),
      () => new Uint8Array([1,2,3]).slice(undefined),
      () => new Uint8Array([1,2,3]).slice(null),
      () => new Uint8Array([1,2,3]).slice(1),
      () => new Uint8Array([1,2,3]).slice(-1),
      () => new Uint8Array([1,2,3]).slice(1.5),
      () => new Uint8Array([1,2,3]).slice("a"),
      () => new Uint8Array([1,2,3]).slice(true),
      () => new Uint8Array([1,2,3]).slice([]),
      () => new Uint8Array([1,2,3]).slice({}),
      () => new Uint8Array([1,2,3]).slice(print),
      () => new Uint8Array([1,2,3]).subarray(),
      () => new Uint8Array([1,2,3]).subarray(undefined),
      () => new Uint8Array([1,2,3]).subarray(null),
      () => new Uint8Array([1,2,3]).subarray(1),
      () => new Uint8Array([1,2,3]).subarray(-1),
      () => new Uint8Array([1,2,3]).subarray(1.5),
      () => new Uint8Array([1,2,3]).subarray("a"),
      () => new Uint8Array([1,2,3]).subarray(true),
      () => new Uint8Array([1,2,3]).subarray([]),
      () => new Uint8Array([1,2,3]).subarray({}),
      () => new Uint8Array([1,2,3]).subarray(print),
      () => new Uint8Array([1,2,3]).map(),
      () => new Uint8Array([1,2,3]).map(undefined),
      () => new Uint8Array([1,2,3]).map(null),
      () => new Uint8Array([1,2,3]).map(1),
      () => new Uint8Array([1,2,3]).map(-1),
      () => new Uint8Array([1,2,3]).map(1.5),
      () => new Uint8Array([1,2,3]).map("a"),
      () => new Uint8Array([1,2,3]).map(true),
      () => new Uint8Array([1,2,3]).map([]),
      () => new Uint8Array([1,2,3]).map({}),
      () => new Uint8Array([1,2,3]).map(print),
      () => new Uint8Array([1,2,3]).sort(),
      () => new Uint8Array([1,2,3]).sort(undefined),
      () => new Uint8Array([1,2,3]).sort(null),
      () => new Uint8Array([1,2,3]).sort(1),
      () => new Uint8Array([1,2,3]).sort(-1),
      () => new Uint8Array([1,2,3]).sort(1.5),
      () => new Uint8Array([1,2,3]).sort("a"),
      () => new Uint8Array([1,2,3]).sort(true),
      () => new Uint8Array([1,2,3]).sort([]),
      () => new Uint8Array([1,2,3]).sort({}),
      () => new Uint8Array([1,2,3]).sort(print),
    ]) {
      try { print(f.toString().slice(19, -1), "->", E.toJS(f())); } catch (e) { print(f.toString().slice(19, -1), "->", e.toString()); }
    }
    `,
    `
     new Uint8Array([1,2,3]).fill() -> [0,0,0]
     new Uint8Array([1,2,3]).fill(undefined) -> [0,0,0]
     new Uint8Array([1,2,3]).fill(null) -> [0,0,0]
     new Uint8Array([1,2,3]).fill(1) -> [1,1,1]
     new Uint8Array([1,2,3]).fill(-1) -> [255,255,255]
     new Uint8Array([1,2,3]).fill(1.5) -> [1,1,1]
     new Uint8Array([1,2,3]).fill("a") -> [0,0,0]
     new Uint8Array([1,2,3]).fill(true) -> [1,1,1]
     new Uint8Array([1,2,3]).fill([]) -> [0,0,0]
     new Uint8Array([1,2,3]).fill({}) -> [0,0,0]
     new Uint8Array([1,2,3]).fill(print) -> [0,0,0]
     new Uint8Array([1,2,3]).indexOf() -> -1
     new Uint8Array([1,2,3]).indexOf(undefined) -> -1
     new Uint8Array([1,2,3]).indexOf(null) -> -1
     new Uint8Array([1,2,3]).indexOf(1) -> 0
     new Uint8Array([1,2,3]).indexOf(-1) -> -1
     new Uint8Array([1,2,3]).indexOf(1.5) -> 0
     new Uint8Array([1,2,3]).indexOf("a") -> -1
     new Uint8Array([1,2,3]).indexOf(true) -> 0
     new Uint8Array([1,2,3]).indexOf([]) -> -1
     new Uint8Array([1,2,3]).indexOf({}) -> -1
     new Uint8Array([1,2,3]).indexOf(print) -> -1
     new Uint8Array([1,2,3]).slice() -> [1,2,3]
     new Uint8Array([1,2,3]).slice(undefined) -> [1,2,3]
     new Uint8Array([1,2,3]).slice(null) -> [1,2,3]
     new Uint8Array([1,2,3]).slice(1) -> [2,3]
     new Uint8Array([1,2,3]).slice(-1) -> [3]
     new Uint8Array([1,2,3]).slice(1.5) -> [2,3]
     new Uint8Array([1,2,3]).slice("a") -> [1,2,3]
     new Uint8Array([1,2,3]).slice(true) -> [2,3]
     new Uint8Array([1,2,3]).slice([]) -> [1,2,3]
     new Uint8Array([1,2,3]).slice({}) -> [1,2,3]
     new Uint8Array([1,2,3]).slice(print) -> [1,2,3]
     new Uint8Array([1,2,3]).subarray() -> [1,2,3]
     new Uint8Array([1,2,3]).subarray(undefined) -> [1,2,3]
     new Uint8Array([1,2,3]).subarray(null) -> [1,2,3]
     new Uint8Array([1,2,3]).subarray(1) -> [2,3]
     new Uint8Array([1,2,3]).subarray(-1) -> [3]
     new Uint8Array([1,2,3]).subarray(1.5) -> [2,3]
     new Uint8Array([1,2,3]).subarray("a") -> [1,2,3]
     new Uint8Array([1,2,3]).subarray(true) -> [2,3]
     new Uint8Array([1,2,3]).subarray([]) -> [1,2,3]
     new Uint8Array([1,2,3]).subarray({}) -> [1,2,3]
     new Uint8Array([1,2,3]).subarray(print) -> [1,2,3]
     new Uint8Array([1,2,3]).map() -> Error: First argument must be a function
     new Uint8Array([1,2,3]).map(undefined) -> Error: First argument must be a function
     new Uint8Array([1,2,3]).map(null) -> Error: First argument must be a function
     new Uint8Array([1,2,3]).map(1) -> Error: First argument must be a function
     new Uint8Array([1,2,3]).map(-1) -> Error: First argument must be a function
     new Uint8Array([1,2,3]).map(1.5) -> Error: First argument must be a function
     new Uint8Array([1,2,3]).map("a") -> Error: First argument must be a function
     new Uint8Array([1,2,3]).map(true) -> Error: First argument must be a function
     new Uint8Array([1,2,3]).map([]) -> Error: First argument must be a function
     new Uint8Array([1,2,3]).map({}) -> Error: First argument must be a function
    1 0 new Uint8Array([1, 2, 3])
    2 1 new Uint8Array([1, 2, 3])
    3 2 new Uint8Array([1, 2, 3])
     new Uint8Array([1,2,3]).map(print) -> [0,0,0]
     new Uint8Array([1,2,3]).sort() -> [1,2,3]
     new Uint8Array([1,2,3]).sort(undefined) -> [1,2,3]
     new Uint8Array([1,2,3]).sort(null) -> Error: Expecting compare function, got null
     new Uint8Array([1,2,3]).sort(1) -> Error: Expecting compare function, got Number
     new Uint8Array([1,2,3]).sort(-1) -> Error: Expecting compare function, got Number
     new Uint8Array([1,2,3]).sort(1.5) -> Error: Expecting compare function, got Number
     new Uint8Array([1,2,3]).sort("a") -> Error: Expecting compare function, got String
     new Uint8Array([1,2,3]).sort(true) -> Error: Expecting compare function, got Number
     new Uint8Array([1,2,3]).sort([]) -> Error: Expecting compare function, got Array
     new Uint8Array([1,2,3]).sort({}) -> Error: Expecting compare function, got Object
    2 1
    3 1
    3 2
     new Uint8Array([1,2,3]).sort(print) -> [1,2,3]
    `,
  ],
  [
    'typed arrays, part 2',
    `
    for (var f of [
      () => new Uint8Array([1,2,3]).join(),
      () => new Uint8Array([1,2,3]).join(undefined),
      () => new Uint8Array([1,2,3]).join(null),
      () => new Uint8Array([1,2,3]).join(1),
      () => new Uint8Array([1,2,3]).join(-1),
      () => new Uint8Array([1,2,3]).join(1.5),
      () => new Uint8Array([1,2,3]).join("a"),
      () => new Uint8Array([1,2,3]).join(true),
      () => new Uint8Array([1,2,3]).join([]),
      () => new Uint8Array([1,2,3]).join({}),
      () => new Uint8Array([1,2,3]).join(print),
    ]) {
      try { print(f.toString().slice(19, -1), "->", E.toJS(f())); } catch (e) { print(f.toString().slice(19, -1), "->", e.toString()); }
    }
    `,
    `
     new Uint8Array([1,2,3]).join() -> "1,2,3"
     new Uint8Array([1,2,3]).join(undefined) -> "1,2,3"
     new Uint8Array([1,2,3]).join(null) -> "1null2null3"
     new Uint8Array([1,2,3]).join(1) -> "11213"
     new Uint8Array([1,2,3]).join(-1) -> "1-12-13"
     new Uint8Array([1,2,3]).join(1.5) -> "11.521.53"
     new Uint8Array([1,2,3]).join("a") -> "1a2a3"
     new Uint8Array([1,2,3]).join(true) -> "1true2true3"
     new Uint8Array([1,2,3]).join([]) -> "123"
     new Uint8Array([1,2,3]).join({}) -> "1[object Object]2[object Object]3"
     new Uint8Array([1,2,3]).join(print) -> "1function () { [native code] }2function () { [native code] }3"
    `,
  ],
  [
    'numbers, toString',
    `
    for (var f of [
      () => (255).toString(),
      () => (255).toString(undefined),
      () => (255).toString(null),
      () => (255).toString(1),
      () => (255).toString(-1),
      () => (255).toString(1.5),
      () => (255).toString("a"),
      () => (255).toString(true),
      () => (255).toString([]),
      () => (255).toString({}),
      () => (255).toString(print),
    ]) {
      try {
        print(f.toString().slice(19, -1), "->", E.toJS(f()));
      } catch (e) {
        print(f.toString().slice(19, -1), "->", e.toString());
      }
    }
    `,
    `
     (255).toString() -> "255"
     (255).toString(undefined) -> "255"
     (255).toString(null) -> "255"
     (255).toString(1) -> "255"
     (255).toString(-1) -> "255"
     (255).toString(1.5) -> "255"
     (255).toString("a") -> "255"
     (255).toString(true) -> "255"
     (255).toString([]) -> "255"
     (255).toString({}) -> "255"
     (255).toString(print) -> "255"
    `,
  ],
  [
    'numbers, toFixed',
    `
    for (var f of [
      () => (1.5).toFixed(),
      () => (1.5).toFixed(undefined),
      () => (1.5).toFixed(null),
      () => (1.5).toFixed(1),
      () => (1.5).toFixed(-1),
      () => (1.5).toFixed(1.5),
      () => (1.5).toFixed("a"),
      () => (1.5).toFixed(true),
      () => (1.5).toFixed([]),
      () => (1.5).toFixed({}),
      () => (1.5).toFixed(print),
    ]) {
      try {
        print(f.toString().slice(19, -1), "->", E.toJS(f()));
      } catch (e) {
        print(f.toString().slice(19, -1), "->", e.toString());
      }
    }
    `,
    `
     (1.5).toFixed() -> "1"
     (1.5).toFixed(undefined) -> "1"
     (1.5).toFixed(null) -> "1"
     (1.5).toFixed(1) -> "1.5"
     (1.5).toFixed(-1) -> "1"
     (1.5).toFixed(1.5) -> "1.5"
     (1.5).toFixed("a") -> "1"
     (1.5).toFixed(true) -> "1.5"
     (1.5).toFixed([]) -> "1"
     (1.5).toFixed({}) -> "1"
     (1.5).toFixed(print) -> "1"
    `,
  ],
  [
    'objects, hasOwnProperty',
    `
    for (var f of [
      () => ({ a: 1 }).hasOwnProperty(),
      () => ({ a: 1 }).hasOwnProperty(undefined),
      () => ({ a: 1 }).hasOwnProperty(null),
      () => ({ a: 1 }).hasOwnProperty(1),
      () => ({ a: 1 }).hasOwnProperty(-1),
      () => ({ a: 1 }).hasOwnProperty(1.5),
      () => ({ a: 1 }).hasOwnProperty("a"),
      () => ({ a: 1 }).hasOwnProperty(true),
      () => ({ a: 1 }).hasOwnProperty([]),
      () => ({ a: 1 }).hasOwnProperty({}),
      () => ({ a: 1 }).hasOwnProperty(print),
    ]) {
      try {
        print(f.toString().slice(19, -1), "->", E.toJS(f()));
      } catch (e) {
        print(f.toString().slice(19, -1), "->", e.toString());
      }
    }
    `,
    `
     ({ a: 1 }).hasOwnProperty() -> false
     ({ a: 1 }).hasOwnProperty(undefined) -> false
     ({ a: 1 }).hasOwnProperty(null) -> false
     ({ a: 1 }).hasOwnProperty(1) -> false
     ({ a: 1 }).hasOwnProperty(-1) -> false
     ({ a: 1 }).hasOwnProperty(1.5) -> false
     ({ a: 1 }).hasOwnProperty("a") -> true
     ({ a: 1 }).hasOwnProperty(true) -> false
     ({ a: 1 }).hasOwnProperty([]) -> false
     ({ a: 1 }).hasOwnProperty({}) -> false
     ({ a: 1 }).hasOwnProperty(print) -> false
    `,
  ],
  [
    '(function(a,b){return[a,b]})',
    `
    for (var f of [
      () =>
        function (a, b) {
          return [a, b];
        }.call(),
      () =>
        function (a, b) {
          return [a, b];
        }.call(undefined),
      () =>
        function (a, b) {
          return [a, b];
        }.call(null),
      () =>
        function (a, b) {
          return [a, b];
        }.call(1),
      () =>
        function (a, b) {
          return [a, b];
        }.call(-1),
      () =>
        function (a, b) {
          return [a, b];
        }.call(1.5),
      () =>
        function (a, b) {
          return [a, b];
        }.call("a"),
      () =>
        function (a, b) {
          return [a, b];
        }.call(true),
      () =>
        function (a, b) {
          return [a, b];
        }.call([]),
      () =>
        function (a, b) {
          return [a, b];
        }.call({}),
      () =>
        function (a, b) {
          return [a, b];
        }.call(print),
      () =>
        function (a, b) {
          return [a, b];
        }.apply(),
      () =>
        function (a, b) {
          return [a, b];
        }.apply(undefined),
      () =>
        function (a, b) {
          return [a, b];
        }.apply(null),
      () =>
        function (a, b) {
          return [a, b];
        }.apply(1),
      () =>
        function (a, b) {
          return [a, b];
        }.apply(-1),
      () =>
        function (a, b) {
          return [a, b];
        }.apply(1.5),
      () =>
        function (a, b) {
          return [a, b];
        }.apply("a"),
      () =>
        function (a, b) {
          return [a, b];
        }.apply(true),
      () =>
        function (a, b) {
          return [a, b];
        }.apply([]),
      () =>
        function (a, b) {
          return [a, b];
        }.apply({}),
      () =>
        function (a, b) {
          return [a, b];
        }.apply(print),
    ]) {
      try {
        print(f.toString().slice(19, -1), "->", E.toJS(f()));
      } catch (e) {
        print(f.toString().slice(19, -1), "->", e.toString());
      }
    }
    `,
    `
    urn function (a, b) {
          return [a, b];
        }.call()
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.call(undefined)
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.call(null)
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.call(1)
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.call(-1)
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.call(1.5)
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.call("a")
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.call(true)
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.call([])
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.call({})
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.call(print)
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.apply()
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.apply(undefined)
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.apply(null)
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.apply(1)
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.apply(-1)
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.apply(1.5)
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.apply("a")
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.apply(true)
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.apply([])
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.apply({})
     -> [null,null]
    urn function (a, b) {
          return [a, b];
        }.apply(print)
     -> [null,null]
    `,
  ],
])
