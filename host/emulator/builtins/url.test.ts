/** `url.parse` (FACTS 7). */
import { measured } from '../golden/measured.ts'

measured('url.parse', [
  [
    'a whole address',
    `
    print(url.parse("http://a.b:80/c/d?e=f&g=h#i", true));
    print(url.parse("http://a.b/c?d=e"));
    print(url.parse("https://www.x.com", true));
    `,
    `
    { 
      "protocol": "http:", 
      "method": "GET", 
      "host": "a.b", 
      "path": "/c/d?e=f&g=h#i", 
      "pathname": "/c/d", 
      "search": "?e=f&g=h#i", 
      "port": 80, 
      "query": { 
        "e": "f", 
        "g": "h#i"
       }
     }
    { 
      "protocol": "http:", 
      "method": "GET", 
      "host": "a.b", 
      "path": "/c?d=e", 
      "pathname": "/c", 
      "search": "?d=e", 
      "port": null, 
      "query": "d=e"
     }
    { 
      "protocol": "https:", 
      "method": "GET", 
      "host": "www.x.com", 
      "path": "/", 
      "pathname": "/", 
      "search": null, "port": null, "query": null }
    `,
  ],
  [
    'parts of one',
    `
    ["", "/x", "a/b", "a", "?q=1", "/p?q=1", "//h/p", "x:y", "ws://u:p@h:8080", "http://h:70000/", "http://h:/", "http://h:0/"].forEach(
      (u) => print(JSON.stringify(url.parse(u))),
    );
    `,
    `
    {"method":"GET","host":"","path":"/","pathname":"/","search":null,"port":null,"query":null}
    {"method":"GET","host":"","path":"/x","pathname":"/x","search":null,"port":null,"query":null}
    {"method":"GET","host":"a","path":"/b","pathname":"/b","search":null,"port":null,"query":null}
    {"method":"GET","host":"a","path":"/","pathname":"/","search":null,"port":null,"query":null}
    {"method":"GET","host":"?q=1","path":"/","pathname":"/","search":null,"port":null,"query":null}
    {"method":"GET","host":"","path":"/p?q=1","pathname":"/p","search":"?q=1","port":null,"query":"q=1"}
    {"method":"GET","host":"","path":"//h/p","pathname":"//h/p","search":null,"port":null,"query":null}
    {"method":"GET","host":"x:y","path":"/","pathname":"/","search":null,"port":null,"query":null}
    {"protocol":"ws:","method":"GET","host":"u:p@h","path":"/","pathname":"/","search":null,"port":8080,"query":null}
    {"protocol":"http:","method":"GET","host":"h","path":"/","pathname":"/","search":null,"port":null,"query":null}
    {"protocol":"http:","method":"GET","host":"h","path":"/","pathname":"/","search":null,"port":null,"query":null}
    {"protocol":"http:","method":"GET","host":"h","path":"/","pathname":"/","search":null,"port":null,"query":null}
    `,
  ],
  [
    'colons and slashes in odd places',
    `
    ["http://a/b://c", "a:b://c:5/d", "http:///x", "http:/x/y", "::://h", "http://h:1a2b3/x", "http://a?b=/c"].forEach((u) =>
      print(JSON.stringify(url.parse(u))),
    );
    `,
    `
    {"protocol":"http:","method":"GET","host":"a","path":"/b://c","pathname":"/b://c","search":null,"port":null,"query":null}
    {"method":"GET","host":"a:b:","path":"//c:5/d","pathname":"//c:5/d","search":null,"port":null,"query":null}
    {"protocol":"http:","method":"GET","host":"","path":"/x","pathname":"/x","search":null,"port":null,"query":null}
    {"protocol":"http:/","method":"GET","host":"y","path":"/","pathname":"/","search":null,"port":null,"query":null}
    {"method":"GET","host":":::","path":"//h","pathname":"//h","search":null,"port":null,"query":null}
    {"protocol":"http:","method":"GET","host":"h","path":"/x","pathname":"/x","search":null,"port":123,"query":null}
    {"protocol":"http:","method":"GET","host":"a?b=","path":"/c","pathname":"/c","search":null,"port":null,"query":null}
    `,
  ],
  [
    'queries',
    `
    ["/?a=1&b=2", "/?a&b=&=c&&d=1=2", "/?x=%20y%41&%7a=1", "/?5=1&05=2", "/?a=%", "/?a=%zz%1", "/??a=b?c", "/?a=1&a=2"].forEach((u) =>
      print(url.parse(u, true).query),
    );
    `,
    `
    { 
      "a": "1", 
      "b": "2"
     }
    { 
      "a": "", 
      "b": "", 
      "": "c", 
      "d": "1=2"
     }
    { 
      "x": " yA", 
      "z": "1"
     }
    { 
      "5": "1", 
      "05": "2"
     }
    { 
      "a": "\\xFF"
     }
    { 
      "a": "3\\xFF"
     }
    { 
      "c": ""
     }
    { 
      "a": "1", 
      "a": "2"
     }
    `,
  ],
  [
    'what is no string',
    `
    print(url.parse(), url.parse(5), url.parse(null), url.parse(["/"]));
    `,
    `
    undefined undefined undefined undefined
    `,
  ],
])
