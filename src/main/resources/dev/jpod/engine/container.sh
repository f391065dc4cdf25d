# container.sh: starts a container, and does what has to be done when one has ended. No part of jpod
# stays behind to watch: conmon, the container's monitor, runs this when the container's process is
# gone.
#
#   container.sh start  BUNDLE RUN          mount, create and, at a line from standard input, start
#   container.sh exited BUNDLE RUN ATTEMPT  clean up, then restart as the policy says
#   container.sh check  BUNDLE RUN          let health.sh begin anew; the caller holds the lock
#
# `start` fails with 1 and says on its first line which step failed (mount, create, start) and on
# the others what the program of that step said; or it says `gone`, when the container was removed.
# It fails, too, when its input ends without a line: then nobody is left who wants the container.
#
# How things stand is in BUNDLE/state, since when is its time stamp:
#
#   starting | running | waiting CODE MILLISECONDS | exited CODE CAUSE
#
# BUNDLE/stopped exists while the container is meant to be stopped. RUN/attempt counts the starts:
# whoever holds an older number has nothing left to do. RUN/unhealthy says what health.sh ended the
# container for.

umask 022

shortest_pause=100 # milliseconds before the first restart, doubled for each one after it
longest_pause=60000
longest_start=60 # seconds that a start without anybody watching may take
steady=10 # seconds of running after which the pauses begin anew

# Running programs -----------------------------------------------------------------------------

oci() {
  run_listed "$launch/runtime" "$@" </dev/null 9>&-
}

# State ----------------------------------------------------------------------------------------

read_attempt() {
  attempt=0
  [ ! -e "$run/attempt" ] || IFS= read -r attempt <"$run/attempt"
}

# How often the policy started the container: in all, and since it last ran steadily.
read_restarts() {
  restarts=0 streak=0
  [ ! -e "$run/restarts" ] || read -r restarts streak <"$run/restarts"
}

read_state() {
  state=created
  [ ! -e "$bundle/state" ] || read -r state _ <"$bundle/state" || state=starting
}

# Log files ------------------------------------------------------------------------------------

# conmon puts an empty log in the place of one that is full. The name LOG.1, given to the log while
# it is new, keeps the full one; once LOG is another file, the names move on. So LOG.2 and higher are
# the older files, and LOG.1 is one only between conmon's change and the next look at it.
turn_logs() {
  log=$bundle/ctr.log
  [ "$log_files" -gt 1 ] && [ -e "$log" ] || return 0
  if [ -e "$log.1" ]; then
    # shellcheck disable=SC3013 # POSIX has it since 2024, dash and busybox for much longer
    [ ! "$log" -ef "$log.1" ] || return 0
    older=$log_files
    while [ "$older" -gt 1 ]; do
      [ ! -e "$log.$((older - 1))" ] || mv -f "$log.$((older - 1))" "$log.$older"
      older=$((older - 1))
    done
  fi
  ln -f "$log" "$log.1"
}

# Checking health ------------------------------------------------------------------------------

# Ends health.sh and a probe that it is in the middle of. Both lead process groups of their own, and
# nothing that they write is ever half there, so no more is needed than to kill them.
end_checker() {
  [ -d "$check" ] || return 0
  for leader in checker prober; do
    [ -e "$check/$leader" ] || continue
    read -r member since <"$check/$leader" || continue
    ! lives "$member" "$since" || kill -s KILL -- "-$member" 2>/dev/null
  done
  rm -rf "$check"
}

# Lets health.sh check the container that has just been started, if it has a health check.
start_checker() {
  [ ! -e "$run/health" ] || rm -f "$run/health"
  [ -e "$launch/health" ] && IFS= read -r checker <"$launch/health" || return 0
  mkdir -m 700 "$check" || return 0
  uptime
  printf 'starting 0 0 %s\n' "$now" >"$run/health"
  setsid sh "$checker" keep "$bundle" "$run" </dev/null >/dev/null 2>&1 9>&- &
  start_time "$!"
  printf '%s %s\n' "$!" "$ticks" >"$check/checker"
}

# Whether somebody checks the container, if it has a health check.
is_checked() {
  [ -e "$launch/health" ] || return 0
  [ -e "$check/checker" ] && read -r member since <"$check/checker" && lives "$member" "$since"
}

