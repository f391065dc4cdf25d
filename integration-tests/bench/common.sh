# Sourced by the benchmarks: a store and an image of their own, a clean end, and medians of pairs.
# shellcheck shell=sh disable=SC2034
set -eu

REPO=$(cd "$(dirname -- "$0")/../.." && pwd)
JPOD_HOME=${JPOD_HOME:-$REPO/target/jpod}
RUNS=${RUNS:-11}

die() {
  printf 'bench: %s\n' "$1" >&2
  exit 1
}

[ -x "$JPOD_HOME/bin/jpod" ] || die "there is no jpod in '$JPOD_HOME'; run 'mvn -q -DskipTests package'"
for program in hyperfine jq; do
  command -v "$program" >/dev/null || die "'$program' is missing; run 'integration-tests/set-up bench'"
done

WORK=$(mktemp -d /var/tmp/jpod-bench.XXXXXX)
export JPOD_ROOT="$WORK/root" JPOD_RUNROOT="$WORK/run"

jpod() { "$JPOD_HOME/bin/jpod" "$@"; }

# pair [OPTION...] COMMAND-A COMMAND-B: runs the two in turn, A B A B, RUNS times after one that does not
# count, and leaves the medians of their wall times in milliseconds in A_MS and B_MS. In turn, because
# a shared machine is not as fast at one moment as at the next.
pair() {
  : >"$WORK/times"
  run=0
  while [ "$run" -le "$RUNS" ]; do
    hyperfine --shell=none --style=none --runs 1 --export-json "$WORK/run.json" "$@" >"$WORK/hyperfine.log" 2>&1 ||
      die "this does not run: $* ($(tail -n 1 "$WORK/hyperfine.log"))"
    if [ "$run" -gt 0 ]; then
      jq -r '[.results[].median * 1000] | @tsv' "$WORK/run.json" >>"$WORK/times"
    fi
    run=$((run + 1))
  done
  A_MS=$(cut -f 1 "$WORK/times" | median)
  B_MS=$(cut -f 2 "$WORK/times" | median)
}

# The median of the numbers on standard input.
median() {
  sort -n | awk '{ value[NR] = $1 }
    END { print NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'
}

# The JVM as the launcher starts it, with a main class that does nothing.
prepare_empty_jvm() {
  for release in /usr/lib/jvm/*/release; do
    if grep -qs '^JAVA_VERSION="25' "$release"; then jdk=${release%/release}; fi
  done
  [ -n "${jdk:-}" ] || die "there is no JDK 25; run 'integration-tests/set-up build'"
  printf 'class Empty { public static void main(String[] args) {} }\n' >"$WORK/Empty.java"
  "$jdk/bin/javac" -d "$WORK" "$WORK/Empty.java"
  "$jdk/bin/jar" --create --file "$WORK/empty.jar" -C "$WORK" Empty.class
  EMPTY_JVM="$JPOD_HOME/runtime/bin/java -XX:AOTCache=$JPOD_HOME/lib/jpod.aot @$JPOD_HOME/lib/jvm.options -cp $JPOD_HOME/lib/jpod.jar:$WORK/empty.jar Empty"
}

# row NAME MS BASE-NAME BASE-MS [LIMIT]: one line of the table.
row() {
  awk -v name="$1" -v ms="$2" -v base="$3" -v base_ms="$4" -v limit="${5:-}" 'BEGIN {
    ratio = ms / base_ms
    verdict = limit == "" ? "" : ratio <= limit ? "within " limit : "OVER " limit
    printf "%-34s %8.1f ms  %-34s %8.1f ms  %6.2f  %s\n", name, ms, base, base_ms, ratio, verdict
  }'
}

# A stack of ten containers without a network, imported image included: $WORK/stack.yaml.
prepare_stack() {
  "$REPO/examples/busybox-image" "$WORK/rootfs.tar"
  jpod image import "$WORK/rootfs.tar" localhost/bench:1 >/dev/null
  {
    printf 'apiVersion: jpod.dev/v1\nkind: Stack\nname: bench\npods:\n'
    for number in 0 1 2 3 4 5 6 7 8 9; do
      printf '  c%s: {image: "localhost/bench:1", networks: none, stopTimeout: 0s, command: [sleep, "100000"]}\n' "$number"
    done
  } >"$WORK/stack.yaml"
}

# Takes the stack away, and the store with it.
remove_stack() {
  jpod destroy bench >/dev/null 2>&1 || true
  rm -rf "$WORK"
}

# A dockerd of its own below $WORK, which end_dockerd ends with all its containers.
dockerd_pid=
start_dockerd() {
  export DOCKER_HOST="unix://$WORK/docker.sock"
  dockerd --host "$DOCKER_HOST" --data-root "$WORK/docker" --exec-root "$WORK/docker-run" \
    --pidfile "$WORK/docker.pid" --bridge none --iptables=false --ip-forward=false \
    --cgroup-parent "/${WORK##*/}" >"$WORK/dockerd.log" 2>&1 &
  dockerd_pid=$!
  tries=0
  until docker info >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ "$tries" -gt 150 ] || ! kill -0 "$dockerd_pid" 2>/dev/null; then
      tail -n 5 "$WORK/dockerd.log" >&2
      die "dockerd does not start"
    fi
    sleep 0.1
  done
}

end_dockerd() {
  if [ -n "$dockerd_pid" ]; then
    docker ps --all --quiet | xargs --no-run-if-empty docker rm --force >/dev/null 2>&1 || true
    kill "$dockerd_pid" 2>/dev/null || true
    wait "$dockerd_pid" || true
    rmdir /sys/fs/cgroup/*/"${WORK##*/}" 2>/dev/null || true
  fi
}
