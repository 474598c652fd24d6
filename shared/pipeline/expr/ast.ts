/**
 * An expression (SEMANTICS 1.3 and `pipeline/README.md`) after parsing and typing.
 *
 * Values are numbers, texts, booleans and `null`. Every node knows its static type and whether it can be `null`,
 * so that an engine may leave out checks that cannot matter. Evaluation rules:
 * - a missing field is `null`; ordering with `null` is false; arithmetic with `null` is `null`;
 * - arithmetic that gives NaN or an infinity gives `null` (DESIGN, decision 4);
 * - `==` and `!=` compare without conversion, `null == null` is true;
 * - `&&`, `||`, `!` and conditions take `null` as false and give true or false.
 */
export type ValueType = 'number' | 'text' | 'bool' | 'null'

/** Where in the source text a node stands, for messages: character offsets, end exclusive. */
export interface Span {
  start: number
  end: number
}

export type ArithmeticOp = '+' | '-' | '*' | '/' | '%'
export type OrderOp = '<' | '<=' | '>' | '>='
export type EqualOp = '==' | '!='
export type LogicOp = '&&' | '||'

/** Functions of one event; `round(x)` is `floor(x + 0.5)`, `min` and `max` take two or more numbers. */
export type NumberFunction = 'abs' | 'sqrt' | 'floor' | 'round' | 'min' | 'max'
export type TextTest = 'contains' | 'startsWith'
/** Functions over what a partial match has taken so far (patterns only). */
export type TakenFunction = 'count' | 'sum' | 'avg' | 'min' | 'max' | 'first' | 'last'

interface Node extends Span {
  readonly type: ValueType
  readonly nullable: boolean
}

export type Expr =
  | (Node & { readonly kind: 'const'; readonly value: number | string | boolean | null })
  | (Node & { readonly kind: 'field'; readonly name: string })
  /** The value of a field in the previous event of the same key at this stage; `null` at the first. */
  | (Node & { readonly kind: 'prev'; readonly name: string })
  /** Milliseconds since the previous event of the same key at this stage; `null` at the first. */
  | (Node & { readonly kind: 'dt' })
  | (Node & { readonly kind: 'has'; readonly name: string })
  | (Node & { readonly kind: 'arithmetic'; readonly op: ArithmeticOp; readonly left: Expr; readonly right: Expr })
  | (Node & { readonly kind: 'order'; readonly op: OrderOp; readonly left: Expr; readonly right: Expr })
  | (Node & { readonly kind: 'equal'; readonly op: EqualOp; readonly left: Expr; readonly right: Expr })
  | (Node & { readonly kind: 'logic'; readonly op: LogicOp; readonly left: Expr; readonly right: Expr })
  | (Node & { readonly kind: 'not'; readonly operand: Expr })
  | (Node & { readonly kind: 'negate'; readonly operand: Expr })
  | (Node & { readonly kind: 'call'; readonly name: NumberFunction; readonly args: readonly Expr[] })
  | (Node & { readonly kind: 'textTest'; readonly name: TextTest; readonly text: Expr; readonly part: string })
  | (Node & {
      readonly kind: 'taken'
      readonly name: TakenFunction
      readonly step: string
      readonly field: string | null
    })
