# health.sh: finds out again and again whether a container does its work. One such process stays with
# each container that has a health check, and sleeps most of the time.
#
#   health.sh keep  BUNDLE RUN  probe for as long as the container's process lives
#   health.sh once  BUNDLE RUN  probe now; prints the number of the result, or nothing when there is
#                               nothing to probe
#   health.sh probe BUNDLE RUN  what both run for one probe; ends with 0 when it succeeded
#
# BUNDLE/launch/health has the path of this program, the kind of the probe (command, http or tcp),
# interval, timeout, retries, start period, start interval (times in milliseconds) and what is to be
# done with a container that becomes unhealthy (none, kill, restart or stop). BUNDLE/launch/probe has
# the words of the command, with \\ for a backslash and \n for the end of a line; or port and path.
#
# RUN/health has the state on its first line, and on the others the last five results:
#
#   starting|healthy|unhealthy STREAK COUNT SINCE     failures in a row, results so far, start
#   NUMBER TIME MILLISECONDS CODE                     -1 for a probe that took too long
#
# RUN/check/output.N has the first part of what probe N modulo 6 said. RUN/check/checker and prober
# have the ids and start times of who leads these process groups, RUN/check/pid that of the command in
# the container. RUN/check/lock (flock) lets one probe be at a time.

umask 022
cd /

first_pause=100 # milliseconds before the first probe, doubled up to the start interval
longest_nap=60000 # after which it is looked whether the container is still there
longest_output=4096
slots=6

# What is to be done ---------------------------------------------------------------------------

read_check() {
  {
    IFS= read -r _
    IFS= read -r kind
    IFS= read -r interval
    IFS= read -r timeout
    IFS= read -r tolerated
    IFS= read -r start_period
    IFS= read -r start_interval
    IFS= read -r on_failure
  } <"$launch/health"
  [ "$start_interval" -le "$interval" ] || start_interval=$interval
}

# Sets `seconds` to milliseconds as sleep(1) and timeout(1) have them.
as_seconds() {
  seconds=$1
  while [ "${#seconds}" -lt 4 ]; do
    seconds=0$seconds
  done
  seconds=${seconds%???}.${seconds#"${seconds%???}"}
}

read_health() {
  {
    read -r status streak count since || return 1
    results=
    while IFS= read -r line; do
      [ "${line%% *}" -le $((count - 4)) ] || results=$results$line'
'
    done
  } <"$run/health"
}

# Whether the container runs, and nobody has frozen it or is stopping it.
is_at_work() {
  lives "$pid" "$began" && [ ! -e "$bundle/stopped" ] || return 1
  [ -n "$cgroup" ] || return 0
  frozen=
  for file in "/sys/fs/cgroup$cgroup/cgroup.freeze" "/sys/fs/cgroup/freezer$cgroup/freezer.state"; do
    { IFS= read -r frozen <"$file"; } 2>/dev/null && break
  done
  case $frozen in
    1 | FROZEN | FREEZING) return 1 ;;
  esac
}

# Probing --------------------------------------------------------------------------------------

# Runs in a process of its own, led by timeout(1). What the probe says is read to its end, so that
# it is not disturbed, but only the first part is kept.
probe() {
  {
    "probe_by_$kind" 2>&1
    printf '%s\n' "$?" >"$check/code"
  } | {
    # One byte at a time, so that nothing waits in a buffer when the time runs out.
    dd bs=1 count="$longest_output" >"$check/output.$(((count + 1) % slots))" 2>/dev/null
    exec cat >/dev/null
  }
}

# The runtime gives the program user, environment, folder and privileges of the container. crun
# inherits nothing but the environment; the rest stands in a file, with the words of the command.
probe_by_command() {
  if [ -e "$launch/process.json" ]; then
    run_listed "$launch/runtime" exec --pid-file "$check/pid" \
      --process "$launch/process.json" "$id" </dev/null
    return
  fi
  set --
  while IFS= read -r word; do
    case $word in
      *\\*)
        word=$(printf '%b.' "$word")
        word=${word%.}
        ;;
    esac
    set -- "$@" "$word"
  done <"$launch/probe"
  run_listed "$launch/runtime" exec --pid-file "$check/pid" "$id" "$@" </dev/null
}

# Connections come from the host's own bash, inside the network of the container.
read_target() {
  {
    IFS= read -r port
    IFS= read -r path
  } <"$launch/probe"
}

connect='
for host in 127.0.0.1 ::1; do
  { exec 3<>"/dev/tcp/$host/$1"; } 2>/dev/null && break
  [ "$host" = 127.0.0.1 ] || { echo "nothing accepts connections to port $1"; exit 1; }
done'

