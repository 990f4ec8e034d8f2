" Written by `swift run riepl-grammar` out of the grammar and the table of words.
autocmd BufNewFile,BufRead *.riepl setfiletype riepl
