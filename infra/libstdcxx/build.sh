#!/bin/sh
# build.sh FOLDER: makes FOLDER/libstdc++.so.6, with which torch's library loads on systems whose C++ library is older than that of GCC 13.2 (Debian 12):
#   LD_LIBRARY_PATH=FOLDER dotnet …
# Makes nothing where the system's own library will do. Needs gcc.
set -eu
folder=${1:?build.sh FOLDER}
here=$(dirname "$0")
wanted=GLIBCXX_3.4.32

system=$(ldconfig -p 2>/dev/null || /sbin/ldconfig -p)
system=$(printf '%s\n' "$system" | sed -n 's/^.*libstdc++\.so\.6 (libc6,[^)]*) => //p' | head -n 1)
if [ -z "$system" ]; then
    echo "there is no libstdc++.so.6 on this system" >&2
    exit 1
fi
if grep -q "$wanted" "$system"; then
    exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Every version of the system's library, empty, since the loader asks for them by the library's name; the symbols are found in the system's own, which comes with it.
objdump -p "$system" | sed -n '/^Version definitions/,/^$/p' | awk '$1 ~ /^[0-9]+$/ && $4 != "libstdc++.so.6" { print $4 " {};" }' >"$work/versions"
for version in GLIBCXX_3.4.31 CXXABI_1.3.14; do
    grep -q "^$version " "$work/versions" || echo "$version {};" >>"$work/versions"
done
echo "$wanted { global: _ZSt21ios_base_library_initv; local: *; };" >>"$work/versions"

# The system's library has the same name as the new one, so it is named by its path: by a stand-in of that name at the link.
gcc -shared -nostdlib -Wl,-soname,"$system" -o "$work/system.so" -x c /dev/null
mkdir -p "$folder"
gcc -O2 -shared -fPIC -Wl,-soname,libstdc++.so.6 -Wl,--no-as-needed -Wl,--version-script="$work/versions" -o "$work/libstdc++.so.6" "$here/libstdcxx.c" "$work/system.so"
mv "$work/libstdc++.so.6" "$folder/libstdc++.so.6"
