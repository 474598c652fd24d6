/**
 * What the interpreter itself costs, in instructions of the `Og32` build of PERFORMANCE.md (32 bits, -Og, variables of
 * 14 bytes). It reads and parses the text again each time it executes it, so nearly all of it is tokens and grammar.
 *
 * Source of all figures: least squares over the snippets of calibration.ts, counted with callgrind by
 * scripts/emulator-cost.ts (README of this folder). Each figure is one mechanism of the interpreter. Those of natives are
 * in the tables beside, those of the event loop in the board.
 */
export const COST = {
  // Lexer: a token; each further character of an operator, a name, a number; words compared with names that begin alike.
  token: 64,
  mark: 55,
  letter: 55,
  reserved: 25,
  digit: 91,
  // A text that is made, each of its characters, and each character of one that is skipped.
  text: 195,
  character: 148,
  skippedCharacter: 51,
  // Blanks and comments between two tokens, and each of their characters.
  gap: 51,
  blank: 23,

  // Grammar, executed or skipped: an assignment level, an operand below it, an operator between, a statement, brackets.
  level: 75,
  operand: 258,
  operator: 39,
  statement: 70,
  block: 120,
  bracket: 13,
  callSkipped: 112,
  skippedBlock: 51,

  // Values: literals, and names with the names passed on the way, scopes left behind, values that live inside a name.
  int: 208,
  digitValue: 64,
  float: 363,
  literalText: 70,
  word: 370,
  name: 324,
  longName: 600,
  step: 19,
  scope: 54,
  inline: 129,

  // Operators.
  binary: 1376,
  compare: 60,
  identical: 2150,
  logic: 380,
  choice: 790,
  unary: 790,
  negate: 1090,
  typeof: 1030,
  void: 130,
  in: 1950,
  instanceOf: 4200,
  update: 2180,

  // Members. A name in brackets is compared as a value, an element of an array is reached through those before it.
  member: 432,
  index: 1144,
  textKeyStep: 617,
  arrayStep: 167,
  typedRead: 540,
  typedWrite: 1940,
  stringIndex: 670,
  stringIndexStep: 24,
  newElement: 4380,
  // What an object has from elsewhere: each class or prototype looked at, each table of built-ins.
  inherited: 680,
  classSearch: 1860,
  prototype: 1670,
  builtIn: 2490,

  // Assignments; an integer that moves into its name, a name that is made.
  assign: 1120,
  change: 1230,
  storeInt: 367,
  newName: 530,

  // Statements.
  var: 137,
  let: 1840,
  if: 480,
  for: 850,
  while: 1160,
  seek: 412,
  forEach: 276,
  each: 1345,
  eachText: 410,
  forInObject: 6770,
  switch: 450,
  case: 2200,
  try: 295,
  return: 1015,
  jump: 58,
  throw: 3060,
  catch: 3265,
  // An error that the interpreter raises (those of natives are theirs), besides the text of its stack.
  error: 16_000,

  // Calls: those with arguments in the text, each parameter given or missing, arguments beyond them, code, its result.
  call: 2232,
  callParsed: 734,
  parameter: 2117,
  parameterCharacter: 309,
  missing: 2760,
  surplus: 1490,
  body: 1508,
  result: 1413,
  closure: 503,
  closureScope: 1846,
  native: 1826,
  nativeArgument: 160,
  new: 5720,
  super: 2970,

  // Functions and classes that are made.
  function: 657,
  define: 3770,
  defineCharacter: 62,
  arrowParameter: 1800,
  class: 10_990,
  constructor_: 5250,
  method: 2200,

  // Objects, arrays, templates, regular expressions.
  object: 217,
  property: 2660,
  propertyStep: 228,
  propertyCharacter: 90,
  array: 248,
  item: 1419,
  template: 253,
  templatePart: 3324,
  templateCharacter: 38,
  regex: 3000,

  // Texts: joining them, numbers as text and back, comparing.
  concat: 491,
  copyCharacter: 56,
  walkCharacter: 4,
  appendCharacter: 123,
  intText: 461,
  floatText: 1725,
  textToNumber: 684,
  textToNumberCharacter: 161,
  compareText: 409,
  compareCharacter: 107,
}
