// SPDX-License-Identifier: GPL-2.0-or-later
// The tokens of the rules language. A regular language on purpose: no predicates, no actions, no modes, so that
// lexgen can turn it into a table. Repetitions that do not end in an accepting state are bounded, which keeps the
// longest-match lexer linear on any input.
//
// What is a keyword here: a word on which the parser decides. Names of fields, symbolic values, hooks, datatypes are
// WORD; catalog::word_class() turns those that begin a selector into HEADER or KEY (compiler/syntax/token_buffer).
lexer grammar RulesLexer;

tokens { HEADER, KEY, OPTION_FIELD, TRAILING_COMMA }

// ---- objects and the lines of their blocks
K_TABLE: 'table';
K_CHAIN: 'chain';
K_RULE: 'rule';
K_SET: 'set';
K_MAP: 'map';
K_VMAP: 'vmap';
K_ELEMENT: 'element';
K_ELEMENTS: 'elements';
K_FILE: 'file';
K_FLOWTABLE: 'flowtable';
K_METER: 'meter';
K_RULESET: 'ruleset';
K_HELPER: 'helper';
K_EXPECTATION: 'expectation';
K_SECMARK: 'secmark';
K_TYPE: 'type';
K_TYPEOF: 'typeof';
K_HOOK: 'hook';
K_PRIORITY: 'priority';
K_POLICY: 'policy';
K_DEVICE: 'device';
K_DEVICES: 'devices';
K_FLAGS: 'flags';
K_SIZE: 'size';
K_TIMEOUT: 'timeout';
K_EXPIRES: 'expires';
K_GC_INTERVAL: 'gc-interval';
K_AUTO_MERGE: 'auto-merge';
K_COMMENT: 'comment';
K_INTERVAL: 'interval';
K_PROTOCOL: 'protocol';
K_L3PROTO: 'l3proto';
K_DPORT: 'dport';
K_HANDLE: 'handle';
K_POSITION: 'position';
K_INDEX: 'index';

// ---- commands
K_ADD: 'add';
K_CREATE: 'create';
K_INSERT: 'insert';
K_REPLACE: 'replace';
K_DELETE: 'delete';
K_DESTROY: 'destroy';
K_UPDATE: 'update';
K_FLUSH: 'flush';
K_RENAME: 'rename';
K_LIST: 'list';
K_RESET: 'reset';
K_MONITOR: 'monitor';
K_EXPORT: 'export';
K_IMPORT: 'import';
K_DESCRIBE: 'describe';
K_INCLUDE: 'include';
K_DEFINE: 'define';
K_REDEFINE: 'redefine';
K_UNDEFINE: 'undefine';

// ---- families; ip, ip6 and arp begin selectors too
K_IP: 'ip';
K_IP6: 'ip6';
K_INET: 'inet';
K_ARP: 'arp';
K_BRIDGE: 'bridge';
K_NETDEV: 'netdev';

// ---- selectors with a structure of their own
K_META: 'meta';
K_CT: 'ct';
CT_COUNT: 'ct' [ \t]+ 'count'; // a statement, although it looks like the selectors `ct state`, `ct mark`
K_RT: 'rt';
K_FIB: 'fib';
K_SOCKET: 'socket';
K_OSF: 'osf';
K_NUMGEN: 'numgen';
K_JHASH: 'jhash';
K_SYMHASH: 'symhash';
K_EXTHDR: 'exthdr';
IPSEC_DIRECTION: 'ipsec' [ \t]+ ('in' | 'out'); // bare `ipsec exists` is a KEY
TUNNEL: 'vxlan' | 'geneve' | 'gre' | 'gretap';  // their fields are whole headers: vxlan ip saddr
K_OPTION: 'option';
K_CHUNK: 'chunk';
K_SADDR: 'saddr';
K_DADDR: 'daddr';
K_ORIGINAL: 'original';
K_REPLY: 'reply';
K_CGROUPV2: 'cgroupv2';
K_SPNUM: 'spnum';
K_TTL: 'ttl';
K_NAME: 'name';
K_VERSION: 'version';
K_MOD: 'mod';
K_OFFSET: 'offset';
K_SEED: 'seed';

// ---- statements
K_ACCEPT: 'accept';
K_DROP: 'drop';
K_CONTINUE: 'continue';
K_RETURN: 'return';
K_JUMP: 'jump';
K_GOTO: 'goto';
K_QUEUE: 'queue';
K_COUNTER: 'counter';
K_QUOTA: 'quota';
K_LIMIT: 'limit';
K_LAST: 'last';
K_LOG: 'log';
K_REJECT: 'reject';
K_SNAT: 'snat';
K_DNAT: 'dnat';
K_MASQUERADE: 'masquerade';
K_REDIRECT: 'redirect';
K_TPROXY: 'tproxy';
K_NOTRACK: 'notrack';
K_DUP: 'dup';
K_FWD: 'fwd';
K_FLOW: 'flow';
K_SYNPROXY: 'synproxy';
K_XT: 'xt';

