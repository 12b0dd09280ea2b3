// SPDX-License-Identifier: GPL-2.0-or-later
// The shapes of the rules language, one entry rule a line of a block: the driver in compiler/syntax keeps the stack of
// blocks. Facts that hold everywhere:
//  - LL(1) without exception. Binary operators are flat lists; precedence is resolved when the syntax tree is built.
//  - What looks odd without the token source: a NEWLINE is left out behind `{`, `,`, and before `}` and `,`; commas
//    before `}` are TRAILING_COMMAs; the field of `tcp option maxseg size` is an OPTION_FIELD.
//  - No rule matches the empty text.
//  - Rules named ...Only end at EOF; the diagnosing parser starts there.
parser grammar RulesParser;
options { tokenVocab = RulesLexer; }

topLineOnly : topLine EOF ;
tableLineOnly : tableLine EOF ;
chainLineOnly : chainLine EOF ;
setLineOnly : setLine EOF ;
flowtableLineOnly : flowtableLine EOF ;
objectLineOnly : objectLine EOF ;
elementLineOnly : elementLine EOF ;
listLineOnly : listLine EOF ;

// ---------------------------------------------------------------- lines of a file

topLine
  : anywhereLine
  | addLine
  | ruleCommand
  | removeLine
  | flushLine
  | renameLine
  | liveLine
  ;

// Lines legal in every block.
anywhereLine
  : K_INCLUDE STRING
  | (K_DEFINE | K_REDEFINE) name ASSIGN initializer
  | K_UNDEFINE name
  ;
initializer : DASH NUMBER | rhsList ;

addLine
  : (K_ADD | K_CREATE) (addTarget | impliedRule)
  | addTarget
  | impliedRule
  ;
addTarget
  : K_TABLE family? name LBRACE?
  | K_CHAIN family? name name LBRACE?
  | (K_SET | K_MAP | K_FLOWTABLE) family? name name LBRACE?
  | K_ELEMENT family? name name (LBRACE | VARIABLE | elementsFile)
  | objectKind family? name name (LBRACE | objectBody)?
  | K_RULE rulePlace ruleBody
  ;
impliedRule : (family name | WORD | HEADER | KEY | K_FILE) name position? ruleBody ;
rulePlace : family? name name position? ;
position : (K_HANDLE | K_POSITION | K_INDEX) NUMBER ;
ruleCommand : (K_INSERT | K_REPLACE) (K_RULE rulePlace ruleBody | impliedRule) ;

objectKind
  : K_COUNTER
  | K_QUOTA
  | K_LIMIT
  | K_SYNPROXY
  | K_SECMARK
  | K_CT (K_HELPER | K_TIMEOUT | K_EXPECTATION)
  ;

removeLine : (K_DELETE | K_DESTROY) removeTarget ;
removeTarget
  : K_TABLE family? (name | position)
  | (K_CHAIN | K_SET | K_MAP | K_FLOWTABLE | K_METER | objectKind) family? name (name | position)
  | K_RULE family? name name position
  | K_ELEMENT family? name name (setLiteral | VARIABLE)
  ;
flushLine
  : K_FLUSH
    ( K_RULESET family?
    | K_TABLE family? name
    | (K_CHAIN | K_SET | K_MAP | K_METER | K_FLOWTABLE) family? name name
    )
  ;
renameLine : K_RENAME K_CHAIN family? name name name ;

// Commands that look at a live kernel: kept as words.
liveLine : (K_LIST | K_RESET | K_MONITOR | K_EXPORT | K_IMPORT | K_DESCRIBE) liveWord* ;
liveWord
  : name
  | family
  | verdictWord
  | position
  | NUMBER
  | STRING
  | DOT
  | DASH
  | setLiteral
  ;

// ---------------------------------------------------------------- lines of blocks

tableLine
  : anywhereLine
  | (K_CHAIN | K_SET | K_MAP | K_FLOWTABLE | objectKind) name LBRACE
  | flagsLine
  | commentLine
  ;
flagsLine : K_FLAGS flagValue (COMMA flagValue)* ;
flagValue : name | VARIABLE ;
commentLine : K_COMMENT text ;
text : STRING | name ;

