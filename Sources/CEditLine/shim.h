// libedit for Swift: its entry points are variadic, which Swift can't call, so each shape of call gets a typed
// wrapper. A [system] module hides the warnings of the header.
#ifndef CEDITLINE_SHIM_H
#define CEDITLINE_SHIM_H

#if !__has_include(<histedit.h>)
#error "install libedit-dev"
#endif

#include <histedit.h>
#include <stdio.h>
#include <wchar.h>

typedef unsigned char (*editline_function)(EditLine *, int);
typedef wchar_t *(*editline_prompt)(EditLine *);

// Swift 6 refuses the global variables themselves.
static inline FILE *editline_standard_input(void) { return stdin; }
static inline FILE *editline_standard_output(void) { return stdout; }
static inline FILE *editline_standard_error(void) { return stderr; }

// Hidden by feature macros in Swift's Glibc module.
static inline int editline_wcwidth(wchar_t scalar) {
  extern int wcwidth(wchar_t);
  return wcwidth(scalar);
}

static inline int editline_set_number(EditLine *line, int what, int value) { return el_wset(line, what, value); }
static inline int editline_number(EditLine *line, int what) {
  int value = -1;
  (void)el_wget(line, what, &value);
  return value;
}
static inline int editline_set_prompt(EditLine *line, editline_prompt function, wchar_t escape) {
  return el_wset(line, EL_PROMPT_ESC, function, escape);
}
static inline int editline_set_reader(EditLine *line, el_rfunc_t function) {
  return el_wset(line, EL_GETCFN, function);
}
static inline int editline_set_client(EditLine *line, void *client) { return el_wset(line, EL_CLIENTDATA, client); }
static inline void *editline_client(EditLine *line) {
  void *client = NULL;
  (void)el_wget(line, EL_CLIENTDATA, &client);
  return client;
}
static inline int editline_set_editor(EditLine *line, const wchar_t *name) { return el_wset(line, EL_EDITOR, name); }
static inline const wchar_t *editline_editor(EditLine *line) {
  const wchar_t *name = NULL;
  (void)el_wget(line, EL_EDITOR, &name);
  return name;
}
static inline int editline_refresh(EditLine *line) { return el_wset(line, EL_REFRESH); }
static inline int editline_set_file(EditLine *line, int which, FILE *file) {
  return el_wset(line, EL_SETFP, which, file);
}
// The name and the help are not copied: they have to live as long as the line.
static inline int editline_add_function(
    EditLine *line, const wchar_t *name, const wchar_t *help, editline_function function) {
  return el_wset(line, EL_ADDFN, name, help, function);
}
static inline int editline_bind(EditLine *line, const wchar_t *key, const wchar_t *command) {
  return el_wset(line, EL_BIND, key, command, NULL);
}
// In vi's command map.
static inline int editline_bind_command_map(EditLine *line, const wchar_t *key, const wchar_t *command) {
  return el_wset(line, EL_BIND, L"-a", key, command, NULL);
}
static inline int editline_set_tty(EditLine *line, const wchar_t *mode, const wchar_t *setting) {
  return el_wset(line, EL_SETTY, mode, setting, NULL);
}

static inline int editline_attach_history(EditLine *line, HistoryW *history) {
  return el_wset(line, EL_HIST, history_w, history);
}
static inline int editline_history_number(HistoryW *history, HistEventW *event, int what, int value) {
  return history_w(history, event, what, value);
}
static inline int editline_history_text(HistoryW *history, HistEventW *event, int what, const wchar_t *text) {
  return history_w(history, event, what, text);
}
static inline int editline_history_file(HistoryW *history, HistEventW *event, int what, const char *path) {
  return history_w(history, event, what, path);
}
static inline int editline_history_step(HistoryW *history, HistEventW *event, int what) {
  return history_w(history, event, what);
}

#endif
