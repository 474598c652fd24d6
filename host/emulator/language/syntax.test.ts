/**
 * What the parser takes and what it refuses (FACTS 3.1), with the text of the error.
 */
import { measured } from '../golden/measured.ts'

measured('syntax', [
  [
    'what works, part 1',
    `
    for (var code of [
      "1",
      "1.5",
      "-1",
      "\\"a\\"",
      "'a'",
      "\`a\`",
      "[]",
      "[1]",
      "[,]",
      "[,,1]",
      "({})",
      "({a:1})",
      "({a:1,})",
      "({\\"a b\\":1})",
      "({1:2})",
      "({get a(){return 1}}).a",
      "({m(){return 2}}).m()",
      "(1)",
      "((1))",
      "(1,2)",
      "1,2",
      "1;2",
      ";1",
      "1;",
      ";;;",
      "{}",
      "{1}",
      "{1;2}",
      "{{1}}",
      "var a",
      "var a=1",
      "var a=1,b=2",
      "let c=1",
      "const d=1",
      "if(1)2",
      "if(0)2",
    ]) {
      try { print(code, "->", E.toJS(eval(code))); } catch (e) { print(code, "->", e.toString()); }
    }
    `,
    `
    1 -> 1
    1.5 -> 1.5
    -1 -> -1
    "a" -> "a"
    'a' -> "a"
    \`a\` -> "a"
    [] -> []
    [1] -> [1]
    [,] -> [null]
    [,,1] -> [null,null,1]
    ({}) -> {}
    ({a:1}) -> {a:1}
    ({a:1,}) -> {a:1}
    ({"a b":1}) -> {"a b":1}
    ({1:2}) -> {1:2}
    ({get a(){return 1}}).a -> 1
    ({m(){return 2}}).m() -> 2
    (1) -> 1
    ((1)) -> 1
    (1,2) -> 2
    1,2 -> 2
    1;2 -> 2
    ;1 -> 1
    1; -> 1
    ;;; -> null
    {} -> null
    {1} -> null
    {1;2} -> null
    {{1}} -> null
    var a -> null
    var a=1 -> 1
    var a=1,b=2 -> 2
    let c=1 -> 1
    const d=1 -> 1
    if(1)2 -> 2
    if(0)2 -> null
    `,
  ],
  [
    'what works, part 2',
    `
    for (var code of [
      "if(0)2;else 3",
      "if(1){2}",
      "while(0);",
      "for(;0;);",
      "for(var i=0;i<2;i++);",
      "do 1;while(0)",
      "switch(1){case 1:2}",
      "try{1}catch(e){2}",
      "try{throw 1}catch(e){2}",
      "try{1}finally{2}",
      "function f(){}",
      "function g(){return 1}",
      "(function(){})",
      "(function(){return 1})()",
      "(()=>1)()",
      "(a=>a)(2)",
      "((a,b)=>a+b)(1,2)",
      "(()=>({a:1}))()",
      "class K{}",
      "class L{m(){return 1}}",
      "new L().m()",
      "class M extends L{}",
      "new M().m()",
      "true?1:2",
      "true&&1",
      "false||2",
      "null??3",
      "typeof 1",
      "void 0",
      "delete a",
      "1 in [1,2]",
      "[] instanceof Array",
      "new Array(2)",
      "new Date(0)",
      "/a/",
      "/a/g",
    ]) {
      try { print(code, "->", E.toJS(eval(code))); } catch (e) { print(code, "->", e.toString()); }
    }
    `,
    `
    if(0)2;else 3 -> 3
    if(1){2} -> null
    while(0); -> null
    for(;0;); -> null
    for(var i=0;i<2;i++); -> null
    do 1;while(0) -> null
    switch(1){case 1:2} -> null
    try{1}catch(e){2} -> null
    try{throw 1}catch(e){2} -> null
    try{1}finally{2} -> null
    function f(){} -> function () {}
    function g(){return 1} -> function () {return 1}
    (function(){}) -> function () {}
    (function(){return 1})() -> 1
    (()=>1)() -> 1
    (a=>a)(2) -> 2
    ((a,b)=>a+b)(1,2) -> 3
    (()=>({a:1}))() -> {a:1}
    class K{} -> function () {}
    class L{m(){return 1}} -> function () {}
    new L().m() -> 1
    class M extends L{} -> function () {L.apply(this,arguments)}
    new M().m() -> 1
    true?1:2 -> 1
    true&&1 -> 1
    false||2 -> 2
    null??3 -> 3
    typeof 1 -> "number"
    void 0 -> null
    delete a -> false
    1 in [1,2] -> true
    [] instanceof Array -> true
    new Array(2) -> [null,null]
    new Date(0) -> "1970-01-01T00:00:00.000Z"
    /a/ -> {source:"a",lastIndex:0}
    /a/g -> {source:"a",flags:"g",lastIndex:0}
    `,
  ],
  [
    'what works, part 3',
    String.raw`
    for (var code of [
      "0x10",
      "0b11",
      "0o17",
      "017",
      "1e3",
      ".5",
      "5.",
      "1_000",
      "\"\\n\"",
      "\"\\x41\"",
      "\"\\u0041\"",
      "\"\\101\"",
      "!1",
      "~1",
      "- -1",
      "+ +1",
      "!!1",
      "1+2*3",
      "(1+2)*3",
      "1<2",
      "1==1",
      "1===1",
      "1!=1",
      "1!==1",
      "1<<2",
      "-1>>>0",
      "1&3",
      "1|2",
      "1^3",
      "5%3",
      "7/2",
      "a=5",
      "a+=1",
      "a-=1",
      "a*=2",
      "a/=2",
    ]) {
      try { print(code, "->", E.toJS(eval(code))); } catch (e) { print(code, "->", e.toString()); }
    }
    `,
    `
    0x10 -> 16
    0b11 -> 3
    0o17 -> 15
    017 -> 15
    1e3 -> 1000
    .5 -> 0.5
    5. -> 5
    1_000 -> 1000
    "\\n" -> "\\n"
    "\\x41" -> "A"
    "\\u0041" -> "A"
    "\\101" -> "A"
    !1 -> false
    ~1 -> -2
    - -1 -> 1
    + +1 -> 1
    !!1 -> true
    1+2*3 -> 7
    (1+2)*3 -> 9
    1<2 -> true
    1==1 -> true
    1===1 -> true
    1!=1 -> false
    1!==1 -> false
    1<<2 -> 4
    -1>>>0 -> 4294967295
    1&3 -> 1
    1|2 -> 3
    1^3 -> 2
    5%3 -> 2
    7/2 -> 3.5
    a=5 -> 5
    a+=1 -> 6
    a-=1 -> 5
    a*=2 -> 10
    a/=2 -> 5
    `,
  ],
  [
    'what works, part 4',
    String.raw`
    for (var code of [
      "a%=3",
      "a<<=1",
      "a>>=1",
      "a>>>=1",
      "a&=7",
      "a|=8",
      "a^=1",
      "a++",
      "++a",
      "a--",
      "--a",
      "[1,2,3].length",
      "\"abc\".length",
      "\"abc\"[1]",
      "[1,2][1]",
      "({a:{b:1}}).a.b",
      "({a:{b:1}})[\"a\"][\"b\"]",
      "f()",
      "f",
      "print",
      "Math.PI",
      "this===global",
      "arguments",
      "undefined",
      "null",
      "true",
      "NaN",
      "Infinity",
      "D5",
      "debugger1=1",
      "/* c */1",
      "1// c",
      "1/* c */+/* d */2",
      "a",
      "b",
    ]) {
      try { print(code, "->", E.toJS(eval(code))); } catch (e) { print(code, "->", e.toString()); }
    }
    `,
    `
    a%=3 -> ReferenceError: "a" is not defined
    a<<=1 -> ReferenceError: "a" is not defined
    a>>=1 -> ReferenceError: "a" is not defined
    a>>>=1 -> ReferenceError: "a" is not defined
    a&=7 -> ReferenceError: "a" is not defined
    a|=8 -> ReferenceError: "a" is not defined
    a^=1 -> ReferenceError: "a" is not defined
    a++ -> ReferenceError: "a" is not defined
    ++a -> ReferenceError: "a" is not defined
    a-- -> ReferenceError: "a" is not defined
    --a -> ReferenceError: "a" is not defined
    [1,2,3].length -> 3
    "abc".length -> 3
    "abc"[1] -> "b"
    [1,2][1] -> 2
    ({a:{b:1}}).a.b -> 1
    ({a:{b:1}})["a"]["b"] -> 1
    f() -> ReferenceError: "f" is not defined
    f -> ReferenceError: "f" is not defined
    print -> function () { [native code] }
    Math.PI -> 3.14159265358
    this===global -> true
    arguments -> Error: Can only use 'arguments' variable inside a function
    undefined -> null
    null -> null
    true -> true
    NaN -> NaN
    Infinity -> Infinity
    D5 -> D5
    debugger1=1 -> 1
    /* c */1 -> 1
    1// c -> 1
    1/* c */+/* d */2 -> 3
    a -> ReferenceError: "a" is not defined
    b -> ReferenceError: "b" is not defined
    `,
  ],
  [
    'what does not, part 1',
    `
    for (var code of [
      "1+",
      "(1",
      "[1,2",
      "({a:1",
      "({a",
      "({a:",
      "({a b})",
      "({1})",
      "({1:2",
      "var",
      "var 1",
      "var a=",
      "var a,",
      "let",
      "const",
      "const a",
      "if",
      "if(",
      "if(1",
      "if(1)",
      "while",
      "while(",
      "while(1",
      "for",
      "for(",
      "for(;",
      "for(;;",
      "for(var",
      "for(var i",
      "for(var i=0",
      "for(var i in",
      "for(var i of [1",
      "do",
      "do;",
    ]) {
      try { print(code, "->", E.toJS(eval(code))); } catch (e) { print(code, "->", e.toString()); }
    }
    `,
    `
    1+ -> SyntaxError: Unexpected end of Input
    (1 -> SyntaxError: Got EOF expected ','
    [1,2 -> SyntaxError: Got EOF expected ','
    ({a:1 -> SyntaxError: Got EOF expected ','
    ({a -> SyntaxError: Got EOF expected ':'
    ({a: -> SyntaxError: Unexpected end of Input
    ({a b}) -> SyntaxError: Got ID:b expected ','
    ({1}) -> SyntaxError: Got '}' expected ':'
    ({1:2 -> SyntaxError: Got EOF expected ','
    var -> null
    var 1 -> 1
    var a= -> SyntaxError: Unexpected end of Input
    var a, -> null
    let -> null
    const -> null
    const a -> null
    if -> SyntaxError: Got EOF expected '('
    if( -> SyntaxError: Unexpected end of Input
    if(1 -> SyntaxError: Got EOF expected ')'
    if(1) -> null
    while -> SyntaxError: Got EOF expected '('
    while( -> SyntaxError: Unexpected end of Input
    while(1 -> SyntaxError: Got EOF expected ')'
    for -> SyntaxError: Got EOF expected '('
    for( -> SyntaxError: Got EOF expected ';'
    for(; -> SyntaxError: Unexpected end of Input
    for(;; -> SyntaxError: Got EOF expected ')'
    for(var -> SyntaxError: Got EOF expected ';'
    for(var i -> SyntaxError: Got EOF expected ';'
    for(var i=0 -> SyntaxError: Got EOF expected ';'
    for(var i in -> SyntaxError: Unexpected end of Input
    for(var i of [1 -> SyntaxError: Got EOF expected ','
    do -> SyntaxError: Got EOF expected ';'
    do; -> SyntaxError: Got EOF expected ';'
    `,
  ],
  [
    'what does not, part 2',
    `
    for (var code of [
      "do;while",
      "do;while(",
      "function",
      "function f",
      "function f(",
      "function f(a",
      "function f(a,",
      "function f(a b){}",
      "function f(1){}",
      "function f(){",
      "function f(){}}",
      "(function",
      "(function(",
      "(function()",
      "(function(){",
      "class",
      "class A",
      "class A{",
      "class A{m",
      "class A{m(",
      "class A{m()",
      "class A{m(){",
      "class A{1}",
      "class A{x=",
      "class A{static",
      "class A extends",
      "class A extends B",
      "switch",
      "switch(",
      "switch(1",
      "switch(1)",
      "switch(1){",
      "switch(1){case 1",
      "switch(1){1}",
    ]) {
      try { print(code, "->", E.toJS(eval(code))); } catch (e) { print(code, "->", e.toString()); }
    }
    `,
    `
    do;while -> SyntaxError: Got while expected ';'
    do;while( -> SyntaxError: Got while expected ';'
    function -> SyntaxError: Got EOF expected ID
    function f -> SyntaxError: Got EOF expected '('
    function f( -> SyntaxError: Got EOF expected ID
    function f(a -> SyntaxError: Got EOF expected ','
    function f(a, -> SyntaxError: Got EOF expected ID
    function f(a b){} -> SyntaxError: Got ID:b expected ','
    function f(1){} -> SyntaxError: Got INT expected ID
    function f(){ -> SyntaxError: Got EOF expected '}'
    function f(){}} -> SyntaxError: Got '}' expected EOF
    (function -> SyntaxError: Got EOF expected '('
    (function( -> SyntaxError: Got EOF expected ID
    (function() -> SyntaxError: Got EOF expected '{'
    (function(){ -> SyntaxError: Got EOF expected '}'
    class -> SyntaxError: Got EOF expected ID
    class A -> SyntaxError: Got EOF expected '{'
    class A{ -> SyntaxError: Got EOF expected '}'
    class A{m -> SyntaxError: Got EOF expected '='
    class A{m( -> SyntaxError: Got EOF expected ID
    class A{m() -> SyntaxError: Got EOF expected '{'
    class A{m(){ -> SyntaxError: Got EOF expected '}'
    class A{1} -> SyntaxError: Got INT expected '}'
    class A{x= -> SyntaxError: Unexpected end of Input
    class A{static -> SyntaxError: Got EOF expected ID
    class A extends -> ReferenceError: "" is not defined
    class A extends B -> ReferenceError: "B" is not defined
    switch -> SyntaxError: Got EOF expected '('
    switch( -> SyntaxError: Unexpected end of Input
    switch(1 -> SyntaxError: Got EOF expected ')'
    switch(1) -> SyntaxError: Got EOF expected '{'
    switch(1){ -> SyntaxError: Got EOF expected '}'
    switch(1){case 1 -> SyntaxError: Got EOF expected ':'
    switch(1){1} -> SyntaxError: Got INT expected '}'
    `,
  ],
  [
    'what does not, part 3',
    `
    for (var code of [
      "switch(1){default",
      "switch(1){default:",
      "try",
      "try{",
      "try{}catch(",
      "try{}catch(e",
      "throw",
      "break",
      "continue",
      "else",
      "catch",
      "finally",
      "case",
      "default",
      "in",
      "of",
      "instanceof",
      "=",
      "==",
      "=>",
      ".",
      "..",
      "...",
      ",",
      ";",
      ":",
      "?",
      "*",
      "/",
      "%",
      "&",
      "|",
      "^",
      "<",
    ]) {
      try { print(code, "->", E.toJS(eval(code))); } catch (e) { print(code, "->", e.toString()); }
    }
    `,
    `
    switch(1){default -> SyntaxError: Got EOF expected ':'
    switch(1){default: -> SyntaxError: Got EOF expected '}'
    try -> SyntaxError: Got EOF expected '{'
    try{ -> SyntaxError: Got EOF expected '}'
    try{}catch( -> SyntaxError: Got EOF expected ID
    try{}catch(e -> SyntaxError: Got EOF expected ')'
    throw -> SyntaxError: Unexpected end of Input
    break -> SyntaxError: BREAK statement outside of SWITCH, FOR or WHILE loop
    continue -> SyntaxError: CONTINUE statement outside of FOR or WHILE loop
    else -> SyntaxError: Got else expected EOF
    catch -> SyntaxError: Got catch expected EOF
    finally -> SyntaxError: Got finally expected EOF
    case -> SyntaxError: Got case expected EOF
    default -> SyntaxError: Got default expected EOF
    in -> SyntaxError: Got in expected EOF
    of -> SyntaxError: Got of expected EOF
    instanceof -> SyntaxError: Got instanceof expected EOF
    = -> SyntaxError: Got '=' expected EOF
    == -> SyntaxError: Got == expected EOF
    => -> SyntaxError: Got => expected EOF
    . -> SyntaxError: Got '.' expected EOF
    .. -> SyntaxError: Got '.' expected EOF
    ... -> SyntaxError: Got '.' expected EOF
    , -> SyntaxError: Got ',' expected EOF
    ; -> null
    : -> SyntaxError: Got ':' expected EOF
    ? -> SyntaxError: Got '?' expected EOF
    * -> SyntaxError: Got '*' expected EOF
    / -> SyntaxError: Got UNFINISHED REGEX expected EOF
    % -> SyntaxError: Got '%' expected EOF
    & -> SyntaxError: Got '&' expected EOF
    | -> SyntaxError: Got '|' expected EOF
    ^ -> SyntaxError: Got '^' expected EOF
    < -> SyntaxError: Got '<' expected EOF
    `,
  ],
  [
    'what does not, part 4',
    `
    for (var code of [
      ">",
      "@",
      "#",
      "$",
      "_",
      "\\\\",
      "~",
      "!",
      "++",
      "--",
      "+=",
      "a.",
      "a.1",
      "a[",
      "a[1",
      "a[]",
      "a(",
      "a(1",
      "a(1,",
      "a(,)",
      "a b",
      "a 1",
      "1 a",
      "1 2",
      "\\"a\\" \\"b\\"",
      "\\"abc",
      "'abc",
      "\`abc",
      "\`a\${",
      "\`a\${1",
      "/abc",
      "/abc/x1",
      "/*",
      "//",
    ]) {
      try { print(code, "->", E.toJS(eval(code))); } catch (e) { print(code, "->", e.toString()); }
    }
    `,
    `
    > -> SyntaxError: Got '>' expected EOF
    @ -> SyntaxError: Got '@' expected EOF
    # -> SyntaxError: Got '#' expected EOF
    $ -> ReferenceError: "$" is not defined
    _ -> ReferenceError: "_" is not defined
    \\ -> SyntaxError: Got '\\' expected EOF
    ~ -> SyntaxError: Unexpected end of Input
    ! -> SyntaxError: Unexpected end of Input
    ++ -> SyntaxError: Unexpected end of Input
    -- -> SyntaxError: Unexpected end of Input
    += -> SyntaxError: Got += expected EOF
    a. -> SyntaxError: Got EOF expected ID
    a.1 -> ReferenceError: "a" is not defined
    a[ -> SyntaxError: Unexpected end of Input
    a[1 -> SyntaxError: Got EOF expected ']'
    a[] -> SyntaxError: Got ']' expected EOF
    a( -> ReferenceError: "a" is not defined
    a(1 -> ReferenceError: "a" is not defined
    a(1, -> ReferenceError: "a" is not defined
    a(,) -> ReferenceError: "a" is not defined
    a b -> ReferenceError: "a" is not defined
    a 1 -> ReferenceError: "a" is not defined
    1 a -> ReferenceError: "a" is not defined
    1 2 -> 2
    "a" "b" -> "b"
    "abc -> SyntaxError: Got UNFINISHED STRING expected EOF
    'abc -> SyntaxError: Got UNFINISHED STRING expected EOF
    \`abc -> SyntaxError: Got UNFINISHED TEMPLATE LITERAL expected EOF
    \`a\${ -> SyntaxError: Got UNFINISHED TEMPLATE LITERAL expected EOF
    \`a\${1 -> SyntaxError: Got UNFINISHED TEMPLATE LITERAL expected EOF
    /abc -> SyntaxError: Got UNFINISHED REGEX expected EOF
    /abc/x1 -> ReferenceError: "x1" is not defined
    /* -> SyntaxError: Got UNFINISHED COMMENT expected EOF
    // -> null
    `,
  ],
  [
    'what does not, part 5',
    String.raw`
    for (var code of [
      "0x",
      "0xg",
      "0b2",
      "0o8",
      "08",
      "1e",
      "1e+",
      "1.e",
      "1..a",
      ".5.5",
      "1_",
      "\"\\x4\"",
      "\"\\u41\"",
      "\"\\u{41}\"",
      "new",
      "new a b",
      "new (",
      "delete",
      "typeof",
      "void",
      "return return",
      "a?b:",
      "a?:c",
      "true&&",
      "false||",
      "a=b=",
      "a+=",
      "a=>{",
      "(a",
      "(a,",
      "(1)=>1",
      "async a",
      "await a",
      "yield a",
    ]) {
      try { print(code, "->", E.toJS(eval(code))); } catch (e) { print(code, "->", e.toString()); }
    }
    `,
    `
    0x -> 0
    0xg -> ReferenceError: "g" is not defined
    0b2 -> 0
    0o8 -> 0
    08 -> 8
    1e -> 1
    1e+ -> 1
    1.e -> 1
    1..a -> null
    .5.5 -> 0.5
    1_ -> 1
    "\\x4" -> Error: Invalid escape sequence
    "\\u41" -> Error: Invalid escape sequence
    "\\u{41}" -> Error: Invalid escape sequence
    new -> SyntaxError: Unexpected end of Input
    new a b -> ReferenceError: "a" is not defined
    new ( -> SyntaxError: Unexpected end of Input
    delete -> SyntaxError: Unexpected end of Input
    typeof -> SyntaxError: Unexpected end of Input
    void -> SyntaxError: Unexpected end of Input
    return return -> SyntaxError: Got return expected EOF
    a?b: -> ReferenceError: "a" is not defined
    a?:c -> SyntaxError: Got ':' expected EOF
    true&& -> SyntaxError: Unexpected end of Input
    false|| -> SyntaxError: Unexpected end of Input
    a=b= -> SyntaxError: Unexpected end of Input
    a+= -> SyntaxError: Unexpected end of Input
    a=>{ -> SyntaxError: Got EOF expected '}'
    (a -> SyntaxError: Got EOF expected ','
    (a, -> SyntaxError: Unexpected end of Input
    (1)=>1 -> SyntaxError: Got => expected EOF
    async a -> ReferenceError: "async" is not defined
    await a -> ReferenceError: "await" is not defined
    yield a -> ReferenceError: "yield" is not defined
    `,
  ],
  [
    'what does not, part 6',
    `
    for (var code of [
      "import a",
      "export a",
      "enum",
      "interface",
      "package",
      "static",
      "public",
      "let let",
      "var var",
      "function function(){}",
      "if(1){}else",
      "if(1){}else{",
      "{a:1}",
      "{a:1,b:2}",
      "{",
      "}",
      "]",
      ")",
      "a:b",
      "a:for(;;)break",
      "with(a){}",
      "debugger2",
      "5n",
      "a?.b",
      "a??=1",
      "a**b",
      "...a",
      "[...a]",
      "{...a}",
      "f(...a)",
      "#a",
      "a#b",
      "<!--",
      "-->",
    ]) {
      try { print(code, "->", E.toJS(eval(code))); } catch (e) { print(code, "->", e.toString()); }
    }
    `,
    `
    import a -> ReferenceError: "import" is not defined
    export a -> ReferenceError: "export" is not defined
    enum -> ReferenceError: "enum" is not defined
    interface -> ReferenceError: "interface" is not defined
    package -> ReferenceError: "package" is not defined
    static -> SyntaxError: Got static expected EOF
    public -> ReferenceError: "public" is not defined
    let let -> null
    var var -> null
    function function(){} -> SyntaxError: Got function expected ID
    if(1){}else -> null
    if(1){}else{ -> SyntaxError: Got EOF expected '}'
    {a:1} -> ReferenceError: "a" is not defined
    {a:1,b:2} -> ReferenceError: "a" is not defined
    { -> SyntaxError: Got EOF expected '}'
    } -> SyntaxError: Got '}' expected EOF
    ] -> SyntaxError: Got ']' expected EOF
    ) -> SyntaxError: Got ')' expected EOF
    a:b -> ReferenceError: "a" is not defined
    a:for(;;)break -> ReferenceError: "a" is not defined
    with(a){} -> ReferenceError: "with" is not defined
    debugger2 -> ReferenceError: "debugger2" is not defined
    5n -> ReferenceError: "n" is not defined
    a?.b -> SyntaxError: Got '.' expected EOF
    a??=1 -> ReferenceError: "a" is not defined
    a**b -> ReferenceError: "a" is not defined
    ...a -> SyntaxError: Got '.' expected EOF
    [...a] -> SyntaxError: Got '.' expected EOF
    {...a} -> SyntaxError: Got '.' expected EOF
    f(...a) -> ReferenceError: "f" is not defined
    #a -> SyntaxError: Got '#' expected EOF
    a#b -> ReferenceError: "a" is not defined
    <!-- -> SyntaxError: Got '<' expected EOF
    --> -> SyntaxError: Got '>' expected EOF
    `,
  ],
])
