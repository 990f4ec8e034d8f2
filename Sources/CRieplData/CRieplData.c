#include "CRieplData.h"

// `#embed` is C23; clang 19 and later have it in every mode and only remark on it.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char dataset[] = {
#embed "riep-2008/dataset.txt"
};
static const unsigned char regions[] = {
#embed "riep-2008/regions.csv"
};
static const unsigned char allocations[] = {
#embed "riep-2008/allocations.csv"
};
static const unsigned char published_totals[] = {
#embed "riep-2008/published-totals.csv"
};
static const unsigned char held_back[] = {
#embed "riep-2008/held-back.csv"
};
static const unsigned char potential_efficiencies[] = {
#embed "riep-2008/potential-efficiencies.csv"
};
static const unsigned char facts[] = {
#embed "riep-2008/facts.csv"
};
static const unsigned char programmes[] = {
#embed "riep-2008/programmes.csv"
};
static const unsigned char notes[] = {
#embed "riep-2008/notes.csv"
};
static const unsigned char sources[] = {
#embed "riep-2008/sources.csv"
};

static const riepl_data_file files[] = {
    {"riep-2008/dataset.txt", dataset, sizeof dataset},
    {"riep-2008/regions.csv", regions, sizeof regions},
    {"riep-2008/allocations.csv", allocations, sizeof allocations},
    {"riep-2008/published-totals.csv", published_totals, sizeof published_totals},
    {"riep-2008/held-back.csv", held_back, sizeof held_back},
    {"riep-2008/potential-efficiencies.csv", potential_efficiencies, sizeof potential_efficiencies},
    {"riep-2008/facts.csv", facts, sizeof facts},
    {"riep-2008/programmes.csv", programmes, sizeof programmes},
    {"riep-2008/notes.csv", notes, sizeof notes},
    {"riep-2008/sources.csv", sources, sizeof sources},
};

static const size_t file_count = sizeof files / sizeof files[0];

size_t riepl_data_file_count(void) { return file_count; }

riepl_data_file riepl_data_file_at(size_t number) {
  return files[number < file_count ? number : file_count - 1];
}
