# Makes the namespaces in which an ordinary user works, and a process that keeps them; or finds again what
# of them is left. What fails is said on standard output, in one line.
#   namespaces.sh NOTE USER BOOT
# With the id of a process that asks for it, ends what is left of them instead, all but that process, and
# forgets them. Says the id and the name of each program that had to be ended, one a line.
#   namespaces.sh NOTE USER BOOT PROCESS
set -u
note=$1 user=$2 boot=$3 asker=${4-}
umask 077

pause=
fail() {
  if [ -n "$pause" ]; then
    kill -KILL "$pause" 2>/dev/null
  fi
  printf '%s\n' "$*"
  exit 1
}

# Whether a process is the one that began at that time.
is_process() {
  [ -r "/proc/$1/stat" ] || return 1
  process=$1 began=$2
  read -r stat <"/proc/$1/stat" && set -- ${stat##*) } && [ "${20}" = "$began" ] &&
    [ -e "/proc/$process/ns/mnt" ]
}

ticks_of() {
  read -r stat <"/proc/$1/stat" || return 1
  set -- ${stat##*) }
  printf '%s\n' "${20}"
}

# The ids of the user's processes that are in a namespace, for example: in_namespace user 4026532100
in_namespace() {
  find /proc/[0-9]*/ns/"$1" -maxdepth 0 -lname "$1:\[$2\]" 2>/dev/null | cut -d/ -f3
}

# Those whose file systems are the session's. The kernel uses the numbers of namespaces again, so these have
# a mark: the note's folder is mounted there.
members() {
  for candidate in $(in_namespace mnt "$mounts"); do
    if is_marked "$candidate"; then
      printf '%s\n' "$candidate"
    fi
  done
}

is_marked() {
  grep -qF " $mark " "/proc/$1/mountinfo" 2>/dev/null
}

# The namespaces of a session whose note is lost or wrong, from whoever lives in it, and the process that keeps
# them if that still does. The caller's own namespace is none, even where the host has mounted that folder.
find_lost() {
  keeper= found=
  own=$(number_of $$ user)
  for candidate in $(find /proc/[0-9]* -maxdepth 0 -user "$user" 2>/dev/null); do
    candidate=${candidate#/proc/}
    if is_marked "$candidate" && number=$(number_of "$candidate" user) && [ "$number" != "$own" ]; then
      noted=$boot users=$number mounts=$(number_of "$candidate" mnt) found=$candidate
      if [ "$(tr '\0' ' ' <"/proc/$candidate/cmdline")" = "sleep infinity " ]; then
        keeper=$candidate
        return
      fi
    fi
  done 2>/dev/null
}

# Those of the session's user namespace. From inside also those of namespaces that pods have in it can be told:
# only theirs can be read.
in_session() {
  if [ "$(number_of $$ user)" = "$users" ]; then
    find /proc/[0-9]*/ns/user -maxdepth 0 -lname 'user:*' 2>/dev/null | cut -d/ -f3
  else
    in_namespace user "$users"
  fi
}

# The programs of the session beside the process that keeps it, and but for who asks. That there is none has to be
# seen twice: one may begin another that is not seen, and end before it is looked at.
find_others() {
  look_for_others
  [ -n "$others" ] || look_for_others
}

look_for_others() {
  others=
  for member in $(in_session); do
    case $member in
      "$pid" | "$asker" | $$) ;;
      *) [ ! -e "/proc/$member/ns/mnt" ] || others="$others $member" ;;
    esac
  done
}

# So many times 20 ms, if it has to be.
await_others() {
  tries=0
  find_others
  while [ -n "$others" ] && [ $tries -lt "$1" ]; do
    sleep 0.02
    tries=$((tries + 1))
    find_others
  done
}

end_session() {
  await_others 50
  for member in $others; do
    read -r name <"/proc/$member/comm" && printf '%s %s\n' "$member" "$name"
    kill -TERM "$member"
  done 2>/dev/null
  await_others 100
  while [ -n "$others" ]; do
    kill -KILL $others 2>/dev/null
    await_others 50
    [ $((rounds = rounds + 1)) -lt 10 ] || fail "the processes$others of the session do not end"
  done
  # Who asks may still be in there for a while, and is not what is left of it.
  if [ "$(number_of $$ user)" = "$users" ]; then
    umount -l "${note%/*}" 2>/dev/null
  fi
  if [ "$pid" != 0 ]; then
    kill -KILL "$pid" 2>/dev/null
    while [ -e "/proc/$pid/ns/mnt" ]; do
      sleep 0.01
    done
  fi
}

# The number of a namespace of a process.
number_of() {
  link=$(readlink "/proc/$1/ns/$2") || return 1
  link=${link#*\[}
  printf '%s\n' "${link%\]}"
}

# The folder for this boot, which nobody else may write to. That of the login goes with the last logout.
find_folder() {
  run=
  for folder in "${XDG_RUNTIME_DIR:-}" "/run/user/$user"; do
    case $folder in
      /*) ;;
      *) continue ;;
    esac
    if [ -d "$folder" ] && [ -O "$folder" ] && [ -w "$folder" ]; then
      run=$folder/jpod
      break
    fi
  done
  run=${run:-/tmp/jpod-$user}
  mkdir -m 700 "$run" 2>/dev/null
  [ -d "$run" ] && [ -O "$run" ] && [ ! -L "$run" ] || fail "'$run' is not a folder of the user $user"
  chmod 700 "$run" || fail "'$run' cannot be kept from others"
}

# The subordinate numbers of the user as newuidmap and newgidmap take them.
ranges() {
  first=1
  if command -v getsubids >/dev/null; then
    getsubids $2 "$user_name" 2>/dev/null | sed 's/^[0-9]*: [^ ]* //'
  else
    sed -n "s/^\($user_name\|$user\):\([0-9]*\):\([0-9]*\)\$/\2 \3/p" "$1" 2>/dev/null
  fi | while read -r start size; do
    printf '%s ' "$first" "$start" "$size"
    first=$((first + size))
  done
}

# Nothing of the caller's goes into the process that stays: no terminal, no environment, no lock.
stay() {
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin setsid "$@" sleep infinity </dev/null >/dev/null 2>"$run/complaint" 9>&- &
  pause=$!
}

# Until it has entered its namespaces: then it is a program that sleeps.
await_stay() {
  tries=0
  while read -r name <"/proc/$pause/comm" && [ "$name" != sleep ]; do
    tries=$((tries + 1))
    [ $tries -lt 500 ] || break
    sleep 0.01
  done 2>/dev/null
  [ "${name:-}" = sleep ] || fail "$(head -n 1 "$run/complaint")"
}

map() {
  user_name=$(id -un) || fail "the user $user has no name"
  group=$(id -g)
  users=$(ranges /etc/subuid '')
  groups=$(ranges /etc/subgid -g)
  if [ -n "$users" ] && [ -n "$groups" ]; then
    complaint=$(newuidmap "$pause" 0 "$user" 1 $users 2>&1) || fail "newuidmap: ${complaint#newuidmap: }"
    complaint=$(newgidmap "$pause" 0 "$group" 1 $groups 2>&1) || fail "newgidmap: ${complaint#newgidmap: }"
  else
    printf 'deny' >"/proc/$pause/setgroups" && printf '0 %s 1' "$user" >"/proc/$pause/uid_map" &&
      printf '0 %s 1' "$group" >"/proc/$pause/gid_map" || fail "the user $user cannot be mapped"
  fi 2>"$run/complaint"
}

# Notes a process that keeps the namespaces.
write_note() {
  users=$(number_of "$1" user) && mounts=$(number_of "$1" mnt) && ticks=$(ticks_of "$1") ||
    fail "the process that keeps the namespaces ended at once"
  printf '%s\n' "$boot $1 $ticks $users $mounts $run" >"$note.new" && mv -T "$note.new" "$note" 2>/dev/null ||
    fail "'$note' cannot be written"
  rm -f "$run/complaint"
}

mkdir -p "${note%/*}" 2>/dev/null || fail "'${note%/*}' cannot be made"
exec 9>"$note.lock" || fail "'$note.lock' cannot be written"
flock -w 60 9 || fail "'$note.lock' is held by another process"

# As the kernel writes it, which follows links and has blanks in octal.
mark=$(cd -- "${note%/*}" && pwd -P | sed 's/\\/\\134/g; s/ /\\040/g; s/\t/\\011/g')

noted=
if [ -f "$note" ] && [ -r "$note" ]; then
  read -r noted pid ticks users mounts run <"$note"
  case ${run:+$pid$ticks$users$mounts} in
    '' | *[!0-9]*) noted= ;;
  esac
fi
if [ -n "$asker" ]; then
  if [ "$noted" != "$boot" ] || [ -z "$(members)" ]; then
    noted=
    find_lost
  fi
  pid=0 rounds=0 users=
  if [ "$noted" = "$boot" ]; then
    for member in $(members); do
      number=$(number_of "$member" user) || continue
      users=$number
      if [ "$(tr '\0' ' ' <"/proc/$member/cmdline")" = "sleep infinity " ]; then
        pid=$member
      fi
    done 2>/dev/null
  fi
  if [ -n "$users" ]; then
    end_session
  fi
  rm -f "$note" 2>/dev/null || rmdir "$note" 2>/dev/null || fail "'$note' cannot be removed"
  exit 0
fi
if [ "$noted" = "$boot" ] && [ -O "$run" ] && is_process "$pid" "$ticks"; then
  exit 0
fi
if [ "$noted" != "$boot" ] || [ -z "$(members)" ]; then
  find_lost
  if [ -n "$found" ]; then
    find_folder
  fi
  if [ -n "$keeper" ]; then
    write_note "$keeper"
    exit 0
  fi
fi
if [ "$noted" = "$boot" ]; then
  if [ -O "$run" ]; then
    for member in $(members); do
      stay nsenter --target="$member" --user --mount --preserve-credentials --
      await_stay
      write_note "$pause"
      exit 0
    done
  elif [ -n "$(members)" ]; then
    # With the folder went all that was known of what still runs.
    for member in $(in_namespace user "$users"); do
      kill -KILL "$member" 2>/dev/null
    done
  fi
fi
find_folder
stay unshare --user --mount --propagation slave --
await_stay
map
nsenter --target="$pause" --user --mount --preserve-credentials -- mount --bind "${note%/*}" "${note%/*}" 2>"$run/complaint" ||
  fail "$(head -n 1 "$run/complaint")"
write_note "$pause"