chainLine
  : anywhereLine
  | K_TYPE name hookPlace
  | K_POLICY (verdictWord | VARIABLE | name)
  | K_DEVICES ASSIGN value
  | flagsLine
  | commentLine
  | ruleBody
  ;
hookPlace : K_HOOK name (K_DEVICE value | K_DEVICES ASSIGN value)? K_PRIORITY priority ;
priority : DASH? NUMBER | (name | VARIABLE | STRING) ((PLUS | DASH) NUMBER)? ;

setLine
  : anywhereLine
  | K_TYPE typeName (DOT typeName)* (COLON K_INTERVAL? (objectKind | typeName (DOT typeName)*))?
  | K_TYPEOF expr (COLON K_INTERVAL? (objectType | expr))?
  | flagsLine
  | (K_TIMEOUT | K_GC_INTERVAL | K_SIZE) value
  | K_POLICY flagValue
  | K_AUTO_MERGE
  | K_ELEMENTS ASSIGN (LBRACE | VARIABLE | elementsFile)
  | commentLine
  | setStatement+
  ;
elementsFile : K_FILE LPAREN STRING RPAREN ; // not nft's: one element a line of that file
typeName : WORD | HEADER | KEY | softWord | family ;
objectType : K_COUNTER | K_QUOTA | K_LIMIT | K_SYNPROXY | K_SECMARK ;
setStatement : counterStmt | limitStmt | quotaStmt | ctCountStmt | lastStmt ;

flowtableLine
  : anywhereLine
  | hookPlace
  | K_DEVICES ASSIGN value
  | K_COUNTER
  | flagsLine
  | commentLine
  ;

objectLine : anywhereLine | objectBody | commentLine ;
objectBody
  : counterSpec
  | rateSpec
  | quotaSpec
  | K_TYPE text K_PROTOCOL fieldWord
  | (K_PROTOCOL | K_L3PROTO) fieldWord
  | (K_DPORT | K_TIMEOUT | K_SIZE) value
  | K_POLICY ASSIGN setLiteral
  | synproxyOption+
  | STRING
  ;

// An element, or a line that may stand between elements.
elementLine : anywhereLine | element ;

// A line of a file that `file("...")` names.
listLine : element ;

// ---------------------------------------------------------------- rules

ruleBody : stmt+ (K_COMMENT text)? ;

stmt
  : matchStmt
  | verdictStmt
  | counterStmt
  | limitStmt
  | quotaStmt
  | ctCountStmt
  | lastStmt
  | logStmt
  | rejectStmt
  | natStmt
  | tproxyStmt
  | K_NOTRACK
  | queueStmt
  | dupStmt
  | fwdStmt
  | flowStmt
  | synproxyStmt
  | setUpdateStmt
  | meterStmt
  | resetStmt
  | xtStmt
  ;

matchStmt : lhsExpr matchTail ;
matchTail
  : relop rhsList
  | rhsList
  | K_SET mapExpr (COMMA expr)*
  | K_VMAP setRef
  ;
relop : EQ | NE | LT | LE | GT | GE | NOT ;

verdictStmt
  : K_ACCEPT
  | K_DROP
  | K_CONTINUE
  | K_RETURN
  | (K_JUMP | K_GOTO) (name | VARIABLE | ruleBlock)
  ;
ruleBlock : LBRACE ruleBody? (separator ruleBody?)* RBRACE ;
separator : NEWLINE | SEMI ;
verdict
  : K_ACCEPT
  | K_DROP
  | K_CONTINUE
  | K_RETURN
  | K_QUEUE
  | (K_JUMP | K_GOTO) (name | VARIABLE)
  ;
verdictWord : K_ACCEPT | K_DROP | K_CONTINUE | K_RETURN | K_JUMP | K_GOTO | K_QUEUE ;

counterStmt : K_COUNTER (counterSpec | K_NAME mapExpr)? ;
counterSpec : (K_PACKETS NUMBER | K_BYTES NUMBER)+ ;
limitStmt : K_LIMIT (rateSpec | K_NAME mapExpr) ;
rateSpec
  : K_RATE (K_OVER | K_UNTIL)? NUMBER (SLASH timeUnit | unit (SLASH timeUnit)?) (K_BURST NUMBER unit?)?
  ;