request='
printf "GET %s HTTP/1.1\r\nHost: localhost:%s\r\nUser-Agent: jpod\r\nAccept: */*\r\n" "$2" "$1" >&3
printf "Connection: close\r\n\r\n" >&3
return_key=$(printf "\r")
IFS= read -r -n 200 answer <&3
answer=${answer%"$return_key"}
printf "%s\n" "$answer"
case "$answer " in
  "HTTP/1."[01]" "[23][0-9][0-9]" "*) exit 0 ;;
  HTTP/*) ;;
  *) echo "this is no answer by HTTP"; exit 1 ;;
esac
while IFS= read -r -n 2000 line <&3 && [ "${#line}" -gt 1 ]; do :; done
IFS= read -r -d "" -n 2000 -t 1 body <&3
printf "%s\n" "$body"
exit 1'

probe_by_tcp() {
  read_target
  nsenter --net="/proc/$pid/ns/net" bash --norc --noprofile -c "$connect" health "$port" </dev/null
}

probe_by_http() {
  read_target
  nsenter --net="/proc/$pid/ns/net" \
    bash --norc --noprofile -c "$connect$request" health "$port" "$path" </dev/null
}

# Kills what a command that took too long has left running in the container: its whole session.
kill_command() {
  leader=
  IFS= read -r leader <"$check/pid" || [ -n "$leader" ] || return 0
  if [ -z "$cgroup" ]; then
    for folder in /proc/[0-9]*; do
      start_time "${folder#/proc/}"
      [ "$session" != "$leader" ] || kill -KILL "${folder#/proc/}" 2>/dev/null
    done
    return 0
  fi
  for processes in "/sys/fs/cgroup$cgroup/cgroup.procs" /sys/fs/cgroup/*"$cgroup/cgroup.procs"; do
    [ -e "$processes" ] || continue
    while IFS= read -r member; do
      start_time "$member"
      [ "$session" != "$leader" ] || kill -KILL "$member" 2>/dev/null
    done <"$processes"
  done
}

# Probes once. Sets `code`, `milliseconds`, `time` and `begun`.
run_probe() {
  : >"$check/code"
  : >"$check/pid"
  : >"$check/output.$(((count + 1) % slots))"
  time=$(date -u +%Y-%m-%dT%H:%M:%S.%3NZ)
  as_seconds "$timeout"
  uptime
  begun=$now
  timeout -s KILL "$seconds" sh "$0" probe "$bundle" "$run" </dev/null >/dev/null 2>&1 8>&- &
  prober=$!
  start_time "$prober"
  printf '%s %s\n' "$prober" "$ticks" >"$check/prober"
  wait "$prober"
  uptime
  milliseconds=$(((now - begun) * 10))
  code=-1
  IFS= read -r code <"$check/code" || code=-1
  [ "$code" != -1 ] || kill_command
}

# Judging --------------------------------------------------------------------------------------

# Sets `patience` to the hundredths of a second after the start in which failures do not count:
# those of the start period and of one interval, after which the first failure counts in Docker.
set_patience() {
  patience=$(((start_period + interval) / 10))
}

# Takes the result into the state, and sets `became` to the state when that is another one.
judge() {
  before=$status
  if [ "$code" = 0 ]; then
    streak=0
    status=healthy
  elif [ "$status" != starting ] || [ $((begun - since)) -ge "$patience" ]; then
    streak=$((streak + 1))
    [ "$streak" -lt "$tolerated" ] || status=unhealthy
  fi
  count=$((count + 1))
  replace "$run/health" "$status $streak $count $since
$results$count $time $milliseconds $code"
  became=
  [ "$status" = "$before" ] || became=$status
}

# One probe from its beginning to what follows from it; fails when there was nothing to probe.
probe_now() {
  exec 8>"$check/lock" && flock 8 || return 1
  read_health && is_at_work || {
    exec 8>&-
    return 1
  }
  run_probe
  # What was stopped or frozen meanwhile could not answer.
  is_at_work || {
    exec 8>&-
    return 1
  }
  judge
  case $became in
    healthy) event healthy ;;
    unhealthy) event unhealthy ",\"streak\":$streak,\"code\":$code" ;;
  esac
  exec 8>&-
}

# What an unhealthy container comes to ---------------------------------------------------------

# nap MILLISECONDS
nap() {
  as_seconds "$1"
  sleep "$seconds" 8>&- 9>&-
}

act() {
  [ "$on_failure" != none ] || return 0
  lock || return 0
  is_at_work || {
    unlock
    return 0
  }
  signal=$stop_signal
  case $on_failure in
    kill)
      signal=KILL
      printf 'kill\n' >"$run/unhealthy"
      ;;
    restart) printf 'restart\n' >"$run/unhealthy" ;;
    stop) printf 'operator unhealthy\n' >"$bundle/stopped" ;;
  esac
  kill -s "$signal" "$pid" 2>/dev/null
  unlock
  left=$stop_timeout
  while lives "$pid" "$began"; do
    [ "$left" -gt 0 ] || kill -KILL "$pid" 2>/dev/null
    nap 100
    left=$((left - 100))
  done
}

# Again and again ------------------------------------------------------------------------------

# Leaves when the container has ended, or somebody else checks it now.
leave_if_overtaken() {
  lives "$pid" "$began" && [ -d "$check" ] || exit 0
  checker=$$
  [ ! -e "$check/checker" ] || read -r checker _ <"$check/checker"
  [ "$checker" = $$ ] || exit 0
}

keep() {
  pause=$first_pause
  while :; do
    while [ "$pause" -gt 0 ]; do
      slice=$pause
      [ "$slice" -le "$longest_nap" ] || slice=$longest_nap
      nap "$slice"
      pause=$((pause - slice))
      leave_if_overtaken
    done
    if probe_now && [ "$became" = unhealthy ]; then
      act
      leave_if_overtaken
    fi
    next_pause
  done
}

# Sets `pause` to the milliseconds before the next probe.
next_pause() {
  pause=$interval
  uptime
  left=$(((patience - (now - since)) * 10))
  [ "$status" = starting ] && [ "$left" -gt 0 ] || return 0
  pause=$early_pause
  [ "$pause" -le "$left" ] || pause=$left
  early_pause=$((early_pause * 2))
  [ "$early_pause" -le "$start_interval" ] || early_pause=$start_interval
}

[ -e "$launch/health" ] && [ -d "$check" ] || exit 0
read_check
read_launch
read_started
status=starting since=0 count=0 became=
set_patience

case $verb in
  keep)
    read_health || exit 0
    early_pause=$((first_pause * 2))
    keep
    ;;
  once)
    if probe_now; then
      printf '%s\n' "$count"
      [ "$became" != unhealthy ] || act
    fi
    ;;
  probe)
    read_health && probe
    ;;
  *) exit 64 ;;
esac
