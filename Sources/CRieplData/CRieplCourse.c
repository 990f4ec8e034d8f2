#include "CRieplData.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char course[] = {
#embed "courses/first-questions.riepl-course"
};

riepl_data_file riepl_course(void) {
  riepl_data_file file = {"courses/first-questions.riepl-course", course, sizeof course};
  return file;
}