unit : WORD | K_BYTES | K_PACKETS ;
timeUnit : WORD | KEY ;
quotaStmt : K_QUOTA (quotaSpec | K_NAME mapExpr) ;
quotaSpec : (K_OVER | K_UNTIL)? NUMBER unit (K_USED NUMBER unit)? ;
ctCountStmt : CT_COUNT (K_OVER | K_UNTIL)? NUMBER ;
lastStmt : K_LAST (K_USED (WORD | DURATION | NUMBER))? ;

logStmt : K_LOG logOption* ;
logOption
  : K_PREFIX value
  | (K_GROUP | K_SNAPLEN | K_QUEUE_THRESHOLD | K_LEVEL) value
  | K_FLAGS fieldWord (logFlag (COMMA logFlag)*)?
  ;
logFlag : K_SEQUENCE | K_OPTIONS ;

rejectStmt : K_REJECT (K_WITH fieldWord (K_RESET | K_TYPE value | NUMBER | VARIABLE | WORD))? ;

natStmt
  : (K_SNAT | K_DNAT) (natFamily (natPlace | natField natMap natPort?) | natPlace | natImplicit) natFlags?
  | (K_MASQUERADE | K_REDIRECT) (K_TO natTarget)? natFlags?
  ;
natPlace : natType? K_TO natTarget ;
// The older form without `to`: dnat 10.0.0.1:80, snat 10.0.0.1-10.0.0.9, snat ip saddr map { ... }.
natImplicit
  : COLON mapExpr
  | natExpr natMap? natPort?
  ;
natExpr : natOperand (rhsOperator operand)* ;
natOperand
  : ADDRESS4
  | ADDRESS6
  | BRACKETED6
  | VARIABLE
  | HEADER fieldTail
  | selector
  | LPAREN expr RPAREN
  ;
natPort : COLON mapExpr ;
natField : (K_SADDR | K_DADDR) (rhsOperator operand)* ;
natMap : K_MAP setRef ;
natFlags : natFlag (COMMA natFlag)* ;
natFamily : K_IP | K_IP6 | K_INET ;
natType : K_ADDR (DOT K_PORT)? | K_PREFIX | K_INTERVAL ;
natTarget : COLON mapExpr | mapExpr (COLON mapExpr)? ;
natFlag : K_RANDOM | K_FULLY_RANDOM | K_PERSISTENT ;
tproxyStmt : K_TPROXY natFamily? K_TO natTarget ;

queueStmt : K_QUEUE (K_FLAGS? queueFlags)* ((K_NUM value (DASH value)? | K_TO mapExpr) queueFlags*)? ;
queueFlags : queueFlag (COMMA queueFlag)* ;
queueFlag : K_BYPASS | K_FANOUT ;

dupStmt : K_DUP K_TO mapExpr (K_DEVICE mapExpr)? ;
fwdStmt : K_FWD natFamily? K_TO mapExpr (K_DEVICE mapExpr)? ;
// `flow table m { ... }` is a meter's older name.
flowStmt : K_FLOW ((K_ADD | K_OFFLOAD) AT name | K_TABLE name LBRACE dynElement RBRACE) ;
synproxyStmt : K_SYNPROXY (K_NAME mapExpr | synproxyOption*) ;
synproxyOption : (K_MSS | K_WSCALE) NUMBER | K_TIMESTAMP | K_SACK_PERM ;

setUpdateStmt
  : (K_ADD | K_UPDATE | K_DELETE) (AT name | VARIABLE) LBRACE dynElement RBRACE
  | K_SET (K_ADD | K_UPDATE | K_DELETE) dynElement AT name
  ;
meterStmt : K_METER name (K_SIZE NUMBER)? LBRACE dynElement RBRACE ;
dynElement : expr elementOption* (COLON (verdict | expr) elementOption*)? ;
resetStmt : K_RESET HEADER K_OPTION optionKind ;
xtStmt : K_XT fieldWord STRING ;

// ---------------------------------------------------------------- elements

