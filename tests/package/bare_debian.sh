#!/bin/sh
# The packages on a bare Debian: built, installed there, and used. Wants root, debootstrap and a mirror,
# and takes some minutes, so it is no part of ./stepgrad test:
#
#   sh tests/package/bare_debian.sh [RELEASE [MIRROR]]
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd -P)
release=${1:-bookworm}
mirror=${2:-$(sed -n 's/^\(deb \|URIs: *\)\(\[[^]]*\] \)*\(http[^ ]*\).*/\3/p' /etc/apt/sources.list \
  /etc/apt/sources.list.d/* 2>/dev/null | head -n 1)}
[ "$(id -u)" = 0 ] || { echo 'be root: this makes a system of its own' >&2; exit 3; }
command -v debootstrap >/dev/null || { echo 'install debootstrap' >&2; exit 3; }

bare=$(mktemp -d)
trap 'rm -rf "$bare"' EXIT INT TERM
"$root/stepgrad" package
debootstrap --variant=minbase "$release" "$bare" "$mirror" >/dev/null
cp "$root"/build/package/*.deb "$bare/srv/"
cp -r "$root/tests/consumer_check" "$bare/srv/"
for file in sources.list sources.list.d apt.conf.d auth.conf.d; do  # the mirror's, as here
  if [ -e "/etc/apt/$file" ]; then rm -rf "$bare/etc/apt/$file" && cp -r "/etc/apt/$file" "$bare/etc/apt/"; fi
done
cp /etc/resolv.conf "$bare/etc/resolv.conf"
if [ -d /usr/local/share/ca-certificates ]; then cp -r /etc/ssl "$bare/etc/" 2>/dev/null || true; fi

cat >"$bare/srv/use.sh" <<'USE'
set -eux
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
apt-get -q update >/dev/null
apt-get -q -y install --no-install-recommends ./stepgrad_*.deb >/dev/null
cd /tmp
stepgrad explain "tanh(w*x + b)" w=0.5 x=2 b=-1
stepgrad lesson 1 --auto | head -n 5
stepgrad check "x^2 * y" x=3 y=2
stepgrad train --data moons --epochs 5 --out run
stepgrad check-exercise 2 && exit 1 || [ $? = 3 ]  # no compiler here

apt-get -q -y install --no-install-recommends /srv/libstepgrad-dev_*.deb cmake make catch2 >/dev/null
set -- ~/.local/share/stepgrad/lessons/02_*
cp "$1/solution.hpp" "$1/exercise.hpp"
stepgrad check-exercise 2
cmake -S /srv/consumer_check -B /tmp/consumer -DCMAKE_BUILD_TYPE=Release >/dev/null
cmake --build /tmp/consumer >/dev/null
/tmp/consumer/consumer_check
USE
# In mounts of its own, which go with it: programs find themselves through /proc.
unshare --mount sh -c 'mount -t proc proc "$0/proc" && exec chroot "$0" sh -c "cd /srv && sh use.sh"' "$bare"
echo 'The packages install and work on a bare Debian.'
