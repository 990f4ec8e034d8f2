" Writes the syntax group of each character of a file, one line for each of its lines, separated by spaces.
" Usage: vim -es -u NONE -i NONE -n -S classes.vim, with $RIEPL_VIM, $RIEPL_SAMPLE and $RIEPL_OUTPUT set.
set nocompatible encoding=utf-8
let &runtimepath = $RIEPL_VIM . ',' . $VIMRUNTIME
filetype plugin on
syntax on
execute 'edit' fnameescape($RIEPL_SAMPLE)
let s:lines = []
for s:number in range(1, line('$'))
  let s:groups = []
  let s:column = 1
  for s:character in split(getline(s:number), '\zs')
    let s:group = synIDattr(synID(s:number, s:column, 1), 'name')
    call add(s:groups, s:group ==# '' ? '-' : s:group)
    let s:column += strlen(s:character)
  endfor
  call add(s:lines, join(s:groups, ' '))
endfor
call add(s:lines, &filetype . ' ' . &commentstring)
call writefile(s:lines, $RIEPL_OUTPUT)
qall!