element : rhsExpr elementOption* (COLON (verdict | rhsExpr) elementOption*)? ;
elementOption
  : (K_TIMEOUT | K_EXPIRES) value
  | K_COMMENT text
  | counterStmt
  | limitStmt
  | quotaStmt
  | ctCountStmt
  | lastStmt
  ;
setLiteral : LBRACE (element (COMMA+ element)* TRAILING_COMMA*)? RBRACE ;
setRef : AT name | setLiteral | VARIABLE ;

// ---------------------------------------------------------------- expressions

// The right side of a comparison: values only.
rhsList : rhsExpr (COMMA rhsExpr)* ;
rhsExpr : value (rhsOperator value)* ;
rhsOperator : DOT | DASH | SLASH | AND | OR | XOR | LSHIFT | RSHIFT ;
value
  : NUMBER
  | HEXNUMBER
  | ADDRESS4
  | ADDRESS6
  | BRACKETED6
  | MAC
  | CLASSID
  | DURATION
  | STRING
  | WORD
  | HEADER
  | KEY
  | STARRED
  | STAR
  | VARIABLE
  | AT name
  | setLiteral
  | LPAREN rhsExpr RPAREN
  | family
  | TUNNEL
  | softWord
  | valueKeyword
  ;

// The left side: selectors, then perhaps bit operations with values.
lhsExpr : lhsOperand (DOT lhsOperand | bitOperator bitOperand)* ;
bitOperator : AND | OR | XOR | LSHIFT | RSHIFT ;
lhsOperand
  : (HEADER | K_IP | K_IP6) fieldTail
  | selector
  | LPAREN expr RPAREN
  ;
bitOperand
  : lhsOperand
  | scalar
  | valueKeyword
  ;
scalar
  : NUMBER
  | HEXNUMBER
  | ADDRESS4
  | ADDRESS6
  | BRACKETED6
  | MAC
  | CLASSID
  | DURATION
  | STRING
  | WORD
  | STARRED
  | STAR
  | VARIABLE
  | K_INET
  | K_BRIDGE
  | K_NETDEV
  | softWord
  ;

// Either: selectors or values. A header without a field is a value here: ip protocol set tcp.
mapExpr : expr (K_MAP setRef)? ;
expr : operand (rhsOperator operand)* ;
operand
  : (HEADER | K_IP | K_IP6) fieldTail?
  | selector
  | scalar
  | valueKeyword
  | LPAREN expr RPAREN
  ;

// What follows a protocol header.
fieldTail
  : headerField (LBRACKET NUMBER RBRACKET)?
  | (K_OPTION | K_CHUNK) optionKind OPTION_FIELD?
  ;
headerField
  : WORD
  | K_SADDR
  | K_DADDR
  | K_TYPE
  | K_FLAGS
  | K_SEQUENCE
  | K_PROTOCOL
  | K_VERSION
  | K_TTL
  | K_DPORT
  | K_GROUP
  | K_ADDR
  ;
optionKind : name | NUMBER | AT NUMBER COMMA NUMBER COMMA NUMBER ;

selector
  : KEY
  | K_META name
  | K_CT ((K_ORIGINAL | K_REPLY) ((K_IP | K_IP6) headerField | ctField) | ctField)
  | K_RT ((K_IP | K_IP6) fieldWord | name)
  | K_FIB fieldWord (DOT fieldWord)* fieldWord
  | K_SOCKET (K_CGROUPV2 K_LEVEL NUMBER | socketField)
  | IPSEC_DIRECTION (K_SPNUM NUMBER)? ((K_IP | K_IP6) fieldWord | name)
  | K_OSF (K_TTL fieldWord)? (K_NAME | K_VERSION)
  | K_EXTHDR name
  | K_ARP ((K_SADDR | K_DADDR) (K_IP | HEADER) | WORD | K_TYPE)
  | TUNNEL ((HEADER | K_IP | K_IP6) fieldTail | headerField)
  | K_NUMGEN fieldWord K_MOD NUMBER (K_OFFSET NUMBER)?
  | K_JHASH expr K_MOD NUMBER (K_SEED (NUMBER | HEXNUMBER))? (K_OFFSET NUMBER)?
  | K_SYMHASH K_MOD NUMBER (K_OFFSET NUMBER)?
  | AT fieldWord COMMA NUMBER COMMA NUMBER
  ;
