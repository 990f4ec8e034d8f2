" Written by `swift run riepl-grammar` out of the grammar and the table of words.
setlocal comments=:# commentstring=#\ %s
let b:undo_ftplugin = "setlocal comments< commentstring<"
