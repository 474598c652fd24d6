/**
 * The tree of a program. Positions are offsets of tokens in the text; `end` is where the last token of a construct
 * starts, which is where Espruino says an error is when it notices one after reading the construct.
 *
 * A fault of syntax is part of the tree (`bad`): running it does all that comes before the fault, then raises it.
 */
import type { Fault } from '../errors.ts'

export type Expr =
  | { readonly t: 'number'; readonly value: number; readonly isInt: boolean; readonly end: number }
  | { readonly t: 'string'; readonly text: string; readonly end: number }
  | { readonly t: 'template'; readonly parts: readonly TemplatePart[]; readonly pos: number; readonly end: number }
  | { readonly t: 'regex'; readonly source: string; readonly flags: string; readonly end: number }
  | { readonly t: 'true' | 'false' | 'null' | 'undefined' | 'this'; readonly end: number }
  | { readonly t: 'name'; readonly name: string; readonly end: number }
  | { readonly t: 'paren'; readonly inner: Expr; readonly end: number }
  | { readonly t: 'comma'; readonly list: readonly Expr[]; readonly inParens: boolean; readonly end: number }
  | Member
  | Call
  | New
  | { readonly t: 'super'; readonly isCall: boolean; readonly end: number }
  | { readonly t: 'object'; readonly members: readonly ObjectMember[]; readonly fault?: Fault; readonly end: number }
  | { readonly t: 'array'; readonly items: readonly (Expr | undefined)[]; readonly end: number }
  | FunctionExpr
  | ClassExpr
  | { readonly t: 'unary'; readonly op: '!' | '~' | '-' | '+'; readonly operand: Expr; readonly end: number }
  | { readonly t: 'typeof' | 'void' | 'delete'; readonly operand: Expr; readonly end: number }
  | {
      readonly t: 'update'
      readonly op: '+' | '-'
      readonly prefix: boolean
      readonly target: Expr
      readonly end: number
    }
  | Binary
  | Logical
  | Conditional
  | { readonly t: 'assign'; readonly op: string; readonly target: Expr; readonly value: Expr; readonly end: number }
  | Bad

/** Text of a template as it is, or an expression of it as text of its own. */
export type TemplatePart = { readonly text: string } | { readonly code: string }

export interface Member {
  readonly t: 'member'
  readonly object: Expr
  /** A fixed name, or an expression in brackets. */
  readonly key: string | Expr
  /** Where the dot or the closing bracket is. */
  readonly pos: number
  readonly end: number
}

export interface Call {
  readonly t: 'call'
  readonly callee: Expr
  readonly args: readonly Expr[]
  /** The closing bracket; unset when the text is faulty before it. */
  readonly close: number
  readonly end: number
}

export interface New {
  readonly t: 'new'
  readonly callee: Expr
  /** Undefined when there are no brackets. */
  readonly args: readonly Expr[] | undefined
  readonly close: number
  readonly end: number
}

export interface ObjectMember {
  readonly kind: 'value' | 'method' | 'get' | 'set' | 'short'
  readonly key: string | number
  readonly value: Expr
}

export interface FunctionExpr {
  readonly t: 'function'
  readonly arrow: boolean
  readonly ownName: string | undefined
  readonly params: readonly string[]
  readonly body: Body
  readonly usesThis: boolean
  readonly end: number
}

/** The text of a function body in the surrounding text. */
export interface Body {
  readonly from: number
  readonly to: number
  /** The body is an expression: that of an arrow, or what follows a leading `return`. */
  readonly isExpression: boolean
  /** Marked to be stored pretokenised. */
  readonly inRam: boolean
}

export interface ClassExpr {
  readonly t: 'class'
  readonly ownName: string | undefined
  readonly parent: string | undefined
  readonly parentEnd: number
  readonly members: readonly ClassMember[]
  readonly fault?: Fault
  readonly end: number
}

export interface ClassMember {
  readonly isStatic: boolean
  readonly kind: 'constructor' | 'method' | 'get' | 'set' | 'field'
  readonly name: string
  readonly value: Expr
}

export interface Binary {
  readonly t: 'binary'
  readonly op: string
  readonly left: Expr
  /** Where the operator is: names on the left are looked up then. */
  readonly pos: number
  readonly right: Expr
  readonly end: number
}

export interface Logical {
  readonly t: 'logical'
  readonly op: '&&' | '||' | '??'
  readonly left: Expr
  readonly pos: number
  readonly right: Expr
  /** Instructions of the right side beyond those of skipping it. */
  readonly extra: number
  /** A fault on the right is noticed even when the right is skipped. */
  readonly rightFault?: Fault
  readonly end: number
}

