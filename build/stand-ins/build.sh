#!/usr/bin/env bash
# Makes local stand-ins for the images that this project names (README.md). Run as root, with a Docker daemon.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
project=$(cd ../.. && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# root_fs IMAGE PACKAGES: a small Debian with these packages, from this machine's own apt sources.
root_fs() {
  echo "stand-ins: $1"
  {
    cat /etc/apt/sources.list 2>/dev/null || true
    for list in /etc/apt/sources.list.d/*.list; do [ ! -f "$list" ] || cat "$list"; done
    for list in /etc/apt/sources.list.d/*.sources; do [ ! -f "$list" ] || { echo && cat "$list"; }; done
  } >"$work/sources"
  local hooks=()
  if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null; then
    # shellcheck disable=SC2016 # mmdebstrap expands it
    hooks=(--customize-hook='copy-in /usr/local/share/ca-certificates /usr/local/share'
      --customize-hook='chroot "$1" update-ca-certificates')
  fi
  # shellcheck disable=SC1091
  mmdebstrap --quiet --variant=minbase --include="ca-certificates,$2" "${hooks[@]}" \
    --aptopt='APT::Install-Recommends "false"' \
    "$(. /etc/os-release && echo "$VERSION_CODENAME")" - - <"$work/sources" | docker import --change 'CMD ["bash"]' - "$1" >/dev/null
}

root_fs pontoon-stand-in/jdk openjdk-17-jdk-headless,maven,default-jdk-headless
root_fs pontoon-stand-in/jre openjdk-17-jre-headless,default-jre-headless
root_fs pontoon-stand-in/rabbitmq rabbitmq-server,procps
docker tag pontoon-stand-in/jdk maven:3.9-eclipse-temurin-17
docker tag pontoon-stand-in/jre eclipse-temurin:17-jre

echo "stand-ins: the brokers' jars from Maven Central"
mvn -q -B -f "$project/pom.xml" -pl rig dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$work/jars"
for broker in rabbitmq:3.13-management apache/kafka:4.3.1 apache/activemq-classic:6.1.7; do
  folder=${broker#apache/} && folder=${folder%%[:-]*}
  cp -r "$folder" "$work/"
  [ "$folder" = rabbitmq ] || cp -r "$work/jars" "$work/$folder/lib"
  echo "stand-ins: $broker"
  docker build -q -t "$broker" "$work/$folder"
done