# The lock is held by the caller.
check() {
  [ -e "$launch/container" ] || exit 0
  end_checker
  read_started
  if lives "$pid" "$began"; then
    start_checker
  fi
}

# Starting -------------------------------------------------------------------------------------

# Sets `members` to the processes of a container that has no cgroup to list them: those whose root
# file system is the container's, and that are not of the PID namespace of this script.
find_members() {
  members=
  device=$(stat -c %d "$bundle/merged" 2>/dev/null) || return 0
  [ "$device" != "$(stat -c %d "$bundle")" ] || device=
  stat -Lc '%d %n' /proc/[0-9]*/root 2>/dev/null >"$run/roots"
  while read -r on root; do
    process=${root%/root}
    if [ "$on" = "$device" ] || { [ -z "$device" ] && [ "$root" -ef "$bundle/merged" ]; }; then
      [ "$process/ns/pid" -ef /proc/self/ns/pid ] || members="$members ${process#/proc/}"
    fi
  done <"$run/roots"
  rm -f "$run/roots"
}

# Kills what is left of a container without a cgroup whose first process was not that of its PID
# namespace; the kernel ends it a moment later.
end_members() {
  [ -z "$cgroup" ] || return 0
  looks=0
  find_members
  while [ -n "$members" ] && [ "$looks" -lt 50 ]; do
    # shellcheck disable=SC2086
    kill -s KILL $members 2>/dev/null
    sleep 0.02 9>&-
    looks=$((looks + 1))
    find_members
  done
}

# Takes away what the runtime and the kernel still have of the container, and who checks it.
tidy() {
  end_checker
  end_members
  [ ! -d "$runtime_state/$id" ] || oci delete --force "$id" >/dev/null 2>&1
  [ -z "$passages" ] || umount "$passages/$id/root" 2>/dev/null ||
    umount -l "$passages/$id/root" 2>/dev/null
  umount "$bundle/merged" 2>/dev/null || umount -l "$bundle/merged" 2>/dev/null
  return 0
}

# failed STEP MESSAGE: makes the attempt undone, and reports; nobody may be left to read that.
failed() {
  attempt=$((attempt + 1))
  printf '%s\n' "$attempt" >"$run/attempt"
  cause=start-failed
  case $2 in
    *'executable file not found'* | *'no such file or directory'*) code=127 ;;
    *'ermission denied'*) code=126 ;;
    *) code=125 ;;
  esac
  # A start that was given up says so before it kills the process: who looks in between would take
  # the container for one that its policy starts again.
  [ "$verb" = start ] || tidy
  replace "$bundle/state" "exited $code $cause"
  [ "$verb" != start ] || tidy
  printf '%s\n%s\n' "$1" "$2"
  return 1
}

# Puts the root file system in its place, where it is not a folder that stays.
mount_root() {
  case $driver in
    overlay) mount -t overlay overlay -o "$overlay" "$bundle/merged" ;;
    copy) ;;
    *) "$driver" -o "$overlay" "$bundle/merged" 9>&- ;;
  esac && open_passage
}

# Shows the root file system once more where the root of another user namespace can reach it, and only
# he: by a folder of his group, in one of this script's own user that others pass.
open_passage() {
  [ -n "$passages" ] || return 0
  way=$passages/$id
  mkdir -p "$way/root" && [ ! -L "$passages" ] && [ -O "$passages" ] || {
    echo "'$passages' is not a folder of jpod's own"
    return 1
  }
  chmod 711 "$passages" && chmod 700 "$way" && chgrp "$passage_group" "$way" && chmod 710 "$way" &&
    mount --bind "$bundle/merged" "$way/root"
}

