/* What functions are built for that a processor of level 2 runs. */
#define AVX512                                                                                                       \
  __attribute__((target("avx2,avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi2,avx512vpopcntdq,bmi,bmi2,popcnt,lzcnt," \
                        "pclmul,tune=znver4"),                                                                       \
                 min_vector_width(512)))
