#!/bin/sh
# What jpod's programs for containers have in common; each of them is installed with this in front.
#
# BUNDLE outlives a reboot, RUN need not. What to run stands in files of BUNDLE/launch, one word a
# line, and is never evaluated by the shell:
#
#   container  id, name, the runtime's state folder, the folder that the overlay's lower directories
#              are relative to, the overlay's options, the event log, the cgroup (may be empty),
#              what mounts: overlay, the path of fuse-overlayfs, or copy for nothing
#   policy     restart policy, its number of retries, how many log files are kept, the number of the
#              stop signal, the milliseconds that a stop may take
#   conmon     the monitor with all its arguments but the last, the number of the attempt
#   runtime    the OCI runtime with its global arguments
#   health     only with a health check; see health.sh
#   probe      likewise
#
# RUN/started has the ids and start times of the process and of its monitor. RUN/lock (flock) guards
# what changes the container's state.

set -u

verb=$1
bundle=$2
run=$3
launch=$bundle/launch
check=$run/check

largest_event_log=4194304

# Running programs -----------------------------------------------------------------------------

# run_listed FILE WORD...: runs the program whose words stand in FILE, with more words behind them.
run_listed() {
  list=$1
  shift
  given=$#
  while IFS= read -r word; do
    set -- "$@" "$word"
  done <"$list"
  while [ "$given" -gt 0 ]; do
    word=$1
    shift
    set -- "$@" "$word"
    given=$((given - 1))
  done
  "$@"
}

# Files ----------------------------------------------------------------------------------------

# replace FILE CONTENT: gives a file new content in one step.
replace() {
  printf '%s\n' "$2" >"$1.new" && mv -f "$1.new" "$1"
}

lock() {
  exec 9>"$run/lock" && flock 9
}

unlock() {
  exec 9>&-
}

read_launch() {
  {
    IFS= read -r id
    IFS= read -r name
    IFS= read -r runtime_state
    IFS= read -r layers
    IFS= read -r overlay
    IFS= read -r events
    IFS= read -r cgroup
    IFS= read -r driver || driver=overlay
    IFS= read -r passages || passages=
    IFS= read -r passage_group || passage_group=
  } <"$launch/container"
  {
    IFS= read -r policy
    IFS= read -r retries
    IFS= read -r log_files
    IFS= read -r stop_signal || stop_signal=15
    IFS= read -r stop_timeout || stop_timeout=10000
  } <"$launch/policy"
}

# Processes ------------------------------------------------------------------------------------

# start_time PID: sets `ticks` to when a process started, counted from the boot, 0 for
# none, and `session` to its session.
start_time() {
  ticks=0 session=0
  { IFS= read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
  # Its name, in parentheses, may hold anything; the fields behind that begin with the state.
  # shellcheck disable=SC2086
  set -- ${stat##*) }
  [ "$1" = Z ] || [ "$1" = X ] || session=$4 ticks=${20}
}

read_started() {
  pid=0 began=0
  [ ! -e "$run/started" ] || read -r pid began _ <"$run/started"
}

lives() {
  start_time "$1"
  [ "$ticks" != 0 ] && [ "$ticks" = "$2" ]
}

# Time and events ------------------------------------------------------------------------------

# Sets `now` to the hundredths of a second since the boot, which no change of the clock moves.
uptime() {
  read -r up _ </proc/uptime
  now=$((${up%.*} * 100 + 1${up#*.} - 100))
}

event() {
  if [ -e "$events" ] && [ "$(wc -c <"$events")" -gt "$largest_event_log" ]; then
    mv -f "$events" "$events.1"
  fi
  printf '{"time":"%s","event":"%s","id":"%s","name":"%s"%s}\n' \
    "$(date -u +%Y-%m-%dT%H:%M:%S.%NZ)" "$1" "$id" "$name" "${2-}" >>"$events"
}

