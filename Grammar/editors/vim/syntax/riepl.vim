" Vim syntax of riepl.
" Written by `swift run riepl-grammar` out of the grammar and the table of words.
if exists("b:current_syntax")
  finish
endif
scriptencoding utf-8
syntax case ignore
syntax match rieplPunctuation '\v%(\(|\)|\,)'
syntax match rieplMark '\v%(\*\*|\*|\+|\-|\/|\^|·|×|÷|–|—|−)'
syntax match rieplComparison '\v%(\!\=|\<\=|\<\>|\=\=|\>\=|\<|\=|\>|≠|≤|≥)'
syntax match rieplAnswer '\v<%(it)>'
syntax match rieplUnit '\v<%(percentage|thousands|decimals|millions|thousand|decimal|million|numbers|percent|number|places|points|pounds|place|point|gbp|dp)>'
syntax match rieplConnective '\v<%(excluding|without|except|keep|and|not|or)>'
syntax match rieplComparison '\v<%(containing|contains|starting|between|greater|starts|above|below|fewer|least|under|less|more|most|over|than|are|is)>'
syntax match rieplClause '\v<%(compound|nearest|bottom|linear|sorted|within|names|until|where|each|from|name|sort|then|with|all|for|per|top|as|at|by|in|to)>'
syntax match rieplOperatorWord '\v<%(decreased|increased|reduced|of)>'
syntax match rieplCalculation '\v<%(cumulative|smallest|average|biggest|highest|largest|maximum|minimum|running|change|growth|lowest|median|count|lines|range|share|total|bars|line|mean|bar|sum)>'
syntax match rieplQuestion '\v<%(compare|explain|project|schema|source|chart|fully|rank|show|what|sql|why)>'
syntax match rieplUnit '\v[A-Za-z0-9_]@<!%(£%(k|thousand|m|mn|million|b|bn|billion)=|\%)[A-Za-z0-9_]@!'
syntax match rieplNumber '\v[A-Za-z0-9_]@<!%(%(%([0-9][0-9]=[0-9]=%(\,[0-9][0-9][0-9])+|[0-9]+)%(\.[0-9]+)=|\.[0-9]+)%(k|thousand|m|mn|million|b|bn|billion|\s+%(thousand|million|billion))=)[A-Za-z0-9_]@!'
syntax match rieplMoney '\v[A-Za-z0-9_]@<!%(£%(%([0-9][0-9]=[0-9]=%(\,[0-9][0-9][0-9])+|[0-9]+)%(\.[0-9]+)=|\.[0-9]+)%(k|thousand|m|mn|million|b|bn|billion|\s+%(thousand|million|billion))=|%(%([0-9][0-9]=[0-9]=%(\,[0-9][0-9][0-9])+|[0-9]+)%(\.[0-9]+)=|\.[0-9]+)p)[A-Za-z0-9_]@!'
syntax match rieplPercentage '\v[A-Za-z0-9_]@<!%(%(%([0-9][0-9]=[0-9]=%(\,[0-9][0-9][0-9])+|[0-9]+)%(\.[0-9]+)=|\.[0-9]+)%(k|thousand|m|mn|million|b|bn|billion|\s+%(thousand|million|billion))=%(%(\s+)=\%|\s+%(percent|pc|per\s+cent)))[A-Za-z0-9_]@!'
syntax match rieplPercentage '\v[A-Za-z0-9_]@<!%(%(%([0-9][0-9]=[0-9]=%(\,[0-9][0-9][0-9])+|[0-9]+)%(\.[0-9]+)=|\.[0-9]+)%(k|thousand|m|mn|million|b|bn|billion|\s+%(thousand|million|billion))=\s+%(points|point|pp|percentage\s+%(points|point)))[A-Za-z0-9_]@!'
syntax match rieplPercentage '\v[A-Za-z0-9_]@<!%(%(%([0-9][0-9]=[0-9]=%(\,[0-9][0-9][0-9])+|[0-9]+)%(\.[0-9]+)=|\.[0-9]+)%(k|thousand|m|mn|million|b|bn|billion|\s+%(thousand|million|billion))=%(%(\s+)=\%%(\s+)=|\s+%(percent|pc|per\s+cent)\s+)%(pa|%(a|per|each)\s+%(year|annum)))[A-Za-z0-9_]@!'
syntax match rieplYear '\v[A-Za-z0-9_]@<!%(%(FY =)=[0-9][0-9][0-9][0-9]%(\-|\/|[‐-—])[0-9][0-9]%([0-9][0-9])=|FY[0-9][0-9]%(\-|\/|[‐-—])[0-9][0-9]|[0-9][0-9]%(\-|\/)[0-9][0-9])[A-Za-z0-9_]@!'
syntax match rieplString '\v\"%([^"]|\"\")+\"|“[^”]+”'
syntax match rieplComment '\v\#.*'
syntax match rieplCommand /\v^<%(then|check|heading|say|export|list|about|help|learn|use|load|describe|run|save|set|timer|undo|history|quit|exit|bye)>/
syntax match rieplCommand /\v^<%(let|ask)>/ nextgroup=rieplNewName skipwhite
syntax match rieplNewName /\v[^=#]{-1,}\ze\s*\=/ contained

highlight default link rieplComment Comment
highlight default link rieplString String
highlight default link rieplCommand Statement
highlight default link rieplNewName Identifier
highlight default link rieplQuestion PreProc
highlight default link rieplCalculation Function
highlight default link rieplOperatorWord Operator
highlight default link rieplClause Keyword
highlight default link rieplComparison Operator
highlight default link rieplConnective Operator
highlight default link rieplUnit Type
highlight default link rieplAnswer Special
highlight default link rieplYear Constant
highlight default link rieplMoney Number
highlight default link rieplPercentage Number
highlight default link rieplNumber Number
highlight default link rieplMark Operator
highlight default link rieplPunctuation Delimiter

let b:current_syntax = "riepl"