export interface Conditional {
  readonly t: 'conditional'
  readonly test: Expr
  readonly pos: number
  readonly yes: Expr
  readonly yesFault?: Fault
  /** Instructions of each part beyond those of skipping it. */
  readonly yesExtra: number
  readonly no: Expr
  readonly noFault?: Fault
  readonly noExtra: number
  readonly end: number
}

export interface Bad {
  readonly t: 'bad'
  readonly fault: Fault
  /** Evaluated before the fault is raised. */
  readonly before?: Expr
  readonly end: number
}

/** `cost` is what a statement charges each time it runs, in instructions, its inner statements excepted. */
export type Stmt = Kind & {
  /** Instructions of passing what follows in the block, when the statement leaves it. */
  readonly rest?: number
}

type Kind =
  | { readonly s: 'expr'; readonly expr: Expr; readonly cost: number; readonly check: number }
  | { readonly s: 'empty' | 'debugger'; readonly cost: number }
  | Declaration
  | {
      readonly s: 'function'
      readonly name: string
      readonly value: FunctionExpr | ClassExpr | Bad
      readonly cost: number
    }
  | { readonly s: 'block'; readonly body: readonly Stmt[]; readonly scoped: boolean }
  | If
  | While
  | For
  | ForEach
  | Switch
  | Try
  | { readonly s: 'return' | 'throw'; readonly value: Expr | undefined; readonly cost: number }
  | { readonly s: 'break' | 'continue'; readonly allowed: boolean; readonly pos: number; readonly cost: number }
  | { readonly s: 'bad'; readonly fault: Fault }

export interface Declaration {
  readonly s: 'var'
  readonly kind: 'var' | 'let' | 'const'
  /** let and const inside of a block. */
  readonly inBlock: boolean
  readonly names: readonly { readonly name: string; readonly value: Expr | undefined }[]
  readonly fault?: Fault
  readonly cost: number
}

export interface If {
  readonly s: 'if'
  readonly test: Expr
  /** Where the closing bracket is. */
  readonly check: number
  readonly yes: Stmt
  readonly no: Stmt | undefined
  readonly yesFault?: Fault
  readonly noFault?: Fault
  readonly cost: number
  /** Instructions of skipping the one branch or the other. */
  readonly yesSkip: number
  readonly noSkip: number
}

export interface While {
  readonly s: 'while' | 'do'
  readonly test: Expr
  readonly body: Stmt
  readonly fault?: Fault
  readonly cost: number
  /** Instructions of going round, and of skipping the body when the loop never runs. */
  readonly turn: number
  readonly bodySkip: number
}

export interface For {
  readonly s: 'for'
  readonly init: Stmt | undefined
  readonly test: Expr | undefined
  readonly step: Expr | undefined
  readonly body: Stmt
  readonly fault?: Fault
  /** A fault in the step is noticed before the body runs. */
  readonly stepFault?: Fault
  readonly cost: number
  /** Instructions of going round, and of skipping the body when the loop never runs. */
  readonly turn: number
  readonly bodySkip: number
}

export interface ForEach {
  readonly s: 'foreach'
  readonly of: boolean
  readonly init: Stmt | undefined
  readonly isConst: boolean
  /** The name or member that takes the value of each turn. */
  readonly target: Expr
  readonly subject: Expr
  readonly body: Stmt
  readonly fault?: Fault
  readonly pos: number
  /** The last token of the body, where the device stands as the first turn begins. */
  readonly end: number
  readonly cost: number
  readonly turn: number
}

export interface Switch {
  readonly s: 'switch'
  readonly subject: Expr
  readonly cases: readonly {
    readonly test: Expr
    /** Where the colon is. */
    readonly check: number
    readonly body: readonly Stmt[]
    /** Instructions of skipping the body. */
    readonly skip: number
  }[]
  readonly otherwise: readonly Stmt[] | undefined
  readonly otherwiseSkip: number
  /** Raised after the cases: a case behind the default, or a missing bracket. */
  readonly fault?: Fault
  readonly cost: number
}

export interface Try {
  readonly s: 'try'
  readonly body: readonly Stmt[]
  readonly handler: { readonly name: string | undefined; readonly body: readonly Stmt[] } | undefined
  readonly finalizer: readonly Stmt[] | undefined
  /** Where the words `catch` and `finally` are. */
  readonly handlerAt: number
  readonly finalizerAt: number
  readonly fault?: Fault
  readonly cost: number
  /** Instructions of skipping the handler. */
  readonly handlerSkip: number
}
