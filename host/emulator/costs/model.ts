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
  token: 63,
  mark: 32,
  letter: 51,
  reserved: 32,
  digit: 82,
  // A text that is made, each of its characters, and each character of one that is skipped.
  text: 171,
  character: 148,
  skippedCharacter: 50,
  // Blanks and comments between two tokens, and each of their characters.
  gap: 62,
  blank: 23,

  // Grammar, executed or skipped: an assignment level, an operand below it, an operator between, a statement, brackets.
  level: 84,
  operand: 256,
  operator: 39,
  statement: 87,
  block: 146,
  bracket: 16,
  callSkipped: 152,
  skippedBlock: 52,

  // Values: literals, and names with the names passed on the way, scopes left behind, values that live inside a name.
  int: 267,
  digitValue: 60,
  float: 411,
  literalText: 69,
  word: 348,
  name: 361,
  longName: 642,
  step: 19,
  scope: 269,
  root: 77,
  inline: 268,

  // Operators.
  binary: 1160,
  compare: 49,
  identical: 1930,
  logic: 177,
  choice: 584,
  unary: 609,
  negate: 1060,
  typeof: 848,
  void: 74,
  in: 1900,
  instanceOf: 4090,
  update: 2020,

  // Members. A name in brackets is compared as a value, an element of an array is reached through those before it.
  member: 448,
  index: 1330,
  textKeyStep: 662,
  arrayStep: 159,
  typedRead: 902,
  typedWrite: 1740,
  stringIndex: 383,
  stringIndexStep: 24,
  newElement: 5870,
  // What an object has from elsewhere: each class or prototype looked at, each table of built-ins.
  inherited: 318,
  classSearch: 2040,
  prototype: 1960,
  accessor: 1940,
  builtIn: 2360,

  // Assignments; an integer that moves into its name, a name that is made.
  assign: 995,
  change: 1150,
  storeInt: 342,
  newName: 375,

  // Statements.
  var: 132,
  let: 2120,
  if: 394,
  for: 862,
  while: 1000,
  seek: 373,
  forEach: 240,
  each: 1230,
  eachText: 529,
  forInObject: 6770,
  switch: 412,
  case: 2170,
  try: 338,
  return: 960,
  jump: 60,
  throw: 2640,
  catch: 3580,
  // An error that the interpreter raises (those of natives are theirs), besides the text of its stack.
  error: 16_000,

  // Calls: those with arguments in the text, each parameter given or missing, arguments beyond them, code, its result.
  call: 2110,
  callParsed: 721,
  parameter: 2040,
  parameterCharacter: 342,
  missing: 3080,
  surplus: 1450,
  body: 1470,
  result: 1390,
  closure: 477,
  closureScope: 1900,
  native: 1050,
  nativeArgument: 166,
  new: 5740,
  super: 3040,

  // Functions and classes that are made.
  function: 640,
  define: 4060,
  defineCharacter: 130,
  arrowParameter: 1490,
  class: 11_050,
  constructor_: 4130,
  method: 2290,

  // Objects, arrays, templates, regular expressions.
  object: 251,
  property: 2390,
  propertyStep: 389,
  propertyCharacter: 107,
  array: 243,
  item: 1370,
  template: 229,
  templatePart: 3300,
  templateCharacter: 35,
  regex: 3000,

  // Texts: joining them, numbers as text and back, comparing.
  concat: 661,
  copyCharacter: 71,
  walkCharacter: 5,
  appendCharacter: 114,
  intText: 457,
  floatText: 1810,
  textToNumber: 789,
  textToNumberCharacter: 162,
  compareText: 530,
  compareCharacter: 108,
}