// ---- words inside statements
K_PREFIX: 'prefix';
K_GROUP: 'group';
K_SNAPLEN: 'snaplen';
K_QUEUE_THRESHOLD: 'queue-threshold';
K_LEVEL: 'level';
K_SEQUENCE: 'sequence';
K_OPTIONS: 'options';
K_RATE: 'rate';
K_OVER: 'over';
K_UNTIL: 'until';
K_BURST: 'burst';
K_PACKETS: 'packets';
K_BYTES: 'bytes';
K_USED: 'used';
K_WITH: 'with';
K_TO: 'to';
K_RANDOM: 'random';
K_FULLY_RANDOM: 'fully-random';
K_PERSISTENT: 'persistent';
K_ADDR: 'addr';
K_PORT: 'port';
K_NUM: 'num';
K_BYPASS: 'bypass';
K_FANOUT: 'fanout';
K_OFFLOAD: 'offload';
K_MSS: 'mss';
K_WSCALE: 'wscale';
K_TIMESTAMP: 'timestamp';
K_SACK_PERM: 'sack-perm';

// ---- operators and punctuation
EQ: '==' | 'eq';
NE: '!=' | 'ne';
LE: '<=' | 'le';
LT: '<' | 'lt';
GE: '>=' | 'ge';
GT: '>' | 'gt';
NOT: '!' | 'not';
LSHIFT: '<<' | 'lshift';
RSHIFT: '>>' | 'rshift';
AND: '&' | 'and';
OR: '|' | 'or';
XOR: '^' | 'xor';
ASSIGN: '=';
LBRACE: '{';
RBRACE: '}';
LPAREN: '(';
RPAREN: ')';
LBRACKET: '[';
RBRACKET: ']';
COMMA: ',';
SEMI: ';';
COLON: ':';
DOT: '.';
SLASH: '/';
DASH: '-';
PLUS: '+';
STAR: '*';
AT: '@';

// ---- literals
NUMBER: DIGITS;
HEXNUMBER: '0' [xX] HEX+;
ADDRESS4: IP4;
ADDRESS6
  : G8
  | G6 ':' IP4
  | UP_TO_G7? '::' (UP_TO_G7 | (UP_TO_G6 ':')? IP4)?
  ;
BRACKETED6: '[' ADDRESS6 ']';
MAC: H8 ':' H8 ':' H8 ':' H8 ':' H8 ':' H8;
CLASSID: H16 ':' H16; // meta priority 1:2
// `80:accept` begins like the class 80:acce. The token source cuts a PAIR behind its first half.
PAIR: H16 H16? ':' [a-zA-Z0-9_]+ [./*]?;
DURATION
  : DIGITS 'w' (DIGITS 'd')? (DIGITS 'h')? (DIGITS 'm')? (DIGITS 's')? (DIGITS 'ms')?
  | DIGITS 'd' (DIGITS 'h')? (DIGITS 'm')? (DIGITS 's')? (DIGITS 'ms')?
  | DIGITS 'h' (DIGITS 'm')? (DIGITS 's')? (DIGITS 'ms')?
  | DIGITS 'm' (DIGITS 's')? (DIGITS 'ms')?
  | DIGITS 's' (DIGITS 'ms')?
  | DIGITS 'ms'
  ;
VARIABLE: '$' [ \t]* NAME;
WORD: NAME | '8021q' | '8021ad';
STARRED: NAME '*' | NAME? '\\*' NAME?; // eth*, eth\*
STRING: '"' ~["\r\n\u0000]* '"';
UNTERMINATED_STRING: '"' ~["\r\n\u0000]*;

// ---- layout
NEWLINE: '\r'? '\n' [ \t\r\n]*;
SPACE: [ \t\r]+ -> skip;
CONTINUATION: '\\' [ \t]* '\r'? '\n' -> skip;
LINE_COMMENT: '#' ~[\n]* -> skip;
UNKNOWN: . ;

fragment NAME: [a-zA-Z_] [a-zA-Z0-9_./\-]*;
fragment DIGITS: [0-9]+;
fragment HEX: [0-9a-fA-F];
fragment H8: HEX HEX?;
fragment H16: HEX (HEX (HEX HEX?)?)?;
fragment OCTET: [0-9] ([0-9] [0-9]?)?;
fragment IP4: OCTET '.' OCTET '.' OCTET '.' OCTET;
fragment G6: H16 ':' H16 ':' H16 ':' H16 ':' H16 ':' H16;
fragment G8: G6 ':' H16 ':' H16;
fragment UP_TO_G6: H16 (':' H16 (':' H16 (':' H16 (':' H16 (':' H16)?)?)?)?)?;
fragment UP_TO_G7: H16 (':' UP_TO_G6)?;