# Starts the container; the lock is held, and nothing of an earlier run is left.
launch() {
  attempt=$((attempt + 1))
  printf '%s\n' "$attempt" >"$run/attempt"
  printf 'starting\n' >"$bundle/state"

  cd "$layers" || return 1
  said=$(mount_root 2>&1) || {
    failed mount "$said"
    return 1
  }

  # The runtime reads these inside the container, and would wait for ever for what a pipe says.
  for file in /etc/passwd /etc/group; do
    [ -L "$bundle/merged$file" ] || [ ! -e "$bundle/merged$file" ] ||
      [ -f "$bundle/merged$file" ] || {
      failed create "its '$file' is not a regular file"
      return 1
    }
  done

  # conmon keeps the pipe open as long as the container lives: one line is all that is read of it.
  cd "$bundle" || return 1
  said=$({
    export _OCI_SYNCPIPE=3
    run_listed "$launch/conmon" "$attempt" 3>&1 >/dev/null 2>"$run/conmon.err" </dev/null 9>&-
  } | {
    IFS= read -r line
    printf '%s\n' "$line"
  })
  monitor=0
  [ ! -e "$run/conmon.pid" ] || IFS= read -r monitor <"$run/conmon.pid"
  start_time "$monitor"
  watched="$monitor $ticks"
  case $said in
    '{"data":-1'* | '{"data": -1'* | '')
      [ -n "$said" ] || said=$(while IFS= read -r line; do echo "$line"; done <"$run/conmon.err")
      printf '0 0 %s\n' "$watched" >"$run/started"
      failed create "$said"
      return 1
      ;;
  esac
  IFS= read -r pid <"$run/pidfile"
  start_time "$pid"
  printf '%s %s %s\n' "$pid" "$ticks" "$watched" >"$run/started"

  [ "$verb" != start ] || IFS= read -r _ || {
    failed start 'the start was given up'
    return 1
  }
  said=$(oci start "$id" 2>&1) || {
    failed start "$said"
    return 1
  }
  start_checker
  printf 'running\n' >"$bundle/state"
}

# Makes a start fail that takes too long, whatever keeps the runtime waiting inside the container.
# Runs beside the start, so it must not keep the lock; without the start it has nothing to do.
watch_start() {
  exec 9>&-
  sleep "$longest_start" &
  sleeper=$!
  trap 'kill "$sleeper" 2>/dev/null; exit 0' TERM
  wait "$sleeper"
  read_state
  [ "$state" = starting ] && kill -0 $$ 2>/dev/null || exit 0
  if [ -z "$cgroup" ]; then
    IFS= read -r monitor <"$run/conmon.pid" && kill_below "$monitor"
    exit 0
  fi
  for processes in /sys/fs/cgroup"$cgroup"/cgroup.procs /sys/fs/cgroup/*"$cgroup"/cgroup.procs
  do
    [ -e "$processes" ] || continue
    while IFS= read -r pid; do
      kill -KILL "$pid" 2>/dev/null
    done <"$processes"
  done
}

# Kills all that descends from a process, and not that itself.
kill_below() {
  family=" $1 " found=yes
  while [ "$found" = yes ]; do
    found=no
    for file in /proc/[0-9]*/stat; do
      { IFS= read -r stat <"$file"; } 2>/dev/null || continue
      member=${stat%% *}
      # shellcheck disable=SC2086
      set -- ${stat##*) }
      case $family in
        *" $member "*) ;;
        *" $2 "*) family="$family$member " found=yes ;;
      esac
    done
  done
  for member in ${family# * }; do
    kill -s KILL "$member" 2>/dev/null
  done
}