// ---------------------------------------------------------------- words

family : K_IP | K_IP6 | K_INET | K_ARP | K_BRIDGE | K_NETDEV ;

// Wherever a name stands, keywords are words, and so is what looks like an address or a time: `chain 24h`. Exceptions:
// verdicts, families, handle/position/index, operators.
name
  : WORD
  | DURATION
  | ADDRESS4
  | ADDRESS6
  | MAC
  | HEADER
  | KEY
  | softWord
  | firmWord
  | K_ORIGINAL
  | K_REPLY
  | K_CGROUPV2
  ;
fieldWord : name | family ;
ctField : WORD | HEADER | KEY | softWord | firmWord ;
socketField : WORD | HEADER | KEY | softWord | firmWord ;

// Keywords that may also stand as a value: they begin no statement, and nothing optional in front of a value.
softWord
  : K_RULE
  | K_TABLE
  | K_CHAIN
  | K_ELEMENT
  | K_ELEMENTS
  | K_FILE
  | K_FLOWTABLE
  | K_RULESET
  | K_HELPER
  | K_EXPECTATION
  | K_TYPE
  | K_TYPEOF
  | K_HOOK
  | K_PRIORITY
  | K_POLICY
  | K_DEVICES
  | K_FLAGS
  | K_SIZE
  | K_GC_INTERVAL
  | K_AUTO_MERGE
  | K_PROTOCOL
  | K_L3PROTO
  | K_DPORT
  | K_CREATE
  | K_INSERT
  | K_REPLACE
  | K_DESTROY
  | K_FLUSH
  | K_RENAME
  | K_LIST
  | K_MONITOR
  | K_EXPORT
  | K_IMPORT
  | K_DESCRIBE
  | K_SADDR
  | K_DADDR
  | K_TTL
  | K_NAME
  | K_VERSION
  | K_PREFIX
  | K_GROUP
  | K_SNAPLEN
  | K_QUEUE_THRESHOLD
  | K_LEVEL
  | K_SEQUENCE
  | K_OPTIONS
  | K_RATE
  | K_OVER
  | K_UNTIL
  | K_BURST
  | K_PACKETS
  | K_BYTES
  | K_USED
  | K_WITH
  | K_RANDOM
  | K_FULLY_RANDOM
  | K_PERSISTENT
  | K_ADDR
  | K_PORT
  | K_NUM
  | K_BYPASS
  | K_FANOUT
  | K_OFFLOAD
  | K_MSS
  | K_WSCALE
  | K_TIMESTAMP
  | K_SACK_PERM
  ;
// Keywords that are words only where nothing but a name can stand.
firmWord
  : K_SET
  | K_SECMARK
  | K_MAP
  | K_VMAP
  | K_METER
  | K_DEVICE
  | K_TIMEOUT
  | K_EXPIRES
  | K_COMMENT
  | K_INTERVAL
  | K_ADD
  | K_DELETE
  | K_UPDATE
  | K_RESET
  | K_INCLUDE
  | K_DEFINE
  | K_REDEFINE
  | K_UNDEFINE
  | K_META
  | K_CT
  | K_RT
  | K_FIB
  | K_SOCKET
  | K_OSF
  | K_NUMGEN
  | K_JHASH
  | K_SYMHASH
  | K_EXTHDR
  | TUNNEL
  | K_OPTION
  | K_CHUNK
  | K_MOD
  | K_OFFSET
  | K_SEED
  | K_TO
  | K_COUNTER
  | K_QUOTA
  | K_LIMIT
  | K_LAST
  | K_LOG
  | K_REJECT
  | K_SNAT
  | K_DNAT
  | K_MASQUERADE
  | K_REDIRECT
  | K_TPROXY
  | K_NOTRACK
  | K_DUP
  | K_FWD
  | K_FLOW
  | K_SYNPROXY
  | K_XT
  ;
// Statement keywords that are also symbolic values: ct status snat, icmp type redirect, dccp type reset.
valueKeyword : K_SNAT | K_DNAT | K_REDIRECT | K_RESET | K_ORIGINAL | K_REPLY ;
