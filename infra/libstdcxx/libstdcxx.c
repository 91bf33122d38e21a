/* Stands before the C++ library of GCC 12 for programs that were built with GCC 13.2 or later. Those leave it to the library to open std::cout and its like and
   name that wish _ZSt21ios_base_library_initv, in version GLIBCXX_3.4.32; it is all that torch needs of the newer library. Until GCC 13 whoever wanted a stream
   made an std::ios_base::Init, and so does this library when it is loaded. */

extern void ios_base_init(void *self) __asm__("_ZNSt8ios_base4InitC1Ev");

void _ZSt21ios_base_library_initv(void)
{
}

__attribute__((constructor)) static void open_streams(void)
{
    static char init; /* std::ios_base::Init has no members. The streams are left to the end of the process. */
    ios_base_init(&init);
}
