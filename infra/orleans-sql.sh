#!/bin/sh
# Gets the SQL scripts of Orleans' membership and reminders for PostgreSQL, from the commit that its packages of the pinned version name, and checks them.
#   infra/orleans-sql.sh [FOLDER]      writes FOLDER/1-main.sql, 2-clustering.sql, 3-reminders.sql (default: infra/orleans)
# Run it again after another OrleansVersion: the commit is in the .nuspec of Microsoft.Orleans.Clustering.AdoNet, the sums come from scripts that somebody has read.
set -eu
version=10.4.2
commit=876ffe0338e41bc6339e85ee5696dbee6cf9a4c4
source=${ORLEANS_SOURCE:-https://raw.githubusercontent.com/dotnet/orleans/$commit}
folder=${1:-$(dirname "$0")/orleans}

get() { # get NAME PATH SHA256
    part="$folder/.$1.part"
    case $source in
        http*) curl --fail --silent --show-error --location --proto '=https' --max-filesize 1048576 --output "$part" "$source/$2" ;;
        *) cp "$source/$2" "$part" ;;
    esac
    found=$(sha256sum "$part" | cut -d ' ' -f 1)
    if [ "$found" != "$3" ]; then
        rm -f "$part"
        echo "error: $2 of Orleans $version has sha256 $found; it must be $3. Nothing was installed: compare the script with the one that was read, then change the sum here." >&2
        exit 1
    fi
    mv "$part" "$folder/$1"
}

mkdir -p "$folder"
get 1-main.sql src/AdoNet/Shared/PostgreSQL-Main.sql 623c15320e640cdd3e84d0668dcae481312f2631ac4977bf2eb8cf22e05deb8b
get 2-clustering.sql src/AdoNet/Orleans.Clustering.AdoNet/PostgreSQL-Clustering.sql 75682538351dc15ad74d86fab14110cca2603fd063d19cebc76118ff84c88328
get 3-reminders.sql src/AdoNet/Orleans.Reminders.AdoNet/PostgreSQL-Reminders.sql 3debf0bed0ca0b057bb7d3ec18d826dce6fb52b92b4de69a2100b5a2b3691bd9
echo "Orleans $version: three scripts in $folder"