# Leaves the caller's service or session of systemd, which would take monitor and checker with it at
# its end: for the root of the cgroups or, where those of the containers are an ordinary user's, for one
# beside them. Below a container's root of cgroups, where others may be in charge, it stays.
leave_unit() {
  delegated=${cgroup%/jpod/*}
  if [ -n "$delegated" ]; then
    for root in /sys/fs/cgroup /sys/fs/cgroup/systemd; do
      [ -e "$root$delegated/cgroup.procs" ] || continue
      mkdir -p "$root$delegated/jpod/monitors" 2>/dev/null &&
        echo "$$" 2>/dev/null >"$root$delegated/jpod/monitors/cgroup.procs"
    done
    return 0
  fi
  [ ! -e /sys/fs/cgroup/cgroup.type ] || return 0
  for root in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
    [ ! -e "$root/cgroup.procs" ] || echo "$$" 2>/dev/null >"$root/cgroup.procs"
  done
  return 0
}

# Ends the script of an earlier monitor that waits before it restarts the container.
wake_waiter() {
  [ -e "$run/waiter" ] || return 0
  read -r pid began <"$run/waiter"
  ! lives "$pid" "$began" || kill "$pid"
}

# Forgets an earlier run.
clear_traces() {
  rm -f "$bundle/attach" "$bundle/ctl" "$bundle/winsz" "$bundle/oom" "$bundle/persist/oom" \
    "$bundle/persist/exit" "$run/exit/$id" "$run/pidfile" "$run/conmon.pid" "$run/started" \
    "$run/waiter" "$run/unhealthy"
}

start() {
  lock || exit 1
  [ -e "$launch/container" ] || {
    echo gone
    exit 1
  }
  read_launch
  read_attempt
  read_state
  [ ! -e "$bundle/stopped" ] || rm -f "$bundle/stopped"
  if [ "$state" = running ]; then
    read_started
    if lives "$pid" "$began"; then
      is_checked || check
      exit 0
    fi
  fi
  if [ "$state" != created ]; then
    wake_waiter
    tidy
    clear_traces
    rm -f "$run/restarts"
    turn_logs
  fi
  leave_unit
  launch
}

# After the end --------------------------------------------------------------------------------

# Sets `code` and `cause` of the end that has just been.
read_end() {
  code=-1
  [ ! -e "$run/exit/$id" ] || IFS= read -r code <"$run/exit/$id" || [ -n "$code" ]
  cause=by-itself
  if [ -e "$bundle/stopped" ]; then
    cause=stopped
  elif [ "$code" = 137 ] && [ -e "$bundle/persist/oom" ]; then
    cause=out-of-memory
  elif [ -e "$run/unhealthy" ]; then
    cause=unhealthy
  fi
  again=no
  [ ! -e "$run/unhealthy" ] || IFS= read -r again <"$run/unhealthy"
}

may_restart() {
  [ ! -e "$bundle/stopped" ] || return 1
  [ "$again" != restart ] || return 0
  case $policy in
    always | unless-stopped) return 0 ;;
    on-failure) [ "$code" != 0 ] && { [ "$retries" = 0 ] || [ "$restarts" -lt "$retries" ]; } ;;
    *) return 1 ;;
  esac
}

# Whether the container ran long enough for its next failure to count as a first one.
ran_steadily() {
  read_started
  read -r up _ </proc/uptime
  [ "$began" != 0 ] && [ $((${up%.*} - began / 100)) -ge "$steady" ]
}

# Sets `pause` to the milliseconds before the next start.
next_pause() {
  pause=$shortest_pause
  doubled=0
  while [ "$doubled" -lt "$streak" ] && [ "$pause" -lt "$longest_pause" ]; do
    pause=$((pause * 2))
    doubled=$((doubled + 1))
  done
  [ "$pause" -le "$longest_pause" ] || pause=$longest_pause
}

# Sleeps without the lock; SIGTERM ends the sleep and the script.
wait_out() {
  start_time $$
  printf '%s %s\n' $$ "$ticks" >"$run/waiter"
  unlock
  sleep "$((pause / 1000)).$(printf %03d $((pause % 1000)))" &
  sleeper=$!
  trap 'kill "$sleeper" 2>/dev/null; exit 0' TERM
  wait "$sleeper"
  trap - TERM
  [ -d "$run" ] || exit 0
  lock || exit 1
}

# Leaves when the container was started, stopped or removed by somebody else in the meantime.
leave_if_overtaken() {
  read_attempt
  [ "$attempt" = "$mine" ] && [ -e "$launch/container" ] || exit 0
}

exited() {
  mine=$1
  [ -d "$run" ] || exit 0
  lock || exit 1
  leave_if_overtaken
  read_launch
  read_end
  read_restarts
  ! ran_steadily || streak=0
  tidy
  turn_logs
  event die ",\"code\":$code,\"cause\":\"$cause\""
  while may_restart; do
    next_pause
    replace "$bundle/state" "waiting $code $pause"
    wait_out
    leave_if_overtaken
    read_launch
    may_restart || break
    restarts=$((restarts + 1)) streak=$((streak + 1))
    printf '%s %s\n' "$restarts" "$streak" >"$run/restarts"
    again=no
    clear_traces
    watch_start &
    watcher=$!
    launched=no
    ! launch >"$run/restart.err" || launched=yes
    kill "$watcher" 2>/dev/null
    if [ "$launched" = yes ]; then
      event restart ",\"restarts\":$restarts"
      exit 0
    fi
    mine=$attempt
    event start-failed ",\"code\":$code"
  done
  replace "$bundle/state" "exited $code $cause"
  rm -f "$run/waiter"
}

case $verb in
  start) start ;;
  exited) exited "$4" ;;
  check) check ;;
  *) exit 64 ;;
esac
